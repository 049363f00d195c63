import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeIntervals, subtractIntervals } from '../../../domain/calendar/intervals.ts'
import { offsetTime } from '../../../domain/calendar/periods.ts'
import { freeSlots, isFree } from '../../../domain/calendar/slots.ts'
import type { AgentCalendar } from '../../../domain/calendar/team.ts'
import { CALLABLE, callableWindows, localTimeOfDay, type Shift, shiftWindows } from '../../../domain/calendar/windows.ts'
import { at, BEGIN, DAY, END, HOUR, MINUTE, transitions, wall, ZONES } from './zones.ts'

const BERLIN = 'Europe/Berlin'
const LISBON = 'Europe/Lisbon'
const agent = (overrides: Partial<AgentCalendar> = {}): AgentCalendar => ({
  agentId: 'ana',
  zone: BERLIN,
  shifts: [1, 2, 3, 4, 5].flatMap((weekday) => [
    { weekday, from: '09:00', until: '12:30' },
    { weekday, from: '13:30', until: '18:00' },
  ]),
  absences: [],
  busy: [],
  ...overrides,
})
const monday = (time: string, zone = BERLIN) => at(`2026-11-23T${time}`, zone)
const span = (from: string, until: string) => ({ start: monday(from), end: monday(until) })
const search = { from: monday('00:00'), to: monday('00:00') + DAY, minutes: 45, customer: { zones: [BERLIN] } }
const starts = (slots: readonly { start: number }[], zone = BERLIN) => slots.map(({ start }) => wall(start, zone).slice(11))

describe('free slots', () => {
  test('begin on the half hour and end with the shift, its break and the day', () => {
    const slots = freeSlots({ ...search, agents: [agent()] })
    expect(starts(slots).join(' ')).toBe('09:00 09:30 10:00 10:30 11:00 11:30 13:30 14:00 14:30 15:00 15:30 16:00 16:30 17:00')
    expect(slots.every(({ start, end, agentId }) => end - start === 45 * MINUTE && agentId === 'ana')).toBe(true)
  })

  test('spare absences and bookings, however these overlap', () => {
    const busy = [span('15:10', '16:00'), span('14:00', '15:20'), span('14:00', '14:30')]
    const slots = freeSlots({ ...search, agents: [agent({ absences: [span('08:00', '13:45')], busy })] })
    expect(starts(slots).join(' ')).toBe('16:00 16:30 17:00')
  })

  test('follow the wall clock of the customer, also where it is 45 minutes off', () => {
    const zone = 'Asia/Kathmandu'
    const slots = freeSlots({ ...search, customer: { zones: [zone] }, agents: [agent()] })
    expect(starts(slots, zone).join(' ')).toBe('14:00 14:30 15:00 15:30 16:00 16:30')
  })

  test('are ordered by start, then agent, whatever order the agents come in, and end at the limit', () => {
    const agents = ['eva', 'ana', 'bob'].map((agentId) => agent({ agentId }))
    const slots = freeSlots({ ...search, agents, limit: 5 })
    expect(slots.map(({ agentId }) => agentId)).toEqual(['ana', 'bob', 'eva', 'ana', 'bob'])
    expect(starts(slots)).toEqual(['09:00', '09:00', '09:00', '09:30', '09:30'])
    expect(freeSlots({ ...search, agents: Array.from({ length: 40 }, (_, n) => agent({ agentId: `a${n}` })) })).toHaveLength(200)
  })

  test('never begin before the time asked from', () => {
    const slots = freeSlots({ ...search, from: monday('10:12') + 7, agents: [agent()] })
    expect(starts(slots)[0]).toBe('10:30')
  })

  test('are none on a weekend, without agents, without zones and in an empty span', () => {
    const saturday = at('2026-11-28T00:00', BERLIN)
    expect(freeSlots({ ...search, from: saturday, to: saturday + 2 * DAY, agents: [agent()] })).toEqual([])
    expect(freeSlots({ ...search, agents: [] })).toEqual([])
    expect(freeSlots({ ...search, customer: { zones: [] }, agents: [agent()] })).toEqual([])
    expect(freeSlots({ ...search, to: search.from, agents: [agent()] })).toEqual([])
  })

  test('cannot be of no length', () => {
    expect(() => freeSlots({ ...search, minutes: 0, agents: [agent()] })).toThrow(RangeError)
    expect(() => freeSlots({ ...search, stepMinutes: 0, agents: [agent()] })).toThrow(RangeError)
  })
})

