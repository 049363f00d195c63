import { Temporal as T } from 'temporal-polyfill'
import type { Interval } from './intervals.ts'

export const MINUTE_MS = 60_000
export const DAY_MINUTES = 1440
const DAY_MS = DAY_MINUTES * MINUTE_MS

/** Public holidays where a customer is: dates (YYYY-MM-DD) of his wall calendar, whole days. */
export type Holidays = ReadonlySet<string>

export const NO_HOLIDAYS: Holidays = new Set()

/** One day of a zone's own calendar: 23, 24 or 25 hours long (Lord Howe: 23.5, 24.5). */
export interface LocalDay extends Interval {
  /** YYYY-MM-DD */
  readonly date: string
  /** 1 = Monday .. 7 = Sunday */
  readonly weekday: number
}

/** Every local day that touches [from, to], and one more on either side for shifts that cross midnight. Throws RangeError on an unknown zone. */
export function localDays(zone: string, from: number, to: number): LocalDay[] {
  const first = zoned(from, zone).subtract({ days: 1 }).startOfDay()
  const days: LocalDay[] = []
  let start = first.epochMilliseconds
  let weekday = first.dayOfWeek
  let midnight = utcMidnight(first)
  let change = nextChange(start, zone)
  for (;;) {
    // Zone lookups cost 20 µs and more, and all but two days of a year need none.
    const next = change <= start + DAY_MS ? zoned(start, zone).add({ days: 1 }).startOfDay() : undefined
    const end = next?.epochMilliseconds ?? start + DAY_MS
    days.push({ date: new Date(midnight).toISOString().slice(0, 10), weekday, start, end })
    if (start > to) return days
    if (next !== undefined) change = nextChange(end, zone)
    start = end
    weekday = next?.dayOfWeek ?? (weekday % 7) + 1
    midnight = next === undefined ? midnight + DAY_MS : utcMidnight(next)
  }
}

/**
 * The instant at which the wall clock of `zone` shows `minutes` after midnight (0..1440) on that day. A time inside a gap is the
 * gap's end; a time that comes twice is the first of the two, so that neighbouring shifts tile a fold without a hole or an overlap.
 */
export function wallInstant(day: LocalDay, zone: string, minutes: number): number {
  if (day.end - day.start === DAY_MS) return day.start + minutes * MINUTE_MS
  if (minutes >= DAY_MINUTES) return day.end
  const plainTime = new T.PlainTime(Math.floor(minutes / 60), minutes % 60)
  const there = zoned(day.start, zone).toPlainDate().toZonedDateTime({ timeZone: zone, plainTime })
  const inGap = there.hour * 60 + there.minute !== minutes
  // One millisecond on, because "previous" never answers the moment itself.
  const switched = inGap ? there.add({ milliseconds: 1 }).getTimeZoneTransition('previous') : undefined
  return (switched ?? there).epochMilliseconds
}

/** The instant at which a date (YYYY-MM-DD) begins in `zone`: midnight, or the end of a gap there. */
export const dayStart = (date: string, zone: string): number => T.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds

/** YYYY-MM-DD on the wall calendar of `zone`. */
export function localDate(instant: number, zone: string): string {
  return zoned(instant, zone).toPlainDate().toString()
}

/** Full minutes since midnight on the wall clock of `zone`, 0..1439. */
export function localTimeOfDay(instant: number, zone: string): number {
  const { hour, minute } = zoned(instant, zone)
  return hour * 60 + minute
}

/** Monday to Friday, no public holiday. */
export const isBusinessDay = ({ weekday, date }: Pick<LocalDay, 'weekday' | 'date'>, holidays: Holidays): boolean =>
  weekday <= 5 && !holidays.has(date)

/** Whether an instant lies on a business day where the customer is. */
export function businessDay(instant: number, zone: string, holidays: Holidays = NO_HOLIDAYS): boolean {
  const there = zoned(instant, zone)
  return isBusinessDay({ weekday: there.dayOfWeek, date: there.toPlainDate().toString() }, holidays)
}

/** The same instant, or the next full minute of UTC (zones of our time differ from it by whole minutes). */
export function ceilMinute(instant: number): number {
  return Math.ceil(instant / MINUTE_MS) * MINUTE_MS
}

/** The first full minute inside the intervals. */
export function firstMinute(intervals: readonly Interval[]): number | undefined {
  for (const { start, end } of intervals) {
    const at = ceilMinute(start)
    if (at < end) return at
  }
  return undefined
}

/** The first change of the clocks at or after an instant: a day may begin with one. */
function nextChange(instant: number, zone: string): number {
  return zoned(instant - 1, zone).getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY
}

/** The date as an instant of UTC, which steps by whole days. */
const utcMidnight = ({ year, month, day }: T.ZonedDateTime): number => Date.UTC(year, month - 1, day)

function zoned(instant: number, zone: string): T.ZonedDateTime {
  return T.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone)
}

/** The day of a zone's own calendar that an instant lies in. */
export function dayOf(instant: number, zone: string): Interval {
  const day = localDays(zone, instant, instant).find(({ start, end }) => start <= instant && instant < end)
  if (day === undefined) throw new RangeError(`no day of ${zone} at ${instant}`)
  return day
}
