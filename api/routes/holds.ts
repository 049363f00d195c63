import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { USUAL_MINUTES } from '../../domain/bookings.ts'
import { type BookingDeskDeps, createBookingDesk } from '../booking-desk.ts'
import { newIdOf, updateIdOf } from '../plugins/idempotency.ts'
import { actorOf, principalOf } from '../principal.ts'
import { invalidField } from '../problems.ts'
import { BookingBody, BookingReply, HoldReply, viewOf } from '../schemas/bookings.ts'
import { EmptyBody, IdParams } from '../schemas/values.ts'
import { bodyOrNone } from '../validation.ts'

export const holdRoutes: FastifyPluginAsyncTypebox<BookingDeskDeps> = async (app, deps) => {
  const desk = createBookingDesk(deps)
  const tags = ['bookings']
  const config = { idempotent: true }

  app.post(
    '/v1/holds',
    {
      config,
      schema: {
        tags,
        summary: 'Keep a slot for five minutes',
        description: 'Nobody else can hold or book it until `expiresAt`. 409 `slot-taken` brings three `alternatives`.',
        body: BookingBody,
        response: { 201: HoldReply },
      },
    },
    async (request, reply) => {
      const { customerId, purpose, start, minutes = USUAL_MINUTES, agentId } = request.body
      const view = await desk.viewFor(customerId)
      if (agentId !== undefined && !view.team.some((member) => member.agentId === agentId)) throw invalidField('/agentId', 'is no agent')
      const holdId = newIdOf(request, 'hold')
      const wanted = { holdId, customerId, purpose, start: desk.future('/start', start, view.customer.timeZone), minutes }
      return reply.code(201).send(await desk.keep(view, { ...wanted, ...(agentId === undefined ? {} : { agentId }) }))
    },
  )

  app.post(
    '/v1/holds/:id/confirm',
    {
      config,
      preValidation: bodyOrNone,
      schema: {
        tags,
        summary: 'Book what is held',
        description: 'The booking has the id of the hold. One that has expired is booked all the same where its slot is still free.',
        params: IdParams,
        body: EmptyBody,
        response: { 201: BookingReply },
      },
    },
    async (request, reply) => {
      const hold = await desk.hold(request.params.id)
      return reply.code(201).send(viewOf(await desk.confirm(hold, actorOf(principalOf(request)), updateIdOf(request))))
    },
  )

  app.delete(
    '/v1/holds/:id',
    { schema: { tags, summary: 'Let a held slot go', params: IdParams, response: { 200: HoldReply } } },
    async (request) => desk.release(await desk.hold(request.params.id)),
  )
}
