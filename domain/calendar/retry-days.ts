import type { RetryWait } from '../calls/retry-policy.ts'
import {
  ceilMinute,
  DAY_MINUTES,
  firstMinute,
  isBusinessDay,
  type LocalDay,
  localDays,
  MINUTE_MS,
  NO_HOLIDAYS,
  wallInstant,
} from './days.ts'
import { type Interval, intersectIntervals, mergeIntervals, subtractIntervals } from './intervals.ts'
import { type Callable, callableWindows } from './windows.ts'

export interface RetryView {
  readonly now: number
  /** End of the horizon. */
  readonly to: number
  readonly zone: string
  readonly customer: Callable
  /** When the customer may be called and somebody is at work. */
  readonly open: readonly Interval[]
  /** Minutes after local midnight of every try that failed, oldest first. */
  readonly failedTimes: readonly number[]
}

/**
 * The first business day that is far enough away and has a moment clear of every failed time of day; on that day rather in the other
 * half of the customer's working window than the last failure. Failed at 11:17, tried next on the following business day at 13:30.
 */
export function otherDay(wait: Extract<RetryWait, { kind: 'other_day' }>, view: RetryView): number | undefined {
  const lastFailed = view.failedTimes.at(-1)
  let businessDays = 0
  for (const day of localDays(view.zone, view.now, view.to)) {
    if (day.start <= view.now) continue
    if (isBusinessDay(day, view.customer.holidays ?? NO_HOLIDAYS)) businessDays += 1
    if (businessDays < wait.businessDays) continue
    const allowed = subtractIntervals(intersectIntervals(view.open, [day]), failedTimesOn(day, view, wait.avoidMinutesAround))
    const halves = halvesOf(day, view)
    const failedThere = lastFailed === undefined ? undefined : wallInstant(day, view.zone, lastFailed)
    const other = failedThere === undefined ? [] : halves.filter(({ start, end }) => failedThere < start || failedThere >= end)
    const at = firstMinute(intersectIntervals(allowed, other)) ?? firstMinute(allowed)
    if (at !== undefined) return at
  }
  return undefined
}

/** The next half of a working window: failed in the morning, tried in the afternoon; failed in the afternoon, tried next morning. */
export function halfDay(wait: Extract<RetryWait, { kind: 'half_day' }>, view: RetryView): number | undefined {
  const rest = [{ start: view.now + wait.avoidMinutesAround * MINUTE_MS, end: view.to }]
  for (const day of localDays(view.zone, view.now, view.to)) {
    const forbidden = failedTimesOn(day, view, wait.avoidMinutesAround)
    for (const half of halvesOf(day, view)) {
      if (half.start <= view.now) continue
      const rested = intersectIntervals(intersectIntervals(view.open, [half]), rest)
      const at = firstMinute(subtractIntervals(rested, forbidden)) ?? firstMinute(rested)
      if (at !== undefined) return at
    }
  }
  return undefined
}

/** The whole day, cut in the middle of its callable hours; nothing on a day without any. */
function halvesOf(day: LocalDay, { customer }: RetryView): Interval[] {
  const callable = callableWindows(customer, day.start, day.end)
  const first = callable[0]
  const last = callable.at(-1)
  if (first === undefined || last === undefined) return []
  const middle = ceilMinute((first.start + last.end) / 2)
  return [
    { start: day.start, end: middle },
    { start: middle, end: day.end },
  ]
}

/** So many minutes around each failed time of day, both ends included, as instants of that day. */
export function failedTimesOn(
  day: LocalDay,
  { zone, failedTimes }: Pick<RetryView, 'zone' | 'failedTimes'>,
  minutesAround: number,
): Interval[] {
  return mergeIntervals(
    failedTimes.map((time) => ({
      start: wallInstant(day, zone, Math.max(0, time - minutesAround)),
      end: wallInstant(day, zone, Math.min(DAY_MINUTES, time + minutesAround + 1)),
    })),
  )
}
