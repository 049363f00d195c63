import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Clock } from '../../domain/clock.ts'
import { type Principal, principalOf } from '../principal.ts'
import { found, invalidField } from '../problems.ts'
import { NoticeReply, type NoticeView } from '../schemas/notices.ts'
import { EmptyBody, IdParams, type Page, PageOf, PageQuery, type PageRequest, pageOf } from '../schemas/values.ts'
import { type NoticeFeed, streamNotices } from '../sse.ts'
import { bodyOrNone } from '../validation.ts'

/** Whose notices: those to the team, to him, and, for leads, to the leads. */
export interface NoticeReader {
  /** Agent id, or the id of a key that is bound to no agent: read marks are kept under it. */
  readonly id: string
  readonly leads: boolean
}

export interface NoticeReads {
  /** Newest first. */
  list(reader: NoticeReader, page: PageRequest): Promise<Page<NoticeView>>
  /** Notices behind an id, oldest first, at most 500. */
  after(reader: NoticeReader, id: string): Promise<NoticeView[]>
  /** Id of the newest notice there is, `0` where there is none. */
  newest(): Promise<string>
  /** Undefined where this reader has no such notice. */
  markRead(reader: NoticeReader, id: string, at: number): Promise<NoticeView | undefined>
}

export interface NotificationRouteDeps {
  readonly notices: NoticeReads
  readonly feed: NoticeFeed
  readonly clock: Clock
}

const readerOf = ({ agentId, keyId, role }: Principal): NoticeReader => ({ id: agentId ?? keyId, leads: role !== 'agent' })

export const notificationRoutes: FastifyPluginAsyncTypebox<NotificationRouteDeps> = async (app, { notices, feed, clock }) => {
  const tags = ['notifications']

  app.get(
    '/v1/notifications',
    {
      schema: {
        tags,
        summary: 'Notices to you and the team, newest first',
        querystring: Type.Object(PageQuery),
        response: { 200: PageOf(NoticeReply) },
      },
    },
    async (request) => notices.list(readerOf(principalOf(request)), pageOf(request.query)),
  )

  app.post(
    '/v1/notifications/:id/read',
    {
      preValidation: bodyOrNone,
      schema: { tags, summary: 'I have read it', params: IdParams, body: EmptyBody, response: { 200: NoticeReply } },
    },
    async (request) => {
      return found(await notices.markRead(readerOf(principalOf(request)), request.params.id, clock.now()), 'notice')
    },
  )

  app.get(
    '/v1/notifications/stream',
    {
      schema: {
        tags,
        summary: 'Notices as they come (server-sent events)',
        description:
          '`id` is the id of the notice; with `Last-Event-ID` the stream goes on behind it, without it begins with the next notice. A comment every 15 s keeps the line open.',
        headers: Type.Object({ 'last-event-id': Type.Optional(Type.String({ maxLength: 20 })) }),
        produces: ['text/event-stream'],
        response: { 200: Type.String({ description: 'text/event-stream: each `data` is a notice' }) },
      },
    },
    async (request, reply) => {
      const reader = readerOf(principalOf(request))
      const last = request.headers['last-event-id']
      if (last !== undefined && !/^\d{1,18}$/.test(last)) throw invalidField('/headers/last-event-id', 'must be the id of a notice')
      const from = last ?? (await notices.newest())
      streamNotices(reply, from, (id) => notices.after(reader, id), feed)
    },
  )
}
