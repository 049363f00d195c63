import { CALLABLE, type Shift } from './calendar/windows.ts'
import { type CallPurpose, type RetryRule, USUAL_RETRY } from './calls/retry-policy.ts'

/**
 * What a survey by telephone needs where a customer is: nothing, a contract and no word against it, or a consent that somebody has given
 * and that can be shown.
 */
export type Gate = 'free' | 'presumed' | 'documented'

export interface Gates {
  /** By country, ISO 3166-1 alpha-2. */
  readonly survey: Readonly<Record<string, Gate>>
  readonly otherwise: Gate
}

/** What the team has decided about its calls: data, not code. Part of workflow bundles by its types alone. */
export interface Policies {
  /** When a company may call a seller who has not said otherwise, on his wall clock. */
  readonly callable: readonly Shift[]
  /** What follows a try that failed, by purpose. */
  readonly retry: Readonly<Record<CallPurpose, RetryRule>>
  /**
   * Within how many callable minutes of the seller somebody should call. A speaker who is there in time goes before one of a language
   * that he ranks higher who is there later.
   */
  readonly slaMinutes: Readonly<Record<CallPurpose, number>>
  /** How many minutes after the wish a call is aimed at, so that an agent can read the card first. */
  readonly leadMinutes: Readonly<Record<CallPurpose, number>>
  /** Whoever has nothing booked within so many minutes is free for a call now. */
  readonly clearMinutes: number
  /** Tries a day and person that the company starts and nobody answers, over all purposes. */
  readonly triesPerDay: number
  readonly escalation: {
    /** Working minutes of its agent after which a due call that nobody has taken up goes to the next one. */
    readonly acceptMinutes: number
    /** The part of the time of `slaMinutes` after which its agent is warned; when all of it is over, the leads. */
    readonly warnAt: number
    /** Minutes after the start of a booked call at which its agent counts as not come. */
    readonly noShowMinutes: number
  }
  readonly bookings: {
    /** Minutes for which a slot is held while somebody makes up his mind. */
    readonly holdMinutes: number
    /** Minutes before a booked call at which the seller is reminded. */
    readonly reminderMinutes: readonly number[]
    /** By a link without login: minutes of notice at least, and how often a booking may be moved. */
    readonly noticeMinutes: number
    readonly mostMoves: number
  }
  readonly gates: Gates
}

const HOUR = 60
const BUSINESS_DAY = 9 * HOUR

/** As they stand until somebody changes them (brief customer-success 2.3 to 2.7). */
export const USUAL_POLICIES: Policies = {
  callable: CALLABLE,
  retry: USUAL_RETRY,
  slaMinutes: {
    call_me_now: 2,
    welcome: 4 * HOUR,
    setup_help: 4 * HOUR,
    consultation: 4 * HOUR,
    onboarding: BUSINESS_DAY,
    anomaly: BUSINESS_DAY,
    trial_end: BUSINESS_DAY,
    survey: 5 * BUSINESS_DAY,
  },
  leadMinutes: {
    welcome: 30,
    call_me_now: 0,
    onboarding: 0,
    trial_end: 30,
    survey: 30,
    consultation: 30,
    anomaly: 30,
    setup_help: 30,
  },
  clearMinutes: 15,
  triesPerDay: 2,
  escalation: { acceptMinutes: 60, warnAt: 0.75, noShowMinutes: 10 },
  bookings: { holdMinutes: 5, reminderMinutes: [24 * HOUR, HOUR], noticeMinutes: 2 * HOUR, mostMoves: 5 },
  // A survey may count as advertising. Between businesses Germany wants a consent that can be presumed (UWG, section 7 (2) no. 1), Austria
  // one that was given before (TKG 2021, section 174). To be changed by whoever knows the law of his case: no legal advice.
  gates: { survey: { DE: 'presumed', AT: 'documented' }, otherwise: 'presumed' },
}
