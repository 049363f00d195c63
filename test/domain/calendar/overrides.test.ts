import fc from 'fast-check'
import { Temporal as T } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { freeSlots, isFree } from '../../../domain/calendar/slots.ts'
import type { DateHours } from '../../../domain/calendar/team.ts'
import { firstOpening } from '../../../domain/calendar/timing.ts'
import { type Shift, shiftWindows } from '../../../domain/calendar/windows.ts'
import { workingHours } from '../../../domain/calendar/working-time.ts'
import { at, BEGIN, comesAgain, DAY, END, HOUR, MINUTE, transitions, wall, ZONES } from './zones.ts'

const BERLIN = 'Europe/Berlin'
const WEEK: readonly Shift[] = [1, 2, 3, 4, 5].flatMap((weekday) => [
  { weekday, from: '09:00', until: '12:30' },
  { weekday, from: '13:30', until: '18:00' },
])
const NIGHTS: readonly Shift[] = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '22:00', until: '06:00' }))
const closed = (date: string): DateHours => ({ date, hours: [] })
const open = (date: string, ...hours: [string, string][]): DateHours => ({ date, hours: hours.map(([from, until]) => ({ from, until })) })
const hoursOf = (
  from: string,
  days: number,
  {
    shifts = WEEK,
    ownDays = [],
    teamDays = [],
    zone = BERLIN,
  }: { shifts?: readonly Shift[]; ownDays?: DateHours[]; teamDays?: DateHours[]; zone?: string },
) => {
  const begin = at(`${from}T00:00`, zone)
  const end = at(`${T.PlainDate.from(from).add({ days })}T00:00`, zone)
  return workingHours({ zone, shifts, ownDays, teamDays }, begin, end).map(
    (one) => `${wall(one.start, zone)} ${wall(one.end, zone).slice(11)}`,
  )
}

describe('the hours of an agent', () => {
  test('are none on a date that is closed for him or for the team, and as ever on the next', () => {
    const thursday = ['2026-12-24T09:00 12:30', '2026-12-24T13:30 18:00']
    expect(hoursOf('2026-12-23', 2, { ownDays: [closed('2026-12-23')] })).toEqual(thursday)
    expect(hoursOf('2026-12-23', 2, { teamDays: [closed('2026-12-23')] })).toEqual(thursday)
  })

  test('on a date of his own are those instead of his shifts, also where he has none', () => {
    expect(hoursOf('2026-12-24', 3, { ownDays: [open('2026-12-24', ['08:00', '11:00']), open('2026-12-26', ['20:00', '24:00'])] })).toEqual(
      ['2026-12-24T08:00 11:00', '2026-12-25T09:00 12:30', '2026-12-25T13:30 18:00', '2026-12-26T20:00 00:00'],
    )
  })

  test('stay within those of the team, his own included: nobody works where the team is closed', () => {
    expect(hoursOf('2026-12-24', 1, { teamDays: [open('2026-12-24', ['10:00', '14:00'])] })).toEqual([
      '2026-12-24T10:00 12:30',
      '2026-12-24T13:30 14:00',
    ])
    expect(
      hoursOf('2026-12-24', 1, { ownDays: [open('2026-12-24', ['08:00', '16:00'])], teamDays: [open('2026-12-24', ['10:00', '14:00'])] }),
    ).toEqual(['2026-12-24T10:00 14:00'])
    expect(hoursOf('2026-12-24', 1, { ownDays: [open('2026-12-24', ['08:00', '16:00'])], teamDays: [closed('2026-12-24')] })).toEqual([])
  })

  test('of the team open no weekend by themselves', () => {
    expect(hoursOf('2026-12-26', 1, { teamDays: [open('2026-12-26', ['10:00', '14:00'])] })).toEqual([])
  })

  test('of a night shift end where a closed date begins, and do not come back after it', () => {
    const nights = ['2026-12-23T00:00 06:00', '2026-12-23T22:00 00:00', '2026-12-25T22:00 06:00', '2026-12-26T22:00 00:00']
    expect(hoursOf('2026-12-23', 4, { shifts: NIGHTS, ownDays: [closed('2026-12-24')] })).toEqual(nights)
    expect(hoursOf('2026-12-23', 4, { shifts: NIGHTS, teamDays: [closed('2026-12-24')] })).toEqual(nights)
    expect(hoursOf('2026-12-24', 1, { shifts: NIGHTS, teamDays: [open('2026-12-24', ['05:00', '23:00'])] })).toEqual([
      '2026-12-24T05:00 06:00',
      '2026-12-24T22:00 23:00',
    ])
  })

  test('on the night the clocks change are as long as it is, and none in the gap', () => {
    const long = (date: string, from: string, until: string) => {
      const [one] = workingHours(
        { zone: BERLIN, shifts: [], ownDays: [open(date, [from, until])] },
        at(`${date}T00:00`, BERLIN),
        at(`${date}T00:00`, BERLIN) + 26 * HOUR,
      )
      return one === undefined ? 0 : (one.end - one.start) / HOUR
    }
    expect([long('2026-03-29', '00:00', '24:00'), long('2026-10-25', '00:00', '24:00')]).toEqual([23, 25])
    expect([long('2026-03-29', '02:00', '03:00'), long('2026-10-25', '02:00', '03:00')]).toEqual([0, 2])
  })

  test('are asked by slots, openings and whether somebody is free', () => {
    const agent = {
      agentId: 'ana',
      zone: BERLIN,
      shifts: WEEK,
      absences: [],
      busy: [],
      teamDays: [closed('2026-12-23')],
      ownDays: [open('2026-12-24', ['13:00', '14:00'])],
    }
    const from = at('2026-12-23T00:00', BERLIN)
    const slots = freeSlots({ from, to: from + 2 * DAY, minutes: 30, customer: { zones: [BERLIN] }, agents: [agent] })
    expect(slots.map(({ start }) => wall(start, BERLIN))).toEqual(['2026-12-24T13:00', '2026-12-24T13:30'])
    const opening = firstOpening({ notBefore: from, horizonDays: 14, customer: { zones: [BERLIN] }, agents: [agent] })
    expect(wall(opening!.at, BERLIN)).toBe('2026-12-24T13:00')
    const noon = at('2026-12-23T11:00', BERLIN)
    expect(isFree(agent, { start: noon, end: noon + HOUR })).toEqual({ free: false, reason: 'outside_shift' })
    expect(isFree(agent, { start: noon + DAY + 2 * HOUR, end: noon + DAY + 3 * HOUR })).toEqual({ free: true })
  })
})

