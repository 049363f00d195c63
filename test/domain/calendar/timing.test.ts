import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstOpening, nextTry } from '../../../domain/calendar/timing.ts'
import { callableWindows, localDate, localTimeOfDay, type Shift, shiftWindows } from '../../../domain/calendar/windows.ts'
import type { WorkingAgent } from '../../../domain/calendar/working-time.ts'
import type { RetryWait } from '../../../domain/calls/retry-policy.ts'
import { at, BEGIN, DAY, END, MINUTE, wall, ZONES } from './zones.ts'

const BERLIN = 'Europe/Berlin'
const weekly = (from: string, until: string): Shift[] => [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from, until }))
const agent = (agentId: string, overrides: Partial<WorkingAgent> = {}): WorkingAgent => ({
  agentId,
  zone: BERLIN,
  shifts: weekly('09:00', '18:00'),
  absences: [],
  ...overrides,
})
const berlin = (time: string) => at(time, BERLIN)

describe('the first opening', () => {
  const search = {
    horizonDays: 14,
    customer: { zones: [BERLIN] },
    agents: [agent('ana'), agent('bob', { shifts: weekly('11:00', '20:00') })],
  }
  const opening = (notBefore: string, more: Partial<typeof search> = {}) => {
    const found = firstOpening({ ...search, ...more, notBefore: berlin(notBefore) })
    return found && [wall(found.at, BERLIN), ...found.agentIds]
  }

  test.each([
    ['at once while somebody is there', '2026-11-24T10:07', ['2026-11-24T10:07', 'ana']],
    ['with everybody who is there', '2026-11-24T11:00', ['2026-11-24T11:00', 'ana', 'bob']],
    ['rounded up to the full minute', '2026-11-24T10:07:00.001', ['2026-11-24T10:08', 'ana']],
    ['next morning after hours, though somebody still works', '2026-11-24T18:00', ['2026-11-25T09:00', 'ana']],
    ['on Monday after a Friday evening', '2026-11-27T19:00', ['2026-11-30T09:00', 'ana']],
  ])('%s', (_, notBefore, expected) => {
    expect(opening(notBefore)).toEqual(expected)
  })

  test('waits for the end of an absence, to the next full minute', () => {
    const absences = [{ start: berlin('2026-11-23T00:00'), end: berlin('2026-11-24T10:30') + 1 }]
    expect(opening('2026-11-24T09:00', { agents: [agent('ana', { absences })] })).toEqual(['2026-11-24T10:31', 'ana'])
  })

  test('respects every zone the customer may be in', () => {
    expect(opening('2026-11-24T09:00', { customer: { zones: [BERLIN, 'Europe/Lisbon'] } })).toEqual(['2026-11-24T10:00', 'ana'])
  })

  test('is none where nobody works within the horizon', () => {
    expect(opening('2026-11-24T09:00', { agents: [] })).toBeUndefined()
    expect(opening('2026-11-28T09:00', { horizonDays: 1 })).toBeUndefined()
  })
})

const OTHER_DAY: RetryWait = { kind: 'other_day', businessDays: 1, avoidMinutesAround: 120 }
const HALF_DAY: RetryWait = { kind: 'half_day', avoidMinutesAround: 120 }

/** The walls at which a call is tried until it gives up, each try failing at once. */
function triesFrom(first: string, wait: RetryWait, retries: number, agents = [agent('ana')], customerZones: string[] = [BERLIN]): string[] {
  const failedAt = [berlin(first)]
  for (let n = 0; n < retries; n += 1) {
    const next = nextTry(wait, { now: failedAt.at(-1)!, failedAt, zone: customerZones[0]!, customer: { zones: customerZones }, agents })
    if (next === undefined) break
    failedAt.push(next)
  }
  return failedAt.slice(1).map((instant) => wall(instant, BERLIN))
}

describe('a retry in minutes', () => {
  const search = { failedAt: [], zone: BERLIN, customer: { zones: [BERLIN] }, agents: [agent('ana')] }
  const next = (now: string, minutes: number, exempt: boolean) =>
    wall(nextTry({ kind: 'minutes', minutes, exempt }, { ...search, now: berlin(now) })!, BERLIN)

  test('comes so many minutes later, or at the next opening', () => {
    expect(next('2026-11-24T11:17', 15, false)).toBe('2026-11-24T11:32')
    expect(next('2026-11-27T17:50', 15, false)).toBe('2026-11-30T09:00')
  })

  test('is exact where the customer asked for the call, at any hour', () => {
    expect(next('2026-11-27T17:50', 15, true)).toBe('2026-11-27T18:05')
    const now = berlin('2026-11-28T23:59') + 1234
    expect(nextTry({ kind: 'minutes', minutes: 1, exempt: true }, { ...search, now })).toBe(now + MINUTE)
  })

  test('counts from now, not from an older failure: a busy line is no failed try', () => {
    const failedAt = [berlin('2026-11-23T11:17')]
    const wait: RetryWait = { kind: 'minutes', minutes: 15, exempt: false }
    expect(wall(nextTry(wait, { ...search, failedAt, now: berlin('2026-11-24T13:30') })!, BERLIN)).toBe('2026-11-24T13:45')
  })
})

