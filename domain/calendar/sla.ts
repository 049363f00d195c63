import { MINUTE_MS } from './days.ts'
import { type Interval, intersectIntervals, mergeIntervals, subtractIntervals } from './intervals.ts'

/**
 * The business minutes between two instants (epoch milliseconds): of the time that is open, without the pauses; fractions where an edge
 * lies within a minute. `open` is sorted and disjoint, as all calendars here are; pauses are any list, one that still goes on ends at
 * infinity. 0 where `to` is not after `from`.
 */
export function businessMinutesBetween(open: readonly Interval[], from: number, to: number, pauses: readonly Interval[] = []): number {
  return running(open, pauses, from, to).reduce((sum, { start, end }) => sum + end - start, 0) / MINUTE_MS
}

/**
 * The instant at which so many business minutes have passed since `from`: 60 from 12:00 end at 14:00 where nobody works from 12:30 to
 * 13:30. The end of a window itself where they are used up with it; `from` for none; undefined where what is open does not last so long.
 */
export function addBusinessMinutes(
  open: readonly Interval[],
  from: number,
  minutes: number,
  pauses: readonly Interval[] = [],
): number | undefined {
  let left = minutes * MINUTE_MS
  if (left <= 0) return from
  for (const { start, end } of running(open, pauses, from, Number.POSITIVE_INFINITY)) {
    if (left <= end - start) return start + left
    left -= end - start
  }
  return undefined
}

const running = (open: readonly Interval[], pauses: readonly Interval[], from: number, to: number): Interval[] =>
  subtractIntervals(intersectIntervals(open, [{ start: from, end: to }]), mergeIntervals(pauses))
