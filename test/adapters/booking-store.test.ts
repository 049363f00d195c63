import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createBookingReads, createBookingStore } from '../../adapters/postgres/bookings.ts'
import type { Booking, BookingRequest } from '../../domain/bookings.ts'
import { addAgent, addCustomer, clock, openTestDatabase, persistently } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let bookings: ReturnType<typeof createBookingStore>
let customerId: string

beforeAll(async () => {
  database = await openTestDatabase()
  bookings = createBookingStore(database.db, clock)
})
/** Nobody is booked twice at one time: each test has a seller of its own. */
beforeEach(async () => {
  customerId = await addCustomer(database.db)
})
afterAll(() => database.drop())

const START = '2026-11-23T09:00:00.000Z'

const request = (fields: Partial<BookingRequest> = {}): BookingRequest => ({
  bookingId: randomUUID(),
  callId: randomUUID(),
  customerId,
  purpose: 'onboarding',
  start: START,
  minutes: 45,
  actor: 'customer',
  ...fields,
})

const told = (booking: Booking) => ({
  entry: { kind: 'booking_confirmed', params: { bookingId: booking.id }, actor: 'customer' },
  notices: [{ audience: booking.agentId, kind: 'booking_confirmed', params: {} }],
})

const moveEntry = { kind: 'booking_moved', params: {}, actor: 'customer' }
const cancelEntry = { kind: 'booking_cancelled', params: {}, actor: 'customer' }

test('of fifty who book the same slot of one agent at once exactly one gets it, and the others leave nothing behind', async () => {
  const agentId = await addAgent(database.db)
  const requests = Array.from({ length: 50 }, (_, n) => request({ start: new Date(Date.parse(START) + (n % 3) * 600_000).toISOString() }))

  const answers = await Promise.all(requests.map((one) => persistently(() => bookings.book(one, [agentId], told))))

  expect(answers.filter((answer) => answer !== undefined)).toHaveLength(1)
  expect(await database.db.client.booking.count({ where: { agentId } })).toBe(1)
  expect(await database.db.client.call.count({ where: { agentId } })).toBe(1)
  expect(await database.db.client.notice.count({ where: { audience: agentId } })).toBe(1)
})

test('fifty who take any of five agents fill exactly five slots, whatever the order they ask in', async () => {
  const agents = await Promise.all(Array.from({ length: 5 }, () => addAgent(database.db)))
  const orders = Array.from({ length: 50 }, (_, n) => [...agents.slice(n % 5), ...agents.slice(0, n % 5)])

  const sellers = await Promise.all(orders.map(() => persistently(() => addCustomer(database.db))))

  const answers = await Promise.all(
    orders.map((order, n) => persistently(() => bookings.book(request({ customerId: sellers[n]! }), order, told))),
  )

  const booked = answers.filter((answer) => answer !== undefined)
  expect(booked.map(({ agentId }) => agentId).sort()).toEqual([...agents].sort())
})

test('a booking comes with its call, entry and notice; a repeat answers what was stored', async () => {
  const [first, second] = [await addAgent(database.db), await addAgent(database.db)]
  const wish = request()
  const booked = await bookings.book(wish, [first], told)

  expect(booked).toEqual({
    id: wish.bookingId,
    callId: wish.callId,
    customerId,
    agentId: first,
    purpose: 'onboarding',
    start: START,
    end: '2026-11-23T09:45:00.000Z',
    status: 'confirmed',
    sequence: 0,
  })
  expect(await bookings.book(wish, [second, first], told)).toEqual(booked)
  expect(await bookings.find(wish.bookingId)).toEqual(booked)
  expect(await database.db.client.call.findUnique({ where: { id: wish.callId } })).toMatchObject({
    status: 'planned',
    version: 0,
    agentId: first,
    dueAt: new Date(START),
  })
  expect(await database.db.client.auditEntry.count({ where: { callId: wish.callId } })).toBe(1)
})

