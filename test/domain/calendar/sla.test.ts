import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeIntervals } from '../../../domain/calendar/intervals.ts'
import { addBusinessMinutes, businessMinutesBetween } from '../../../domain/calendar/sla.ts'
import { workingHours } from '../../../domain/calendar/working-time.ts'
import { at, BEGIN, DAY, HOUR, MINUTE, wall, ZONES } from './zones.ts'

const BERLIN = 'Europe/Berlin'
const shifts = [1, 2, 3, 4, 5].flatMap((weekday) => [
  { weekday, from: '09:00', until: '12:30' },
  { weekday, from: '13:30', until: '18:00' },
])
const open = (zone: string, from: number, days: number) => workingHours({ zone, shifts }, from, from + days * DAY)
const week = open(BERLIN, at('2026-11-23T00:00', BERLIN), 14)
const then = (time: string) => at(time, BERLIN)
const endOf = (from: string, minutes: number, pauses: { start: number; end: number }[] = []) => {
  const end = addBusinessMinutes(week, then(from), minutes, pauses)
  return end === undefined ? undefined : wall(end, BERLIN)
}

describe('business minutes', () => {
  test.each([
    ['2026-11-23T12:00', 60, '2026-11-23T14:00'], // the break does not count
    ['2026-11-23T12:00', 30, '2026-11-23T12:30'],
    ['2026-11-23T12:00', 31, '2026-11-23T13:31'],
    ['2026-11-23T17:30', 60, '2026-11-24T09:30'],
    ['2026-11-27T17:30', 60, '2026-11-30T09:30'], // over the weekend
    ['2026-11-28T11:00', 60, '2026-11-30T10:00'],
    ['2026-11-23T10:00', 0, '2026-11-23T10:00'],
  ])('from %s %d minutes end at %s', (from, minutes, expected) => {
    expect(endOf(from, minutes)).toBe(expected)
  })

  test('stand still while the customer is waited for, also where pauses overlap, and for good in one that goes on', () => {
    const pauses = [
      { start: then('2026-11-23T10:00'), end: then('2026-11-23T11:00') },
      { start: then('2026-11-23T10:30'), end: then('2026-11-23T11:30') },
    ]
    expect(endOf('2026-11-23T09:30', 60, pauses)).toBe('2026-11-23T12:00')
    expect(businessMinutesBetween(week, then('2026-11-23T09:30'), then('2026-11-23T12:00'), pauses)).toBe(60)
    const waiting = [{ start: then('2026-11-23T10:00'), end: Number.POSITIVE_INFINITY }]
    expect(endOf('2026-11-23T09:30', 60, waiting)).toBeUndefined()
    expect(businessMinutesBetween(week, then('2026-11-23T09:30'), then('2026-12-01T12:00'), waiting)).toBe(30)
  })

  test('are none backwards, outside of what is open, and end where it ends', () => {
    expect(businessMinutesBetween(week, then('2026-11-24T12:00'), then('2026-11-23T12:00'))).toBe(0)
    expect(businessMinutesBetween(week, then('2026-11-28T00:00'), then('2026-11-30T00:00'))).toBe(0)
    expect(addBusinessMinutes([], then('2026-11-23T12:00'), 1)).toBeUndefined()
    expect(endOf('2026-11-23T09:00', 10 * 8 * 60 + 1)).toBeUndefined()
  })

  test('are whole or not, as their edges are', () => {
    expect(businessMinutesBetween(week, then('2026-11-23T10:00') + 30_000, then('2026-11-23T10:02'))).toBe(1.5)
  })
})

test('what is added has passed, in forty zones, and time is passed once', () => {
  const spans = fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 14 * 24 * 60 }), fc.integer({ min: 1, max: 600 }))
      .map(([start, length]) => ({ start: start * MINUTE, end: (start + length) * MINUTE })),
    { maxLength: 5 },
  )
  const somewhere = fc.record({
    zone: fc.constantFrom(...ZONES),
    from: fc.integer({ min: 0, max: (4 * 365 - 21) * 24 * 60 }).map((minutes) => BEGIN + minutes * MINUTE),
    minutes: fc.integer({ min: 1, max: 6 * 60 }),
    late: fc.integer({ min: 0, max: 3 * 24 }).map((hours) => hours * HOUR),
    spans,
  })
  fc.assert(
    fc.property(somewhere, ({ zone, from, minutes, late, spans: some }) => {
      const calendar = open(zone, from, 21)
      const pauses = some.map(({ start, end }) => ({ start: from + start, end: from + end }))
      const begun = from + late
      const end = addBusinessMinutes(calendar, begun, minutes, pauses)
      if (end === undefined) return
      expect(businessMinutesBetween(calendar, begun, end, pauses)).toBe(minutes)
      expect(businessMinutesBetween(calendar, begun, end - 1, pauses)).toBeLessThan(minutes)
      const middle = Math.floor((begun + end) / 2 / MINUTE) * MINUTE
      const parts = businessMinutesBetween(calendar, begun, middle, pauses) + businessMinutesBetween(calendar, middle, end, pauses)
      expect(parts).toBe(minutes)
      expect(mergeIntervals(pauses).some((pause) => pause.start < end - 1 && end - 1 < pause.end)).toBe(false)
    }),
    { numRuns: 300 },
  )
})
