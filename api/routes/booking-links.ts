import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Clock } from '../../domain/clock.ts'
import type { RoutingView } from '../../domain/routing/team.ts'
import { utc } from '../booking-desk.ts'
import { type LinkSigner, linkToken } from '../booking-links.ts'
import { found, invalidField } from '../problems.ts'
import { BookingLinkBody, BookingLinkReply } from '../schemas/public-bookings.ts'
import { IdParams } from '../schemas/values.ts'

export interface BookingLinkRouteDeps {
  readonly bookings: { routingView(customerId: string): Promise<RoutingView | undefined> }
  readonly linkSigner: LinkSigner
  /** Where sellers' browsers reach us, without a slash at its end. */
  readonly publicUrl: string
  readonly clock: Clock
}

const USUAL_DAYS = 30
const MOST_DAYS = 365
const DAY = 86_400_000

export const bookingLinkRoutes: FastifyPluginAsyncTypebox<BookingLinkRouteDeps> = async (
  app,
  { bookings, linkSigner, publicUrl, clock },
) => {
  app.post(
    '/v1/customers/:id/booking-links',
    {
      config: { access: 'customers', idempotent: true },
      schema: {
        tags: ['bookings'],
        summary: 'A link by which a seller books himself, without a login',
        description: 'For thirty days where `expiresAt` is not given, for a year at most.',
        params: IdParams,
        body: BookingLinkBody,
        response: { 201: BookingLinkReply },
      },
    },
    async (request, reply) => {
      const view = found(await bookings.routingView(request.params.id), 'customer')
      const { purpose, expiresAt } = request.body
      const until = expiresAt === undefined ? clock.now() + USUAL_DAYS * DAY : Date.parse(expiresAt)
      if (until <= clock.now()) throw invalidField('/expiresAt', 'is in the past')
      if (until > clock.now() + MOST_DAYS * DAY) throw invalidField('/expiresAt', `is more than ${MOST_DAYS} days from now`)
      const expires = Math.floor(until / 1_000)
      const token = linkToken({ customerId: view.customer.customerId, purpose, expires }, linkSigner)
      return reply.code(201).send({ url: `${publicUrl}/v1/public/bookings/${token}`, token, expiresAt: utc(expires * 1_000) })
    },
  )
}
