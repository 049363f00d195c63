import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { ownOrLead } from '../principal.ts'
import { found } from '../problems.ts'
import { EmptyBody, IdParams } from '../schemas/values.ts'
import { bodyOrNone } from '../validation.ts'
import type { AgentStore } from './agents.ts'

export interface AgentFeeds {
  /** A new secret, in place of the one before; it is not kept itself. */
  renew(agentId: string): Promise<string>
  /** Whether there was one. */
  revoke(agentId: string): Promise<boolean>
  /** The calendar behind a secret, as iCalendar. */
  read(secret: string): Promise<{ readonly text: string; readonly etag: string } | undefined>
}

export interface AgentFeedRouteDeps {
  readonly agentFeeds: AgentFeeds
  readonly agents: Pick<AgentStore, 'find'>
  /** Where calendar programs reach the API. */
  readonly publicUrl: string
}

export const agentFeedRoutes: FastifyPluginAsyncTypebox<AgentFeedRouteDeps> = async (app, { agentFeeds, agents, publicUrl }) => {
  const known = async (agentId: string): Promise<string> => {
    found(await agents.find(agentId), 'agent')
    return agentId
  }
  const url = '/v1/agents/:id/calendar-feed'
  const docs = (summary: string) => ({ tags: ['calendar'], summary })

  app.post(
    url,
    {
      onRequest: ownOrLead,
      config: { idempotent: true },
      preValidation: bodyOrNone,
      schema: {
        ...docs("An address at which a calendar program finds an agent's bookings and planned calls"),
        description: 'Shown once. Whoever knows it reads it without a key; asked again it is another one, and the one before is void.',
        params: IdParams,
        body: EmptyBody,
        response: { 201: Type.Object({ url: Type.String() }) },
      },
    },
    async (request, reply) => {
      const secret = await agentFeeds.renew(await known(request.params.id))
      return reply.code(201).send({ url: `${publicUrl}/v1/calendars/${secret}.ics` })
    },
  )

  app.delete(
    url,
    { onRequest: ownOrLead, schema: { ...docs('Make the address void'), params: IdParams, response: { 204: Type.Null() } } },
    async (request, reply) => {
      found(await agentFeeds.revoke(await known(request.params.id)), 'calendar feed')
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/v1/calendars/:secret.ics',
    {
      config: { access: 'public' },
      logLevel: 'warn', // its path is a secret
      schema: {
        ...docs("An agent's calendar, 30 days back and 180 ahead"),
        description: 'Names purpose and company, nobody and no number. What was cancelled stays in it as such.',
        params: Type.Object({ secret: Type.String({ maxLength: 128 }) }),
        response: { 200: Type.String({ description: 'text/calendar' }), 304: Type.Null() },
      },
    },
    async (request, reply) => {
      const calendar = found(await agentFeeds.read(request.params.secret), 'calendar')
      reply.headers({ etag: calendar.etag, 'cache-control': 'private, no-cache' })
      if (request.headers['if-none-match'] === calendar.etag) return reply.code(304).send(null)
      return reply.type('text/calendar; charset=utf-8').send(calendar.text)
    },
  )
}
