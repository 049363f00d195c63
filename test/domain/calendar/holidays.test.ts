import fc from 'fast-check'
import { Temporal as T } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { businessDayAfter, lifeClocks, reauthorisationClock, surveyClock, trialClock } from '../../../domain/calendar/clocks.ts'
import { localDays } from '../../../domain/calendar/days.ts'
import { freeSlots, isFree } from '../../../domain/calendar/slots.ts'
import { callableTime } from '../../../domain/calendar/spread.ts'
import { firstOpening, nextTry } from '../../../domain/calendar/timing.ts'
import { businessDay, CALLABLE, callableWindows, localDate } from '../../../domain/calendar/windows.ts'
import type { RetryWait } from '../../../domain/calls/retry-policy.ts'
import { at, BEGIN, DAY, END, HOUR, MINUTE, wall, ZONES } from './zones.ts'

const RIGA = 'Europe/Riga'
const BERLIN = 'Europe/Berlin'
const CHRISTMAS = new Set(['2026-12-25', '2026-12-26', '2027-01-01'])
const NATIONAL_DAY = new Set(['2026-11-18'])
const ana = { agentId: 'ana', zone: RIGA, shifts: CALLABLE, absences: [], busy: [] }

describe('on a public holiday', () => {
  test('a customer is not called: a Latvian not on the 18th of November', () => {
    const tuesday = at('2026-11-17T18:00', RIGA)
    const opening = firstOpening({
      notBefore: tuesday,
      horizonDays: 14,
      customer: { zones: [RIGA], holidays: NATIONAL_DAY },
      agents: [ana],
    })
    expect(wall(opening!.at, RIGA)).toBe('2026-11-19T09:00')
    const slots = freeSlots({
      from: tuesday,
      to: tuesday + 2 * DAY,
      minutes: 60,
      customer: { zones: [RIGA], holidays: NATIONAL_DAY },
      agents: [ana],
    })
    expect(new Set(slots.map(({ start }) => localDate(start, RIGA)))).toEqual(new Set(['2026-11-19']))
  })

  test('he can be where he chose the time himself', () => {
    const noon = at('2026-11-18T12:00', RIGA)
    expect(isFree(ana, { start: noon, end: noon + HOUR }, { zones: [RIGA], holidays: NATIONAL_DAY })).toEqual({
      free: false,
      reason: 'outside_customer_window',
    })
    expect(isFree(ana, { start: noon, end: noon + HOUR })).toEqual({ free: true })
  })

  test('it is one in every zone he may be in', () => {
    const zones = ['Atlantic/Azores', 'Europe/Lisbon']
    const days = callableWindows({ zones, holidays: new Set(['2026-06-10']) }, at('2026-06-09T00:00', 'UTC'), at('2026-06-12T00:00', 'UTC'))
    expect(days.map(({ start }) => localDate(start, zones[1]!))).toEqual(['2026-06-09', '2026-06-11'])
  })

  test('the other half of the day is not tried, and the day does not count as a business day', () => {
    const failed = at('2026-11-17T11:17', RIGA)
    const search = { now: failed, failedAt: [failed], zone: RIGA, agents: [ana] }
    const tried = (wait: RetryWait, holidays: Set<string>) =>
      wall(nextTry(wait, { ...search, customer: { zones: [RIGA], holidays } })!, RIGA)
    const other = (businessDays: number): RetryWait => ({ kind: 'other_day', businessDays, avoidMinutesAround: 120 })
    expect([tried(other(1), new Set()), tried(other(1), NATIONAL_DAY)]).toEqual(['2026-11-18T13:30', '2026-11-19T13:30'])
    expect([tried(other(3), new Set()), tried(other(3), NATIONAL_DAY)]).toEqual(['2026-11-20T13:30', '2026-11-23T13:30'])
    const late = at('2026-11-17T16:00', RIGA)
    const there = { zones: [RIGA], holidays: NATIONAL_DAY }
    const half = nextTry({ kind: 'half_day', avoidMinutesAround: 120 }, { ...search, now: late, failedAt: [late], customer: there })
    expect(wall(half!, RIGA)).toBe('2026-11-19T09:00')
  })

  test('nothing is due by then', () => {
    expect(businessDay(at('2026-11-18T12:00', RIGA), RIGA, NATIONAL_DAY)).toBe(false)
    const eve = at('2026-12-24T11:00', BERLIN)
    expect(wall(Date.parse(businessDayAfter(eve, 1, { zones: [BERLIN], holidays: CHRISTMAS })), BERLIN)).toBe('2026-12-28T11:00')
    expect(wall(Date.parse(businessDayAfter(eve, 5, { zones: [BERLIN], holidays: CHRISTMAS })), BERLIN)).toBe('2027-01-04T11:00')
  })

  test('a trial that ends then is talked over on the business days before', () => {
    const endsAt = new Date(at('2026-12-27T10:00', BERLIN)).toISOString()
    const days = (holidays: Set<string>) => {
      const { startsAt, aimsAt } = trialClock({ customerId: 'c1', zones: [BERLIN], holidays, endsAt, now: at('2026-12-13T10:00', BERLIN) })
      return [startsAt, aimsAt].map((instant) => localDate(Date.parse(instant), BERLIN))
    }
    expect(days(new Set())).toEqual(['2026-12-23', '2026-12-25'])
    expect(days(CHRISTMAS)).toEqual(['2026-12-22', '2026-12-24'])
  })

  test('a clock rings all the same where holidays leave it no day', () => {
    const week = new Set(localDays('Asia/Shanghai', BEGIN, END).map(({ date }) => date))
    const authorizedUntil = new Date(at('2027-03-10T10:00', 'Asia/Shanghai')).toISOString()
    const view = { customerId: 'c1', zones: ['Asia/Shanghai'], now: BEGIN, authorizedUntil }
    expect(reauthorisationClock({ ...view, holidays: week })).toEqual(reauthorisationClock(view))
  })

  test('all the clocks of a life know of them', () => {
    const account = {
      agentId: null,
      products: ['repricer' as const],
      timeZone: BERLIN,
      zones: [BERLIN],
      createdAt: '2026-10-01T10:00:00Z',
      trial: { status: 'running' as const, endsAt: '2026-12-27T09:00:00Z' },
      authorizedUntil: null,
      revoked: false,
    }
    const request = { customerId: 'c1', surveys: 0, surveyedAt: null, surveyNotBefore: null }
    const now = Date.parse('2026-12-13T09:00:00Z')
    const { trial } = lifeClocks(request, { ...account, holidays: CHRISTMAS }, now)
    expect(localDate(Date.parse(trial!.aimsAt), BERLIN)).toBe('2026-12-24')
  })
})

