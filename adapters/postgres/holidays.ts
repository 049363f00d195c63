import type { Holidays } from '../../domain/calendar/days.ts'
import { HOLIDAYS_VERSION, publicHolidays } from '../public-holidays.ts'
import type { Queries } from './database.ts'
import { dateOf, fromDate } from './values.ts'

/** Where somebody is. */
export interface Place {
  /** ISO 3166-1 alpha-2 */
  readonly country: string
  /** ISO 3166-2 */
  readonly subdivision: string | null
}

type Year = { readonly country: string; readonly region: string; readonly year: number }

/** Back into the year before for what is reckoned backwards, such as the last business days of a trial. */
const LOOK_BACK_MS = 31 * 86_400_000

/**
 * The public holidays of a place, of this year and the next (`now` is epoch milliseconds; in January also of the last). A year that nobody
 * asked for before is written down first: once for all, whoever comes first.
 */
export async function readHolidays(queries: Queries, place: Place, now: number): Promise<Holidays> {
  const { country } = place
  const region = regionOf(place)
  const from = new Date(now - LOOK_BACK_MS).getUTCFullYear()
  const to = new Date(now).getUTCFullYear() + 1
  const where = { country, region, year: { gte: from, lte: to } }
  const written = await queries.holidayYear.findMany({ where })
  for (let year = from; year <= to; year += 1)
    if (!written.some((one) => one.year === year && !isNewer(HOLIDAYS_VERSION, one.version)))
      await writeYear(queries, { country, region, year })
  const holidays = await queries.holiday.findMany({ where, select: { date: true } })
  return new Set(holidays.map(({ date }) => fromDate(date)))
}

const regionOf = ({ country, subdivision }: Place): string =>
  subdivision?.startsWith(`${country}-`) ? subdivision.slice(country.length + 1) : ''

/** Workers of two versions side by side do not write against each other: the newer one stays. */
const isNewer = (version: string, than: string): boolean => version.localeCompare(than, 'en', { numeric: true }) > 0

/** In an order in which no holiday that is one before and after is ever missing, whoever reads meanwhile. */
async function writeYear(queries: Queries, { country, region, year }: Year): Promise<void> {
  const holidays = await publicHolidays(country, region, year)
  const data = holidays.map(({ date, name }) => ({ country, region, year, date: dateOf(date), name }))
  if (data.length > 0) await queries.holiday.createMany({ data, skipDuplicates: true })
  await queries.holiday.deleteMany({ where: { country, region, year, date: { notIn: data.map(({ date }) => date) } } })
  const mark = { version: HOLIDAYS_VERSION }
  await queries.holidayYear.createMany({ data: [{ country, region, year, ...mark }], skipDuplicates: true })
  await queries.holidayYear.updateMany({ where: { country, region, year }, data: mark })
}
