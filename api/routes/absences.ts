import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import { Type } from 'typebox'
import { HAND_OVER_ALL, type StoredAbsence } from '../../domain/absences.ts'
import type { Clock } from '../../domain/clock.ts'
import { type CarriedCall, type Move, type Office, previewAbsence, staysAsWished } from '../../domain/routing/preview.ts'
import { circleOf } from '../../domain/routing/substitutes.ts'
import { changeUntil, takeBack, undoMoves } from '../../workflows/absence.ts'
import { addAbsence } from '../absence.ts'
import { newIdOf } from '../plugins/idempotency.ts'
import { found, invalidField, Problem } from '../problems.ts'
import {
  AbsenceBody,
  AbsenceParams,
  AbsencePatch,
  type AbsencePreview,
  AbsencePreviewReply,
  AbsenceReply,
  type AbsenceView,
  type AbsenceWish,
} from '../schemas/absences.ts'
import { EmptyBody, IdParams } from '../schemas/values.ts'
import type { AgentStore } from './agents.ts'

export interface AbsenceStore {
  /** By their beginning. */
  list(agentId: string): Promise<AbsenceView[]>
  find(agentId: string, absenceId: string): Promise<AbsenceView | undefined>
  remove(agentId: string, absenceId: string): Promise<boolean>
  /** The team, and what an agent carries that is due in a time (ISO instants, from inclusive, until exclusive), the earliest first. */
  carried(
    agentId: string,
    time: { readonly from: string; readonly until: string; readonly limit: number },
  ): Promise<Office & { readonly calls: readonly CarriedCall[]; readonly further: number }>
}

export interface AbsenceRouteDeps {
  readonly absences: AbsenceStore
  readonly agents: AgentStore
  readonly temporal: Client
  readonly taskQueue: string
  readonly clock: Clock
}

const MOST_PREVIEWED = 200

export const absenceRoutes: FastifyPluginAsyncTypebox<AbsenceRouteDeps> = async (app, { absences, agents, temporal, taskQueue, clock }) => {
  const known = async (agentId: string): Promise<string> => {
    found(await agents.find(agentId), 'agent')
    return agentId
  }
  /** A wish that makes sense, in UTC. */
  const checked = async (id: string, { from, until, substituteId, calls }: AbsenceWish): Promise<Omit<StoredAbsence, 'id'>> => {
    const agentId = await known(id)
    if (Date.parse(until) <= Date.parse(from)) throw invalidField('/until', 'must be after /from')
    if (Date.parse(until) <= clock.now()) throw invalidField('/until', 'is in the past')
    if (substituteId === agentId) throw invalidField('/substituteId', 'must be somebody else')
    if (substituteId !== undefined && !(await agents.find(substituteId))) throw invalidField('/substituteId', 'is no agent')
    const time = { from: utc(from), until: utc(until) }
    return {
      agentId,
      ...time,
      substituteId: substituteId ?? null,
      ...(calls === undefined ? {} : { calls: { ...HAND_OVER_ALL, ...calls } }),
    }
  }
  const absent = async ({ id, absenceId }: { readonly id: string; readonly absenceId: string }): Promise<AbsenceView> =>
    found(await absences.find(id, absenceId), 'absence')
  const handleOf = ({ id }: AbsenceView) => temporal.workflow.getHandle(`absence/${id}`)
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
        description:
          'The substitute, or the substitute of an absent substitute, gets the calls of whoever is absent first. When it begins, what he carries in that time is moved; when it ends, what nobody has touched goes back.',
        body: AbsenceBody,
        response: { 201: AbsenceReply },
      },
    },
    async (request, reply) => {
      const wish = await checked(request.params.id, request.body)
      const id = newIdOf(request, 'absence', wish.agentId)
      const added = await addAbsence({ id, ...wish }, { temporal, taskQueue, absences })
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
      const { agentId, from, until, substituteId, calls: treatment = HAND_OVER_ALL } = await checked(request.params.id, request.body)
      const { calls, further, ...office } = await absences.carried(agentId, { from, until, limit: MOST_PREVIEWED })
      const absence = { start: Date.parse(from), end: Date.parse(until), substituteId }
      const circle = circleOf(office.team, { agentId, absence })
      if (circle !== undefined) throw inACircle(circle)
      return previewOf(previewAbsence(office, calls, { agentId, absence, treatment }, clock.now()), further)
    },
  )

  app.patch(
    '/v1/agents/:id/absences/:absenceId',
    {
      config: lead,
      schema: {
        ...docs('Change the end of an absence'),
        description: 'A later end moves what is due until then, too; one that has passed ends it at once.',
        params: AbsenceParams,
        body: AbsencePatch,
        response: { 200: AbsenceReply },
      },
    },
    async (request) => {
      const absence = await absent(request.params)
      const until = utc(request.body.until)
      if (until <= absence.from) throw invalidField('/until', 'must be after /from')
      const changed = await handleOf(absence)
        .executeUpdate(changeUntil, { args: [until] })
        .catch(overBefore)
      if ('circle' in changed) throw inACircle(changed.circle)
      return changed
    },
  )

  app.post(
    '/v1/agents/:id/absences/:absenceId/undo',
    {
      config: lead,
      schema: {
        ...docs('Undo what an absence has moved'),
        description: 'The absence stays. What it has moved and nobody has touched goes back; nothing more is moved.',
        params: AbsenceParams,
        body: EmptyBody,
        response: { 200: AbsenceReply },
      },
    },
    async (request) => {
      const absence = await absent(request.params)
      await handleOf(absence).executeUpdate(undoMoves).catch(overBefore)
      return absence
    },
  )

  app.delete(
    '/v1/agents/:id/absences/:absenceId',
    {
      config: lead,
      schema: {
        ...docs('Take an absence back'),
        description: 'What it has moved and nobody has touched goes back.',
        params: AbsenceParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const absence = await absent(request.params)
      try {
        await handleOf(absence).executeUpdate(takeBack)
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error
        await absences.remove(absence.agentId, absence.id) // it is over: nothing follows from it any more
      }
      return reply.code(204).send(null)
    },
  )
}

const utc = (instant: string): string => new Date(instant).toISOString()

function overBefore(error: unknown): never {
  if (error instanceof WorkflowNotFoundError) throw new Problem('absence-over', 'The absence is over: add a new one.')
  throw error
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
  const moving = items.filter(({ to }) => to !== null).length
  const kept = moves.filter(staysAsWished).length
  return { items, moving, nobody: items.length - moving - kept, kept, further }
}
