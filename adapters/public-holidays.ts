import { createRequire } from 'node:module'
import { localDate } from '../domain/calendar/days.ts'
import { type Shift, shiftWindows } from '../domain/calendar/windows.ts'

export interface PublicHoliday {
  /** YYYY-MM-DD on the wall calendar of the country */
  readonly date: string
  /** In the first language of the country. */
  readonly name: string
}

/** Of the package, whose holidays change with it. */
export const HOLIDAYS_VERSION: string = createRequire(import.meta.url)('date-holidays/package.json').version

/** By day: a holiday that begins at sunset is none of the day before, half of one is a whole day. */
const BY_DAY: readonly Shift[] = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '09:00', until: '18:00' }))

/**
 * Public holidays of a country, or of one of its regions with those of the country, that begin in a year; in order, each date once. None
 * for a country that date-holidays does not know, those of the country for a region it does not know. Whole days: bank holidays that are
 * no public ones, school holidays and observances are not among them. Source: date-holidays, CC BY 3.0.
 */
export async function publicHolidays(country: string, region: string, year: number): Promise<PublicHoliday[]> {
  const { default: Holidays } = await import('date-holidays') // half a second and 30 MB: not before somebody needs it
  const calendar = region === '' ? new Holidays(country) : new Holidays(country, region)
  const zone = calendar.getTimezones()?.[0] ?? 'UTC'
  const names = new Map<string, string>()
  for (const { start, end, name, type } of calendar.getHolidays(year)) {
    if (type !== 'public') continue
    for (const window of shiftWindows(BY_DAY, zone, start.getTime(), end.getTime())) {
      const date = localDate(window.start, zone)
      const known = names.get(date)
      names.set(date, known === undefined || known === name ? name : `${known}, ${name}`)
    }
  }
  return [...names].map(([date, name]) => ({ date, name })).sort((a, b) => (a.date < b.date ? -1 : 1))
}
