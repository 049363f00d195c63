import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { USUAL_MINUTES } from '../../domain/bookings.ts'
import { cancelCall, reschedule } from '../../workflows/call.ts'
import { type BookingDeskDeps, createBookingDesk } from '../booking-desk.ts'
import { createCallMessenger, type OpenCalls } from '../call-messenger.ts'
import { derivedId } from '../ids.ts'
import { newIdOf, updateIdOf } from '../plugins/idempotency.ts'
import { actorOf, principalOf } from '../principal.ts'
import { invalidField } from '../problems.ts'
import { BookingBody, BookingMoveBody, BookingReply, SlotQuery, SlotReply, viewOf } from '../schemas/bookings.ts'
import { IdParams } from '../schemas/values.ts'

export type BookingRouteDeps = BookingDeskDeps & { readonly calls: OpenCalls }

export const bookingRoutes: FastifyPluginAsyncTypebox<BookingRouteDeps> = async (app, { calls, ...deps }) => {
  const desk = createBookingDesk(deps)
  const tell = createCallMessenger(deps.temporal, calls)
  const tags = ['bookings']

  app.get(
    '/v1/slots',
    {
      schema: {
        tags,
        summary: "Free slots of those who speak the customer's language",
        querystring: SlotQuery,
        response: { 200: Type.Object({ items: Type.Array(SlotReply) }) },
      },
    },
    async (request) => {
      const { customerId, ...window } = request.query
      return { items: desk.slots(await desk.viewFor(customerId), window) }
    },
  )

  app.post(
    '/v1/bookings',
    {
      config: { idempotent: true },
      schema: {
        tags,
        summary: 'Book a slot',
        description:
          'Without `agentId` any free speaker of a language of the customer is booked. 409 `slot-taken` brings three `alternatives`.',
        body: BookingBody,
        response: { 201: BookingReply },
      },
    },
    async (request, reply) => {
      const { customerId, purpose, start, minutes = USUAL_MINUTES, agentId } = request.body
      const principal = principalOf(request)
      const view = await desk.viewFor(customerId)
      if (agentId !== undefined && !view.team.some((member) => member.agentId === agentId)) throw invalidField('/agentId', 'is no agent')
      const bookingId = newIdOf(request, 'booking')
      const wish = {
        bookingId,
        callId: derivedId('call', bookingId),
        customerId,
        purpose,
        start: desk.future('/start', start, view.customer.timeZone),
        minutes,
        actor: actorOf(principal),
        ...(agentId === undefined ? {} : { agentId }),
      }
      return reply.code(201).send(viewOf(await desk.book(view, wish, updateIdOf(request))))
    },
  )

  app.get(
    '/v1/bookings/:id',
    { schema: { tags, summary: 'One booking', params: IdParams, response: { 200: BookingReply } } },
    async (request) => viewOf(await desk.known(request.params.id)),
  )

  app.patch(
    '/v1/bookings/:id',
    {
      schema: {
        tags,
        summary: 'Move a booking; the invitation follows',
        params: IdParams,
        body: BookingMoveBody,
        response: { 200: BookingReply },
      },
    },
    async (request) => {
      const { id, callId, customerId } = await desk.open(request.params.id)
      const { timeZone } = (await desk.viewFor(customerId)).customer
      const change = { to: desk.future('/start', request.body.start, timeZone), withinShift: true, actor: actorOf(principalOf(request)) }
      await tell(callId, reschedule, change, updateIdOf(request))
      return viewOf(await desk.known(id))
    },
  )

  app.delete(
    '/v1/bookings/:id',
    { schema: { tags, summary: 'Cancel a booking; the invitation is withdrawn', params: IdParams, response: { 200: BookingReply } } },
    async (request) => {
      const { id, callId } = await desk.open(request.params.id)
      await tell(callId, cancelCall, { reason: 'booking_cancelled', actor: actorOf(principalOf(request)) }, updateIdOf(request))
      return viewOf(await desk.known(id))
    },
  )
}
