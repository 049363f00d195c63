import type { CalendarStore } from '../../api/routes/calendar.ts'
import type { OverrideView } from '../../api/schemas/calendar.ts'
import type { DateHours } from '../../domain/calendar/team.ts'
import type { WallHours } from '../../domain/calendar/windows.ts'
import { groupedBy } from '../../domain/grouped.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { readClosedDates } from './busy-times.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { lockNames } from './locks.ts'
import { readPage } from './pages.ts'
import { type Deed, noteChange } from './team-trail.ts'
import { dateOf, fromDate, fromJson, json } from './values.ts'

const DAY_MS = 86_400_000

export const createCalendarStore = ({ client }: Database, clock = machineClock): CalendarStore => ({
  put: (override, by) => client.$transaction((tx) => putOverride(tx, override, { by, at: new Date(clock.now()) })),

  find: async (date, agentId) => (await findOverride(client, date, agentId)) ?? undefined,

  list: ({ agentId, from, to }, page) =>
    readPage(page, {
      read: (take, behind) =>
        client.calendarOverride.findMany({
          where: {
            ...(agentId === undefined ? {} : { agentId }),
            date: { ...(from === undefined ? {} : { gte: dateOf(from) }), ...(to === undefined ? {} : { lte: dateOf(to) }) },
            ...(behind === undefined ? {} : { OR: [{ date: { gt: behind.at } }, { date: behind.at, id: { gt: behind.id } }] }),
          },
          orderBy: [{ date: 'asc' }, { id: 'asc' }],
          take,
        }),
      position: ({ date, id }: Prisma.CalendarOverrideModel) => ({ at: date, id }),
      view,
    }),

  remove: (date, agentId, by) => client.$transaction((tx) => removeOverride(tx, date, agentId, { by, at: new Date(clock.now()) })),
})

export async function putOverride(queries: Queries, { date, agentId, intervals }: OverrideView, deed: Deed): Promise<OverrideView> {
  const id = overrideId(date, agentId)
  await lockNames(queries, [id])
  const before = await findOverride(queries, date, agentId)
  const fields = { agentId, date: dateOf(date), intervals: json(intervals.map(({ from, to }) => ({ from, until: to }))) }
  const after = view(await queries.calendarOverride.upsert({ where: { id }, create: { id, ...fields }, update: fields }))
  await noteChange(queries, { what: 'override', record: id, agentId, before, after }, deed)
  return after
}

/** Whether there was one. */
export async function removeOverride(queries: Queries, date: string, agentId: string | null, deed: Deed): Promise<boolean> {
  const id = overrideId(date, agentId)
  await lockNames(queries, [id])
  const before = await findOverride(queries, date, agentId)
  if (before === null) return false
  await queries.calendarOverride.delete({ where: { id } })
  await noteChange(queries, { what: 'override', record: id, agentId, before, after: null }, deed)
  return true
}

export async function findOverride(queries: Queries, date: string, agentId: string | null): Promise<OverrideView | null> {
  const override = await queries.calendarOverride.findUnique({ where: { id: overrideId(date, agentId) } })
  return override ? view(override) : null
}

/** The dates with other hours from yesterday on (`now` is epoch milliseconds): those of the team, and those of each agent. */
export async function readDateHours(queries: Queries, now: number): Promise<{ team: DateHours[]; of(agentId: string): DateHours[] }> {
  const rows = await queries.calendarOverride.findMany({ where: { date: { gte: new Date(now - 2 * DAY_MS) } }, orderBy: { date: 'asc' } })
  const closed = await readClosedDates(queries, now)
  const byAgent = groupedBy(rows, ({ agentId }) => agentId)
  const hoursOf = (agentId: string | null): DateHours[] =>
    (byAgent.get(agentId) ?? []).map(({ date, intervals }) => ({ date: fromDate(date), hours: fromJson<WallHours[]>(intervals) }))
  const put = hoursOf(null)
  // What a person has put for a date counts more than what a calendar elsewhere says.
  const alsoClosed = closed.filter((day) => put.every(({ date }) => date !== day)).map((date) => ({ date, hours: [] }))
  return { team: [...put, ...alsoClosed], of: hoursOf }
}

const overrideId = (date: string, agentId: string | null): string => (agentId === null ? `team/${date}` : `agent/${agentId}/${date}`)

const view = ({ date, agentId, intervals }: Prisma.CalendarOverrideModel): OverrideView => ({
  date: fromDate(date),
  agentId,
  intervals: fromJson<WallHours[]>(intervals).map(({ from, until }) => ({ from, to: until })),
})
