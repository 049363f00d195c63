import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAgentFeeds } from '../../adapters/postgres/agent-feeds.ts'
import { createBookingStore } from '../../adapters/postgres/bookings.ts'
import { createHoldStore } from '../../adapters/postgres/holds.ts'
import { addAgent, addCustomer, clock, openTestDatabase } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.drop())

const START = '2026-11-23T09:00:00.000Z'
const wish = async () => ({ customerId: await addCustomer(database.db), purpose: 'onboarding' as const, start: START, minutes: 45 })

/** What the calendar of an agent says, by the id of its row. */
async function calendarOf(agentId: string) {
  const feeds = createAgentFeeds(database.db, clock)
  const { text = '' } = (await feeds.read(await feeds.renew(agentId))) ?? {}
  const events = text.split('BEGIN:VEVENT').slice(1)
  const said = (event: string, name: string) => event.match(new RegExp(`^${name}:([^\\r@]*)`, 'm'))?.[1]
  return events.map((event) => ({ id: said(event, 'UID'), start: said(event, 'DTSTART'), status: said(event, 'STATUS') }))
}

test('what is only held is no meeting in its agent’s calendar, neither then nor after it was let go', async () => {
  const agentId = await addAgent(database.db)
  const holds = createHoldStore(database.db, clock)
  const holdId = randomUUID()
  await holds.hold({ holdId, ...(await wish()) }, [agentId], '2026-11-22T12:05:00.000Z')
  expect(await calendarOf(agentId)).toEqual([])
  await holds.release(holdId)
  expect(await calendarOf(agentId)).toEqual([])
})

test('a call whose booking was cancelled and that was planned anew is in the calendar at its new time, once', async () => {
  const agentId = await addAgent(database.db)
  const bookings = createBookingStore(database.db, clock)
  const [bookingId, callId] = [randomUUID(), randomUUID()]
  const told = { kind: 'booking_changed', params: {}, actor: 'agent/1' }
  await bookings.book({ bookingId, callId, ...(await wish()), actor: 'agent/1' }, [agentId], () => ({ entry: told, notices: [] }))
  const booked = { id: bookingId, start: '20261123T090000Z' }
  expect(await calendarOf(agentId)).toEqual([{ ...booked, status: 'CONFIRMED' }])
  await bookings.cancel(bookingId, told)
  const change = (data: { dueAt?: Date; status?: string }) => database.db.client.call.update({ where: { id: callId }, data })
  await change({ dueAt: new Date('2026-11-24T10:00:00.000Z') })
  const cancelled = { ...booked, status: 'CANCELLED' }
  expect(await calendarOf(agentId)).toEqual([cancelled, { id: callId, start: '20261124T100000Z', status: 'CONFIRMED' }])
  await change({ status: 'cancelled' })
  expect(await calendarOf(agentId)).toEqual([cancelled])
})
