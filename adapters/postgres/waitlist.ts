import type { WaitlistStore } from '../../activities/waitlist.ts'
import type { WaitlistBook } from '../../api/routes/waitlist.ts'
import { type Booking, type BookingPurpose, type Slot, slotEnd } from '../../domain/bookings.ts'
import type { WaitlistEntry, WaitlistStatus } from '../../domain/waitlist.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { sqlState, UNIQUE_VIOLATION } from './errors.ts'
import { createdPosition, OLDEST_FIRST, oldestFirst, readPage } from './pages.ts'
import { writeEntries, writeNotices } from './trail.ts'
import { iso } from './values.ts'

const OPEN: WaitlistStatus[] = ['waiting', 'offered']
/** More than that never look at one slot. */
const MOST_LOOKED_AT = 200

export const createWaitlistStore = ({ client }: Database, clock = machineClock): WaitlistStore & WaitlistBook => ({
  async waitingFor({ start, end }) {
    const window = { from: { lt: new Date(end) }, until: { gt: new Date(start) } }
    const rows = await client.waitlistEntry.findMany({
      where: { status: { in: OPEN }, ...window, customer: { cancelledAt: null } },
      orderBy: [{ status: 'desc' }, ...OLDEST_FIRST], // waiting before offered
      take: MOST_LOOKED_AT,
    })
    return rows.map(toEntry)
  },

  async offer(id, { key, customerId, slot }, entry, notices) {
    const [start, agentId] = [new Date(slot.start), slot.agentId]
    try {
      return await client.$transaction(async (tx) => {
        const { count } = await tx.waitlistEntry.updateMany({
          where: { id, status: { in: OPEN } },
          data: { status: 'offered', offeredStart: start, offeredAgentId: agentId },
        })
        if (count === 0) return false
        const now = new Date(clock.now())
        await tx.slotOffer.create({ data: { key, entryId: id, start, agentId, createdAt: now } })
        await writeEntries(tx, `waitlist/${key}`, now, { customerId }, [entry])
        await writeNotices(tx, `waitlist/${key}`, now, { customerId }, notices)
        return true
      })
    } catch (error) {
      if (sqlState(error) === UNIQUE_VIOLATION) return false // a repeat of the same key was quicker
      throw error
    }
  },

  async offered(key) {
    const row = await client.slotOffer.findUnique({ where: { key }, include: { entry: true } })
    if (row === null) return undefined
    const { customerId, purpose, minutes } = row.entry
    return { key, customerId, purpose: purpose as BookingPurpose, slot: slotOf(row.start, minutes, row.agentId) }
  },

  async add({ id, from, until, ...fields }) {
    const data = { ...fields, id, from: new Date(from), until: new Date(until), status: 'waiting', createdAt: new Date(clock.now()) }
    return toEntry(await client.waitlistEntry.upsert({ where: { id }, create: data, update: {} }))
  },

  list: (customerId, page) =>
    readPage(page, {
      read: (take, behind) =>
        client.waitlistEntry.findMany({ where: { AND: [{ customerId }, oldestFirst(behind)] }, orderBy: OLDEST_FIRST, take }),
      position: createdPosition,
      view: toEntry,
    }),

  async withdraw(id) {
    await client.waitlistEntry.updateMany({ where: { id, status: { in: OPEN } }, data: { status: 'withdrawn' } })
    const row = await client.waitlistEntry.findUnique({ where: { id } })
    return row ? toEntry(row) : undefined
  },
})

/** Whoever has booked a time that he waited for waits no longer. */
export async function fulfilWishes(queries: Queries, { customerId, purpose, start }: Booking): Promise<void> {
  const at = new Date(start)
  const where = { customerId, purpose, status: { in: OPEN }, from: { lte: at }, until: { gt: at } }
  await queries.waitlistEntry.updateMany({ where, data: { status: 'booked' } })
}

const toEntry = (row: Prisma.WaitlistEntryModel): WaitlistEntry => ({
  id: row.id,
  customerId: row.customerId,
  purpose: row.purpose as BookingPurpose,
  from: iso(row.from),
  until: iso(row.until),
  minutes: row.minutes,
  status: row.status as WaitlistStatus,
  createdAt: iso(row.createdAt),
  offered: offeredSlot(row),
})

function offeredSlot({ offeredStart, offeredAgentId, minutes }: Prisma.WaitlistEntryModel): WaitlistEntry['offered'] {
  if (offeredStart === null || offeredAgentId === null) return null
  return slotOf(offeredStart, minutes, offeredAgentId)
}

const slotOf = (start: Date, minutes: number, agentId: string): Slot => ({ start: iso(start), end: slotEnd(iso(start), minutes), agentId })
