import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { businessDayAfter, lifeClocks, reauthorisationClock, surveyClock, trialClock } from '../../../domain/calendar/clocks.ts'
import { addPeriod } from '../../../domain/calendar/periods.ts'
import { callableTime, placeIn, share } from '../../../domain/calendar/spread.ts'
import { localDate } from '../../../domain/calendar/windows.ts'
import type { AccountView } from '../../../domain/clocks.ts'
import { assumedZones } from '../../../domain/places.ts'
import { at, BEGIN, DAY, END, HOUR, MINUTE, wall, ZONES } from './zones.ts'

const BERLIN = 'Europe/Berlin'
const SAO_PAULO = 'America/Sao_Paulo'
const AUCKLAND = 'Pacific/Auckland'
const iso = (instant: number) => new Date(instant).toISOString()
const isoAt = (wallTime: string, zone = BERLIN) => iso(at(wallTime, zone))
const wallOf = (instant: string, zone = BERLIN) => wall(Date.parse(instant), zone)
const someIds = Array.from({ length: 100 }, (_, n) => `c${n}`)
/** A customer who is always given the first minute, and one who is given the last. */
const idWhere = (purpose: string, parts: number, part: number): string => {
  for (let n = 0; ; n += 1) if (share(`${purpose}/c${n}`, parts) === part) return `c${n}`
}

describe('the rest of whoever is the only one to ask', () => {
  test('is three months where these are longer than 90 days, and 90 days where they are not', () => {
    const nextAfter = (lastAt: string, alone: boolean) => {
      const view = { customerId: 'c1', zones: [BERLIN], timeZone: BERLIN, since: '2020-01-01T10:00:00Z', round: 0, notBefore: null }
      return Date.parse(surveyClock({ ...view, lastAt, alone, now: Date.parse(lastAt) }).at)
    }
    const [march, january] = ['2027-03-10T10:00:00Z', '2027-01-12T10:00:00Z']
    expect(nextAfter(march, true)).toBeGreaterThanOrEqual(Date.parse('2027-06-10T09:00:00Z'))
    expect(nextAfter(january, true)).toBeGreaterThanOrEqual(Date.parse(january) + 90 * DAY)
    expect(nextAfter(march, false)).toBeLessThan(nextAfter(march, true))
  })
})

