import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBookingStore } from '../../adapters/postgres/bookings.ts'
import { createHoldStore } from '../../adapters/postgres/holds.ts'
import type { BookingRequest, HoldRequest } from '../../domain/bookings.ts'
import { addAgent, addCustomer, NOW, openTestDatabase, persistently } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let holds: ReturnType<typeof createHoldStore>
let bookings: ReturnType<typeof createBookingStore>
const time = { at: Date.parse(NOW) }
const clock = { now: () => time.at }

beforeAll(async () => {
  database = await openTestDatabase()
  holds = createHoldStore(database.db, clock)
  bookings = createBookingStore(database.db, clock)
})
afterAll(() => database.drop())

const START = '2026-11-23T09:00:00.000Z'
const END = '2026-11-23T09:45:00.000Z'
const MINUTE = 60_000
const inMinutes = (minutes: number) => new Date(time.at + minutes * MINUTE).toISOString()

const wish = (customerId: string, fields: Partial<HoldRequest> = {}): HoldRequest => ({
  holdId: randomUUID(),
  customerId,
  purpose: 'onboarding',
  start: START,
  minutes: 45,
  ...fields,
})
const bookingOf = ({ holdId, customerId, purpose, start, minutes }: HoldRequest): BookingRequest => ({
  bookingId: holdId,
  callId: randomUUID(),
  customerId,
  purpose,
  start,
  minutes,
  actor: 'customer',
})
const told = () => ({ entry: { kind: 'booking_confirmed', params: {}, actor: 'customer' }, notices: [] })
const moveEntry = { kind: 'booking_moved', params: {}, actor: 'customer' }
const sellers = (n: number) => Promise.all(Array.from({ length: n }, () => persistently(() => addCustomer(database.db))))
const hold = (request: HoldRequest, agentId: string) => persistently(() => holds.hold(request, [agentId], inMinutes(5)))
const book = (request: BookingRequest, agentId: string) => persistently(() => bookings.book(request, [agentId], told))

/** Pairs of open rows that share a time and an agent or a seller; holds whose minutes are over count, too: the constraints see them. */
const overlapping = () =>
  database.db.client.$queryRaw<unknown[]>`
    SELECT a.id, b.id FROM bookings a JOIN bookings b ON a.id < b.id
     WHERE a.status IN ('held', 'confirmed') AND b.status IN ('held', 'confirmed')
       AND (a.agent_id = b.agent_id OR a.customer_id = b.customer_id)
       AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)`

test('of fifty who want to hold one slot at once one does, and it is there for as long as it was said', async () => {
  const agentId = await addAgent(database.db)
  const answers = await Promise.all((await sellers(50)).map((customerId) => hold(wish(customerId), agentId)))
  const held = answers.filter((answer) => answer !== undefined)
  expect(held).toEqual([expect.objectContaining({ agentId, start: START, end: END, status: 'held', expiresAt: inMinutes(5) })])
  expect(await overlapping()).toEqual([])
})

test('of twenty-five who hold a slot and twenty-five who book it at once one gets it', async () => {
  const agentId = await addAgent(database.db)
  const answers = await Promise.all(
    (await sellers(50)).map((customerId, n) =>
      n % 2 === 0 ? hold(wish(customerId), agentId) : book(bookingOf(wish(customerId)), agentId),
    ),
  )
  expect(answers.filter((answer) => answer !== undefined)).toHaveLength(1)
  expect(await database.db.client.booking.count({ where: { agentId } })).toBe(1)
})

test('a slot that fifty book, hold, move to and hand over to at once has one of them', async () => {
  const [wanted, other] = [await addAgent(database.db), await addAgent(database.db)]
  const at = (n: number) => new Date(Date.parse('2026-11-24T00:00:00.000Z') + n * 60 * MINUTE).toISOString()
  const slot = { start: '2026-11-26T09:00:00.000Z', end: '2026-11-26T09:45:00.000Z', agentId: wanted }
  const tries = await Promise.all(
    (await sellers(48)).map(async (customerId, n) => {
      const request = wish(customerId, { start: slot.start })
      if (n % 4 === 0) return () => hold(request, wanted)
      if (n % 4 === 1) return () => book(bookingOf(request), wanted)
      // A time of its own, or the very time with another agent: of these only one can be there before.
      const from = n === 3 ? slot.start : at(n)
      const made = await book(bookingOf({ ...request, start: from }), other)
      return () => persistently(() => bookings.move(made!.id, slot, moveEntry, `${made!.id}/1`))
    }),
  )
  const answers = await Promise.all(tries.map((one) => one()))
  expect(answers.filter((answer) => answer !== undefined)).toHaveLength(1)
  expect(await overlapping()).toEqual([])
})

test('one seller who holds and books with five agents at one time has one slot', async () => {
  const [customerId = ''] = await sellers(1)
  const agents = await Promise.all(Array.from({ length: 5 }, () => addAgent(database.db)))
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => {
      const agentId = agents[n % 5]!
      return n % 2 === 0 ? hold(wish(customerId), agentId) : book(bookingOf(wish(customerId)), agentId)
    }),
  )
  expect(answers.filter((answer) => answer !== undefined)).toHaveLength(1)
  expect(await overlapping()).toEqual([])
})

