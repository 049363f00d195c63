import { ApplicationFailure } from '@temporalio/common'
import type { BookingStore } from '../../activities/bookings.ts'
import type { BookingReads } from '../../api/routes/bookings.ts'
import { type Booking, type BookingPurpose, type BookingRequest, type BookingStatus, type Slot, slotEnd } from '../../domain/bookings.ts'
import { FailureType } from '../../domain/errors.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { bookingNotFound, bookingNotOpen, EXCLUSION_VIOLATION, sqlState } from './errors.ts'
import { lockNames } from './locks.ts'
import { intentFor } from './promises.ts'
import { readRoutingView } from './team.ts'
import { writeEntries, writeNotices } from './trail.ts'
import { iso } from './values.ts'

const OPEN: readonly string[] = ['held', 'confirmed'] satisfies BookingStatus[]

/** Whether a slot is free is for the database to say (bookings_no_overlap), not for a look at the table before. */
export const createBookingStore = (db: Database, clock = machineClock): BookingStore => ({
  routingView: (customerId) => readRoutingView(db.client, customerId, clock.now()),
  find: (id) => readBooking(db.client, id),

  async book(request, agentIds, told) {
    const now = new Date(clock.now())
    for (const agentId of agentIds) {
      const booked = await unlessTaken(
        db.client.$transaction(async (tx) => {
          await lockBooking(tx, request.bookingId, agentId)
          const stored = await readBooking(tx, request.bookingId)
          if (stored) return stored
          const booking = await insertBooking(tx, request, agentId, now)
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
        await lockBooking(tx, id, to.agentId)
        const booking = await knownBooking(tx, id)
        if (`${id}/${booking.sequence}` === key && isAt(booking, to)) return booking
        refuseClosed(booking)
        const start = new Date(to.start)
        const intent = await intentFor(tx, booking.customerId, start)
        const data = { start, end: new Date(to.end), agentId: to.agentId, sequence: { increment: 1 }, ...intent }
        const moved = toBooking(await tx.booking.update({ where: { id }, data }))
        await writeEntries(tx, `booking/${id}/${moved.sequence}`, new Date(clock.now()), moved, [entry])
        return moved
      }),
    ),

  cancel: (id, entry) =>
    db.client.$transaction(async (tx) => {
      await lockBooking(tx, id)
      const known = await knownBooking(tx, id)
      if (known.status !== 'cancelled') refuseClosed(known)
      const booking =
        known.status === 'cancelled'
          ? known
          : toBooking(await tx.booking.update({ where: { id }, data: { status: 'cancelled', sequence: { increment: 1 } } }))
      await writeEntries(tx, `booking/${id}/cancelled`, new Date(clock.now()), booking, [entry])
      return booking
    }),
})

export const createBookingReads = (db: Database, clock = machineClock): BookingReads => ({
  find: (id) => readBooking(db.client, id),
  routingView: (customerId) =>
    readRoutingView(db.client, customerId, clock.now()).catch((error: unknown) => {
      if (error instanceof ApplicationFailure && error.type === FailureType.CustomerNotFound) return undefined
      throw error
    }),
})

/** One at a time for a booking and for an agent: two that overlap and are written at once would wait for each other (40P01). */
const lockBooking = (queries: Queries, id: string, agentId?: string): Promise<void> =>
  lockNames(queries, [`booking/${id}`, ...(agentId === undefined ? [] : [`agent/${agentId}`])])

/** Undefined where the constraint refused; with its transaction everything else is undone too. */
async function unlessTaken(booking: Promise<Booking>): Promise<Booking | undefined> {
  try {
    return await booking
  } catch (error) {
    if (sqlState(error) === EXCLUSION_VIOLATION) return undefined
    throw error
  }
}

async function insertBooking(queries: Queries, request: BookingRequest, agentId: string, createdAt: Date): Promise<Booking> {
  const { bookingId: id, callId, customerId, purpose, start: from, minutes } = request
  const start = new Date(from)
  const call = { id: callId, customerId, purpose, status: 'planned', dueAt: start, agentId, assignedAt: createdAt, createdAt }
  await queries.call.createMany({ data: [call], skipDuplicates: true })
  const end = new Date(slotEnd(from, minutes))
  const intent = await intentFor(queries, customerId, start)
  return toBooking(
    await queries.booking.create({
      data: { id, callId, customerId, agentId, purpose, start, end, status: 'confirmed', createdAt, ...intent },
    }),
  )
}

async function readBooking(queries: Queries, id: string): Promise<Booking | undefined> {
  const booking = await queries.booking.findUnique({ where: { id } })
  return booking ? toBooking(booking) : undefined
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

const toBooking = ({ id, callId, customerId, agentId, purpose, start, end, status, sequence }: Prisma.BookingModel): Booking => ({
  id,
  callId,
  customerId,
  agentId,
  purpose: purpose as BookingPurpose,
  start: iso(start),
  end: iso(end),
  status: status as BookingStatus,
  sequence,
})
