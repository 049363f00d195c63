import { allHandlersFinished, condition, defineQuery, defineSignal, defineUpdate, setCurrentDetails, setHandler } from '@temporalio/workflow'
import { type CallResult, type CallStart, type CallState, type CallStatus, isOpen, openingState, type OutcomeReport } from '../domain/calls/calls.ts'
import type { PhoneEvent } from '../domain/calls/phone.ts'
import { FailureType } from '../domain/errors.ts'
import { createCallChanges } from './call-changes.ts'
import { refused } from './failures.ts'
import { createMails } from './mails.ts'
import { createTurns } from './turns.ts'
import { waitUntil } from './time.ts'

/** Who does something; `agentId` is a person of the team. */
export interface ByAgent {
  readonly agentId: string
}
export interface Reschedule {
  /** ISO instant */
  readonly to: string
  readonly reason?: string
  readonly actor: string
}
export interface RecordedOutcome {
  readonly report: OutcomeReport
  readonly agentId?: string
  readonly actor: string
}

export const accept = defineUpdate<CallStatus, [ByAgent]>('accept')
export const take = defineUpdate<CallStatus, [ByAgent]>('take')
export const pass = defineUpdate<CallStatus, [ByAgent & { readonly reason: string }]>('pass')
export const reschedule = defineUpdate<CallStatus, [Reschedule]>('reschedule')
export const cancelCall = defineUpdate<CallStatus, [{ readonly reason: string; readonly actor: string }]>('cancelCall')
export const recordOutcome = defineUpdate<CallStatus, [RecordedOutcome]>('recordOutcome')
export const phoneEvent = defineSignal<[PhoneEvent]>('phoneEvent')
export const callState = defineQuery<CallState>('callState')

/**
 * One promise to talk to a seller: finds a time and somebody who speaks his language, prompts that person when it is due, hears
 * from the telephone and from people how each try went, tries again as its purpose demands, and ends with an outcome.
 */
export async function call(start: CallStart): Promise<CallResult> {
  const state = openingState(start)
  const mails = createMails()
  const changes = createCallChanges(state, mails)
  const inTurn = createTurns()

  /** One change after the other; whoever comes after the end is told so. */
  const change = (what: () => Promise<void>): Promise<CallStatus> =>
    inTurn(async () => {
      if (!isOpen(state.status)) throw refused(FailureType.CallNotOpen, `the call is ${state.status}`)
      await what()
      setCurrentDetails(described(state))
      return state.status
    })

  setHandler(callState, () => state)
  setHandler(accept, ({ agentId }) => change(() => changes.accept(agentId)))
  setHandler(take, ({ agentId }) => change(() => changes.take(agentId)))
  setHandler(pass, ({ agentId, reason }) => change(() => changes.pass(agentId, reason)))
  setHandler(reschedule, (wish) => change(() => changes.reschedule(wish)))
  setHandler(cancelCall, ({ reason, actor }) => change(() => changes.cancel(reason, actor)))
  setHandler(recordOutcome, (outcome) => change(() => changes.recordOutcome(outcome)))
  setHandler(phoneEvent, async (event) => {
    await inTurn(() => changes.hear(event))
  })

  await change(() => changes.schedule(start.actor))
  while (isOpen(state.status)) {
    const { version } = state
    const changed = () => state.version !== version
    const wakeAt = changes.wakeAt()
    const interrupted = wakeAt === undefined ? await condition(changed).then(() => true) : await waitUntil(changed, wakeAt)
    if (!interrupted) await inTurn(async () => (changed() ? undefined : changes.wake()))
    setCurrentDetails(described(state))
  }

  await mails.sent()
  await condition(allHandlersFinished)
  return changes.result()
}

const described = ({ purpose, status, dueAt, agentId, attempts }: CallState): string =>
  [`${purpose}: ${status}`, dueAt === null ? undefined : `due ${dueAt}`, agentId === null ? 'nobody assigned' : `agent ${agentId}`, `${attempts.length} tries`]
    .filter((part) => part !== undefined)
    .join(', ')