describe('a retry on another day', () => {
  test.each([
    ['a morning is followed by an afternoon, that by a morning', '2026-11-24T11:17', ['2026-11-25T13:30', '2026-11-26T09:00']],
    ['an afternoon is followed by a morning', '2026-11-24T15:00', ['2026-11-25T09:00', '2026-11-26T17:01']],
    ['noon leaves the hours from 14:00', '2026-11-24T12:00', ['2026-11-25T14:01', '2026-11-26T09:00']],
    ['a Friday is followed by a Monday', '2026-11-27T09:30', ['2026-11-30T13:30', '2026-12-01T15:31']],
    ['a Saturday is followed by a Monday', '2026-11-28T10:00', ['2026-11-30T13:30', '2026-12-01T15:31']],
  ])('%s', (_, first, expected) => {
    expect(triesFrom(first, OTHER_DAY, 2)).toEqual(expected)
  })

  test('three business days apart where the purpose wants it', () => {
    expect(triesFrom('2026-11-26T11:17', { kind: 'other_day', businessDays: 3, avoidMinutesAround: 120 }, 2)).toEqual([
      '2026-12-01T13:30',
      '2026-12-04T09:00',
    ])
  })

  test('the same half of the day where nobody works in the other, and only on days when somebody does', () => {
    const mornings = [agent('ana', { shifts: [{ weekday: 5, from: '09:00', until: '13:00' }] })]
    expect(triesFrom('2026-11-24T09:10', OTHER_DAY, 1, mornings)).toEqual(['2026-11-27T11:11'])
  })

  test('none where the hours that both share leave no room for another two hours apart', () => {
    const agents = [agent('ana', { shifts: weekly('15:00', '18:00') })]
    const tries = triesFrom('2026-11-24T15:05', OTHER_DAY, 3, agents, [BERLIN, 'Europe/Lisbon'])
    expect(tries).toEqual(['2026-11-25T17:06'])
  })

  test('a failed time of day stays the same wall time across a clock change', () => {
    expect(triesFrom('2026-10-23T11:17', OTHER_DAY, 2)).toEqual(['2026-10-26T13:30', '2026-10-27T09:00'])
    expect(triesFrom('2026-10-23T14:30', OTHER_DAY, 2, [agent('ana', { shifts: weekly('12:00', '18:00') })])).toEqual([
      '2026-10-26T12:00',
      '2026-10-27T16:31',
    ])
  })
})

test('tries twice a day: the other half each time, away from older failures while there is room', () => {
  expect(triesFrom('2026-11-26T11:17', HALF_DAY, 5)).toEqual([
    '2026-11-26T13:30',
    '2026-11-27T09:00',
    '2026-11-27T15:31',
    '2026-11-30T09:00',
    '2026-11-30T17:32',
  ])
})

test('a half-day retry rests two hours even where the halves meet', () => {
  expect(triesFrom('2026-11-26T13:00', HALF_DAY, 1)).toEqual(['2026-11-26T15:01'])
})

test('whatever the zones, shifts and first failure: three tries on three business days, two hours of the day apart, in both windows', () => {
  const zone = fc.constantFrom(...ZONES)
  const agents = fc.uniqueArray(
    fc.record({
      agentId: fc.constantFrom('ana', 'bob', 'eva'),
      zone,
      shifts: fc.constantFrom(weekly('09:00', '17:30'), weekly('06:00', '12:00'), weekly('14:00', '23:00'), weekly('20:00', '04:00')),
      absences: fc.constant([]),
    }),
    { selector: ({ agentId }) => agentId, minLength: 1 },
  )
  fc.assert(
    fc.property(fc.integer({ min: BEGIN, max: END }), zone, agents, (first, customerZone, team) => {
      const failedAt = [first]
      for (let n = 0; n < 2; n += 1) {
        const now = failedAt.at(-1)! + 40_000
        const next = nextTry(OTHER_DAY, { now, failedAt, zone: customerZone, customer: { zones: [customerZone] }, agents: team })
        if (next === undefined) return
        const time = localTimeOfDay(next, customerZone)
        for (const failed of failedAt) expect(Math.abs(time - localTimeOfDay(failed, customerZone))).toBeGreaterThan(120)
        expect(callableWindows({ zones: [customerZone] }, next, next + MINUTE)).toHaveLength(1)
        expect(team.some((one) => shiftWindows(one.shifts, one.zone, next, next + MINUTE).length === 1)).toBe(true)
        failedAt.push(next)
      }
      expect(new Set(failedAt.map((instant) => localDate(instant, customerZone))).size).toBe(3)
      expect(failedAt[2]! - failedAt[1]!).toBeGreaterThan(DAY / 2)
    }),
    { numRuns: 100 },
  )
})

test('where somebody works through the hours of the customer, three tries always find their room', () => {
  fc.assert(
    fc.property(fc.integer({ min: BEGIN, max: END }), fc.constantFrom(...ZONES), (first, zone) => {
      const failedAt = [first]
      for (let n = 0; n < 2; n += 1) {
        const next = nextTry(OTHER_DAY, {
          now: failedAt.at(-1)!,
          failedAt,
          zone,
          customer: { zones: [zone] },
          agents: [agent('ana', { zone })],
        })
        expect(next).toBeDefined()
        expect(next! - failedAt.at(-1)!).toBeLessThan(5 * DAY)
        failedAt.push(next!)
      }
    }),
    { numRuns: 200 },
  )
})
