import fc from 'fast-check'
import { Temporal as T } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { businessDay, callableWindows, localDate, localTimeOfDay, type Shift, shiftWindows } from '../../../domain/calendar/windows.ts'
import { at, BEGIN, comesAgain, DAY, END, HOUR, MINUTE, transitions, wall, ZONES } from './zones.ts'

const BERLIN = 'Europe/Berlin'
const daily = (from: string, until: string): Shift[] => [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from, until }))
const onDay = (date: string, shifts: readonly Shift[], zone = BERLIN) => {
  const windows = shiftWindows(shifts, zone, at(`${date}T00:00`, zone), at(`${T.PlainDate.from(date).add({ days: 1 })}T00:00`, zone))
  return windows.map(({ start, end }) => [wall(start, zone).slice(11), wall(end, zone).slice(11), (end - start) / MINUTE])
}

describe('shifts', () => {
  test('a weekly 10:00 shift stays 10:00 across both clock changes', () => {
    const mondays = shiftWindows([{ weekday: 1, from: '10:00', until: '12:00' }], BERLIN, BEGIN, END)
    expect(mondays).toHaveLength(4 * 52)
    expect(new Set(mondays.map(({ start }) => wall(start, BERLIN).slice(11)))).toEqual(new Set(['10:00']))
    expect(new Set(mondays.map(({ start }) => new Date(start).getUTCHours()))).toEqual(new Set([8, 9]))
  })

  test('a lunch break splits the day, and shifts that touch are one window', () => {
    expect(onDay('2026-06-08', [...daily('09:00', '12:30'), ...daily('13:30', '18:00')])).toEqual([
      ['09:00', '12:30', 210],
      ['13:30', '18:00', 270],
    ])
    expect(onDay('2026-06-08', [...daily('12:30', '18:00'), ...daily('09:00', '12:30')])).toEqual([['09:00', '18:00', 540]])
  })

  test.each([
    ['a start inside the gap moves to its end', '02:30', '06:00', [['03:00', '06:00', 180]]],
    ['an end inside the gap is its end', '01:00', '02:30', [['01:00', '03:00', 60]]],
    ['a shift inside the gap gives nothing', '02:15', '02:45', []],
    ['a shift that is the gap gives nothing', '02:00', '03:00', []],
    ['a shift across the gap is an hour shorter', '00:00', '24:00', [['00:00', '00:00', 23 * 60]]],
  ])('spring: %s', (_, from, until, expected) => {
    expect(onDay('2026-03-29', daily(from, until))).toEqual(expected)
  })

  test.each([
    ['a shift across the fold is one interval, an hour longer', '01:00', '04:00', [['01:00', '04:00', 240]]],
    ['a time that comes twice counts the first time', '02:15', '02:45', [['02:15', '02:45', 30]]],
    ['a shift that is the fold covers both of its hours once', '02:00', '03:00', [['02:00', '03:00', 120]]],
  ])('autumn: %s', (_, from, until, expected) => {
    expect(onDay('2026-10-25', daily(from, until))).toEqual(expected)
  })

  test('neighbouring shifts tile the fold without a hole or an overlap', () => {
    expect(onDay('2026-10-25', [...daily('00:00', '02:30'), ...daily('02:30', '24:00')])).toEqual([['00:00', '00:00', 25 * 60]])
  })

  test('a day that begins with a gap begins at its end', () => {
    const zone = 'Africa/Cairo' // 2026-04-24: 00:00 -> 01:00
    expect(onDay('2026-04-24', daily('00:00', '09:00'), zone)).toEqual([['01:00', '09:00', 480]])
  })

  test('a night shift ends on the next day, also after the last day of the week', () => {
    const windows = shiftWindows(
      [{ weekday: 7, from: '22:00', until: '06:00' }],
      BERLIN,
      at('2026-06-08T00:00', BERLIN),
      at('2026-06-15T00:00', BERLIN),
    )
    expect(windows.map(({ start, end }) => [wall(start, BERLIN), wall(end, BERLIN)])).toEqual([
      ['2026-06-08T00:00', '2026-06-08T06:00'],
      ['2026-06-14T22:00', '2026-06-15T00:00'],
    ])
  })

  test.each(['9:00', '09:60', '24:01', '25:00', '', 'noon'])('%j is not a time of day', (from) => {
    expect(() => shiftWindows([{ weekday: 1, from, until: '18:00' }], BERLIN, BEGIN, BEGIN + DAY)).toThrow(RangeError)
  })

  test('an unknown zone is refused', () => {
    expect(() => shiftWindows([], 'Europe/Atlantis', BEGIN, BEGIN + DAY)).toThrow(RangeError)
  })
})

