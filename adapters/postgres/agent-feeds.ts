import { createHash, randomBytes } from 'node:crypto'
import type { AgentFeeds } from '../../api/routes/agent-feed.ts'
import type { BookingStatus } from '../../domain/bookings.ts'
import type { AgentLanguage } from '../../domain/routing/team.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { type AgentEvent, agentCalendarText } from '../mail/agent-calendar.ts'
import { hashApiKey } from '../secrets.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { fromJson } from './values.ts'

const SECRET_BYTES = 32
const DAY = 86_400_000
const DAYS_BACK = 30
const DAYS_AHEAD = 180
/** In its feed a call without a slot is as long as this, so that a calendar program shows it. */
const CALL_MS = 30 * 60_000
const MOST_EVENTS = 2_000

const SHOWN_CALLS = ['planned', 'due', 'ringing', 'in_call', 'wrap_up', 'retry_wait', 'cancelled']
/** Not what is or was only held. */
const SHOWN_BOOKINGS: BookingStatus[] = ['confirmed', 'done', 'cancelled']
/** A call whose booking was cancelled and that was planned anew has a time of its own; one that ended with its booking is told by that. */
const NOT_SHOWN_AS_BOOKING: Prisma.CallWhereInput[] = [
  { bookings: { none: {} } },
  { bookings: { none: { status: 'confirmed' } }, status: { not: 'cancelled' } },
]

/** The calendar of each agent, under an address that only he knows: the bookings and planned calls that are his. */
export const createAgentFeeds = ({ client }: Database, clock = machineClock): AgentFeeds => ({
  async renew(agentId) {
    const secret = randomBytes(SECRET_BYTES).toString('base64url')
    const fields = { secretHash: hashApiKey(secret), createdAt: new Date(clock.now()) }
    await client.agentFeed.upsert({ where: { agentId }, create: { agentId, ...fields }, update: fields })
    return secret
  },

  async revoke(agentId) {
    const { count } = await client.agentFeed.deleteMany({ where: { agentId } })
    return count > 0
  },

  async read(secret) {
    const feed = await client.agentFeed.findUnique({ where: { secretHash: hashApiKey(secret) }, include: { agent: true } })
    if (!feed) return undefined
    const languages = fromJson<AgentLanguage[]>(feed.agent.languages).map(({ tag }) => tag)
    const text = agentCalendarText(await readEvents(client, feed.agentId, clock.now()), languages)
    return { text, etag: `"${createHash('sha256').update(text).digest('base64url')}"` }
  },
})

async function readEvents(queries: Queries, agentId: string, now: number): Promise<AgentEvent[]> {
  const within = { gte: new Date(now - DAYS_BACK * DAY), lte: new Date(now + DAYS_AHEAD * DAY) }
  const customer = { customer: { select: { company: true } } }
  const bookings = await queries.booking.findMany({
    where: { agentId, start: within, status: { in: SHOWN_BOOKINGS } },
    orderBy: [{ start: 'asc' }, { id: 'asc' }],
    take: MOST_EVENTS,
    include: customer,
  })
  const calls = await queries.call.findMany({
    where: { agentId, dueAt: within, status: { in: SHOWN_CALLS }, OR: NOT_SHOWN_AS_BOOKING },
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
    take: MOST_EVENTS,
    include: customer,
  })
  return [...bookings.map(bookingEvent), ...calls.flatMap(callEvent)]
}

type OfSeller<Row> = Row & { readonly customer: { readonly company: string } }

const bookingEvent = ({ customer, ...booking }: OfSeller<Prisma.BookingModel>): AgentEvent => ({
  id: booking.id,
  sequence: booking.sequence,
  purpose: booking.purpose,
  company: customer.company,
  start: booking.start,
  end: booking.end,
  changedAt: booking.updatedAt,
  cancelled: booking.status === 'cancelled',
})

const callEvent = ({ customer, dueAt, ...call }: OfSeller<Prisma.CallModel>): AgentEvent[] =>
  dueAt === null
    ? []
    : [
        {
          id: call.id,
          sequence: call.version,
          purpose: call.purpose,
          company: customer.company,
          start: dueAt,
          end: new Date(dueAt.getTime() + CALL_MS),
          changedAt: call.updatedAt,
          cancelled: call.status === 'cancelled',
        },
      ]
