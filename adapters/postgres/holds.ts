import type { HoldStore } from '../../activities/holds.ts'
import type { HoldReads } from '../../api/booking-desk.ts'
import { type BookingPurpose, type Hold, slotEnd } from '../../domain/bookings.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { lockSlot, makeRoom, unlessTaken } from './slots.ts'
import { iso } from './values.ts'

const DAY = 86_400_000

/** Holds are bookings without a call yet: the same constraints keep them apart from everything else. */
export const createHoldStore = ({ client }: Database, clock = machineClock): HoldStore & HoldReads => ({
  findHold: (id) => readHold(client, id),

  async hold({ holdId: id, customerId, purpose, start, minutes, instead }, agentIds, expiresAt) {
    const end = slotEnd(start, minutes)
    for (const agentId of agentIds) {
      const held = await unlessTaken(
        client.$transaction(async (tx) => {
          await lockSlot(tx, { id, customerId, agentId })
          const stored = await readHold(tx, id)
          if (stored) return stored
          const now = new Date(clock.now())
          await tidyReleased(tx, agentId, now)
          const byLink = instead === true
          if (byLink) await tx.booking.updateMany({ where: { customerId, purpose, byLink, status: 'held' }, data: { status: 'released' } })
          await makeRoom(tx, { id, customerId, agentId, start, end }, now)
          const slot = { customerId, agentId, purpose, start: new Date(start), end: new Date(end) }
          return toHold(
            await tx.booking.create({ data: { id, ...slot, byLink, status: 'held', heldUntil: new Date(expiresAt), createdAt: now } }),
          )
        }),
      )
      if (held) return held
    }
    return readHold(client, id) // somebody repeated the request, and that one was quicker
  },

  async release(id) {
    const [released] = await client.booking.updateManyAndReturn({ where: { id, status: 'held' }, data: { status: 'released' } })
    return released ? toHold(released) : undefined
  },
})

/** Who confirms late has a day to do so. Of one agent, whose lock is held: two who tidy at once never wait for each other. */
async function tidyReleased(queries: Queries, agentId: string, now: Date): Promise<void> {
  const heldUntil = { lt: new Date(now.getTime() - DAY) }
  await queries.booking.deleteMany({ where: { agentId, status: 'released', heldUntil } })
}

async function readHold(queries: Queries, id: string): Promise<Hold | undefined> {
  const row = await queries.booking.findUnique({ where: { id } })
  return row && row.heldUntil !== null ? toHold(row) : undefined
}

const toHold = ({ id, customerId, agentId, purpose, start, end, status, heldUntil }: Prisma.BookingModel): Hold => ({
  id,
  customerId,
  agentId,
  purpose: purpose as BookingPurpose,
  start: iso(start),
  end: iso(end),
  status: status === 'held' || status === 'released' ? status : 'confirmed', // whatever became of the booking since
  expiresAt: iso(heldUntil ?? end),
})
