import { ApplicationFailure } from '@temporalio/common'
import type { BookingStore } from '../../activities/bookings.ts'
import type { BookingReads } from '../../api/booking-desk.ts'
import { type Booking, type BookingPurpose, type BookingRequest, type BookingStatus, type Slot, slotEnd } from '../../domain/bookings.ts'
import { FailureType } from '../../domain/errors.ts'
import type { RoutingView } from '../../domain/routing/team.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { bookingNotFound, bookingNotOpen } from './errors.ts'
import { intentFor } from './promises.ts'
import { lockSlot, makeRoom, OPEN, readBooked, unlessTaken } from './slots.ts'
import { readRoutingView } from './team.ts'
import { writeEntries, writeNotices } from './trail.ts'
import { iso } from './values.ts'
import { fulfilWishes } from './waitlist.ts'

/** Whether a slot is free is for the database to say (bookings_no_overlap, bookings_one_at_a_time), not for a look at the table before. */
export const createBookingStore = (db: Database, clock = machineClock): BookingStore => ({
  routingView: (customerId) => viewOfSlots(db.client, customerId, clock.now()),
  find: (id) => readBooking(db.client, id),

  async book(request, agentIds, told) {
    const now = new Date(clock.now())
    for (const agentId of agentIds) {
      const booked = await unlessTaken(
        db.client.$transaction(async (tx) => {
          const { bookingId: id, customerId, start, minutes } = request
          await lockSlot(tx, { id, customerId, agentId })
          const known = await tx.booking.findUnique({ where: { id } })
          if (known && known.callId !== null) return toBooking(known)
          await makeRoom(tx, { id, customerId, agentId, start, end: slotEnd(start, minutes) }, now)
          const booking = await writeBooking(tx, request, agentId, now, known !== null)
          await fulfilWishes(tx, booking)
          const { entry, notices } = told(booking)
          const key = `booking/${booking.id}/0`
          await writeEntries(tx, key, now, booking, [entry])
          await writeNotices(tx, key, now, booking, notices)
          return booking
        }),
      )
      if (booked) return booked
    }
    return readBooking(db.client, request.bookingId) // somebody repeated the request, and that one was quicker
  },

  move: (id, to, entry, key) =>
    unlessTaken(
      db.client.$transaction(async (tx) => {
        const { customerId } = await knownBooking(tx, id)
        await lockSlot(tx, { id, customerId, agentId: to.agentId })
        const booking = await knownBooking(tx, id)
        if (`${id}/${booking.sequence}` === key && isAt(booking, to)) return booking
        refuseClosed(booking)
        const now = new Date(clock.now())
        await makeRoom(tx, { id, customerId, ...to }, now)
        const start = new Date(to.start)
        const slot = { start, end: new Date(to.end), agentId: to.agentId, doubled: false, ...(await intentFor(tx, customerId, start)) }
        const moved = await updated(tx, id, { ...slot, sequence: { increment: 1 } })
        await fulfilWishes(tx, moved)
        await writeEntries(tx, `booking/${id}/${moved.sequence}`, now, moved, entry === undefined ? [] : [entry])
        return moved
      }),
    ),

  cancel: (id, entry) =>
    db.client.$transaction(async (tx) => {
      const { customerId } = await knownBooking(tx, id)
      await lockSlot(tx, { id, customerId })
      const known = await knownBooking(tx, id)
      if (known.status !== 'cancelled') refuseClosed(known)
      const booking = known.status === 'cancelled' ? known : await updated(tx, id, { status: 'cancelled', sequence: { increment: 1 } })
      await writeEntries(tx, `booking/${id}/cancelled`, new Date(clock.now()), booking, [entry])
      return booking
    }),
})

export const createBookingReads = (db: Database, clock = machineClock): BookingReads => ({
  find: (id) => readBooking(db.client, id),
  routingView: (customerId) =>
    viewOfSlots(db.client, customerId, clock.now()).catch((error: unknown) => {
      if (error instanceof ApplicationFailure && error.type === FailureType.CustomerNotFound) return undefined
      throw error
    }),
})

/** The team, and when the seller himself is booked already. */
async function viewOfSlots(queries: Queries, customerId: string, now: number): Promise<RoutingView> {
  const view = await readRoutingView(queries, customerId, now)
  return { ...view, customer: { ...view.customer, booked: await readBooked(queries, customerId, now) } }
}

/** A new row, or the hold of the same id: what was held, or was held too long, becomes the booking. */
async function writeBooking(
  queries: Queries,
  request: BookingRequest,
  agentId: string,
  createdAt: Date,
  wasHeld: boolean,
): Promise<Booking> {
  const { bookingId: id, callId, customerId, purpose, start: from, minutes } = request
  const start = new Date(from)
  const call = { id: callId, customerId, purpose, status: 'planned', dueAt: start, agentId, assignedAt: createdAt, createdAt }
  await queries.call.createMany({ data: [call], skipDuplicates: true })
  const slot = { agentId, start, end: new Date(slotEnd(from, minutes)), ...(await intentFor(queries, customerId, start)) }
  const made = { callId, customerId, purpose, ...slot, status: 'confirmed' }
  if (wasHeld) return updated(queries, id, made)
  return toBooking(await queries.booking.create({ data: { ...made, id, createdAt } }))
}

async function updated(
  queries: Queries,
  id: string,
  data: Prisma.BookingUpdateInput | Prisma.BookingUncheckedUpdateInput,
): Promise<Booking> {
  return toBooking(await queries.booking.update({ where: { id }, data }))
}

/** What is only held has no call, and is no booking yet. */
async function readBooking(queries: Queries, id: string): Promise<Booking | undefined> {
  const booking = await queries.booking.findUnique({ where: { id } })
  return booking && booking.callId !== null ? toBooking(booking) : undefined
}

async function knownBooking(queries: Queries, id: string): Promise<Booking> {
  const booking = await readBooking(queries, id)
  if (!booking) throw bookingNotFound(id)
  return booking
}

function refuseClosed({ id, status }: Booking): void {
  if (!OPEN.includes(status)) throw bookingNotOpen(id, status)
}

const isAt = (booking: Booking, to: Slot): boolean =>
  booking.agentId === to.agentId && Date.parse(booking.start) === Date.parse(to.start) && Date.parse(booking.end) === Date.parse(to.end)

export const toBooking = ({ id, callId, customerId, agentId, purpose, start, end, status, sequence }: Prisma.BookingModel): Booking => ({
  id,
  callId: callId ?? '', // of a booking there is one: bookings_made_have_a_call
  customerId,
  agentId,
  purpose: purpose as BookingPurpose,
  start: iso(start),
  end: iso(end),
  status: status as BookingStatus,
  sequence,
})
