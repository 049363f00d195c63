import { DAY_MINUTES, type Holidays, type LocalDay, localDays, NO_HOLIDAYS, wallInstant } from './days.ts'
import { type Interval, intersectIntervals, mergeIntervals } from './intervals.ts'

export { businessDay, localDate, localTimeOfDay } from './days.ts'

/** A stretch of wall time, HH:MM to HH:MM. `until` may be 24:00; an `until` before `from` lies on the next day. */
export interface WallHours {
  readonly from: string
  readonly until: string
}

/** A weekly stretch of wall time. */
export interface Shift extends WallHours {
  /** 1 = Monday .. 7 = Sunday, the day on which it begins */
  readonly weekday: number
}

/** Nobody is called earlier or later on his wall clock, unless he chose the time himself (brief customer-success 2.3). */
export const EARLIEST_CALL = '08:00'
export const LATEST_CALL = '20:00'

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
  const week = weekOf(shifts)
  const windows = days.flatMap((day, index) => hoursOn(day, days[index + 1], zone, week(day.weekday)))
  return intersectIntervals(mergeIntervals(windows), [{ start: from, end: to }])
}

/** Minutes after midnight; `ends` before `begins` lies on the next day. */
interface WallMinutes {
  readonly begins: number
  readonly ends: number
}

/** Throws RangeError on what is no time of day. */
export const minutesOf = ({ from, until }: WallHours): WallMinutes => ({ begins: timeOfDay(from), ends: timeOfDay(until) })

/** The hours that begin on each weekday. */
export function weekOf(shifts: readonly Shift[]): (weekday: number) => readonly WallMinutes[] {
  const week = shifts.map((shift) => ({ weekday: shift.weekday, ...minutesOf(shift) }))
  const days = [1, 2, 3, 4, 5, 6, 7].map((weekday) => week.filter((shift) => shift.weekday === weekday))
  return (weekday) => days[weekday - 1] ?? []
}

/** What begins on one day as instants, in any order; without the day that follows nothing that ends on it. */
export function hoursOn(day: LocalDay, next: LocalDay | undefined, zone: string, hours: readonly WallMinutes[]): Interval[] {
  return hours.flatMap(({ begins, ends }) => {
    const lastDay = ends < begins ? next : day
    return lastDay === undefined ? [] : [{ start: wallInstant(day, zone, begins), end: wallInstant(lastDay, zone, ends) }]
  })
}

/** Where a customer is, and when he may be called there. */
export interface Callable {
  /** In each of them it has to be one of his hours: more than one where his zone is only assumed. */
  readonly zones: readonly string[]
  readonly holidays?: Holidays
  /** On his wall clock; `CALLABLE` where nobody has said otherwise. None crosses midnight. */
  readonly hours?: readonly Shift[]
}

/** Instants between `from` and `to` at which it is one of the hours, and no holiday, in every one of the zones. No zone, no window. */
export function callableWindows({ zones, holidays = NO_HOLIDAYS, hours = CALLABLE }: Callable, from: number, to: number): Interval[] {
  const [first, ...others] = zones
  if (first === undefined) return []
  const civil = (zone: string) =>
    shiftWindows(
      hours,
      zone,
      from,
      to,
      localDays(zone, from, to).filter(({ date }) => !holidays.has(date)),
    )
  return others.reduce((windows, zone) => (windows.length === 0 ? windows : intersectIntervals(windows, civil(zone))), civil(first))
}

function timeOfDay(time: string): number {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(time) ?? []
  const total = Number(hours) * 60 + Number(minutes)
  if (!(total <= DAY_MINUTES && Number(minutes) < 60)) throw new RangeError(`not a time of day (HH:MM): ${time}`)
  return total
}
