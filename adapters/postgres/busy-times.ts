import type { Interval } from '../../domain/calendar/intervals.ts'
import { groupedBy } from '../../domain/grouped.ts'
import type { Queries } from './database.ts'
import { fromDate } from './values.ts'

const DAY_MS = 86_400_000

/** When each agent is busy elsewhere, as his feed says. `now` is epoch milliseconds. */
export async function readBusyTimes(queries: Queries, now: number): Promise<(agentId: string) => Interval[]> {
  const feeds = await queries.busyFeed.findMany({ where: { agentId: { not: null } }, select: { id: true, agentId: true } })
  if (feeds.length === 0) return () => []
  const rows = await queries.busyTime.findMany({ where: { end: { gt: new Date(now) } }, orderBy: { start: 'asc' } })
  const byFeed = groupedBy(rows, ({ feedId }) => feedId)
  const feedOf = new Map(feeds.map(({ id, agentId }) => [agentId, id]))
  return (agentId) =>
    (byFeed.get(feedOf.get(agentId) ?? '') ?? []).map(({ start, end }) => ({ start: start.getTime(), end: end.getTime() }))
}

/** Dates (YYYY-MM-DD) on which the team is closed, as its feed says, from yesterday on. */
export async function readClosedDates(queries: Queries, now: number): Promise<string[]> {
  const rows = await queries.closedDate.findMany({ where: { date: { gte: new Date(now - 2 * DAY_MS) } }, orderBy: { date: 'asc' } })
  return rows.map(({ date }) => fromDate(date))
}
