import { Temporal as T } from 'temporal-polyfill'

/** `P14D` after an ISO instant on the calendar of a zone: the same wall time, however many hours that is. ISO instant. */
export function addPeriod(instant: string, period: string, zone: string): string {
  const later = T.Instant.from(instant).toZonedDateTimeISO(zone).add(T.Duration.from(period))
  return new Date(later.epochMilliseconds).toISOString()
}

/** The wall time of an instant in a zone, `2026-11-22T13:30`. */
export const wallTime = (instant: number, zone: string): string =>
  T.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })

/** An instant as the wall clock of a zone shows it, with its offset: `2026-10-25T02:30:00+01:00`, the second of the two that night. */
export const offsetTime = (instant: number, zone: string): string =>
  T.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toString({ smallestUnit: 'second', timeZoneName: 'never' })

/** An ISO 8601 duration of more than nothing, such as `P14D` or `PT2H`. */
export function isPeriod(text: string): boolean {
  try {
    return T.Duration.from(text).sign > 0
  } catch {
    return false
  }
}
