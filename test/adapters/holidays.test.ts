import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCallStore } from '../../adapters/postgres/calls.ts'
import { createCustomerStore } from '../../adapters/postgres/customers.ts'
import { type Place, readHolidays } from '../../adapters/postgres/holidays.ts'
import { HOLIDAYS_VERSION } from '../../adapters/public-holidays.ts'
import { addCustomer, clock, NOW, openTestDatabase } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.drop())

const read = (country: string, subdivision: string | null = null, now = NOW) =>
  readHolidays(database.db.client, { country, subdivision } satisfies Place, Date.parse(now))
const yearsOf = async (country: string, region = '') =>
  (await database.db.client.holidayYear.findMany({ where: { country, region }, orderBy: { year: 'asc' } })).map(({ year, version }) => [
    year,
    version,
  ])
const rowsOf = (country: string) =>
  database.db.client.holiday.findMany({ where: { country }, orderBy: [{ region: 'asc' }, { date: 'asc' }] })

test('the holidays of this year and the next are written down once, and read from there', async () => {
  const holidays = await read('LV')
  expect([...holidays]).toEqual(expect.arrayContaining(['2026-11-18', '2027-11-18']))
  expect(await yearsOf('LV')).toEqual([2026, 2027].map((year) => [year, HOLIDAYS_VERSION]))
  const rows = await rowsOf('LV')
  expect(rows.map(({ date }) => date.toISOString().slice(0, 10))).toEqual([...holidays].sort())
  await database.db.client.holiday.delete({
    where: { country_region_year_date: { country: 'LV', region: '', year: 2026, date: new Date('2026-11-18') } },
  })
  expect((await read('LV')).has('2026-11-18')).toBe(false) // whoever mends a row by hand is believed
})

test('in January the year that is just over counts, too', async () => {
  expect((await read('PT', null, '2027-01-04T10:00:00.000Z')).has('2026-12-25')).toBe(true)
  expect((await yearsOf('PT')).map(([year]) => year)).toEqual([2026, 2027, 2028])
  expect((await read('PT', null, '2027-02-04T10:00:00.000Z')).has('2026-12-25')).toBe(false)
})

test('a region has its own, beside those of the country', async () => {
  const corpusChristi = '2027-05-27'
  expect([
    (await read('DE', 'DE-NW')).has(corpusChristi),
    (await read('DE', 'DE-HH')).has(corpusChristi),
    (await read('DE')).has(corpusChristi),
  ]).toEqual([true, false, false])
  expect((await yearsOf('DE', 'NW')).map(([year]) => year)).toEqual([2026, 2027])
  expect(await read('AT', 'DE-NW')).toEqual(await read('AT')) // of another country
})

test('a country without any is not asked for again', async () => {
  expect([...(await read('AQ'))]).toEqual([])
  expect(await yearsOf('AQ')).toHaveLength(2)
})

test('many who come at once write it once, also within transactions', async () => {
  const place = { country: 'IT', subdivision: null }
  const all = await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      n % 2 === 0 ? read('IT') : database.db.client.$transaction((tx) => readHolidays(tx, place, Date.parse(NOW))),
    ),
  )
  for (const holidays of all) expect(holidays).toEqual(all[0])
  expect((await rowsOf('IT')).length).toBe(all[0]!.size)
})

test('a newer version of the data writes the years anew, an older one leaves them alone', async () => {
  const { client } = database.db
  const right = await read('FR')
  const wrong = { country: 'FR', region: '', year: 2026, date: new Date('2026-07-15'), name: 'an error' }
  await client.holiday.create({ data: wrong })
  await client.holiday.delete({
    where: { country_region_year_date: { country: 'FR', region: '', year: 2026, date: new Date('2026-07-14') } },
  })
  await client.holidayYear.updateMany({ where: { country: 'FR' }, data: { version: '99.0.0' } })
  expect((await read('FR')).has('2026-07-15')).toBe(true)
  await client.holidayYear.updateMany({ where: { country: 'FR' }, data: { version: '3.9.0' } })
  expect(await read('FR')).toEqual(right)
  expect(await yearsOf('FR')).toEqual([2026, 2027].map((year) => [year, HOLIDAYS_VERSION]))
})

test('a seller is looked at with the holidays of where he is', async () => {
  const customerId = await addCustomer(database.db, { country: 'ES', timeZone: 'Europe/Madrid' })
  const account = await createCustomerStore(database.db, clock).account(customerId)
  const { customer } = await createCallStore(database.db, clock).routingView(customerId)
  expect(account.holidays.has('2026-12-25')).toBe(true)
  expect(customer.holidays).toEqual(account.holidays)
})
