import { randomUUID } from 'node:crypto'
import type { FeedStore } from '../../activities/feeds.ts'
import type { BusyFeedStore, FeedOwner } from '../../api/routes/busy-feeds.ts'
import type { FeedView } from '../../api/schemas/feeds.ts'
import { type Coded, LEADS, type NewNotice } from '../../domain/codes.ts'
import { type FeedReading, type FeedStatus, type FeedTimes, TOLD_AFTER_FAILURES } from '../../domain/feeds.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { type CredentialCipher, SecretError } from '../secrets.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { writeNotices } from './trail.ts'
import { dateOf, fromJson, isoOrNull, json, jsonOrNull } from './values.ts'

/** What programs do with the feeds: the address goes in, and never comes out again. */
export const createBusyFeedStore = ({ client }: Database, cipher: CredentialCipher, clock = machineClock): BusyFeedStore => ({
  put: (owner, url) =>
    client.$transaction(async (tx) => {
      const known = await tx.busyFeed.findUnique({ where: { owner: ownerOf(owner) } })
      const id = known?.id ?? randomUUID()
      const address = { sealedUrl: cipher.seal(url, id), host: new URL(url).host }
      const create = { id, owner: ownerOf(owner), agentId: owner, ...address, createdAt: new Date(clock.now()) }
      // What is kept of the address before stays until this one was read.
      // Where the workflow of before was ended, the next one counts its readings anew.
      const anew = { reading: 0, status: 'pending', error: jsonOrNull(null), failures: 0 }
      const update = { ...address, ...anew, revision: { increment: 1 } }
      return { id, view: feedView(await tx.busyFeed.upsert({ where: { owner: ownerOf(owner) }, create, update })) }
    }),

  async find(owner) {
    const feed = await client.busyFeed.findUnique({ where: { owner: ownerOf(owner) } })
    return feed ? feedView(feed) : undefined
  },

  async remove(owner) {
    const feed = await client.busyFeed.findUnique({ where: { owner: ownerOf(owner) } })
    if (!feed) return undefined
    await client.busyFeed.deleteMany({ where: { id: feed.id } })
    return feed.id
  },
})

/** What its workflow does with a feed. */
export const createFeedStore = ({ client }: Database, cipher: CredentialCipher, clock = machineClock): FeedStore => ({
  async open(id) {
    const feed = await client.busyFeed.findUnique({ where: { id }, include: { agent: true } })
    if (!feed) return undefined
    return { url: opened(cipher, feed), zone: feed.agent?.timeZone ?? 'UTC', revision: feed.revision }
  },

  keep: (id, { revision, number, ...reading }) =>
    client.$transaction(async (tx) => {
      const news = { where: { id, revision, reading: { lt: number } }, data: { reading: number, ...outcomeOf(reading, clock.now()) } }
      const [feed] = await tx.busyFeed.updateManyAndReturn(news)
      if (feed === undefined) return
      const key = `feed/${id}/${revision}/${number}`
      const about = { customerId: null }
      const at = new Date(clock.now())
      if ('times' in reading) {
        await replaceTimes(tx, feed, reading.times)
        for (const { key: conflict, notice } of await conflicts(tx, feed, at)) await writeNotices(tx, conflict, at, about, [notice])
      } else if (feed.failures === TOLD_AFTER_FAILURES) await writeNotices(tx, key, at, about, [failedNotice(feed, reading.error)])
    }),
})

const ownerOf = (agentId: FeedOwner): string => (agentId === null ? 'team' : `agent/${agentId}`)

function opened(cipher: CredentialCipher, { id, sealedUrl }: Prisma.BusyFeedModel): string | null {
  try {
    return cipher.open(sealedUrl, id)
  } catch (error) {
    if (error instanceof SecretError) return null
    throw error
  }
}

const outcomeOf = (reading: FeedReading, now: number) =>
  'times' in reading
    ? { status: 'ok' satisfies FeedStatus, error: jsonOrNull(null), failures: 0, events: reading.times.events, readAt: new Date(now) }
    : { status: 'failed' satisfies FeedStatus, error: json(reading.error), failures: { increment: 1 } }

/** An agent's feed is about times, the team's about dates. */
async function replaceTimes(queries: Queries, { id: feedId, agentId }: Prisma.BusyFeedModel, { busy, dates }: FeedTimes): Promise<void> {
  await queries.busyTime.deleteMany({ where: { feedId } })
  await queries.closedDate.deleteMany({ where: { feedId } })
  if (agentId === null) await queries.closedDate.createMany({ data: dates.map((date) => ({ feedId, date: dateOf(date) })) })
  else await queries.busyTime.createMany({ data: busy.map(({ start, end }) => ({ feedId, start: new Date(start), end: new Date(end) })) })
}

/** Bookings of the agent that collide with what his feed says: told once for each place that a booking has had, and left as they are. */
async function conflicts(
  queries: Queries,
  { id: feedId, agentId }: Prisma.BusyFeedModel,
  now: Date,
): Promise<{ key: string; notice: NewNotice }[]> {
  if (agentId === null) return []
  const bookings = await queries.booking.findMany({
    where: { agentId, status: { in: ['held', 'confirmed'] }, end: { gt: now } },
    orderBy: { start: 'asc' },
  })
  const found: { key: string; notice: NewNotice }[] = []
  for (const { id, callId, customerId, purpose, start, end, sequence } of bookings) {
    const busy = await queries.busyTime.findFirst({ where: { feedId, start: { lt: end }, end: { gt: start } }, orderBy: { start: 'asc' } })
    if (busy === null) continue
    const params = { bookingId: id, callId, customerId, purpose, start, end, busyFrom: busy.start, busyUntil: busy.end }
    found.push({ key: `feed/${feedId}/conflict/${id}/${sequence}`, notice: { audience: agentId, kind: 'busy_feed_conflict', params } })
  }
  return found
}

const failedNotice = ({ agentId, host, failures }: Prisma.BusyFeedModel, error: Coded): NewNotice => ({
  audience: agentId ?? LEADS,
  kind: 'busy_feed_failed',
  params: { host, failures, error },
})

const feedView = ({ host, status, readAt, events, error }: Prisma.BusyFeedModel): FeedView => ({
  status: status as FeedStatus,
  host,
  readAt: isoOrNull(readAt),
  events,
  ...(error === null ? {} : { error: fromJson<FeedView['error'] & object>(error) }),
})