describe('the end of a trial', () => {
  const MIDDLE = idWhere('trial', 480, 240) // 240 of 480 minutes: 13:00 in a whole window
  const trial = (endsAt: string, zone: string, changes: Partial<Parameters<typeof trialClock>[0]> = {}) =>
    trialClock({ customerId: MIDDLE, zones: [zone], endsAt, now: Date.parse(endsAt) - 14 * DAY, ...changes })
  const tries = (endsWall: string, zone: string, changes: Partial<Parameters<typeof trialClock>[0]> = {}) => {
    const { startsAt, aimsAt } = trial(isoAt(endsWall, zone), zone, changes)
    return [wallOf(startsAt, zone), wallOf(aimsAt, zone)]
  }

  test('keeps to the hours that the customer has named: once on each of the last three days that have any, in the last week alone', () => {
    const ends = '2026-11-29T12:00' // a Sunday
    const on = (weekdays: readonly number[], ...hours: readonly [string, string][]) =>
      weekdays.flatMap((weekday) => hours.map(([from, until]) => ({ weekday, from, until })))
    const triesIn = (hours: ReturnType<typeof on>) => tries(ends, BERLIN, { hours })
    for (const time of triesIn(on([2], ['17:00', '19:00']))) expect(time).toMatch(/^2026-11-24T1[78]:/)
    const [first, last] = triesIn(on([1, 2, 3, 4, 5], ['09:00', '11:00'], ['15:00', '17:00']))
    expect([first, last]).toEqual([expect.stringMatching(/^2026-11-25T(09|10):/), expect.stringMatching(/^2026-11-27T(09|10):/)])
  })

  test.each([
    ['a Sunday', 'T12:00', 0],
    ['a Saturday', 'T10:00', -1],
    ['a Friday at 18:30', 'T18:30', -2],
    ['a Monday at 07:00', 'T07:00', 1],
    ['a Monday at 09:00', 'T09:00', 1],
  ])(
    'after P14D on %s is tried from the Wednesday to the Friday before, in every week and zone, at the same wall time',
    (_, time, days) => {
      const sundays: [string, string][] = [
        [BERLIN, '2026-11-29'],
        [BERLIN, '2027-03-28'], // spring forward
        [BERLIN, '2026-10-25'], // fall back
        [SAO_PAULO, '2026-11-29'],
        [SAO_PAULO, '2018-11-04'], // spring forward, at midnight
        [SAO_PAULO, '2018-02-18'], // fall back, at midnight
        [AUCKLAND, '2026-11-29'],
        [AUCKLAND, '2026-09-27'], // spring forward
        [AUCKLAND, '2027-04-04'], // fall back
      ]
      for (const [zone, sunday] of sundays) {
        const dayOf = (offset: number) => localDate(at(`${sunday}T12:00`, zone) + offset * DAY, zone)
        const endsAt = addPeriod(isoAt(`${dayOf(days - 14)}${time}`, zone), 'P14D', zone)
        expect(wallOf(endsAt, zone)).toBe(`${dayOf(days)}${time}`)
        expect(tries(wallOf(endsAt, zone), zone)).toEqual([`${dayOf(-4)}T13:00`, `${dayOf(-2)}T13:00`])
      }
    },
  )

  test.each([
    ['an afternoon', '2026-11-26T17:30', ['2026-11-24T13:00', '2026-11-26T12:45']],
    ['noon', '2026-11-26T12:00', ['2026-11-24T13:00', '2026-11-26T10:00']],
    ['the morning after the clocks went forward', '2027-03-29T12:00', ['2027-03-25T13:00', '2027-03-29T10:00']],
    ['the morning after the clocks went back', '2026-10-26T12:00', ['2026-10-22T13:00', '2026-10-26T10:00']],
    ['ten: an hour is left, none of it to spread over', '2026-11-26T10:00', ['2026-11-24T13:00', '2026-11-26T09:00']],
    ['09:01: a minute is left', '2026-11-26T09:01', ['2026-11-24T13:00', '2026-11-26T09:00']],
  ])('on a business day at %s is tried that day', (_, endsWall, expected) => {
    expect(tries(endsWall, BERLIN)).toEqual(expected)
  })

  test('spares the last hour of a window', () => {
    const [first, last] = [0, 479].map((part) => idWhere('trial', 480, part))
    expect(tries('2026-11-27T18:30', BERLIN, { customerId: first! })[1]).toBe('2026-11-27T09:00')
    expect(tries('2026-11-27T18:30', BERLIN, { customerId: last! })[1]).toBe('2026-11-27T16:59')
  })

  test('is tried in the hours that all zones of an assumed country share, however many these are that week', () => {
    // New York and Honolulu: four hours in winter, three in summer; on Sunday 2027-03-14 the one becomes the other.
    const zones = assumedZones('US')
    for (const customerId of someIds) {
      const endsAt = isoAt('2027-03-15T18:30', 'America/New_York')
      const { startsAt, aimsAt } = trialClock({ customerId, zones, endsAt, now: Date.parse(endsAt) - 14 * DAY })
      const [starts, aims] = [startsAt, aimsAt].map((instant) => wallOf(instant, 'America/New_York'))
      expect(starts! >= '2027-03-11T14:00' && starts! < '2027-03-11T17:00', starts).toBe(true)
      expect(aims! >= '2027-03-15T15:00' && aims! < '2027-03-15T17:00', aims).toBe(true)
    }
  })

  test('follows the first zone alone where the zones share no hour', () => {
    expect(tries('2026-11-27T18:30', 'Europe/Kaliningrad', { zones: ['Europe/Kaliningrad', 'Asia/Kamchatka'] })).toEqual([
      '2026-11-25T13:00',
      '2026-11-27T13:00',
    ])
  })

  test('of a short trial is tried from now on, and never first after last', () => {
    expect(tries('2026-11-26T18:30', BERLIN, { now: at('2026-11-25T18:30', BERLIN) })).toEqual(['2026-11-25T18:30', '2026-11-26T13:00'])
    expect(tries('2026-11-26T18:30', BERLIN, { now: at('2026-11-26T16:30', BERLIN) })).toEqual(['2026-11-26T13:00', '2026-11-26T13:00'])
    // Two days over a weekend: no callable hour at all.
    expect(tries('2026-11-29T20:00', BERLIN, { now: at('2026-11-27T20:00', BERLIN) })).toEqual(['2026-11-27T13:00', '2026-11-27T13:00'])
  })

  test('that has passed is booked now, with the tries where they would have been', () => {
    const endsAt = isoAt('2026-11-29T12:00')
    const now = Date.parse(endsAt) + DAY
    const { startsAt, aimsAt, closesAt } = trial(endsAt, BERLIN, { now })
    expect([wallOf(startsAt), wallOf(aimsAt)]).toEqual(['2026-11-25T13:00', '2026-11-27T13:00'])
    expect(closesAt).toBe(iso(now))
  })

  test('is booked within half an hour, at full seconds, each customer at his own', () => {
    const endsAt = '2026-11-29T11:00:00.123Z'
    const delays = someIds.map((customerId) => Date.parse(trial(endsAt, BERLIN, { customerId }).closesAt) - Date.parse(endsAt))
    expect(delays.every((delay) => delay >= 0 && delay < 30 * MINUTE && delay % 1000 === 0)).toBe(true)
    expect(new Set(delays).size).toBeGreaterThan(90)
    const early = someIds.map((customerId) => Date.parse(endsAt) - Date.parse(trial(endsAt, BERLIN, { customerId }).callUntil ?? ''))
    expect(early).toEqual(delays) // and a call that nobody held is given up as long before
    expect(trial(endsAt, BERLIN).endsAt).toBe(endsAt)
  })
})

