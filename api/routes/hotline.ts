import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { HotlineNote, HotlineStatus } from '../../domain/hotline.ts'
import { HOTLINE_STATUSES } from '../../domain/hotline.ts'
import { actorOf, principalOf } from '../principal.ts'
import { found, invalidField } from '../problems.ts'
import type { CustomerView } from '../schemas/customers.ts'
import { HotlineCard, type HotlineCardView, HotlineNoteBody, HotlineReply, type HotlineView } from '../schemas/hotline.ts'
import { EmptyBody, IdParams, OneOf, type Page, PageOf, PageQuery, type PageRequest, pageOf } from '../schemas/values.ts'
import { bodyOrNone } from '../validation.ts'

export interface HotlineDesk {
  find(hotlineId: string): Promise<HotlineView | undefined>
  card(hotlineId: string): Promise<HotlineCardView | undefined>
  /** Newest first. */
  list(status: HotlineStatus | undefined, page: PageRequest): Promise<Page<HotlineView>>
  /** Takes the place of what was noted before; the same again changes nothing. What nobody of the team speaks the leads are told. */
  note(hotlineId: string, note: HotlineNote, by: string): Promise<void>
  close(hotlineId: string, by: string): Promise<void>
}

export interface HotlineRouteDeps {
  readonly hotline: HotlineDesk
  readonly customers: { find(customerId: string): Promise<CustomerView | undefined> }
}

export const hotlineRoutes: FastifyPluginAsyncTypebox<HotlineRouteDeps> = async (app, { hotline, customers }) => {
  const tags = ['telephony']
  const known = async (id: string): Promise<HotlineView> => found(await hotline.find(id), 'hotline call')

  app.get(
    '/v1/hotline',
    {
      schema: {
        tags,
        summary: 'Who rang us, newest first',
        description:
          'Every call that comes in, known or not, answered or missed. Open until it is noted, its talk has an outcome, or somebody closes it.',
        querystring: Type.Object({ ...PageQuery, status: Type.Optional(OneOf(HOTLINE_STATUSES)) }),
        response: { 200: PageOf(HotlineReply) },
      },
    },
    async (request) => hotline.list(request.query.status, pageOf(request.query)),
  )

  app.get(
    '/v1/hotline/:id',
    { schema: { tags, summary: 'The card of a caller: all there is to know of him', params: IdParams, response: { 200: HotlineCard } } },
    async (request) => {
      return found(await hotline.card(request.params.id), 'hotline call')
    },
  )

  app.put(
    '/v1/hotline/:id/note',
    {
      schema: {
        tags,
        summary: 'Who it was, in which language, and what about',
        description:
          'With `customerId` it becomes part of that seller’s timeline. A language that nobody of the team speaks is told the leads.',
        params: IdParams,
        body: HotlineNoteBody,
        response: { 200: HotlineReply },
      },
    },
    async (request) => {
      const { id, from, customerId: caller } = await known(request.params.id)
      const { customerId = caller, rememberNumber } = request.body
      if (request.body.customerId !== undefined && !(await customers.find(request.body.customerId)))
        throw invalidField('/customerId', 'is no customer')
      if (rememberNumber && from === null) throw invalidField('/rememberNumber', 'does not go with a hidden number')
      if (rememberNumber && customerId === null) throw invalidField('/rememberNumber', 'needs a customerId')
      await hotline.note(id, request.body, actorOf(principalOf(request)))
      return known(id)
    },
  )

  app.post(
    '/v1/hotline/:id/close',
    {
      preValidation: bodyOrNone,
      schema: { tags, summary: 'Nothing is left to do', params: IdParams, body: EmptyBody, response: { 200: HotlineReply } },
    },
    async (request) => {
      const { id } = await known(request.params.id)
      await hotline.close(id, actorOf(principalOf(request)))
      return known(id)
    },
  )
}
