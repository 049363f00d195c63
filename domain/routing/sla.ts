import type { CallPurpose } from '../calls/retry-policy.ts'

const HOUR = 60
const BUSINESS_DAY = 9 * HOUR

/**
 * Within how many callable minutes of the customer (his windows, brief 2.4) somebody should call. A speaker who is there in time goes
 * before one of a language that he ranks higher who is there later.
 */
const MINUTES: Readonly<Record<CallPurpose, number>> = {
  call_me_now: 2,
  welcome: 4 * HOUR,
  setup_help: 4 * HOUR,
  consultation: 4 * HOUR,
  onboarding: BUSINESS_DAY,
  anomaly: BUSINESS_DAY,
  trial_end: BUSINESS_DAY,
  survey: 5 * BUSINESS_DAY,
}

/** Minutes within which a call of this purpose is in time, counted in business minutes of the customer's callable windows. */
export const slaMinutes = (purpose: CallPurpose): number => MINUTES[purpose]
