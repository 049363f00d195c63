import { DAY_MINUTES, firstMinute, localDays, localTimeOfDay, MINUTE_MS } from './days.ts'
import { intersectIntervals, mergeIntervals, subtractIntervals } from './intervals.ts'
import { failedTimesOn } from './retry-days.ts'
import { type Callable, callableWindows } from './windows.ts'
import { type WorkingAgent, workingTimes } from './working-time.ts'

const HORIZON_DAYS = 30

export interface ClearSearch {
  /** Epoch milliseconds */
  readonly notBefore: number
  /** The customer's zone, by whose wall clock times of day are compared. */
  readonly zone: string
  readonly customer: Callable
  readonly agents: readonly WorkingAgent[]
  /** Epoch milliseconds of the tries that nobody answered. */
  readonly failedAt: readonly number[]
  /** Minutes around a failed time of day in which nobody tries again, on any day. */
  readonly avoidMinutesAround: number
}

/** The first full minute at which the customer may be called, one of the agents works and no try failed; within 30 days, else undefined. */
export function nextClear({ notBefore, zone, customer, agents, failedAt, avoidMinutesAround }: ClearSearch): number | undefined {
  const to = notBefore + HORIZON_DAYS * DAY_MINUTES * MINUTE_MS
  const open = intersectIntervals(callableWindows(customer, notBefore, to), mergeIntervals(workingTimes(agents, notBefore, to).flat()))
  const failedTimes = failedAt.map((instant) => localTimeOfDay(instant, zone))
  for (const day of localDays(zone, notBefore, to)) {
    const at = firstMinute(
      subtractIntervals(intersectIntervals(open, [day]), failedTimesOn(day, { zone, failedTimes }, avoidMinutesAround)),
    )
    if (at !== undefined) return at
  }
  return undefined
}
