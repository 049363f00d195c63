import type { CalendarStore } from '../../api/routes/calendar.ts'
import type { OverrideView } from '../../api/schemas/calendar.ts'
import type { DateHours } from '../../domain/calendar/team.ts'
import type { WallHours } from '../../domain/calendar/windows.ts'
import { groupedBy } from '../../domain/grouped.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { readClosedDates } from './busy-times.ts'
import type { Database, Queries } from './database.ts'
import { readPage } from './pages.ts'
import { dateOf, fromDate, fromJson, json } from './values.ts'

const DAY_MS = 86_400_000

export const createCalendarStore = ({ client }: Database): CalendarStore => ({
  async put({ date, agentId, intervals }) {
    const id = idOf(date, agentId)
    const fields = { agentId, date: dateOf(date), intervals: json(intervals.map(({ from, to }) => ({ from, until: to }))) }
    return view(await client.calendarOverride.upsert({ where: { id }, create: { id, ...fields }, update: fields }))
  },

  async find(date, agentId) {
    const override = await client.calendarOverride.findUnique({ where: { id: idOf(date, agentId) } })
    return override ? view(override) : undefined
  },

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

  async remove(date, agentId) {
    const { count } = await client.calendarOverride.deleteMany({ where: { id: idOf(date, agentId) } })
    return count > 0
  },
})

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

const idOf = (date: string, agentId: string | null): string => (agentId === null ? `team/${date}` : `agent/${agentId}/${date}`)

const view = ({ date, agentId, intervals }: Prisma.CalendarOverrideModel): OverrideView => ({
  date: fromDate(date),
  agentId,
  intervals: fromJson<WallHours[]>(intervals).map(({ from, until }) => ({ from, to: until })),
})
