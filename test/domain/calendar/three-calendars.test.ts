import fc from 'fast-check'
import { Temporal as T } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { freeSlots } from '../../../domain/calendar/slots.ts'
import { localDate, type Shift } from '../../../domain/calendar/windows.ts'
import { BEGIN, comesAgain, DAY, END, MINUTE, transitions, wall, ZONES } from './zones.ts'

type Hours = readonly [from: string, until: string]

const hours = fc.constantFrom<Hours>(['00:00', '24:00'], ['01:30', '04:00'], ['09:00', '12:30'], ['13:30', '18:00'], ['22:00', '23:30'])
const someHours = fc.uniqueArray(hours, { minLength: 1, maxLength: 3, selector: ([from]) => from })
const someDays = fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { maxLength: 2 })
const daily = (all: readonly Hours[]): Shift[] =>
  [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => all.map(([from, until]) => ({ weekday, from, until })))
const within = (time: string, all: readonly Hours[]) => all.some(([from, until]) => from <= time && time < until)

const changes = ZONES.flatMap((zone) => transitions(zone).map((instant) => ({ zone, instant })))
const anywhere = fc.record({ zone: fc.constantFrom(...ZONES), instant: fc.integer({ min: BEGIN, max: END }) })
const situation = fc.record({
  where: fc.oneof(anywhere, fc.constantFrom(...changes)),
  agentZone: fc.constantFrom(...ZONES),
  shifts: someHours,
  callable: someHours,
  holidays: someDays,
  closed: someDays,
  team: hours,
})

test('in forty zones and four years slots are in the calendars of team, agent and customer alike, one after the other, at times that come', () => {
  let offered = 0
  fc.assert(
    fc.property(situation, ({ where: { zone, instant }, agentZone, shifts, callable, holidays: off, closed, team }) => {
      const from = instant - 2 * DAY
      const datesOf = (days: readonly number[], of: string) => new Set(days.map((day) => localDate(from + day * DAY, of)))
      const holidays = datesOf(off, zone)
      const closedOn = datesOf(closed, agentZone)
      const short = localDate(instant, agentZone)
      const teamDays = [
        ...[...closedOn].map((date) => ({ date, hours: [] })),
        ...(closedOn.has(short) ? [] : [{ date: short, hours: [{ from: team[0], until: team[1] }] }]),
      ]
      const customer = { zones: [zone], holidays, hours: daily(callable) }
      const agent = { agentId: 'ana', zone: agentZone, shifts: daily(shifts), teamDays, absences: [], busy: [] }
      const slots = freeSlots({ from, to: from + 4 * DAY, minutes: 30, customer, agents: [agent], limit: 1_000 })
      offered += slots.length
      slots.forEach(({ start, end }, n) => {
        const begins = wall(start, zone)
        const about = `${begins} in ${zone}, with ${agentZone}`
        expect(start, about).toBeGreaterThan(slots[n - 1]?.start ?? 0)
        expect(begins, about).toMatch(/:[03]0$/)
        for (const at of [start, end - MINUTE]) {
          const [date = '', time = ''] = wall(at, agentZone).split('T')
          expect(closedOn.has(date), `closed: ${about}`).toBe(false)
          // An hour that comes twice is one stretch with what is around it.
          if (!comesAgain(T.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(agentZone))) {
            expect(within(time, shifts), `agent: ${about}`).toBe(true)
            expect(date !== short || within(time, [team]), `team: ${about}`).toBe(true)
          }
          const [hisDate = '', hisTime = ''] = wall(at, zone).split('T')
          expect(holidays.has(hisDate), `holiday: ${about}`).toBe(false)
          if (!comesAgain(T.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)))
            expect(within(hisTime, callable), `customer: ${about}`).toBe(true)
        }
      })
    }),
    { numRuns: 150 },
  )
  expect(offered).toBeGreaterThan(150)
})