const hour = fc.integer({ min: 0, max: 23 })
const someShifts: fc.Arbitrary<Shift[]> = fc.array(
  fc
    .record({ weekday: fc.integer({ min: 1, max: 7 }), from: hour, hours: fc.integer({ min: 1, max: 10 }) })
    .map(({ weekday, from, hours }) => ({
      weekday,
      from: `${String(from).padStart(2, '0')}:30`,
      until: `${String((from + hours) % 24).padStart(2, '0')}:00`,
    })),
  { minLength: 1, maxLength: 8 },
)
const spansFrom = (from: number) =>
  fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 6 * 96 }), fc.integer({ min: 1, max: 96 }))
      .map(([begin, length]) => ({ start: from + begin * 15 * MINUTE + 7, end: from + (begin + length) * 15 * MINUTE })),
    { maxLength: 4 },
  )
const anyZone = fc.constantFrom(...ZONES)
const situation = fc.integer({ min: BEGIN, max: END }).chain((from) =>
  fc.record({
    from: fc.constant(from),
    customerZones: fc.oneof(fc.tuple(anyZone), fc.tuple(anyZone, anyZone)),
    minutes: fc.constantFrom(15, 45, 60),
    stepMinutes: fc.constantFrom(15, 30),
    agents: fc.uniqueArray(
      fc.record({
        agentId: fc.constantFrom('ana', 'bob', 'eva'),
        zone: anyZone,
        shifts: someShifts,
        absences: spansFrom(from),
        busy: spansFrom(from),
      }),
      { selector: ({ agentId }) => agentId, minLength: 1 },
    ),
  }),
)

test('in forty zones and four years every slot lies on the grid, in order, inside every window, and nobody else is left out', () => {
  fc.assert(
    fc.property(situation, ({ agents, from, customerZones, minutes, stepMinutes }) => {
      const to = from + 6 * DAY
      const slots = freeSlots({ from, to, customer: { zones: customerZones }, minutes, stepMinutes, agents, limit: 10_000 })
      const keys = slots.map(({ start, agentId }) => `${start} ${agentId}`)
      expect(keys).toEqual([...new Set(keys)].sort())
      for (const { agentId, start, end } of slots) {
        expect(start >= from && end <= to && end - start === minutes * MINUTE).toBe(true)
        expect(localTimeOfDay(start, customerZones[0]!) % stepMinutes).toBe(0)
        for (const zone of customerZones) expect(insideOf(callableWindows({ zones: [zone] }, start, end), start, end)).toBe(true)
        const who = agents.find((one) => one.agentId === agentId)!
        expect(insideOf(shiftWindows(who.shifts, who.zone, start, end), start, end)).toBe(true)
        expect([...who.absences, ...who.busy].some((taken) => taken.start < end && start < taken.end)).toBe(false)
      }
      // What isFree finds free was offered. One day is enough to see it.
      const offered = new Set(keys)
      for (let start = Math.ceil(from / (30 * MINUTE)) * 30 * MINUTE; start + minutes * MINUTE <= from + DAY; start += 30 * MINUTE) {
        if (localTimeOfDay(start, customerZones[0]!) % stepMinutes !== 0) continue
        for (const who of agents)
          if (isFree(who, { start, end: start + minutes * MINUTE }, { zones: customerZones }).free)
            expect(offered).toContain(`${start} ${who.agentId}`)
      }
    }),
    { numRuns: 60 },
  )
})

