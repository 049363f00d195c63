import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBookingStore } from '../../adapters/postgres/bookings.ts'
import { createBusyFeedStore, createFeedStore } from '../../adapters/postgres/busy-feeds.ts'
import { readTeam } from '../../adapters/postgres/team.ts'
import { createCredentialCipher } from '../../adapters/secrets.ts'
import type { Interval } from '../../domain/calendar/intervals.ts'
import { addAgent, addCustomer, clock, NOW, openTestDatabase } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let api: ReturnType<typeof createBusyFeedStore>
let feeds: ReturnType<typeof createFeedStore>
const cipher = createCredentialCipher(randomBytes(32))
beforeAll(async () => {
  database = await openTestDatabase()
  api = createBusyFeedStore(database.db, cipher, clock)
  feeds = createFeedStore(database.db, cipher, clock)
})
afterAll(() => database.drop())

const URL = 'https://calendar.example/private-0123456789/basic.ics'
const HOUR = 3_600_000
const MORNING = { start: Date.parse('2026-11-24T09:00:00Z'), end: Date.parse('2026-11-24T11:00:00Z') }
const timesOf = (...busy: Interval[]) => ({ times: { busy, dates: [] as string[], events: busy.length } })
const failed = { error: { code: 'timeout', params: {} } }

const memberOf = async (agentId: string) => (await readTeam(database.db.client, clock.now())).find((one) => one.agentId === agentId)!
const noticesOf = async (audience: string) => {
  const rows = await database.db.client.notice.findMany({ where: { audience, kind: { startsWith: 'busy_feed' } }, orderBy: { id: 'asc' } })
  return rows.map(({ kind, params }) => ({ kind, params }))
}

test('an address goes in sealed and is opened by its workflow alone', async () => {
  const agentId = await addAgent(database.db, { timeZone: 'Europe/Lisbon' })
  const { id, view } = await api.put(agentId, URL)
  expect(view).toEqual({ status: 'pending', host: 'calendar.example', readAt: null, events: 0 })
  expect(await feeds.open(id)).toEqual({ url: URL, zone: 'Europe/Lisbon', revision: 1 })
  const row = await database.db.client.busyFeed.findUniqueOrThrow({ where: { id } })
  expect(Buffer.from(row.sealedUrl).toString('latin1')).not.toContain('private')
  expect(JSON.stringify(await api.find(agentId))).not.toContain('private')
  const foreign = createFeedStore(database.db, createCredentialCipher(randomBytes(32)), clock)
  expect(await foreign.open(id)).toMatchObject({ url: null })
})

test('what was read takes the place of what was kept before; a repeat changes nothing', async () => {
  const agentId = await addAgent(database.db)
  const { id } = await api.put(agentId, URL)
  const evening = { start: MORNING.end + 5 * HOUR, end: MORNING.end + 6 * HOUR }
  await feeds.keep(id, { ...timesOf(MORNING, evening), revision: 1, number: 1 })
  expect((await memberOf(agentId)).busy).toEqual([MORNING, evening])
  expect(await api.find(agentId)).toEqual({ status: 'ok', host: 'calendar.example', readAt: NOW, events: 2 })
  await feeds.keep(id, { ...timesOf(), revision: 1, number: 1 })
  expect((await memberOf(agentId)).busy).toEqual([MORNING, evening])
  await feeds.keep(id, { ...timesOf(evening), revision: 1, number: 2 })
  expect((await memberOf(agentId)).busy).toEqual([evening])
})

test('a reading that failed keeps the times, and says why', async () => {
  const agentId = await addAgent(database.db)
  const { id } = await api.put(agentId, URL)
  await feeds.keep(id, { ...timesOf(MORNING), revision: 1, number: 1 })
  await feeds.keep(id, { ...failed, revision: 1, number: 2 })
  expect((await memberOf(agentId)).busy).toEqual([MORNING])
  expect(await api.find(agentId)).toEqual({ status: 'failed', host: 'calendar.example', readAt: NOW, events: 1, error: failed.error })
})

test('after three failures in a row the agent is told, once, and again only after it was well in between', async () => {
  const agentId = await addAgent(database.db)
  const { id } = await api.put(agentId, URL)
  const notice = { kind: 'busy_feed_failed', params: { host: 'calendar.example', failures: 3, error: failed.error } }
  for (const number of [1, 2]) await feeds.keep(id, { ...failed, revision: 1, number })
  await feeds.keep(id, { ...failed, revision: 1, number: 2 })
  expect(await noticesOf(agentId)).toEqual([])
  for (const number of [3, 3, 4, 5]) await feeds.keep(id, { ...failed, revision: 1, number })
  expect(await noticesOf(agentId)).toEqual([notice])
  await feeds.keep(id, { ...timesOf(), revision: 1, number: 6 })
  for (const number of [7, 8, 9]) await feeds.keep(id, { ...failed, revision: 1, number })
  expect(await noticesOf(agentId)).toEqual([notice, notice])
})

