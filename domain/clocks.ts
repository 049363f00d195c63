// When a life does something by itself. Part of workflow bundles: no clock, no zones here; the instants are worked out in an activity
// by domain/calendar/clocks.ts.

import type { Callable } from './calendar/windows.ts'
import type { Product, TrialStatus } from './customers.ts'

/** All ISO instants. */
export interface TrialClock {
  /** First try of the end call: two business days before the last one. */
  readonly startsAt: string
  /** The last business day within the trial: the last try. */
  readonly aimsAt: string
  /** End of the trial. */
  readonly endsAt: string
  /** When an end call that nobody held is given up: endsAt less up to 30 minutes of jitter. Lives that began earlier have none. */
  readonly callUntil?: string
  /** When the life books the end of the trial: endsAt plus up to 30 minutes of jitter. */
  readonly closesAt: string
}

export interface SurveyClock {
  /** ISO instant */
  readonly at: string
  /** e.g. 2026-Q4, in the customer's zone */
  readonly quarter: string
}

/** ISO instants. */
export interface ReauthorisationClock {
  readonly at: string
  readonly authorizedUntil: string
}

/** When a life does something by itself, as an activity worked it out; null where there is nothing to do. */
export interface Clocks {
  readonly trial: TrialClock | null
  readonly survey: SurveyClock | null
  /** Of the authorisation at Amazon that ends first. */
  readonly reauthorisation: ReauthorisationClock | null
  /** An authorisation was taken back; told from the analysis on, absent in histories of before. */
  readonly revoked?: boolean
}

/** A seller's account as the records have it. Instants are ISO. */
export interface AccountView extends Callable {
  /** Who looks after him. */
  readonly agentId: string | null
  readonly products: readonly Product[]
  readonly timeZone: string
  /** Of this year and the next. */
  readonly holidays: ReadonlySet<string>
  /** There is one person alone to ask: the next survey waits until he has rested. */
  readonly alone?: boolean
  readonly createdAt: string
  readonly trial: { readonly status: TrialStatus; readonly endsAt: string | null }
  /** When the next of his authorisations at Amazon ends; where all have ended, when the last did. */
  readonly authorizedUntil: string | null
  /** Whether one of them was taken back. */
  readonly revoked: boolean
}

export interface NextSurvey {
  /** Quarterly surveys so far. */
  readonly surveys: number
  /** ISO instant before which nobody asks how it goes. */
  readonly surveyNotBefore: string | null
}

export interface ClockRequest extends NextSurvey {
  readonly customerId: string
  /** ISO instant of the last survey. */
  readonly surveyedAt: string | null
}