test('the same request ten times at once is one booking', async () => {
  const agents = [await addAgent(database.db), await addAgent(database.db)]
  const wish = request()

  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) => bookings.book(wish, n % 2 === 0 ? agents : [...agents].reverse(), told)),
  )

  expect(new Set(answers.map((answer) => answer?.agentId)).size).toBe(1)
  expect(await database.db.client.booking.count({ where: { id: wish.bookingId } })).toBe(1)
})

test('a booking is moved once for a key, and not to where somebody else is', async () => {
  const agentId = await addAgent(database.db)
  const wish = request()
  await bookings.book(wish, [agentId], told)
  await bookings.book(request({ start: '2026-11-23T11:00:00.000Z' }), [agentId], told)
  const later = { start: '2026-11-23T10:00:00.000Z', end: '2026-11-23T10:45:00.000Z', agentId }
  const key = `${wish.bookingId}/1`

  expect(await bookings.move(wish.bookingId, later, moveEntry, key)).toMatchObject({ ...later, sequence: 1 })
  expect(await bookings.move(wish.bookingId, later, moveEntry, key)).toMatchObject({ ...later, sequence: 1 })
  expect(await database.db.client.auditEntry.count({ where: { callId: wish.callId, kind: 'booking_moved' } })).toBe(1)

  const taken = { start: '2026-11-23T10:30:00.000Z', end: '2026-11-23T11:15:00.000Z', agentId }
  expect(await bookings.move(wish.bookingId, taken, moveEntry, `${wish.bookingId}/2`)).toBeUndefined()
  expect(await bookings.find(wish.bookingId)).toMatchObject({ ...later, sequence: 1 })
})

test('two bookings that are moved into the same slot at once: one gets it', async () => {
  const agentId = await addAgent(database.db)
  const wishes = await Promise.all(
    ['09', '10', '11', '12'].map((hour) => bookings.book(request({ start: `2026-11-23T${hour}:00:00.000Z` }), [agentId], told)),
  )
  const slot = { start: '2026-11-23T15:00:00.000Z', end: '2026-11-23T15:45:00.000Z', agentId }

  const moved = await Promise.all(wishes.map((booking) => bookings.move(booking!.id, slot, moveEntry, `${booking!.id}/1`)))

  expect(moved.filter((booking) => booking !== undefined)).toHaveLength(1)
})

test('a cancelled booking frees the slot, counts one change and cannot be moved', async () => {
  const agentId = await addAgent(database.db)
  const wish = request()
  await bookings.book(wish, [agentId], told)

  expect(await bookings.cancel(wish.bookingId, cancelEntry)).toMatchObject({ status: 'cancelled', sequence: 1 })
  expect(await bookings.cancel(wish.bookingId, cancelEntry)).toMatchObject({ status: 'cancelled', sequence: 1 })
  expect(await database.db.client.auditEntry.count({ where: { callId: wish.callId, kind: 'booking_cancelled' } })).toBe(1)
  const slot = { start: START, end: '2026-11-23T09:45:00.000Z', agentId }
  await expect(bookings.move(wish.bookingId, slot, moveEntry, `${wish.bookingId}/2`)).rejects.toMatchObject({ type: 'BookingNotOpen' })
  expect(await bookings.book(request(), [agentId], told)).toMatchObject({ agentId })
})

test('with nobody to book the answer is nobody, and a missing booking is named', async () => {
  expect(await bookings.book(request(), [], told)).toBeUndefined()
  expect(await bookings.find('none')).toBeUndefined()
  await expect(bookings.cancel('none', cancelEntry)).rejects.toMatchObject({ type: 'BookingNotFound' })
})

test('the API hears of a missing customer as of nothing', async () => {
  const reads = createBookingReads(database.db, clock)
  expect(await reads.routingView('nobody')).toBeUndefined()
  expect(await reads.routingView(customerId)).toMatchObject({ customer: { customerId } })
})
