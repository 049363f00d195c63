import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { USUAL_MINUTES } from '../../domain/bookings.ts'
import type { Clock } from '../../domain/clock.ts'
import type { RoutingView } from '../../domain/routing/team.ts'
import type { WaitlistEntry } from '../../domain/waitlist.ts'
import { newIdOf } from '../plugins/idempotency.ts'
import { found, invalidField } from '../problems.ts'
import { Id, IdParams, type Page, PageOf, PageQuery, type PageRequest, pageOf } from '../schemas/values.ts'
import { WaitlistBody, WaitlistReply } from '../schemas/waitlist.ts'

export interface WaitlistBook {
  /** A repeat with the same id answers what was stored. */
  add(entry: Omit<WaitlistEntry, 'status' | 'createdAt' | 'offered'>): Promise<WaitlistEntry>
  /** Of one seller, oldest first. */
  list(customerId: string, page: PageRequest): Promise<Page<WaitlistEntry>>
  /** He waits no longer; undefined where there is no such entry. */
  withdraw(id: string): Promise<WaitlistEntry | undefined>
}

export interface WaitlistRouteDeps {
  readonly waitlist: WaitlistBook
  readonly bookings: { routingView(customerId: string): Promise<RoutingView | undefined> }
  readonly clock: Clock
}

const MINUTE = 60_000
const utc = (instant: string): string => new Date(instant).toISOString()

export const waitlistRoutes: FastifyPluginAsyncTypebox<WaitlistRouteDeps> = async (app, { waitlist, bookings, clock }) => {
  const tags = ['bookings']

  app.post(
    '/v1/waitlist',
    {
      config: { idempotent: true },
      schema: {
        tags,
        summary: 'Wait for a slot',
        description:
          'A slot that is freed within the window is offered by mail to the first who waits and whose language its agent speaks.',
        body: WaitlistBody,
        response: { 201: WaitlistReply },
      },
    },
    async (request, reply) => {
      const { customerId, purpose, from, until, minutes = USUAL_MINUTES } = request.body
      if (Date.parse(until) <= clock.now()) throw invalidField('/until', 'is in the past')
      if (Date.parse(until) - Date.parse(from) < minutes * MINUTE)
        throw invalidField('/until', `is less than ${minutes} minutes after /from`)
      found(await bookings.routingView(customerId), 'customer')
      const id = newIdOf(request, 'waitlist')
      return reply.code(201).send(await waitlist.add({ id, customerId, purpose, from: utc(from), until: utc(until), minutes }))
    },
  )

  app.get(
    '/v1/waitlist',
    {
      schema: {
        tags,
        summary: 'What a seller waits for, oldest first',
        querystring: Type.Object({ ...PageQuery, customerId: Id }),
        response: { 200: PageOf(WaitlistReply) },
      },
    },
    async (request) => waitlist.list(request.query.customerId, pageOf(request.query)),
  )

  app.delete(
    '/v1/waitlist/:id',
    { schema: { tags, summary: 'Wait no longer', params: IdParams, response: { 200: WaitlistReply } } },
    async (request) => {
      return found(await waitlist.withdraw(request.params.id), 'entry of the waiting list')
    },
  )
}
