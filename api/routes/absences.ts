import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Clock } from '../../domain/clock.ts'
import { type CarriedCall, type Move, type Office, previewAbsence } from '../../domain/routing/preview.ts'
import { circleOf } from '../../domain/routing/substitutes.ts'
import { randomId } from '../ids.ts'
import { actorOf, principalOf } from '../principal.ts'
import { invalidField, notFound } from '../problems.ts'
import {
  AbsenceBody,
  type AbsencePreview,
  AbsencePreviewReply,
  AbsenceReply,
  type AbsenceView,
  type AbsenceWish,
} from '../schemas/absences.ts'
import { IdParams } from '../schemas/values.ts'
import type { AgentStore } from './agents.ts'

/** Whom an absence would send in a circle, from the absent one back to him. */
export interface Circle {
  readonly circle: readonly string[]
}

export interface AbsenceStore {
  /** By their beginning. */
  list(agentId: string): Promise<AbsenceView[]>
  /** Writes nothing where the substitutes would close a circle, also with one that is added at the same moment. */
  add(absence: AbsenceView, by: string): Promise<AbsenceView | Circle>
  remove(agentId: string, absenceId: string, by: string): Promise<boolean>
  /** The team, and what an agent carries that is due in a time (ISO instants, from inclusive, until exclusive), the earliest first. */
  carried(
    agentId: string,
    time: { readonly from: string; readonly until: string; readonly limit: number },
  ): Promise<Office & { readonly calls: readonly CarriedCall[]; readonly further: number }>
}

export interface AbsenceRouteDeps {
  readonly absences: AbsenceStore
  readonly agents: AgentStore
  readonly clock: Clock
}

const MOST_PREVIEWED = 200

export const absenceRoutes: FastifyPluginAsyncTypebox<AbsenceRouteDeps> = async (app, { absences, agents, clock }) => {
  const known = async (agentId: string): Promise<string> => {
    if (!(await agents.find(agentId))) throw notFound('agent')
    return agentId
  }
  /** A wish that makes sense, in UTC. */
  const checked = async (id: string, { from, until, substituteId }: AbsenceWish) => {
    const agentId = await known(id)
    if (Date.parse(until) <= Date.parse(from)) throw invalidField('/until', 'must be after /from')
    if (substituteId === agentId) throw invalidField('/substituteId', 'must be somebody else')
    if (substituteId !== undefined && !(await agents.find(substituteId))) throw invalidField('/substituteId', 'is no agent')
    return { agentId, from: new Date(from).toISOString(), until: new Date(until).toISOString(), substituteId: substituteId ?? null }
  }
  const inACircle = (circle: readonly string[]) =>
    invalidField('/substituteId', `is absent then, and the substitutes lead back: ${circle.join(' -> ')}`)
  const docs = (summary: string) => ({ tags: ['agents'], summary, params: IdParams })
  const lead = { access: 'lead' as const }

  app.get('/v1/agents/:id/absences', { schema: { ...docs('Absences'), response: { 200: Type.Array(AbsenceReply) } } }, async (request) =>
    absences.list(await known(request.params.id)),
  )

  app.post(
    '/v1/agents/:id/absences',
    {
      config: { ...lead, idempotent: true },
      schema: {
        ...docs('Add an absence'),
        description: 'The substitute, or the substitute of an absent substitute, gets the calls of whoever is absent first.',
        body: AbsenceBody,
        response: { 201: AbsenceReply },
      },
    },
    async (request, reply) => {
      const wish = await checked(request.params.id, request.body)
      const added = await absences.add({ id: randomId(), ...wish }, actorOf(principalOf(request)))
      if ('circle' in added) throw inACircle(added.circle)
      return reply.code(201).send(added)
    },
  )

  app.post(
    '/v1/agents/:id/absences/preview',
    {
      config: lead,
      schema: {
        ...docs('What an absence would do to the calls of its time'),
        description: 'Which open calls would go to whom and why, and which would find nobody. Nothing is changed.',
        body: AbsenceBody,
        response: { 200: AbsencePreviewReply },
      },
    },
    async (request) => {
      const { agentId, from, until, substituteId } = await checked(request.params.id, request.body)
      const { calls, further, ...office } = await absences.carried(agentId, { from, until, limit: MOST_PREVIEWED })
      const absence = { start: Date.parse(from), end: Date.parse(until), substituteId }
      const circle = circleOf(office.team, { agentId, absence })
      if (circle !== undefined) throw inACircle(circle)
      return previewOf(previewAbsence(office, calls, { agentId, absence }, clock.now()), further)
    },
  )

  app.delete(
    '/v1/agents/:id/absences/:absenceId',
    {
      config: lead,
      schema: {
        ...docs('Take an absence back'),
        params: Type.Object({ id: Type.String(), absenceId: Type.String() }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id, absenceId } = request.params
      if (!(await absences.remove(id, absenceId, actorOf(principalOf(request))))) throw notFound('absence')
      return reply.code(204).send(null)
    },
  )
}

function previewOf(moves: readonly Move[], further: number): AbsencePreview {
  const items = moves.map(({ call: { callId, customer, purpose, dueAt, slot }, to, why }) => ({
    callId,
    customerId: customer.customerId,
    purpose,
    dueAt,
    booked: slot !== undefined,
    to,
    why: { code: why.code, params: { ...why.params } },
  }))
  const nobody = items.filter(({ to }) => to === null).length
  return { items, moving: items.length - nobody, nobody, further }
}
