// The retry table of calls (brief customer-success 2.4) as data. Part of workflow bundles: no clock, no zones, no Intl here;
// when exactly a wait ends is worked out in an activity by domain/calendar/timing.ts.

export const CALL_PURPOSES = [
  'welcome',
  'call_me_now',
  'onboarding',
  'trial_end',
  'survey',
  'consultation',
  'anomaly',
  'setup_help',
] as const
export type CallPurpose = (typeof CALL_PURPOSES)[number]

export const CALL_OUTCOMES = [
  'completed',
  'partial',
  'callback_at',
  'refused_now',
  'opted_out',
  'gatekeeper',
  'language_barrier',
  'no_answer',
  'busy',
  'voicemail_left',
  'voicemail_none',
  'wrong_number',
  'invalid_number',
  'technical_failure',
] as const
export type CallOutcome = (typeof CALL_OUTCOMES)[number]

export type RetryWait =
  /** So many minutes later. `exempt`: the customer asked for this call or booked it, so neither his callable window nor shifts apply. */
  | { readonly kind: 'minutes'; readonly minutes: number; readonly exempt: boolean }
  /** At least so many business days later, and never within so many minutes of a time of day at which nobody answered. */
  | { readonly kind: 'other_day'; readonly businessDays: number; readonly avoidMinutesAround: number }
  /** In the next half of a working window, at least so many minutes after the last try, away from the others where possible. */
  | { readonly kind: 'half_day'; readonly avoidMinutesAround: number }

export type NextStep =
  | { readonly retry: RetryWait }
  | { readonly giveUp: true; readonly parkDays?: number }
  | { readonly done: true }
  /** Somebody who speaks the language has to take over. */
  | { readonly reassign: true }
  /** The customer named the instant (the outcome's `callbackAt`); this table has no say. */
  | { readonly callback: true }

export interface Redial {
  readonly minutes: number
  readonly times: number
}

/** What one purpose does about tries that failed. */
export interface RetryRule {
  /** Asked for or booked by the customer. */
  readonly exempt: boolean
  /** What to wait for after the first, second, .. unanswered try; the one after the last of them gives up. */
  readonly waits: readonly RetryWait[]
  readonly busy: Redial
  /** After the last try: so many days of silence before anybody calls again. */
  readonly parkDays?: number
}

export type RetryRules = Readonly<Partial<Record<CallPurpose, RetryRule>>>

/** Those of a call: a welcome call can go on as an onboarding. */
export function rulesOf(purpose: CallPurpose, all: Readonly<Record<CallPurpose, RetryRule>>): RetryRules {
  return { [purpose]: all[purpose], ...(purpose === 'welcome' ? { onboarding: all.onboarding } : {}) }
}

const AVOID_MINUTES = 120
const TECHNICAL: Redial = { minutes: 5, times: 3 }

const onOtherDay = (businessDays: number): RetryWait => ({ kind: 'other_day', businessDays, avoidMinutesAround: AVOID_MINUTES })
const inHalfADay: RetryWait = { kind: 'half_day', avoidMinutesAround: AVOID_MINUTES }

/** Calls that the company starts. */
const ours = (waits: readonly RetryWait[], parkDays?: number): RetryRule => ({
  exempt: false,
  waits,
  busy: { minutes: 15, times: 3 },
  ...(parkDays === undefined ? {} : { parkDays }),
})

/** Calls that the customer asked for or booked. */
const theirs = (...minutes: readonly number[]): RetryRule => ({
  exempt: true,
  waits: minutes.map((after) => ({ kind: 'minutes', minutes: after, exempt: true })),
  busy: { minutes: 5, times: 3 },
})

/** As they stand unless the team has changed them (`domain/policies.ts`). */
export const USUAL_RETRY: Readonly<Record<CallPurpose, RetryRule>> = {
  welcome: ours([onOtherDay(1), onOtherDay(1)], 14),
  setup_help: ours([onOtherDay(1), onOtherDay(1)]),
  trial_end: ours([onOtherDay(1), onOtherDay(1)]),
  survey: ours([onOtherDay(3), onOtherDay(3)]),
  // Two a day until the deadline, which the caller keeps.
  anomaly: ours([inHalfADay, inHalfADay, inHalfADay, inHalfADay, inHalfADay]),
  call_me_now: theirs(1, 5, 15),
  onboarding: theirs(3, 10),
  consultation: theirs(3, 10),
}

/** What follows from all outcomes of a call so far, oldest first. Before the first outcome: dial now. */
export function nextStep(purpose: CallPurpose, outcomes: readonly CallOutcome[], rule: RetryRule = USUAL_RETRY[purpose]): NextStep {
  const last = outcomes.at(-1)
  switch (last) {
    case undefined:
      return { retry: { kind: 'minutes', minutes: 0, exempt: rule.exempt } }
    case 'completed':
    case 'partial':
    case 'opted_out':
      return { done: true }
    case 'language_barrier':
      return { reassign: true }
    case 'callback_at':
      return { callback: true }
    case 'wrong_number':
    case 'invalid_number':
      return { giveUp: true }
    case 'refused_now':
      return outcomes.filter((outcome) => outcome === 'refused_now').length > 1 ? { giveUp: true } : { retry: onOtherDay(1) }
    default:
      return afterNoContact(rule, last, outcomes, tryPositions(purpose, outcomes, rule))
  }
}

/**
 * Positions of the outcomes that count as tries: nobody there, somebody else there, or a redial too many. The instants at these
 * positions are the `failedAt` of `nextTry`.
 */
export function tryPositions(purpose: CallPurpose, outcomes: readonly CallOutcome[], rule: RetryRule = USUAL_RETRY[purpose]): number[] {
  const positions: number[] = []
  let redials = { busy: 0, technical_failure: 0 }
  outcomes.forEach((outcome, position) => {
    if (outcome === 'busy' || outcome === 'technical_failure') {
      redials = { ...redials, [outcome]: redials[outcome] + 1 }
      if (redials[outcome] <= redialOf(rule, outcome).times) return
    } else if (!ENDS_A_TRY.has(outcome)) return
    positions.push(position)
    redials = { busy: 0, technical_failure: 0 }
  })
  return positions
}

/** Whether a message may be left on try number `tryNumber` (1 = first): only on the first and on the last that the rule allows. */
export const voicemailAllowed = (tryNumber: number, rule: RetryRule): boolean => tryNumber === 1 || tryNumber > rule.waits.length

const ENDS_A_TRY: ReadonlySet<CallOutcome> = new Set<CallOutcome>(['no_answer', 'voicemail_left', 'voicemail_none', 'gatekeeper'])

function redialOf(rule: RetryRule, outcome: 'busy' | 'technical_failure'): Redial {
  return outcome === 'busy' ? rule.busy : TECHNICAL
}

function afterNoContact(rule: RetryRule, last: CallOutcome, outcomes: readonly CallOutcome[], tries: readonly number[]): NextStep {
  const countsAsTry = tries.at(-1) === outcomes.length - 1
  if (!countsAsTry && (last === 'busy' || last === 'technical_failure')) {
    return { retry: { kind: 'minutes', minutes: redialOf(rule, last).minutes, exempt: rule.exempt } }
  }
  const wait = rule.waits[tries.length - 1]
  if (wait === undefined) return { giveUp: true, ...(rule.parkDays === undefined ? {} : { parkDays: rule.parkDays }) }
  // Whoever answered for the customer will still be there in a few minutes.
  return { retry: last === 'gatekeeper' && wait.kind !== 'other_day' ? onOtherDay(1) : wait }
}
