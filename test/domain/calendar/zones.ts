import { Temporal as T } from 'temporal-polyfill'

/** Forty zones: both hemispheres, odd offsets, clock changes at midnight, of half an hour, in Ramadan, and none at all. */
export const ZONES = [
  'Africa/Cairo',
  'Africa/Casablanca',
  'Africa/Johannesburg',
  'Africa/Lagos',
  'America/Adak',
  'America/Argentina/Buenos_Aires',
  'America/Asuncion',
  'America/Bogota',
  'America/Chicago',
  'America/Denver',
  'America/Halifax',
  'America/Havana',
  'America/Los_Angeles',
  'America/Mexico_City',
  'America/New_York',
  'America/Nuuk',
  'America/Santiago',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Asia/Beirut',
  'Asia/Dubai',
  'Asia/Gaza',
  'Asia/Jerusalem',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Shanghai',
  'Asia/Tokyo',
  'Atlantic/Azores',
  'Australia/Adelaide',
  'Australia/Lord_Howe',
  'Australia/Sydney',
  'Europe/Berlin',
  'Europe/Dublin',
  'Europe/Lisbon',
  'Europe/London',
  'Europe/Riga',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'UTC',
] as const

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
export const BEGIN = Date.UTC(2025, 0, 1)
export const END = Date.UTC(2029, 0, 1)

/** Epoch milliseconds of a wall time such as `2026-03-29T10:00`. */
export const at = (wall: string, zone: string): number => T.PlainDateTime.from(wall).toZonedDateTime(zone).epochMilliseconds

/** Wall time of an instant, `2026-03-29T10:00`. */
export const wall = (instant: number, zone: string): string =>
  T.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })

/** The second pass through a fold. */
export function comesAgain(there: T.ZonedDateTime): boolean {
  return there.toPlainDateTime().toZonedDateTime(there.timeZoneId).epochMilliseconds !== there.epochMilliseconds
}

/** Every clock change of the four years, epoch milliseconds. */
export function transitions(zone: string): number[] {
  const found: number[] = []
  let next = T.Instant.fromEpochMilliseconds(BEGIN).toZonedDateTimeISO(zone).getTimeZoneTransition('next')
  while (next !== null && next.epochMilliseconds < END) {
    found.push(next.epochMilliseconds)
    next = next.getTimeZoneTransition('next')
  }
  return found
}
