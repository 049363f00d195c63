import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCallActivities } from '../../../activities/calls.ts'
import { createClearanceActivities } from '../../../activities/clearance.ts'
import { businessDay, callableWindows, localDate, localTimeOfDay } from '../../../domain/calendar/windows.ts'
import { USUAL_RETRY } from '../../../domain/calls/retry-policy.ts'
import type { RoutingView, TeamMember } from '../../../domain/routing/team.ts'
import { BEGIN, END, MINUTE, wall, ZONES } from '../calendar/zones.ts'
import { DAY, HOUR, member, NOW, request, viewOf, week } from './office.ts'

/** The real activities, on a team and a seller in memory, at a time of the test's. */
function desk(view: () => RoutingView) {
  let now = 0
  const clock = { now: () => now }
  const routingView = async () => view()
  const calls = createCallActivities({
    clock,
    calls: {
      routingView,
      triesSince: async () => [],
      schedule: async (_request, decide) => decide(view()).scheduled,
      save: async () => {},
    },
  })
  const clearances = { routingView, view: async () => ({ ...view(), tries: [], others: [], stopped: null }) }
  const { clearCall } = createClearanceActivities({ clock, clearances })
  return {
    ...calls,
    clearCall,
    at: (instant: number) => {
      now = instant
    },
  }
}

const iso = (at: number): string => new Date(at).toISOString()
const [wait] = USUAL_RETRY.welcome.waits

/**
 * The instants at which a welcome is tried whose tries nobody answers, as the workflow of a call goes about it. Before each retry `meanwhile`
 * may change the team, and whoever holds the call and is away then gives it up.
 */
async function triesAfter(first: number, given: RoutingView, meanwhile: (view: RoutingView, planned: number) => RoutingView) {
  let view = given
  let agentId: string | null = 'ana'
  const { at, planRetry, clearCall, scheduleCall } = desk(() => view)
  const tries = [first]
  while (tries.length < 3 && wait !== undefined) {
    at((tries.at(-1) ?? first) + 40_000)
    const failedAt = tries.map(iso)
    const retry = await planRetry({ customerId: 'c1', wait, failedAt, agentId })
    if (retry.at === null) return tries
    let dueAt = retry.at
    view = meanwhile(given, Date.parse(dueAt))
    for (let looks = 0; ; looks += 1) {
      if (looks === 20) throw new Error('it is put off and put off')
      at(Date.parse(dueAt))
      const asked = { chosen: false, accepted: false, booked: false, redial: false, wishedAt: iso(first), pauses: [] }
      const clearance = await clearCall({ ...asked, callId: 'call-1', customerId: 'c1', purpose: 'welcome', agentId, dueAt, failedAt })
      if ('go' in clearance) break
      if ('stop' in clearance) return tries
      if ('postpone' in clearance) dueAt = clearance.postpone.at
      else {
        const plan = await scheduleCall(request({ at: dueAt, insteadOf: clearance.reroute.from, because: { code: 'retry', params: {} } }))
        if (plan.agentId === null || plan.dueAt === null) return tries
        agentId = plan.agentId
        dueAt = plan.dueAt
      }
    }
    tries.push(Date.parse(dueAt))
  }
  return tries
}

const OFFICE = [...week('09:00', '12:30'), ...week('13:30', '18:00')]
const anyZone = fc.constantFrom(...ZONES)
const anyShifts = fc.constantFrom(
  OFFICE,
  week('06:00', '12:00'),
  week('14:00', '23:00'),
  week('09:00', '17:00', [1, 3, 5]),
  week('10:00', '11:00'),
)
/** Dates that are holidays, by how many days after the first try they are. */
const someHolidays = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 5 })
const story = fc.record({
  zone: anyZone,
  from: fc.integer({ min: BEGIN, max: END }),
  /** Minutes after nine: 137 are 11:17. */
  minute: fc.oneof(fc.constant(137), fc.integer({ min: 0, max: 539 })),
  holidays: someHolidays,
  ana: fc.record({ zone: anyZone, shifts: anyShifts }),
  bob: fc.record({ zone: anyZone, shifts: anyShifts }),
  /** Whether, from when before a retry and for how long Ana is away. */
  away: fc.option(fc.record({ before: fc.integer({ min: 0, max: 600 }), days: fc.integer({ min: 1, max: 20 }) })),
})

test('after 11:17 never within 09:17 and 13:17, after whatever time never within two hours of it, on three business days: by anybody, anywhere', async () => {
  let whole = 0
  await fc.assert(
    fc.asyncProperty(story, async ({ zone, from, minute, holidays: after, ana, bob, away }) => {
      const holidays = new Set(after.map((days) => localDate(from + days * DAY, zone)))
      const [window] = callableWindows({ zones: [zone], holidays }, from, from + 30 * DAY).filter(
        ({ start }) => localTimeOfDay(start, zone) === 540,
      )
      const first = (window?.start ?? 0) + minute * MINUTE
      const team: TeamMember[] = [member('ana', ana), member('bob', bob), member('eva', { zone, shifts: OFFICE })]
      const absent = (view: RoutingView, planned: number): RoutingView => {
        if (away === null) return view
        const start = planned - away.before * MINUTE
        const absences = [{ start, end: start + away.days * DAY, substituteId: null }]
        return { ...view, team: view.team.map((one) => (one.agentId === 'ana' ? { ...one, absences } : one)) }
      }
      const tries = await triesAfter(first, viewOf(team, { timeZone: zone, zones: [zone], holidays }), absent)
      const times = tries.map((at) => localTimeOfDay(at, zone))
      times.forEach((time, n) => {
        for (const failed of times.slice(0, n)) expect(Math.abs(time - failed)).toBeGreaterThan(120)
      })
      for (const at of tries) {
        expect(businessDay(at, zone, holidays)).toBe(true)
        expect(callableWindows({ zones: [zone], holidays }, at, at + MINUTE)).toHaveLength(1)
      }
      expect(new Set(tries.map((at) => localDate(at, zone))).size).toBe(tries.length)
      if (tries.length === 3) whole += 1
    }),
    { numRuns: 200 },
  )
  expect(whole).toBeGreaterThan(100) // most find their three tries
})

test('a retry that loses its agent is not made at a time of day at which nobody answered, by whoever takes it', async () => {
  const mornings = member('eva', { shifts: week('09:00', '13:00') })
  const ana = member('ana', { shifts: week('13:00', '18:00') })
  const first = NOW + HOUR / 2 // 10:30 on a Monday in Berlin
  const away = (view: RoutingView, planned: number): RoutingView => {
    const absences = [{ start: planned - HOUR, end: planned + 7 * DAY, substituteId: null }]
    return { ...view, team: view.team.map((one) => (one.agentId === 'ana' ? { ...one, absences } : one)) }
  }
  const tries = await triesAfter(first, viewOf([ana, mornings]), away)
  expect(tries.slice(0, 2).map((at) => wall(at, 'Europe/Berlin'))).toEqual(['2026-11-23T10:30', '2026-11-25T12:31'])
})
