import { Temporal as T } from 'temporal-polyfill'

/** `P14D` after an ISO instant on the calendar of a zone: the same wall time, however many hours that is. ISO instant. */
export function addPeriod(instant: string, period: string, zone: string): string {
  const later = T.Instant.from(instant).toZonedDateTimeISO(zone).add(T.Duration.from(period))
  return new Date(later.epochMilliseconds).toISOString()
}

/** The wall time of an instant in a zone, `2026-11-22T13:30`. */
export const wallTime = (instant: number, zone: string): string =>
  T.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })

/** An ISO 8601 duration of more than nothing, such as `P14D` or `PT2H`. */
export function isPeriod(text: string): boolean {
  try {
    return T.Duration.from(text).sign > 0
  } catch {
    return false
  }
}
