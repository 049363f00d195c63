import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { actorOf, principalOf } from '../principal.ts'
import { notFound, Problem } from '../problems.ts'
import { TeamChangeKind, TeamChangeReply, type TeamChangeView } from '../schemas/team-changes.ts'
import { EmptyBody, Id, IdParams, type Page, PageOf, PageQuery, type PageRequest, pageOf } from '../schemas/values.ts'
import { bodyOrNone } from '../validation.ts'

export interface TeamChangeFilter {
  readonly agentId?: string
  readonly what?: TeamChangeView['what']
}

export interface TeamChangeStore {
  /** Newest first. */
  list(filter: TeamChangeFilter, page: PageRequest): Promise<Page<TeamChangeView>>
  /** As it was before, as a change of its own; nothing where it has been changed again. Undefined: there is no such change. */
  undo(id: string, by: string): Promise<TeamChangeView | 'changed-since' | undefined>
}

export interface TeamChangeRouteDeps {
  readonly teamChanges: TeamChangeStore
}

export const teamChangeRoutes: FastifyPluginAsyncTypebox<TeamChangeRouteDeps> = async (app, { teamChanges }) => {
  const lead = { access: 'lead' as const }
  const docs = (summary: string) => ({ tags: ['agents'], summary })

  app.get(
    '/v1/team/changes',
    {
      config: lead,
      schema: {
        ...docs('What was changed of the team, its shifts and dates, newest first'),
        querystring: Type.Object({ agentId: Type.Optional(Id), what: Type.Optional(TeamChangeKind), ...PageQuery }),
        response: { 200: PageOf(TeamChangeReply) },
      },
    },
    async (request) => {
      const { agentId, what } = request.query
      return teamChanges.list(
        { ...(agentId === undefined ? {} : { agentId }), ...(what === undefined ? {} : { what }) },
        pageOf(request.query),
      )
    },
  )

  app.post(
    '/v1/team/changes/:id/undo',
    {
      config: lead,
      preValidation: bodyOrNone,
      schema: {
        ...docs('Take a change back'),
        description: 'It is a change of its own, and can be taken back as well. Calls that were routed meanwhile stay where they are.',
        params: IdParams,
        body: EmptyBody,
        response: { 200: TeamChangeReply },
      },
    },
    async (request) => {
      const undone = await teamChanges.undo(request.params.id, actorOf(principalOf(request)))
      if (undone === undefined) throw notFound('change')
      if (undone === 'changed-since')
        throw new Problem('changed-since', 'What this change made does not stand any more, or what was before it can no longer be.')
      return undone
    },
  )
}