test('on every business day of four years in forty zones the callable hours give the same eighteen half hours', () => {
  for (const zone of ZONES) {
    const [from, to] = [at('2025-01-01T00:00', zone), at('2029-01-01T00:00', zone)]
    const slots = freeSlots({
      from,
      to,
      minutes: 30,
      customer: { zones: [zone] },
      agents: [agent({ zone, shifts: CALLABLE })],
      limit: 50_000,
    })
    expect(slots, zone).toHaveLength(1043 * 18)
    expect(slots.every(({ start }, index) => index === 0 || slots[index - 1]!.start < start)).toBe(true)
    const daysStarts = slots.filter((_, index) => index % 18 === 0).map(({ start }) => localTimeOfDay(start, zone))
    expect(new Set(daysStarts)).toEqual(new Set([9 * 60]))
  }
})

const AROUND_THE_CLOCK: readonly Shift[] = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', until: '24:00' }))
const nightly = (from: number, to: number, zone: string) =>
  freeSlots({
    from,
    to,
    minutes: 30,
    customer: { zones: [zone], hours: AROUND_THE_CLOCK },
    agents: [agent({ zone, shifts: AROUND_THE_CLOCK })],
  })

describe('on a night the clocks change', () => {
  test('a time that comes twice is offered twice, told apart by its offset', () => {
    const slots = nightly(at('2026-10-25T01:30', BERLIN), at('2026-10-25T03:30', BERLIN), BERLIN)
    expect(slots.map(({ start }) => offsetTime(start, BERLIN).slice(11))).toEqual([
      '01:30:00+02:00',
      '02:00:00+02:00',
      '02:30:00+02:00',
      '02:00:00+01:00',
      '02:30:00+01:00',
      '03:00:00+01:00',
    ])
  })

  test('a time that the clocks leave out is not offered', () => {
    const slots = nightly(at('2026-03-29T01:00', BERLIN), at('2026-03-29T04:00', BERLIN), BERLIN)
    expect(starts(slots)).toEqual(['01:00', '01:30', '03:00', '03:30'])
  })

  test('in forty zones and four years every wall time on the grid is offered as often as it comes', () => {
    for (const zone of ZONES)
      for (const change of transitions(zone)) {
        const [begin, end] = [change - 3 * HOUR, change + 3 * HOUR]
        const offered = nightly(begin, end, zone).map(({ start }) => offsetTime(start, zone))
        const coming = Array.from({ length: 32 }, (_, quarter) => change + (quarter - 16) * 15 * MINUTE)
          .filter((instant) => instant >= begin && instant + 30 * MINUTE <= end)
          .map((instant) => offsetTime(instant, zone))
          .filter((time) => /T\d\d:[03]0:00/.test(time))
        expect(offered, zone).toEqual(coming)
      }
  })
})

describe('whether an agent is free', () => {
  const busy = [span('14:00', '14:45')]
  const absences = [span('16:00', '18:00')]
  const someone = agent({ busy, absences })

  test.each([
    ['10:00', '10:45', undefined],
    ['14:45', '15:30', undefined],
    ['12:00', '12:45', 'outside_shift'],
    ['08:30', '09:15', 'outside_shift'],
    ['15:30', '16:15', 'absent'],
    ['13:30', '14:15', 'busy'],
  ])('from %s to %s: %s', (from, until, reason) => {
    expect(isFree(someone, span(from, until), { zones: [BERLIN] })).toEqual(reason === undefined ? { free: true } : { free: false, reason })
  })

  test('the customer window counts only where the customer did not choose', () => {
    const early = span('09:00', '09:45') // 08:00 in Lisbon
    expect(isFree(someone, early, { zones: [BERLIN, LISBON] })).toEqual({ free: false, reason: 'outside_customer_window' })
    expect(isFree(someone, early)).toEqual({ free: true })
  })

  test('a night shift is one shift', () => {
    const night = agent({ shifts: [{ weekday: 1, from: '20:00', until: '04:00' }] })
    expect(isFree(night, { start: monday('23:30'), end: monday('23:30') + HOUR }).free).toBe(true)
  })
})

function insideOf(windows: readonly { start: number; end: number }[], start: number, end: number): boolean {
  return subtractIntervals([{ start, end }], mergeIntervals(windows)).length === 0
}
