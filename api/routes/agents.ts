import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { PRODUCTS } from '../../domain/customers.ts'
import { randomId } from '../ids.ts'
import { actorOf, principalOf } from '../principal.ts'
import { found, invalidField, notFound } from '../problems.ts'
import {
  AgentBody,
  type AgentChange,
  AgentPatch,
  AgentReply,
  type AgentView,
  Shift,
  ShiftsBody,
  type ShiftView,
} from '../schemas/agents.ts'
import { IdParams, type Page, PageOf, PageQuery, type PageRequest, pageOf } from '../schemas/values.ts'
import { refuseOverlaps } from '../wall-hours.ts'

export interface AgentStore {
  /** 'email-taken' where another agent has this address. */
  create(agent: AgentView): Promise<AgentView | 'email-taken'>
  change(agentId: string, change: AgentChange, by: string): Promise<AgentView | 'email-taken' | undefined>
  find(agentId: string): Promise<AgentView | undefined>
  /** Oldest first. */
  list(page: PageRequest): Promise<Page<AgentView>>
  shifts(agentId: string): Promise<ShiftView[]>
  replaceShifts(agentId: string, shifts: readonly ShiftView[], by: string): Promise<ShiftView[]>
}

export interface AgentRouteDeps {
  readonly agents: AgentStore
}

const DEFAULT_CAPACITY = 60

export const agentRoutes: FastifyPluginAsyncTypebox<AgentRouteDeps> = async (app, { agents }) => {
  const known = async (agentId: string): Promise<AgentView> => found(await agents.find(agentId), 'agent')
  const unlessTaken = (agent: AgentView | 'email-taken' | undefined): AgentView => {
    if (agent === 'email-taken') throw invalidField('/email', 'belongs to another agent')
    if (!agent) throw notFound('agent')
    return agent
  }
  const docs = (summary: string) => ({ tags: ['agents'], summary })
  const lead = { access: 'lead' as const }

  app.post(
    '/v1/agents',
    {
      config: { ...lead, idempotent: true },
      schema: { ...docs('Add somebody to the team'), body: AgentBody, response: { 201: AgentReply } },
    },
    async (request, reply) => {
      const agent = { capacity: DEFAULT_CAPACITY, role: 'agent' as const, skills: [...PRODUCTS], ...request.body, id: randomId() }
      return reply.code(201).send(unlessTaken(await agents.create(agent)))
    },
  )

  app.get(
    '/v1/agents',
    { schema: { ...docs('The team'), querystring: Type.Object(PageQuery), response: { 200: PageOf(AgentReply) } } },
    async (request) => agents.list(pageOf(request.query)),
  )

  app.get('/v1/agents/:id', { schema: { ...docs('One of the team'), params: IdParams, response: { 200: AgentReply } } }, async (request) =>
    known(request.params.id),
  )

  app.patch(
    '/v1/agents/:id',
    {
      config: lead,
      schema: { ...docs('Change languages, zone, skills, capacity'), params: IdParams, body: AgentPatch, response: { 200: AgentReply } },
    },
    async (request) => unlessTaken(await agents.change(request.params.id, request.body, actorOf(principalOf(request)))),
  )

  app.get(
    '/v1/agents/:id/shifts',
    { schema: { ...docs('Weekly shifts, in the zone of the agent'), params: IdParams, response: { 200: Type.Array(Shift) } } },
    async (request) => agents.shifts((await known(request.params.id)).id),
  )

  app.route({
    method: ['PUT', 'POST'],
    url: '/v1/agents/:id/shifts',
    config: lead,
    schema: { ...docs('Replace the weekly shifts'), params: IdParams, body: ShiftsBody, response: { 200: Type.Array(Shift) } },
    handler: async (request) => {
      const { id } = await known(request.params.id)
      refuseOverlaps(request.body)
      return agents.replaceShifts(id, request.body, actorOf(principalOf(request)))
    },
  })
}