describe('the quarterly survey', () => {
  // Of 5,400 callable minutes in a fortnight, and of the first and the last few of any other fortnight.
  const FIRST = idWhere('survey', 5400, 0)
  const LAST = idWhere('survey', 5400, 5399)
  const survey = (changes: Partial<Parameters<typeof surveyClock>[0]> = {}) =>
    surveyClock({
      customerId: FIRST,
      zones: [BERLIN],
      timeZone: BERLIN,
      since: isoAt('2027-01-31T10:00'),
      round: 0,
      lastAt: null,
      notBefore: null,
      now: at('2027-01-31T10:00', BERLIN),
      ...changes,
    })

  test('of a customer who came on 31 January is due at the ends of April, July, October and January, at the hour he came', () => {
    const rounds = [0, 1, 2, 3].map((round) => survey({ round }))
    expect(rounds.map(({ at: instant, quarter }) => [wallOf(instant), quarter])).toEqual([
      ['2027-04-30T10:00', '2027-Q2'],
      ['2027-08-02T09:00', '2027-Q3'], // 31 July is a Saturday
      ['2027-11-01T09:00', '2027-Q4'], // 31 October is a Sunday, and the clocks go back
      ['2028-01-31T10:00', '2028-Q1'],
    ])
  })

  test('comes within the fortnight that follows, to the last callable minute of it', () => {
    expect(wallOf(survey({ customerId: LAST }).at)).toBe('2027-05-14T09:59')
    expect(wallOf(survey({ customerId: idWhere('survey', 5400, 2700) }).at)).toBe('2027-05-07T10:00')
  })

  test('rests 90 days after the last survey call, wherever in the quarter that was', () => {
    const next = (lastAt: string) => survey({ round: 1, lastAt })
    expect(next('2027-04-30T08:00:00.000Z')).toEqual(survey({ round: 1 })) // 90 days on is 29 July: the third month is not over
    // Of the day on which it may come again he has his own minute, here the first: not of the fortnight after it.
    expect(wallOf(next('2027-06-15T09:47:11.000Z').at)).toBe('2027-09-13T11:48')
    expect(wallOf(next('2027-06-14T09:47:11.000Z').at)).toBe('2027-09-13T09:00') // 90 days on is a Sunday
    expect(wallOf(survey({ round: 1, customerId: LAST, lastAt: '2027-06-14T09:47:11.000Z' }).at)).toBe('2027-09-13T17:59')
  })

  test('does not drift: after ten years a customer at the end of the fortnight is still at its end', () => {
    let lastAt: string | null = null
    for (let round = 0; round < 40; round += 1) {
      const base = Date.parse(addPeriod(isoAt('2027-01-31T10:00'), `P${3 * (round + 1)}M`, BERLIN))
      lastAt = survey({ customerId: LAST, round, lastAt, now: lastAt === null ? 0 : Date.parse(lastAt) }).at
      expect(Date.parse(lastAt) - base).toBeLessThan(17 * DAY)
    }
  })

  test('waits where it may not come before a day, and is spread over the fortnight from there', () => {
    expect(wallOf(survey({ notBefore: isoAt('2027-05-03T12:00') }).at)).toBe('2027-05-03T12:00')
    expect(wallOf(survey({ notBefore: isoAt('2027-05-03T12:00'), customerId: LAST }).at)).toBe('2027-05-17T11:59')
    expect(survey({ notBefore: isoAt('2027-03-01T12:00') })).toEqual(survey())
  })

  test('says the same until its minute has passed, and then spreads what is overdue over the fortnight from now', () => {
    const planned = survey({ customerId: LAST })
    expect(survey({ customerId: LAST, now: Date.parse(planned.at) })).toEqual(planned)
    expect(wallOf(survey({ customerId: LAST, now: Date.parse(planned.at) + 1 }).at)).toBe('2027-05-28T09:59')
    expect(wallOf(survey({ now: at('2027-05-08T03:00', BERLIN) }).at)).toBe('2027-05-10T09:00')
  })

  test('belongs to the quarter of the day on which it comes, on the calendar of the customer', () => {
    const quarter = (notBefore: string, timeZone: string) =>
      survey({ notBefore, timeZone, zones: [timeZone], since: '2027-01-01T00:00:00Z' }).quarter
    expect(quarter('2027-12-31T08:00:00Z', BERLIN)).toBe('2027-Q4')
    expect(quarter('2027-12-31T17:00:00Z', BERLIN)).toBe('2028-Q1') // Friday 18:00: the first callable hour is Monday 3 January
    expect(quarter('2029-12-31T20:00:00Z', AUCKLAND)).toBe('2030-Q1') // 09:00 on Tuesday 1 January there
    expect(quarter('2030-01-01T02:00:00Z', 'Pacific/Honolulu')).toBe('2029-Q4') // 16:00 on Monday 31 December there
  })
})

