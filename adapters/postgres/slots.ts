import type { BookingStatus, Slot } from '../../domain/bookings.ts'
import type { Interval } from '../../domain/calendar/intervals.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import type { Queries } from './database.ts'
import { EXCLUSION_VIOLATION, sqlState } from './errors.ts'
import { lockNames } from './locks.ts'

/** Rows that the constraints count: bookings_no_overlap for an agent, bookings_one_at_a_time for a seller. */
export const OPEN: BookingStatus[] = ['held', 'confirmed']

/** What is taken now (epoch milliseconds): a hold counts until its minutes are over, also while its row says otherwise. */
export const takenAt = (now: number): Prisma.BookingWhereInput => ({
  OR: [{ status: 'confirmed' }, { status: 'held', heldUntil: { gt: new Date(now) } }],
})

interface Party {
  readonly id: string
  readonly customerId: string
  readonly agentId?: string
}

/**
 * One at a time for a booking, for a seller and for an agent: two that overlap and are written at once would wait for each other
 * (40P01).
 */
export const lockSlot = (queries: Queries, { id, customerId, agentId }: Party): Promise<void> =>
  lockNames(queries, [`booking/${id}`, `booked/${customerId}`, ...(agentId === undefined ? [] : [`agent/${agentId}`])])

class SlotTaken extends Error {}

/** Undefined where a slot was taken; with its transaction everything else is undone too. */
export async function unlessTaken<T>(written: Promise<T>): Promise<T | undefined> {
  try {
    return await written
  } catch (error) {
    if (error instanceof SlotTaken || sqlState(error) === EXCLUSION_VIOLATION) return undefined
    throw error
  }
}

/**
 * Ends holds whose minutes are over and that are in the way of a slot, also where whoever should have ended them is dead. Refuses where
 * something else is: who comes too late is spared what he would write in vain. The constraints have the last word.
 */
export async function makeRoom(queries: Queries, { id, customerId, agentId, start, end }: Slot & Party, now: Date): Promise<void> {
  const inTheWay = await queries.booking.findMany({
    where: {
      id: { not: id },
      status: { in: OPEN },
      start: { lt: new Date(end) },
      end: { gt: new Date(start) },
      OR: [{ agentId }, { customerId, doubled: false }],
    },
    select: { id: true, status: true, heldUntil: true },
  })
  if (inTheWay.length === 0) return
  if (inTheWay.some(({ status, heldUntil }) => status !== 'held' || heldUntil === null || heldUntil > now)) throw new SlotTaken()
  await queries.booking.updateMany({ where: { id: { in: inTheWay.map((hold) => hold.id) } }, data: { status: 'released' } })
}

/** When a seller is booked himself, from now on (epoch milliseconds). */
export async function readBooked(queries: Queries, customerId: string, now: number): Promise<Interval[]> {
  const rows = await queries.booking.findMany({
    where: { customerId, ...takenAt(now), end: { gt: new Date(now) } },
    orderBy: { start: 'asc' },
  })
  return rows.map(({ start, end }) => ({ start: start.getTime(), end: end.getTime() }))
}
