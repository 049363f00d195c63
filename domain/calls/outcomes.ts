import type { Support } from '../customers.ts'
import type { FieldError } from '../errors.ts'
import type { CallState, OutcomeData, OutcomeReport } from './calls.ts'
import type { CallOutcome, CallPurpose } from './retry-policy.ts'

/** Outcomes after which nobody was spoken to. */
const UNANSWERED: readonly CallOutcome[] = [
  'no_answer',
  'busy',
  'voicemail_left',
  'voicemail_none',
  'wrong_number',
  'invalid_number',
  'technical_failure',
]

export const wasReached = (outcome: CallOutcome): boolean => !UNANSWERED.includes(outcome)

/** Outcomes after which the talk is over and need not be repeated, finished or not. */
const HELD: readonly CallOutcome[] = ['completed', 'partial', 'opted_out']

export const wasHeld = (outcome: CallOutcome | null): boolean => outcome !== null && HELD.includes(outcome)

/** Whether the seller wants support, after a welcome call that was held. */
export function supportAfter(outcome: CallOutcome, { support, scope }: OutcomeData): Support {
  if (outcome === 'opted_out') return scope === 'service' || scope === 'all' ? 'declined' : 'unknown'
  return support ?? 'unknown'
}

type Field = keyof OutcomeData

const REACHED: Readonly<Record<CallPurpose, readonly Field[]>> = {
  welcome: ['support', 'onboarding'],
  onboarding: ['experience', 'areas', 'agreed'],
  trial_end: ['feedback', 'agreed'],
  survey: ['answers'],
  call_me_now: [],
  consultation: [],
  setup_help: [],
  anomaly: [],
}

/** Which fields of `data` an outcome of a purpose may carry (CONTRACT.md). */
export function allowedData(purpose: CallPurpose, outcome: CallOutcome): readonly Field[] {
  if (outcome === 'opted_out') return ['scope']
  if (outcome === 'language_barrier') return ['language']
  return outcome === 'completed' || outcome === 'partial' ? REACHED[purpose] : []
}

/** Whether strategies may be agreed on in a call of this purpose. */
export const takesAgreement = (purpose: CallPurpose): boolean => allowedData(purpose, 'completed').includes('agreed')

const error = (field: string, message: string): FieldError => ({ field, message })

/** What is wrong with a report about a call of this purpose; empty where it can be recorded. `now` is epoch milliseconds. */
export function outcomeErrors(purpose: CallPurpose, report: OutcomeReport, now: number): FieldError[] {
  const { outcome, callbackAt, data = {} } = report
  const errors: FieldError[] = []
  if (outcome === 'callback_at' && callbackAt === undefined) errors.push(error('/callbackAt', 'is required with outcome callback_at'))
  if (outcome !== 'callback_at' && callbackAt !== undefined) errors.push(error('/callbackAt', 'goes only with outcome callback_at'))
  if (callbackAt !== undefined && Date.parse(callbackAt) <= now) errors.push(error('/callbackAt', 'is in the past'))
  const allowed = allowedData(purpose, outcome)
  for (const field of Object.keys(data) as Field[])
    if (!allowed.includes(field)) errors.push(error(`/data/${field}`, `does not go with outcome ${outcome} of a ${purpose} call`))
  if (outcome === 'opted_out' && data.scope === undefined) errors.push(error('/data/scope', 'is required with outcome opted_out'))
  if (outcome === 'language_barrier' && data.language === undefined)
    errors.push(error('/data/language', 'is required with outcome language_barrier: the language the customer spoke'))
  return errors.concat(purpose === 'welcome' && outcome === 'completed' ? welcomeErrors(data, now) : [])
}

function welcomeErrors({ support, onboarding }: OutcomeData, now: number): FieldError[] {
  if (support === undefined) return [error('/data/support', 'is required: the welcome call asks whether support is wanted')]
  if (support === 'declined' && onboarding !== undefined && onboarding !== 'none')
    return [error('/data/onboarding', 'must be none where support is declined')]
  if (typeof onboarding === 'object' && Date.parse(onboarding.at) <= now) return [error('/data/onboarding/at', 'is in the past')]
  return []
}

/** Whether the talk goes straight on to the onboarding, in the same call. */
export const goesOn = (state: CallState, report: OutcomeReport): boolean =>
  state.purpose === 'welcome' && report.outcome === 'completed' && report.data?.onboarding === 'now'
