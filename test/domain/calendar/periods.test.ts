import fc from 'fast-check'
import { Temporal as T } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { localDays, wallInstant } from '../../../domain/calendar/days.ts'
import { addPeriod, isPeriod, offsetTime, wallTime } from '../../../domain/calendar/periods.ts'
import { at, BEGIN, DAY, END, HOUR, MINUTE, transitions, wall, ZONES } from './zones.ts'

const BERLIN = 'Europe/Berlin'
const iso = (instant: number): string => new Date(instant).toISOString()
const later = (time: string, period: string, zone = BERLIN) => wall(Date.parse(addPeriod(iso(at(time, zone)), period, zone)), zone)

describe('a period', () => {
  test.each([
    ['2026-10-15T10:00', 'P14D', '2026-10-29T10:00'], // 337 hours
    ['2026-03-20T10:00', 'P14D', '2026-04-03T10:00'], // 335 hours
    ['2026-03-15T02:30', 'P14D', '2026-03-29T03:30'], // in the gap: as much later as it is wide
    ['2026-10-11T02:30', 'P14D', '2026-10-25T02:30'], // the first of the two
    ['2026-11-30T10:00', 'P3M', '2027-02-28T10:00'], // February has no thirtieth
    ['2027-11-30T10:00', 'P3M', '2028-02-29T10:00'],
    ['2026-11-22T10:00', 'P3M', '2027-02-22T10:00'],
  ])('from %s %s end at %s', (from, period, expected) => {
    expect(later(from, period)).toBe(expected)
  })

  test.each([
    ['P14D', true],
    ['PT2H', true],
    ['P0D', false],
    ['-P1D', false],
    ['two weeks', false],
  ])('%s: %s', (text, expected) => {
    expect(isPeriod(text)).toBe(expected)
  })
})

test('the second of two equal times is told by its offset', () => {
  const second = at('2026-10-25T02:30', BERLIN) + HOUR
  expect([second - HOUR, second].map((instant) => offsetTime(instant, BERLIN))).toEqual([
    '2026-10-25T02:30:00+02:00',
    '2026-10-25T02:30:00+01:00',
  ])
  expect(offsetTime(second, 'Asia/Kathmandu')).toBe('2026-10-25T07:15:00+05:45')
  expect(offsetTime(second, 'UTC')).toBe('2026-10-25T01:30:00+00:00')
})

test('an instant is read back from its wall time with offset, in forty zones and around every clock change', () => {
  const changes = ZONES.flatMap((zone) => transitions(zone).map((instant) => ({ zone, instant })))
  const anywhere = fc.record({ zone: fc.constantFrom(...ZONES), instant: fc.integer({ min: BEGIN, max: END }) })
  fc.assert(
    fc.property(fc.oneof(anywhere, fc.constantFrom(...changes)), fc.integer({ min: -180, max: 180 }), ({ zone, instant }, minutes) => {
      const exact = Math.floor(instant / MINUTE) * MINUTE + minutes * MINUTE
      expect(Date.parse(offsetTime(exact, zone))).toBe(exact)
      expect(offsetTime(exact, zone).slice(0, 16)).toBe(wallTime(exact, zone))
    }),
    { numRuns: 500 },
  )
})

test('fourteen days and three months from ten in the morning are at ten in the morning, from every day of four years in forty zones', () => {
  for (const zone of ZONES) {
    const days = localDays(zone, BEGIN, END + 100 * DAY)
    const tenOn = new Map(days.map((day) => [day.date, iso(wallInstant(day, zone, 10 * 60))]))
    days.slice(0, 1461).forEach(({ date }, index) => {
      const from = tenOn.get(date)!
      const fortnight = tenOn.get(days[index + 14]!.date)
      if (addPeriod(from, 'P14D', zone) !== fortnight) expect.fail(`${date} P14D in ${zone}`)
      const quarter = T.PlainDate.from(date).add({ months: 3 }).toString() // the last of a month that is shorter
      if (index % 7 === 0 && addPeriod(from, 'P3M', zone) !== tenOn.get(quarter)) expect.fail(`${date} P3M in ${zone}`)
    })
  }
})
