import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCalendarStore } from '../../adapters/postgres/calendar.ts'
import { createCallStore } from '../../adapters/postgres/calls.ts'
import { createPastReads } from '../../adapters/postgres/past.ts'
import type { ScheduleRequest } from '../../domain/routing/schedule.ts'
import { addAgent, addCustomer, NOW, openTestDatabase } from '../support/records.ts'

const DAY = 86_400_000

let database: Awaited<ReturnType<typeof openTestDatabase>>
let agentId: string
let now = Date.parse(NOW)
const clock = { now: () => now }
beforeAll(async () => {
  database = await openTestDatabase()
  agentId = await addAgent(database.db)
})
afterAll(() => database.drop())

const why = { code: 'language_match' as const, params: {} }
async function route(customerId: string, callId: string, version: number, at: number): Promise<ScheduleRequest> {
  const request: ScheduleRequest = {
    ...{ callId, customerId, purpose: 'welcome', languages: ['de'], at: null, topic: null },
    ...{ excluded: [], version, actor: 'system' },
  }
  const decision = { agentId, language: 'de', why, policyVersion: 'ladder-2' as const, candidates: [], steps: [] }
  const scheduled = { agentId, language: 'de', dueAt: NOW, whyTiming: why, whyAssignment: why, decision }
  now = at
  await createCallStore(database.db, clock).schedule(request, () => ({
    scheduled,
    entry: { kind: 'call_planned', params: {}, actor: 'system' },
    notices: [],
  }))
  now = Date.parse(NOW)
  return request
}

test('the past is each call as it was first routed within the time, in order, with the newest where there are too many', async () => {
  const today = Date.parse(NOW)
  const known = await addCustomer(database.db, { registeredAt: '2026-01-10T12:00:00.000Z' })
  const fresh = await addCustomer(database.db)
  await calendarClosed('2026-11-05')
  await route(known, 'before', 1, today - 40 * DAY)
  await route(known, 'before', 2, today - 3 * DAY) // routed anew: it was first routed before
  const second = await route(fresh, 'second', 1, today - 2 * DAY)
  const first = await route(known, 'first', 1, today - 20 * DAY)
  await route(fresh, 'second', 2, today - DAY)
  const reads = createPastReads(database.db, clock)

  const { past, today: rules, further } = await reads.past({ days: 30, limit: 10 })
  expect(past.calls.map(({ request, decidedAt }) => [request, decidedAt])).toEqual([
    [first, today - 20 * DAY],
    [second, today - 2 * DAY],
  ])
  expect(past.calls.map(({ customer }) => customer.agentId)).toEqual([agentId, null])
  expect(past.carried).toEqual([{ agentId, since: today - 40 * DAY, until: null }])
  expect(rules.team.find((member) => member.agentId === agentId)?.teamDays).toEqual([{ date: '2026-11-05', hours: [] }])
  expect(further).toBe(0)

  const bounded = await reads.past({ days: 30, limit: 1 })
  expect([bounded.past.calls.map(({ request }) => request.callId), bounded.further]).toEqual([['second'], 1])
  expect(bounded.past.carried.map(({ since }) => since).sort()).toEqual([today - 40 * DAY, today - 20 * DAY].sort())
})

test('a call of a release that did not keep what was asked is counted as one not looked at', async () => {
  const customerId = await addCustomer(database.db)
  await route(customerId, 'older', 1, Date.parse(NOW) - DAY)
  const reads = createPastReads(database.db, clock)
  const { further } = await reads.past({ days: 30, limit: 10 })
  await database.db.client.assignment.update({ where: { id: 'older/1' }, data: { decision: { decision: {} } } })
  const after = await reads.past({ days: 30, limit: 10 })
  expect([after.further - further, after.past.calls.some(({ request }) => request.callId === 'older')]).toEqual([1, false])
})

const calendarClosed = (date: string) => createCalendarStore(database.db, clock).put({ date, agentId: null, intervals: [] }, 'agent/lead-1')