test('what was read at an address of before is not kept; what was kept of it stays until the new one was read', async () => {
  const agentId = await addAgent(database.db)
  const { id } = await api.put(agentId, URL)
  await feeds.keep(id, { ...timesOf(MORNING), revision: 1, number: 1 })
  expect((await api.put(agentId, 'https://other.example/feed.ics')).id).toBe(id)
  await feeds.keep(id, { ...timesOf(), revision: 1, number: 2 })
  expect(await api.find(agentId)).toMatchObject({ status: 'pending', host: 'other.example' })
  expect((await memberOf(agentId)).busy).toEqual([MORNING])
  await feeds.keep(id, { ...timesOf(), revision: 2, number: 3 })
  expect((await memberOf(agentId)).busy).toEqual([])
})

test('a feed that is taken away takes its times with it, and what is read of it afterwards is nothing', async () => {
  const agentId = await addAgent(database.db)
  const { id } = await api.put(agentId, URL)
  await feeds.keep(id, { ...timesOf(MORNING), revision: 1, number: 1 })
  expect([await api.remove(agentId), await api.remove(agentId)]).toEqual([id, undefined])
  expect((await memberOf(agentId)).busy).toEqual([])
  expect(await feeds.open(id)).toBeUndefined()
  await feeds.keep(id, { ...timesOf(MORNING), revision: 1, number: 2 })
  expect((await memberOf(agentId)).busy).toEqual([])
})

test('the agent is told once of a booking that collides, which stays; moved into another busy time, once more', async () => {
  const agentId = await addAgent(database.db)
  const customerId = await addCustomer(database.db)
  const { id } = await api.put(agentId, URL)
  const bookings = createBookingStore(database.db, clock)
  const actor = 'key/k1'
  const entry = { kind: 'booking_confirmed', params: {}, actor }
  const start = new Date(MORNING.start + HOUR).toISOString()
  const request = { bookingId: 'b1', callId: 'b1-call', customerId, purpose: 'onboarding' as const, start, minutes: 45, actor }
  const booking = (await bookings.book(request, [agentId], () => ({ entry, notices: [] })))!
  const evening = { start: MORNING.end + 5 * HOUR, end: MORNING.end + 6 * HOUR }
  for (const number of [1, 2, 3]) await feeds.keep(id, { ...timesOf(MORNING, evening), revision: 1, number })
  const of = (from: string, until: string, busy: Interval) => ({
    kind: 'busy_feed_conflict',
    params: {
      bookingId: 'b1',
      callId: 'b1-call',
      customerId,
      purpose: 'onboarding',
      start: from,
      end: until,
      busyFrom: new Date(busy.start).toISOString(),
      busyUntil: new Date(busy.end).toISOString(),
    },
  })
  const first = of(booking.start, booking.end, MORNING)
  expect(await noticesOf(agentId)).toEqual([first])
  expect(await bookings.find('b1')).toEqual(booking)
  const to = { start: new Date(evening.start).toISOString(), end: new Date(evening.start + HOUR / 2).toISOString(), agentId }
  await bookings.move('b1', to, entry, 'b1/1')
  for (const number of [4, 5]) await feeds.keep(id, { ...timesOf(MORNING, evening), revision: 1, number })
  expect(await noticesOf(agentId)).toEqual([first, of(to.start, to.end, evening)])
})

test("the team's feed closes dates for everybody; a date with hours that a person put keeps those", async () => {
  const agentId = await addAgent(database.db)
  const { id } = await api.put(null, URL)
  await database.db.client.calendarOverride.create({
    data: { id: 'team/2026-12-24', date: new Date('2026-12-24'), intervals: [{ from: '09:00', until: '12:00' }] },
  })
  const times = { busy: [MORNING], dates: ['2026-12-24', '2026-12-25'], events: 3 }
  await feeds.keep(id, { times, revision: 1, number: 1 })
  const { teamDays, busy } = await memberOf(agentId)
  expect(teamDays).toEqual([
    { date: '2026-12-24', hours: [{ from: '09:00', until: '12:00' }] },
    { date: '2026-12-25', hours: [] },
  ])
  expect(busy).toEqual([])
  for (const number of [2, 3, 4]) await feeds.keep(id, { ...failed, revision: 1, number })
  expect(await noticesOf('leads')).toHaveLength(1)
  expect(await api.remove(null)).toBe(id)
  expect((await memberOf(agentId)).teamDays).toHaveLength(1)
})

test('a reader that begins anew with a new address is heard, however often the one before has read', async () => {
  const agentId = await addAgent(database.db)
  const { id } = await api.put(agentId, URL)
  await feeds.keep(id, { ...timesOf(), revision: 1, number: 7 })
  await api.put(agentId, URL)
  await feeds.keep(id, { ...timesOf(MORNING), revision: 2, number: 1 })
  expect(await api.find(agentId)).toMatchObject({ status: 'ok', events: 1 })
  expect((await memberOf(agentId)).busy).toEqual([MORNING])
})
