import { expect, test } from 'vitest'
import { publicHolidays } from '../../adapters/public-holidays.ts'
import { callableWindows } from '../../domain/calendar/windows.ts'

const HOUR = 3_600_000

const dates = async (country: string, region: string, year = 2026) => (await publicHolidays(country, region, year)).map(({ date }) => date)

test('holidays are those of the country, and of a region with them', async () => {
  expect(await publicHolidays('LV', '', 2026)).toContainEqual({ date: '2026-11-18', name: expect.stringContaining('Latvijas') })
  expect(await dates('PT', '')).toContain('2026-06-10')
  const corpusChristi = '2026-06-04'
  expect([await dates('DE', 'NW'), await dates('DE', 'HH'), await dates('DE', '')].map((all) => all.includes(corpusChristi))).toEqual([
    true,
    false,
    false,
  ])
  expect(await dates('DE', 'NW')).toHaveLength(11)
})

test('a region nobody knows has those of its country, a country nobody knows has none', async () => {
  expect(await dates('DE', 'ZZ')).toEqual(await dates('DE', ''))
  expect(await dates('AQ', '')).toEqual([])
})

test('each date stands there once and in order, also where two holidays meet', async () => {
  for (const country of ['DE', 'LV', 'PT', 'FR', 'ES', 'IT', 'GB', 'US', 'CN', 'TR', 'IL']) {
    const all = await dates(country, '', 2027)
    expect(all, country).toEqual([...new Set(all)].sort())
  }
  const both = (await publicHolidays('DE', '', 2008)).find(({ date }) => date === '2008-05-01') // Ascension Day on the first of May
  expect(both?.name).toMatch(/, /)
})

test('of several days each is one; what begins at sunset is none of the day before; half a day is one', async () => {
  expect(await dates('KR', '')).toEqual(expect.arrayContaining(['2026-02-17', '2026-02-18', '2026-02-19']))
  const israel = await dates('IL', '')
  expect([israel.includes('2026-09-20'), israel.includes('2026-09-21')]).toEqual([false, true]) // Yom Kippur
  expect(await dates('IS', '')).toContain('2026-12-24') // from 13:00
})

test('observances and bank holidays are none', async () => {
  expect(await dates('DE', 'NW')).not.toContain('2026-02-12') // Weiberfastnacht
})

test('nobody is called on a holiday of where he is: in Latvia, in Portugal, and in North Rhine-Westphalia, though in Hamburg', async () => {
  const sellers = [
    ['LV', '', 'Europe/Riga', '2026-11-18', false],
    ['PT', '', 'Europe/Lisbon', '2026-06-10', false],
    ['DE', 'NW', 'Europe/Berlin', '2026-06-04', false],
    ['DE', 'HH', 'Europe/Berlin', '2026-06-04', true],
  ] as const
  for (const [country, region, zone, date, called] of sellers) {
    const holidays = new Set(await dates(country, region))
    const noon = Date.parse(`${date}T12:00:00Z`)
    const windows = callableWindows({ zones: [zone], holidays }, noon - 12 * HOUR, noon + 12 * HOUR)
    expect(windows.length > 0, `${country} ${region}`).toBe(called)
  }
})