describe('the reauthorisation', () => {
  const authorizedUntil = '2027-11-30T10:00:00.000Z' // 30 days before: Sunday 2027-10-31, the clocks go back
  const reauthorisation = (customerId: string, now = 0) => reauthorisationClock({ customerId, zones: [BERLIN], authorizedUntil, now })

  test('comes in the week that begins 30 days before the end, each customer at his own callable minute', () => {
    const [first, last] = [0, 2699].map((part) => reauthorisation(idWhere('reauthorisation', 2700, part)))
    expect([first!.at, last!.at].map((instant) => wallOf(instant))).toEqual(['2027-11-01T09:00', '2027-11-05T17:59'])
    expect(first!.authorizedUntil).toBe(authorizedUntil)
  })

  test('comes now where that has passed', () => {
    const now = Date.parse('2027-11-13T23:00:00Z')
    expect(reauthorisation('c1', now).at).toBe(iso(now))
  })
})

describe('the clocks of a life', () => {
  const now = at('2026-11-24T10:17', BERLIN)
  const request = { customerId: 'c1', surveys: 0, surveyedAt: null, surveyNotBefore: null }
  const account: AccountView = {
    agentId: null,
    products: ['repricer'],
    timeZone: BERLIN,
    zones: [BERLIN],
    createdAt: iso(now),
    trial: { status: 'running', endsAt: addPeriod(iso(now), 'P14D', BERLIN) },
    authorizedUntil: addPeriod(iso(now), 'P1Y', BERLIN),
    revoked: false,
    holidays: new Set<string>(),
  }
  const clocks = (changes: Partial<AccountView> = {}) => lifeClocks(request, { ...account, ...changes }, now)

  test('are those of its trial, its survey and its authorisation', () => {
    const { trial, survey, reauthorisation } = clocks()
    expect([trial?.endsAt, reauthorisation?.authorizedUntil]).toEqual([account.trial.endsAt, account.authorizedUntil])
    expect(survey?.quarter).toBe('2027-Q1')
    const none = clocks({ trial: { status: 'none', endsAt: null }, authorizedUntil: null })
    expect([none.trial, none.reauthorisation]).toEqual([null, null])
    expect(clocks({ trial: { status: 'over', endsAt: iso(now - DAY) } }).trial).toBeNull()
  })

  test('tell that an authorisation was taken back, beside the end of another, and otherwise say nothing of it', () => {
    expect(clocks()).not.toHaveProperty('revoked')
    expect(clocks({ revoked: true, authorizedUntil: null })).toMatchObject({ revoked: true, reauthorisation: null })
    expect(clocks({ revoked: true })).toMatchObject({ revoked: true, reauthorisation: clocks().reauthorisation })
  })
})