test('in forty zones and four years each quarter hour is worked exactly if shifts, own date and team say so', () => {
  const quarter = fc.integer({ min: 0, max: 95 })
  const stretches = fc.array(
    fc.tuple(quarter, quarter).map(([a, b]) => ({ from: hhmm(Math.min(a, b)), until: hhmm(Math.max(a, b) + 1) })),
    { maxLength: 3 },
  )
  const someDays = fc.uniqueArray(fc.record({ day: fc.integer({ min: 0, max: 2 }), hours: stretches }), {
    selector: ({ day }) => day,
    maxLength: 3,
  })
  const shifts = fc.array(fc.tuple(fc.integer({ min: 1, max: 7 }), stretches), { maxLength: 6 })
  const changes = ZONES.flatMap((zone) => transitions(zone).map((instant) => ({ zone, instant })))
  const anywhere = fc.record({ zone: fc.constantFrom(...ZONES), instant: fc.integer({ min: BEGIN, max: END }) })
  fc.assert(
    fc.property(fc.oneof(anywhere, fc.constantFrom(...changes)), shifts, someDays, someDays, ({ zone, instant }, week, own, team) => {
      const first = T.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).subtract({ days: 1 }).startOfDay()
      const dated = (days: typeof own) => days.map(({ day, hours }) => ({ date: first.add({ days: day }).toPlainDate().toString(), hours }))
      const calendar = {
        zone,
        shifts: week.flatMap(([weekday, all]) => all.map((hours) => ({ weekday, ...hours }))),
        ownDays: dated(own),
        teamDays: dated(team),
      }
      const from = first.epochMilliseconds
      const to = first.add({ days: 3 }).epochMilliseconds
      const windows = workingHours(calendar, from, to)
      expect(
        windows.every(
          (one, index) => one.start < one.end && one.start >= from && one.end <= to && (windows[index - 1]?.end ?? from - 1) < one.start,
        ),
      ).toBe(true)
      for (let point = from; point < to; point += 15 * MINUTE) {
        const there = T.Instant.fromEpochMilliseconds(point).toZonedDateTimeISO(zone)
        if (comesAgain(there)) continue
        const date = there.toPlainDate().toString()
        const inside = (all: readonly { from: string; until: string }[]) =>
          all.some((one) => one.from <= timeOf(there) && timeOf(there) < one.until)
        const usual = calendar.shifts.filter(({ weekday }) => weekday === there.dayOfWeek)
        const expected =
          inside(calendar.ownDays.find((one) => one.date === date)?.hours ?? usual) &&
          inside(calendar.teamDays.find((one) => one.date === date)?.hours ?? ALL_DAY)
        if (windows.some(({ start, end }) => start <= point && point < end) !== expected) expect.fail(`${there}: ${!expected}`)
      }
    }),
    { numRuns: 80 },
  )
})

test('without dates of their own, or with dates that are elsewhere, they are the shifts', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), fc.integer({ min: BEGIN, max: END }), (zone, from) => {
      const to = from + 10 * DAY
      const far = [closed('2024-01-01'), closed('2030-01-01')]
      expect(workingHours({ zone, shifts: NIGHTS, ownDays: far, teamDays: far }, from, to)).toEqual(shiftWindows(NIGHTS, zone, from, to))
    }),
    { numRuns: 60 },
  )
})

const ALL_DAY = [{ from: '00:00', until: '24:00' }]
const timeOf = (there: T.ZonedDateTime): string => there.toPlainTime().toString({ smallestUnit: 'minute' })

function hhmm(quarters: number): string {
  return `${String(Math.floor(quarters / 4)).padStart(2, '0')}:${String((quarters % 4) * 15).padStart(2, '0')}`
}