const HOLIDAYS = fc
  .array(fc.integer({ min: 0, max: 4 * 365 }), { minLength: 20, maxLength: 300 })
  .map((days) => new Set(days.map((day) => dateAfter('2025-01-01', day))))

test('on every day of four years in forty zones it is a civil hour from 9 to 18, exactly on business days that are no holidays', () => {
  const [holidays = new Set<string>()] = fc.sample(HOLIDAYS, { numRuns: 1, seed: 7 })
  for (const zone of ZONES) {
    const windows = callableWindows({ zones: [zone], holidays }, at('2025-01-01T00:00', zone), at('2029-01-01T00:00', zone))
    const dates = windows.map(({ start, end }) => {
      const [date, time] = wall(start, zone).split('T')
      if (time !== '09:00' || end - start !== 9 * HOUR) expect.fail(`${zone}: ${wall(start, zone)}`)
      return date
    })
    expect(dates, zone).toEqual(BUSINESS_DATES.filter((date) => !holidays!.has(date)))
  }
})

test('no slot, opening, retry or clock falls on a holiday of any of the zones, and the next business day is none', () => {
  const somewhere = fc.record({
    zones: fc.oneof(fc.tuple(fc.constantFrom(...ZONES)), fc.constant(['Atlantic/Azores', 'Europe/Lisbon'])),
    from: fc.integer({ min: BEGIN + 60 * DAY, max: END - 200 * DAY }).map((instant) => Math.floor(instant / MINUTE) * MINUTE),
    holidays: HOLIDAYS,
    customerId: fc.uuid(),
    wait: fc.constantFrom<RetryWait>(
      { kind: 'other_day', businessDays: 1, avoidMinutesAround: 120 },
      { kind: 'other_day', businessDays: 3, avoidMinutesAround: 120 },
      { kind: 'half_day', avoidMinutesAround: 120 },
      { kind: 'minutes', minutes: 15, exempt: false },
    ),
  })
  fc.assert(
    fc.property(somewhere, ({ zones, from, holidays, customerId, wait }) => {
      const [zone] = zones as [string]
      const agents = [{ ...ana, zone }]
      const search = { customer: { zones, holidays }, agents }
      const slots = freeSlots({ ...search, from, to: from + 5 * DAY, minutes: 60 }).map(({ start }) => start)
      const opening = firstOpening({ ...search, notBefore: from, horizonDays: 14 })?.at
      const retry = nextTry(wait, { ...search, now: from, failedAt: [from], zone })
      const view = { customerId, zones, holidays, now: from - 30 * DAY }
      const trial = trialClock({ ...view, endsAt: iso(from) })
      const survey = surveyClock({ ...view, timeZone: zone, since: iso(from), round: 0, lastAt: null, notBefore: null })
      const consent = reauthorisationClock({ ...view, authorizedUntil: iso(from + 60 * DAY) })
      const clocks = [trial.startsAt, trial.aimsAt, survey.at, consent.at].map((instant) => Date.parse(instant))
      const kept = clocks.filter((instant) => callableWindows({ zones, holidays }, instant - 14 * DAY, instant + 14 * DAY).length > 0)
      for (const instant of [...slots, ...[opening, retry].flatMap((one) => one ?? []), ...kept])
        for (const one of zones) if (!businessDay(instant, one, holidays)) expect.fail(`${wall(instant, one)} ${one}`)
      expect(businessDay(Date.parse(businessDayAfter(from, 1, { zones: [zone], holidays })), zone, holidays)).toBe(true)
      expect(callableTime({ zones, holidays }, from, from + 28 * DAY).length).toBeGreaterThan(0)
    }),
    { numRuns: 150 },
  )
})

const iso = (instant: number): string => new Date(instant).toISOString()

function dateAfter(date: string, days: number): string {
  return T.PlainDate.from(date).add({ days }).toString()
}

const BUSINESS_DATES = Array.from({ length: 1461 }, (_, day) => T.PlainDate.from('2025-01-01').add({ days: day }))
  .filter(({ dayOfWeek }) => dayOfWeek <= 5)
  .map(String)
