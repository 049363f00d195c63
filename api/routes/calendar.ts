import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { actorOf, principalOf } from '../principal.ts'
import { found, invalidField } from '../problems.ts'
import { OverrideBody, OverrideOf, OverrideParams, OverrideReply, type OverrideView } from '../schemas/calendar.ts'
import { DateOnly, type Page, PageOf, PageQuery, type PageRequest, pageOf } from '../schemas/values.ts'
import { refuseOverlaps } from '../wall-hours.ts'
import type { AgentStore } from './agents.ts'

/** Dates are YYYY-MM-DD, both ends included. */
export interface OverrideFilter {
  readonly agentId?: string
  readonly from?: string
  readonly to?: string
}

/** Of the whole team where `agentId` is null. */
export interface CalendarStore {
  put(override: OverrideView, by: string): Promise<OverrideView>
  find(date: string, agentId: string | null): Promise<OverrideView | undefined>
  /** By date, that of the team after those of agents. */
  list(filter: OverrideFilter, page: PageRequest): Promise<Page<OverrideView>>
  /** Whether there was one. */
  remove(date: string, agentId: string | null, by: string): Promise<boolean>
}

export interface CalendarRouteDeps {
  readonly calendar: CalendarStore
  readonly agents: Pick<AgentStore, 'find'>
}

export const calendarRoutes: FastifyPluginAsyncTypebox<CalendarRouteDeps> = async (app, { calendar, agents }) => {
  const docs = (summary: string) => ({ tags: ['calendar'], summary })
  const lead = { access: 'lead' as const }
  const url = '/v1/calendar/overrides/:date'
  const one = { params: OverrideParams, querystring: OverrideOf }

  app.get(
    '/v1/calendar/overrides',
    {
      schema: {
        ...docs('Days off and dates with other hours, of the team and of agents'),
        querystring: Type.Object({
          agentId: Type.Optional(Type.String({ maxLength: 128, description: 'those of one agent alone' })),
          from: Type.Optional(DateOnly),
          to: Type.Optional(DateOnly),
          ...PageQuery,
        }),
        response: { 200: PageOf(OverrideReply) },
      },
    },
    async (request) => {
      const { agentId, from, to } = request.query
      const filter = {
        ...(agentId === undefined ? {} : { agentId }),
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      }
      return calendar.list(filter, pageOf(request.query))
    },
  )

  app.get(url, { schema: { ...docs('What holds on a date'), ...one, response: { 200: OverrideReply } } }, async (request) => {
    return found(await calendar.find(request.params.date, request.query.agentId ?? null), 'override')
  })

  app.put(
    url,
    {
      config: lead,
      schema: {
        ...docs('Close a date, or give it other hours'),
        description:
          'For an agent they count instead of the shifts; for the whole team (without `agentId`) nobody works outside of them. ' +
          'What is planned and booked already stays as it is.',
        ...one,
        body: OverrideBody,
        response: { 200: OverrideReply },
      },
    },
    async (request) => {
      const { date } = request.params
      const { agentId = null } = request.query
      const { intervals } = request.body
      refuseOverlaps(intervals, '/intervals')
      if (agentId !== null && !(await agents.find(agentId))) throw invalidField('/agentId', 'is no agent')
      const inOrder = [...intervals].sort((a, b) => (a.from < b.from ? -1 : 1))
      return calendar.put({ date, agentId, intervals: inOrder }, actorOf(principalOf(request)))
    },
  )

  app.delete(
    url,
    { config: lead, schema: { ...docs('Back to the usual hours'), ...one, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const by = actorOf(principalOf(request))
      found(await calendar.remove(request.params.date, request.query.agentId ?? null, by), 'override')
      return reply.code(204).send(null)
    },
  )
}
