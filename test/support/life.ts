import { type UpdateDefinition, WithStartWorkflowOperation } from '@temporalio/client'
import type { AccountEvent, AccountEventType } from '../../domain/account-events.ts'
import type { CallState, OutcomeReport } from '../../domain/calls/calls.ts'
import type { Registration } from '../../domain/customers.ts'
import type { PlanStep, PlanStepName } from '../../domain/plan.ts'
import { callState, recordOutcome } from '../../workflows/call.ts'
import { accountEvent, changeStep, customer, plan, registered, renew } from '../../workflows/customer.ts'
import { atRest } from '../replay/rest.ts'
import { lastingIn, type Stand } from './activities.ts'
import { type Part, partOf } from './cast.ts'
import type { TemporalHarness } from './temporal.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
export const QUARTER = 92 * DAY

/** A seller who signs up on a Monday at 10:00, in Lisbon. */
export const registrationOf = (customerId: string, at: number, fields: Partial<Registration> = {}): Registration => ({
  customerId,
  requestId: 'request-1',
  bodyHash: 'hash-1',
  registeredAt: new Date(at).toISOString(),
  actor: 'key/k1',
  company: 'Azulejo Lda',
  contact: { name: 'Inês', email: 'ines@seller.example', phone: '+351912345678' },
  languages: ['pt'],
  country: 'PT',
  timeZone: 'Europe/Lisbon',
  zoneAssumed: false,
  products: ['repricer'],
  ...fields,
})

/** Fields of a registration, or what makes them of the instant at which it comes. */
export type Fields = Partial<Registration> | ((began: number) => Partial<Registration>)

/** Where lives are lived: one server, one worker, and who answers for whom. */
export interface Stage {
  readonly temporal: TemporalHarness
  readonly taskQueue: string
  readonly cast: Map<string, Part>
}

/** A seller signs up; every deed of his life returns when all that follows from it by itself is done. */
export async function begin({ temporal, taskQueue, cast }: Stage, fields: Fields, stand: Stand) {
  const { workflow } = temporal.env.client
  const now = () => temporal.env.currentTimeMs()
  const began = await now()
  const id = `life-${cast.size + 1}`
  const workflowId = `customer/${id}`
  const registration = registrationOf(id, began, typeof fields === 'function' ? fields(began) : fields)
  const part = partOf(registration, now, stand)
  cast.set(id, part)
  const startWorkflowOperation = new WithStartWorkflowOperation(customer, {
    workflowId,
    workflowIdConflictPolicy: 'FAIL',
    taskQueue,
    args: [registration],
  })
  await workflow.executeUpdateWithStart(registered, { args: ['hash-1'], startWorkflowOperation })
  const handle = workflow.getHandle<typeof customer>(workflowId)
  const callId = (name: string) => (name.startsWith(id) ? name : `${id}-${name}`)
  const rest = () => atRest({ history: (member) => workflow.getHandle(member).fetchHistory(), now }, [workflowId], lastingIn(stand))
  let told = 0

  const life = {
    ...part,
    /** How the stand-ins answer from now on. */
    stand,
    id,
    workflow,
    handle,
    callId,
    /** ISO instant so many milliseconds after the registration. */
    in: (milliseconds: number): string => new Date(began + milliseconds).toISOString(),
    now: async (): Promise<string> => new Date(await now()).toISOString(),
    async pass(milliseconds: number): Promise<void> {
      if (milliseconds > 0) await temporal.env.sleep(milliseconds)
      await rest()
    },
    passTo: async (instant: string | null | undefined, more = 0): Promise<void> =>
      life.pass(Date.parse(instant ?? 'no instant') + more - (await now())),
    step: async (name: PlanStepName): Promise<PlanStep | undefined> => (await handle.query(plan)).find(({ step }) => step === name),
    /** `<step> <status> <why>` of all. */
    steps: async (): Promise<string[]> => (await handle.query(plan)).map(({ step, status, why }) => `${step} ${status} ${why.code}`),
    /** Calls are named by what follows the seller's id in theirs. */
    call: (name: string): Promise<CallState> => workflow.getHandle(`call/${callId(name)}`).query(callState),
    async ask<Wish>(update: UpdateDefinition<unknown, [Wish]>, wish: Wish, member = workflowId): Promise<unknown> {
      const answer = await workflow.getHandle(member).executeUpdate(update, { args: [wish] })
      await rest()
      return answer
    },
    say: (name: string, report: OutcomeReport): Promise<unknown> =>
      life.ask(recordOutcome, { report, agentId: 'anna', actor: 'agent/anna' }, `call/${callId(name)}`),
    change: (step: PlanStepName, to?: string): Promise<unknown> =>
      life.ask(changeStep, { step, reason: 'the seller asked', actor: 'agent/anna', ...(to === undefined ? {} : { to }) }),
    event: async (type: AccountEventType, about: Partial<AccountEvent> = {}): Promise<AccountEvent> => {
      told += 1
      const key = about.key ?? `${told}`
      return { key, source: 'shop', eventId: key, type, actor: 'key/shop', time: await life.now(), ...about }
    },
    /** Signals events one after the other, as fast as they go. */
    async hear(...events: readonly AccountEvent[]): Promise<void> {
      for (const event of events) await handle.signal(accountEvent, event)
      await rest()
    },
    tell: async (type: AccountEventType, about: Partial<AccountEvent> = {}): Promise<void> => life.hear(await life.event(type, about)),
    async renew(): Promise<void> {
      await handle.signal(renew)
      await rest()
    },
    runId: async (): Promise<string> => (await handle.describe()).runId,
    async end(): Promise<void> {
      for (const member of (await rest()).keys())
        await workflow
          .getHandle(member)
          .terminate()
          .catch(() => {})
    },
  }
  return life
}

export type LifeUnderTest = Awaited<ReturnType<typeof begin>>
