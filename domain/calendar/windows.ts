import { DAY_MINUTES, type LocalDay, localDays, wallInstant } from './days.ts'
import { type Interval, intersectIntervals, mergeIntervals } from './intervals.ts'

export { businessDay, localDate, localTimeOfDay } from './days.ts'

/** A weekly stretch of wall time, HH:MM to HH:MM. `until` may be 24:00; an `until` before `from` lies on the next day. */
export interface Shift {
  /** 1 = Monday .. 7 = Sunday, the day on which it begins */
  readonly weekday: number
  readonly from: string
  readonly until: string
}

/** When a company may call a customer who did not choose the time himself, on the customer's wall clock. */
export const CALLABLE: readonly Shift[] = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', until: '18:00' }))

/**
 * The shifts of a week as instants between `from` and `to`, sorted and disjoint. Wall time rules: a 10:00 shift stays 10:00 across
 * clock changes, one that lies wholly inside a gap gives nothing. `days` (of `localDays`) spares the zone lookups where many share a zone.
 */
export function shiftWindows(
  shifts: readonly Shift[],
  zone: string,
  from: number,
  to: number,
  days: readonly LocalDay[] = localDays(zone, from, to),
): Interval[] {
  const week = shifts.map(({ weekday, from, until }) => ({ weekday, begins: minutesOf(from), ends: minutesOf(until) }))
  const windows: Interval[] = []
  days.forEach((day, index) => {
    for (const { weekday, begins, ends } of week) {
      if (weekday !== day.weekday) continue
      const lastDay = ends < begins ? days[index + 1] : day
      if (lastDay === undefined) continue
      const start = Math.max(from, wallInstant(day, zone, begins))
      const end = Math.min(to, wallInstant(lastDay, zone, ends))
      if (start < end) windows.push({ start, end })
    }
  })
  return mergeIntervals(windows)
}

/** Instants between `from` and `to` at which it is a civil hour in every one of the zones. No zone, no window. */
export function callableWindows(zones: readonly string[], from: number, to: number): Interval[] {
  const [first, ...others] = zones
  if (first === undefined) return []
  return others.reduce(
    (windows, zone) => (windows.length === 0 ? windows : intersectIntervals(windows, shiftWindows(CALLABLE, zone, from, to))),
    shiftWindows(CALLABLE, first, from, to),
  )
}

function minutesOf(time: string): number {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(time) ?? []
  const total = Number(hours) * 60 + Number(minutes)
  if (!(total <= DAY_MINUTES && Number(minutes) < 60)) throw new RangeError(`not a time of day (HH:MM): ${time}`)
  return total
}
