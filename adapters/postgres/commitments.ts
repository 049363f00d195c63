import type { CommitmentReads } from '../../api/extension.ts'
import type { OpenBookings } from '../../api/routes/public-bookings.ts'
import type { CallPurpose, CallStatus } from '../../domain/calls/calls.ts'
import { toBooking } from './bookings.ts'
import { type Database, machineClock } from './database.ts'
import { iso } from './values.ts'

/** Calls that wait for their time; one under way is nobody's next. */
const AHEAD: CallStatus[] = ['planned', 'retry_wait', 'due']

/** What somebody has promised: an agent his next calls, a seller his open booking. */
export const createCommitmentReads = ({ client }: Database, clock = machineClock): CommitmentReads & OpenBookings => ({
  async bookingOf(callId) {
    const row = await client.booking.findFirst({ where: { callId, status: 'confirmed' } })
    return row ? toBooking(row) : undefined
  },

  async commitments(agentId, { from, until, beside }) {
    const [after, before] = [new Date(from), new Date(until)]
    const slot = { status: 'confirmed', end: { gt: after }, start: { lt: before } }
    const calls = await client.call.findMany({
      where: {
        agentId,
        id: { not: beside },
        status: { in: AHEAD },
        OR: [{ bookings: { some: slot } }, { bookings: { none: { status: 'confirmed' } }, dueAt: { gt: after, lt: before } }],
      },
      include: { bookings: { where: slot } },
      orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
    })
    return calls.map(({ id, customerId, purpose, dueAt, bookings: [booking] }) => ({
      callId: id,
      customerId,
      purpose: purpose as CallPurpose,
      start: iso(booking?.start ?? dueAt ?? after),
      end: booking === undefined ? null : iso(booking.end),
    }))
  },

  async openOf(customerId, purpose) {
    const where = { customerId, purpose, status: 'confirmed', end: { gt: new Date(clock.now()) } }
    const row = await client.booking.findFirst({ where, orderBy: { start: 'asc' } })
    return row ? toBooking(row) : undefined
  },

  madeBy: (customerId, purpose) => client.booking.count({ where: { customerId, purpose, callId: { not: null } } }),
})