test.each([
  ['the same time on the next business day', '2026-11-24T10:17', 1, '2026-11-25T10:17'],
  ['over a weekend', '2026-11-27T10:17', 2, '2026-12-01T10:17'],
  ['from a Saturday', '2026-11-28T10:17', 1, '2026-11-30T10:17'],
  ['from an early morning: at nine', '2026-11-24T00:00', 1, '2026-11-25T09:00'],
  ['from a night: at six', '2026-11-24T23:59', 1, '2026-11-25T18:00'],
  ['over the change to summer time', '2027-03-26T10:17', 1, '2027-03-29T10:17'],
  ['over the change to winter time', '2026-10-23T10:17', 5, '2026-10-30T10:17'],
  ['two weeks on', '2026-11-24T10:17', 10, '2026-12-08T10:17'],
])('a business day after: %s', (_, from, days, expected) => {
  expect(wallOf(businessDayAfter(at(from, BERLIN), days, { zones: [BERLIN] }))).toBe(expected)
})

test('no business day is so many as none', () => {
  expect(() => businessDayAfter(BEGIN, 0, { zones: [BERLIN] })).toThrow(RangeError)
})

const zonesOfSomebody = fc.oneof(
  fc.constantFrom(...ZONES).map((zone) => [zone]),
  fc.constantFrom('BR', 'AU', 'NZ', 'PT', 'CL').map(assumedZones),
  fc.constantFrom([AUCKLAND, 'Pacific/Honolulu'], [BERLIN, 'America/New_York'], ['Europe/Kaliningrad', 'Asia/Kamchatka']),
)
const instant = fc.integer({ min: BEGIN, max: END })
const customerId = fc.uuid()
const callable = (zones: readonly string[], moment: string) => {
  const from = Date.parse(moment)
  const week = callableTime({ zones }, from - 7 * DAY, from + 7 * DAY)
  return week.some(({ start, end }) => start <= from && from < end)
}

