import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantOf, intentOf } from '../../../domain/calendar/local-intent.ts'
import { at, BEGIN, DAY, END, HOUR, MINUTE, transitions, wall, ZONES } from './zones.ts'

const zone = fc.constantFrom(...ZONES)
const second = fc.integer({ min: BEGIN / 1000, max: END / 1000 }).map((seconds) => seconds * 1000)

test('while the rules stay, the wall time of an instant means this instant, also the second of two', () => {
  fc.assert(
    fc.property(zone, second, (zone, instant) => {
      expect(instantOf(intentOf(instant, zone))).toEqual({ at: instant, gap: false })
    }),
  )
  for (const zone of ZONES)
    for (const change of transitions(zone))
      for (const instant of [-HOUR, -1000, 0, HOUR / 2, 2 * HOUR].map((before) => change + before))
        expect(instantOf(intentOf(instant, zone)), `${zone} ${instant}`).toEqual({ at: instant, gap: false })
})

test('an offset that the rules do not know any more counts for nothing: the wall time stays', () => {
  fc.assert(
    fc.property(zone, second, fc.constantFrom('+13:30', '-02:15', '+05:17'), (zone, instant, offset) => {
      const localStart = `${wall(instant, zone)}:00${offset}`
      const meant = instantOf({ localStart, zone })
      expect(meant.gap).toBe(false)
      expect(wall(meant.at, zone)).toBe(wall(instant, zone))
    }),
  )
})

test('a wall time that has become a gap is the first moment after it', () => {
  expect(instantOf({ localStart: '2026-03-29T02:30:00+01:00', zone: 'Europe/Berlin' })).toEqual({
    at: at('2026-03-29T03:00', 'Europe/Berlin'),
    gap: true,
  })
  let gaps = 0
  for (const zone of ZONES)
    for (const change of transitions(zone)) {
      const [last, first] = [wall(change - MINUTE, zone), wall(change, zone)]
      const missing = (Date.parse(`${first}Z`) - Date.parse(`${last}Z`)) / MINUTE - 1
      if (missing <= 0 || missing > DAY / MINUTE) continue
      gaps += 1
      const localStart = new Date(Date.parse(`${first}Z`) - MINUTE).toISOString().slice(0, 19)
      expect(instantOf({ localStart, zone }), `${zone} ${localStart}`).toEqual({ at: change, gap: true })
    }
  expect(gaps).toBeGreaterThan(80)
})

test('what is no wall time, or no zone, is an error', () => {
  expect(() => instantOf({ localStart: 'tomorrow', zone: 'UTC' })).toThrow(RangeError)
  expect(() => instantOf({ localStart: '2026-03-29T02:30:00', zone: 'Europe/Atlantis' })).toThrow(RangeError)
})