test('what is held becomes the booking of the same id, with its call, as the first that the seller is told', async () => {
  const agentId = await addAgent(database.db)
  const [customerId = ''] = await sellers(1)
  const request = wish(customerId)
  await hold(request, agentId)
  expect(await bookings.find(request.holdId)).toBeUndefined()
  const confirmation = bookingOf(request)
  const booked = await book(confirmation, agentId)
  expect(booked).toMatchObject({ id: request.holdId, callId: confirmation.callId, agentId, status: 'confirmed', sequence: 0 })
  expect(await book(confirmation, agentId)).toEqual(booked)
  expect(await database.db.client.booking.count({ where: { customerId } })).toBe(1)
  expect(await holds.release(request.holdId)).toBeUndefined()
  expect(await holds.findHold(request.holdId)).toMatchObject({ status: 'confirmed' })
})

test('a hold whose minutes are over stands in nobody’s way, also where nobody ended it', async () => {
  const agentId = await addAgent(database.db)
  const [first = '', second = ''] = await sellers(2)
  const forgotten = wish(first)
  await hold(forgotten, agentId)
  const busyOf = async () => (await bookings.routingView(second)).team.find((member) => member.agentId === agentId)!.busy
  expect(await busyOf()).toHaveLength(1)
  time.at += 6 * MINUTE
  expect(await busyOf()).toEqual([])
  expect((await bookings.routingView(first)).customer.booked).toEqual([])
  expect(await hold(wish(second), agentId)).toMatchObject({ agentId, status: 'held' })
  expect(await holds.findHold(forgotten.holdId)).toMatchObject({ status: 'released' })
  // He confirms too late: it is somebody else's by now.
  expect(await book(bookingOf(forgotten), agentId)).toBeUndefined()
  const free = await addAgent(database.db)
  expect(await book(bookingOf(forgotten), free)).toMatchObject({ id: forgotten.holdId, agentId: free, sequence: 0 })
})

test('who lets go of what he held for another time holds one slot, not two', async () => {
  const agentId = await addAgent(database.db)
  const [customerId = ''] = await sellers(1)
  const before = wish(customerId, { instead: true })
  await hold(before, agentId)
  const after = wish(customerId, { start: '2026-11-23T09:30:00.000Z' })
  expect(await hold(after, agentId)).toBeUndefined()
  expect(await hold({ ...after, instead: true }, agentId)).toMatchObject({ status: 'held' })
  expect(await holds.findHold(before.holdId)).toMatchObject({ status: 'released' })
})

test('who holds by a link lets go of nothing that the team holds for him, nor of what a link for something else does', async () => {
  const [agentId, other] = [await addAgent(database.db), await addAgent(database.db)]
  const [customerId = ''] = await sellers(1)
  const at = (hour: number, fields: Partial<HoldRequest>) => wish(customerId, { start: `2026-11-25T${hour}:00:00.000Z`, ...fields })
  const [byTeam, elsewhere, byLink] = [at(10, {}), at(12, { purpose: 'consultation', instead: true }), at(14, { instead: true })]
  for (const request of [byTeam, elsewhere, byLink]) await hold(request, agentId)
  expect(await hold(at(16, { instead: true }), other)).toMatchObject({ status: 'held' })
  const statuses = await Promise.all([byTeam, elsewhere, byLink].map(async ({ holdId }) => (await holds.findHold(holdId))?.status))
  expect(statuses).toEqual(['held', 'held', 'released'])
})

test('a hold that was let go is there for a day, until the next is held with its agent', async () => {
  const agentId = await addAgent(database.db)
  const [customerId = '', next = ''] = await sellers(2)
  const [old, confirmed] = [wish(customerId), wish(customerId, { start: '2026-11-27T12:00:00.000Z' })]
  for (const request of [old, confirmed]) await hold(request, agentId)
  await book(bookingOf(confirmed), agentId)
  await holds.release(old.holdId)
  await hold(wish(next, { start: '2026-11-27T09:00:00.000Z' }), agentId)
  expect(await holds.findHold(old.holdId)).toMatchObject({ status: 'released' })
  time.at += 25 * 60 * MINUTE
  await hold(wish(next, { start: '2026-11-27T10:00:00.000Z' }), agentId)
  expect(await holds.findHold(old.holdId)).toBeUndefined()
  expect(await holds.findHold(confirmed.holdId)).toMatchObject({ status: 'confirmed' })
})

test('of fifty repeats of one hold one row is made', async () => {
  const agents = [await addAgent(database.db), await addAgent(database.db)]
  const [customerId = ''] = await sellers(1)
  const request = wish(customerId)
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      persistently(() => holds.hold(request, n % 2 === 0 ? agents : [...agents].reverse(), inMinutes(5))),
    ),
  )
  expect(new Set(answers.map((answer) => answer?.agentId)).size).toBe(1)
})
