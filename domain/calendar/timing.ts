import type { RetryWait } from '../calls/retry-policy.ts'
import { ceilMinute, DAY_MINUTES, firstMinute, localTimeOfDay, MINUTE_MS } from './days.ts'
import { intersectIntervals, mergeIntervals } from './intervals.ts'
import { halfDay, otherDay } from './retry-days.ts'
import { type Callable, callableWindows } from './windows.ts'
import { type WorkingAgent, workingTimes } from './working-time.ts'

/** How far ahead a retry is looked for. */
const RETRY_HORIZON_DAYS = 30

export interface OpeningSearch {
  /** Epoch milliseconds; rounded up to the full minute. */
  readonly notBefore: number
  readonly horizonDays: number
  readonly customer: Callable
  readonly agents: readonly WorkingAgent[]
}

export interface Opening {
  readonly at: number
  /** Everybody who is at work then, in the order given. */
  readonly agentIds: readonly string[]
}

/** The earliest full minute at which the customer may be called and one of the agents is at work; undefined within the horizon: none. */
export function firstOpening({ notBefore, horizonDays, customer, agents }: OpeningSearch): Opening | undefined {
  const from = ceilMinute(notBefore)
  const to = from + horizonDays * DAY_MINUTES * MINUTE_MS
  const windows = callableWindows(customer, from, to)
  const open = workingTimes(agents, from, to).map((working) => intersectIntervals(windows, working))
  const at = firstMinute(mergeIntervals(open.flat()))
  if (at === undefined) return undefined
  const there = agents.filter((_, index) => open[index]?.some(({ start, end }) => start <= at && at < end))
  return { at, agentIds: there.map(({ agentId }) => agentId) }
}

export interface RetrySearch {
  /** When the last try ended, epoch milliseconds: waits count from here. */
  readonly now: number
  /** Every try of this purpose so far that nobody answered (`tryPositions`), oldest first. */
  readonly failedAt: readonly number[]
  /** The customer's zone, by whose wall clock times of day are compared. */
  readonly zone: string
  readonly customer: Callable
  readonly agents: readonly WorkingAgent[]
}

/**
 * When to try again (brief 2.4); undefined where the rules leave no moment within 30 days, as when three tries two hours apart
 * do not fit the hours that customer and agents share: then it is time to give up.
 */
export function nextTry(wait: RetryWait, search: RetrySearch): number | undefined {
  const { now, failedAt, zone, customer, agents } = search
  if (wait.kind === 'minutes') {
    const at = now + wait.minutes * MINUTE_MS
    return wait.exempt ? at : firstOpening({ notBefore: at, horizonDays: RETRY_HORIZON_DAYS, customer, agents })?.at
  }
  const to = now + RETRY_HORIZON_DAYS * DAY_MINUTES * MINUTE_MS
  const callable = callableWindows(customer, now, to)
  const open = intersectIntervals(callable, mergeIntervals(workingTimes(agents, now, to).flat()))
  const failedTimes = failedAt.map((instant) => localTimeOfDay(instant, zone))
  const view = { now, to, zone, customer, open, failedTimes }
  return wait.kind === 'other_day' ? otherDay(wait, view) : halfDay(wait, view)
}