test('whatever the zones and the end: both tries are callable weekday minutes two windows apart, the last before the end', () => {
  fc.assert(
    fc.property(zonesOfSomebody, instant, customerId, fc.integer({ min: -2, max: 20 }), (zones, end, id, daysLeft) => {
      const view = { customerId: id, zones, endsAt: iso(end), now: end - daysLeft * DAY }
      const { startsAt, aimsAt, closesAt } = trialClock(view)
      const [starts, aims, closes] = [startsAt, aimsAt, closesAt].map(Date.parse) as [number, number, number]
      expect(starts <= aims && aims < end && aims % MINUTE === 0).toBe(true)
      expect(callable(zones, aimsAt)).toBe(true)
      expect(closes >= Math.max(end, view.now) && closes < Math.max(end + 30 * MINUTE, view.now + 1)).toBe(true)
      if (starts !== view.now && starts !== aims) {
        expect(callable(zones, startsAt)).toBe(true)
        expect(callableTime({ zones }, starts, aims + 1)).toHaveLength(3)
      }
      if (daysLeft > 0) expect(starts >= Math.min(view.now, aims)).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('whatever the zones: surveys come at callable minutes, each later than the one before, 90 days and more apart, within their bounds', () => {
  const late = fc.array(fc.integer({ min: 0, max: 120 * DAY }), { minLength: 5, maxLength: 5 })
  fc.assert(
    fc.property(zonesOfSomebody, instant, customerId, late, (zones, since, id, delays) => {
      const timeZone = zones[0]!
      const view = { customerId: id, zones, timeZone, since: iso(since), notBefore: null }
      const undisturbed = delays.map((_, round) => surveyClock({ ...view, round, lastAt: null, now: since }))
      expect(undisturbed.map((one) => one.at)).toEqual([...new Set(undisturbed.map((one) => one.at))].sort())

      let lastAt: string | null = null
      delays.forEach((delay, round) => {
        const base = Date.parse(addPeriod(view.since, `P${3 * (round + 1)}M`, timeZone))
        const now: number = lastAt === null ? since : Date.parse(lastAt) + delay
        const found = surveyClock({ ...view, round, lastAt, now })
        const moment = Date.parse(found.at)
        const due = Math.max(base, now, lastAt === null ? 0 : Date.parse(lastAt) + 90 * DAY)
        expect(moment >= due && moment <= due + 14 * DAY + MINUTE && moment % MINUTE === 0).toBe(true)
        expect(callable(zones, found.at)).toBe(true)
        expect(surveyClock({ ...view, round, lastAt, now: moment })).toEqual(surveyClock({ ...view, round, lastAt, now: moment - 1 }))
        lastAt = found.at
      })
    }),
    { numRuns: 100 },
  )
})

test('whatever the zones: a reauthorisation comes in its week', () => {
  fc.assert(
    fc.property(zonesOfSomebody, instant, customerId, (zones, until, id) => {
      const found = reauthorisationClock({ customerId: id, zones, authorizedUntil: iso(until), now: 0 })
      const early = until - Date.parse(found.at)
      expect(early <= 30 * DAY && early > 23 * DAY && callable(zones, found.at)).toBe(true)
    }),
    { numRuns: 100 },
  )
})

describe.each([
  ['numbers', (n: number) => `c${n}`],
  ['long ids that differ little', (n: number) => `0190c2a0-0000-7000-8000-${String(n).padStart(12, '0')}`],
])('100,000 timers due together, of customers with %s for ids', (_, idOf) => {
  const ids = Array.from({ length: 100_000 }, (_, n) => idOf(n))
  /** Largest count of instants in stretches of so many milliseconds, and mean over those that hold any. */
  const crowd = (instants: readonly number[], stretch: number) => {
    const counts = new Map<number, number>()
    for (const one of instants) counts.set(Math.floor(one / stretch), (counts.get(Math.floor(one / stretch)) ?? 0) + 1)
    return { most: Math.max(...counts.values()), mean: instants.length / counts.size }
  }
  /** The windows are worked out once, and every thousandth customer proves that it is what the clock does. */
  const agree = (instants: readonly number[], clockOf: (id: string) => string) => {
    for (let n = 0; n < ids.length; n += 1000) expect(iso(instants[n]!)).toBe(clockOf(ids[n]!))
  }

  test.each([
    ['three months after they came', at('2026-08-17T10:17', BERLIN), '2026-11-17T10:17'],
    ['all overdue after a long night', at('2027-02-19T20:00', BERLIN), '2027-02-22T09:00'],
  ])('surveys %s: at most 100 in a minute and 3,000 in an hour, all hours much alike', (_case, now, first) => {
    const from = at(first, BERLIN)
    const windows = callableTime({ zones: [BERLIN] }, from, Math.max(at('2026-11-17T10:17', BERLIN), now) + 14 * DAY)
    const instants = ids.map((id) => placeIn(windows, `survey/${id}`))
    const since = isoAt('2026-08-17T10:17')
    agree(instants, (id) => {
      const view = { customerId: id, zones: [BERLIN], timeZone: BERLIN, since, round: 0, lastAt: null, notBefore: null, now }
      return surveyClock(view).at
    })
    const hour = crowd(instants, HOUR)
    expect(crowd(instants, MINUTE).most).toBeLessThanOrEqual(100)
    expect(hour.most).toBeLessThanOrEqual(3000)
    expect(hour.most / hour.mean).toBeLessThanOrEqual(1.35)
  })

  test('ends of trials: at most 100 booked in a second, and first calls spread over their day', () => {
    const endsAt = isoAt('2026-11-29T12:00')
    const clockOf = (id: string) => trialClock({ customerId: id, zones: [BERLIN], endsAt, now: BEGIN })
    const closes = ids.map((id) => Date.parse(endsAt) + share(`trial-over/${id}`, 1800) * 1000)
    agree(closes, (id) => clockOf(id).closesAt)
    expect(crowd(closes, 1000).most).toBeLessThanOrEqual(100)

    const wednesday = { start: at('2026-11-25T09:00', BERLIN), end: at('2026-11-25T17:00', BERLIN) }
    const starts = ids.map((id) => placeIn([wednesday], `trial/${id}`))
    agree(starts, (id) => clockOf(id).startsAt)
    const hour = crowd(starts, HOUR)
    expect(crowd(starts, MINUTE).most).toBeLessThanOrEqual(300) // 480 minutes for them all: 208 on average
    expect(hour.most / hour.mean).toBeLessThanOrEqual(1.05)
  })
})
