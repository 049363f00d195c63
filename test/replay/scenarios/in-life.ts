import type { AccountEvent, AccountEventType } from '../../../domain/account-events.ts'
import type { Clocks, TrialClock } from '../../../domain/clocks.ts'
import type { Registration } from '../../../domain/customers.ts'
import { type Life, newLife } from '../../../domain/life.ts'
import type { PlanStepName } from '../../../domain/plan.ts'
import { accountEvent, changeStep, customer, registered, renew } from '../../../workflows/customer.ts'
import type { Stage } from '../stage.ts'
import { asker, DAY, MINUTE, onCall } from './on-call.ts'

export const LOST_AND_FOUND: Partial<Registration> = { products: ['lost_and_found'] }

const registrationOf = (stage: Stage, fields: Partial<Registration>): Registration => ({
  customerId: stage.name,
  requestId: 'request-1',
  bodyHash: 'hash-1',
  registeredAt: stage.in(0),
  actor: 'key/shop',
  company: 'Azulejo Lda',
  contact: { name: 'Inês', email: 'ines@seller.example', phone: '+351912345678' },
  languages: ['pt'],
  country: 'PT',
  timeZone: 'Europe/Lisbon',
  zoneAssumed: false,
  products: ['repricer'],
  ...fields,
})

/** What is asked of a life, and what it hears. */
function inLife(stage: Stage) {
  const id = `customer/${stage.name}`
  const { ask, askInVain } = asker(stage, id)
  const change = (step: PlanStepName, to?: string) => ({
    step,
    reason: 'as agreed',
    actor: 'agent/anna',
    ...(to === undefined ? {} : { to }),
  })
  return {
    ask,
    askInVain,
    welcome: onCall(stage, `${stage.name}-welcome`),
    move: (step: PlanStepName, to: string) => ask(changeStep, change(step, to)),
    skip: (step: PlanStepName) => ask(changeStep, change(step)),
    skipInVain: (step: PlanStepName) => askInVain(changeStep, change(step)),
    /** An account event that happened so many milliseconds after the scenario's start. */
    hear: (type: AccountEventType, at: number, fields: Partial<AccountEvent> = {}) => {
      const eventId = `${type}-${at}`
      const event = { key: `shop/${eventId}`, source: 'shop', eventId, type, actor: 'key/shop', time: stage.in(at), ...fields }
      return stage.tell(id, (handle) => handle.signal(accountEvent, event))
    },
    renew: () => stage.tell(id, (handle) => handle.signal(renew)),
    record: (branch: string) => stage.record(id, branch),
    recordRunBefore: (branch: string) => stage.recordRunBefore(id, branch),
  }
}

/** A seller's life from its first day on. */
export async function startLife(stage: Stage, fields: Partial<Registration> = {}) {
  // As the API registers: the answer is asked for in the same request that begins the life.
  await stage.startAsking(customer, `customer/${stage.name}`, [registrationOf(stage, fields)], registered, 'hash-1')
  return inLife(stage)
}

/** A later run of a life, in which the welcome is held; its clocks are not set yet. */
export async function startLaterRun(stage: Stage, fields: Partial<Life> = {}) {
  const { name } = stage
  const registration = registrationOf(stage, {})
  const life: Life = {
    ...newLife(registration),
    answer: { customerId: name, requestId: 'request-1' },
    reached: 'welcomed',
    steps: [
      { step: 'welcome_call', status: 'done', at: stage.in(-30 * DAY), why: { code: 'held', params: {} }, callId: `${name}-welcome` },
    ],
    ...fields,
  }
  await stage.start(customer, `customer/${name}`, [registration, life])
  return inLife(stage)
}

/** Sets what the calendar says of a life from now on. */
export function setClocks({ stand }: Stage, clocks: Partial<Clocks>): void {
  stand.clocks = () => ({ trial: null, survey: null, reauthorisation: null, ...clocks })
}

/** A trial that ends so many days after the scenario's start; first called two days before. */
export const trialUntil = (stage: Stage, days: number): TrialClock => ({
  startsAt: stage.in((days - 2) * DAY),
  aimsAt: stage.in((days - 1) * DAY),
  endsAt: stage.in(days * DAY),
  closesAt: stage.in(days * DAY + 10 * MINUTE),
})

/** A survey the next day, then every 90 days. */
export function surveyEachQuarter(stage: Stage): void {
  stage.stand.clocks = ({ surveys }) => ({
    trial: null,
    survey: { at: stage.in((1 + 90 * surveys) * DAY), quarter: `2027-Q${1 + surveys}` },
    reauthorisation: null,
  })
}