test('every quarter hour of every zone falls into a shift exactly if its wall time does', () => {
  const quarter = fc.integer({ min: 0, max: 96 })
  const someShifts = fc.array(
    fc
      .tuple(fc.integer({ min: 1, max: 7 }), quarter, quarter)
      .filter(([, a, b]) => a !== b)
      .map(([weekday, a, b]) => ({ weekday, from: hhmm(Math.min(a, b)), until: hhmm(Math.max(a, b)) })),
    { maxLength: 6 },
  )
  // Half of the runs look at a clock change, where things go wrong.
  const changes = ZONES.flatMap((zone) => transitions(zone).map((instant) => ({ zone, instant })))
  const anywhere = fc.record({ zone: fc.constantFrom(...ZONES), instant: fc.integer({ min: BEGIN, max: END }) })
  fc.assert(
    fc.property(fc.oneof(anywhere, fc.constantFrom(...changes)), someShifts, ({ zone, instant }, shifts) => {
      const from = Math.floor(instant / (15 * MINUTE)) * 15 * MINUTE - 6 * HOUR
      const to = from + 12 * HOUR
      const windows = shiftWindows(shifts, zone, from, to)
      for (let point = from; point < to; point += 15 * MINUTE) {
        const there = T.Instant.fromEpochMilliseconds(point).toZonedDateTimeISO(zone)
        if (comesAgain(there)) continue
        const inWindow = windows.some(({ start, end }) => start <= point && point < end)
        if (inWindow !== shifts.some((shift) => holds(shift, there))) expect.fail(`${there}: ${inWindow}`)
      }
    }),
    { numRuns: 300 },
  )
})

test('a civil hour is Monday to Friday, 9 to 18, on every day of four years', () => {
  for (const zone of [BERLIN, 'America/Santiago', 'Pacific/Chatham', 'Africa/Casablanca']) {
    const windows = callableWindows({ zones: [zone] }, at('2025-01-01T00:00', zone), at('2029-01-01T00:00', zone))
    expect(windows).toHaveLength(1043) // business days 2025 to 2028
    const edges = windows.map(({ start, end }) => `${localTimeOfDay(start, zone)} ${localTimeOfDay(end, zone)} ${businessDay(start, zone)}`)
    expect(new Set(edges), zone).toEqual(new Set([`${9 * 60} ${18 * 60} true`]))
  }
})

test('with several zones it is a civil hour in each of them; without any there is none', () => {
  const zones = ['America/New_York', 'America/Los_Angeles', 'Pacific/Honolulu']
  const [first] = callableWindows({ zones }, at('2026-07-06T00:00', 'UTC'), at('2026-07-08T00:00', 'UTC'))
  expect([wall(first!.start, zones[2]!), wall(first!.end, zones[0]!)]).toEqual(['2026-07-06T09:00', '2026-07-06T18:00'])
  expect(callableWindows({ zones: [] }, BEGIN, END)).toEqual([])
  expect(callableWindows({ zones: ['Europe/Kaliningrad', 'Asia/Kamchatka'] }, BEGIN, BEGIN + 30 * DAY)).toEqual([])
})

test('local date and time of day follow the wall clock', () => {
  const instant = Date.UTC(2026, 9, 24, 23, 59, 59)
  expect(localDate(instant, 'Asia/Kathmandu')).toBe('2026-10-25')
  expect(localTimeOfDay(instant, 'Asia/Kathmandu')).toBe(5 * 60 + 44)
  expect(businessDay(Date.UTC(2026, 9, 23, 23), BERLIN)).toBe(false) // Friday in UTC, Saturday in Berlin
})

function hhmm(quarters: number): string {
  return `${String(Math.floor(quarters / 4)).padStart(2, '0')}:${String((quarters % 4) * 15).padStart(2, '0')}`
}

function holds({ weekday, from, until }: Shift, there: T.ZonedDateTime): boolean {
  const time = there.toPlainTime().toString({ smallestUnit: 'minute' })
  return there.dayOfWeek === weekday && from <= time && time < until
}
