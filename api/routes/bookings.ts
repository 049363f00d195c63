import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Client } from '@temporalio/client'
import { Type } from 'typebox'
import { type Booking, type BookingRequest, slotEnd, USUAL_MINUTES } from '../../domain/bookings.ts'
import { offsetTime } from '../../domain/calendar/periods.ts'
import { freeSlots } from '../../domain/calendar/slots.ts'
import { agentCalendar } from '../../domain/calendar/team.ts'
import type { Clock } from '../../domain/clock.ts'
import { alternativesTo, freeOf } from '../../domain/routing/free.ts'
import { speakersInOrder } from '../../domain/routing/schedule.ts'
import type { RoutingView } from '../../domain/routing/team.ts'
import { cancelCall, reschedule } from '../../workflows/call.ts'
import { bookCall } from '../../workflows/customer.ts'
import { createCallMessenger, type OpenCalls } from '../call-messenger.ts'
import { refuseGap } from '../gaps.ts'
import { derivedId, randomId } from '../ids.ts'
import { idempotencyKeyOf, updateIdOf } from '../plugins/idempotency.ts'
import { actorOf, principalOf } from '../principal.ts'
import { invalidField, notFound, Problem } from '../problems.ts'
import { BookingBody, BookingMoveBody, BookingReply, type BookingView, SlotQuery, SlotReply } from '../schemas/bookings.ts'
import { IdParams } from '../schemas/values.ts'

export interface BookingReads {
  find(bookingId: string): Promise<Booking | undefined>
  /** Undefined where there is no such customer. */
  routingView(customerId: string): Promise<RoutingView | undefined>
}

export interface BookingRouteDeps {
  readonly bookings: BookingReads
  readonly calls: OpenCalls
  readonly temporal: Client
  readonly clock: Clock
}

const DAY = 86_400_000
const DEFAULT_DAYS = 14
const MOST_DAYS = 62
const MOST_SLOTS = 2_000
const utc = (at: number): string => new Date(at).toISOString()

const viewOf = ({ sequence: _sequence, ...booking }: Booking): BookingView => booking

export const bookingRoutes: FastifyPluginAsyncTypebox<BookingRouteDeps> = async (app, { bookings, calls, temporal, clock }) => {
  const tell = createCallMessenger(temporal, calls)
  const known = async (id: string): Promise<Booking> => {
    const booking = await bookings.find(id)
    if (!booking) throw notFound('booking')
    return booking
  }
  const open = async (id: string): Promise<Booking> => {
    const booking = await known(id)
    if (booking.status === 'done' || booking.status === 'cancelled')
      throw new Problem('booking-not-open', `The booking is ${booking.status}: make a new one.`)
    return booking
  }
  const viewFor = async (customerId: string): Promise<RoutingView> => {
    const view = await bookings.routingView(customerId)
    if (!view) throw notFound('customer')
    return view
  }
  /** `timeZone` is the customer's. */
  const future = (field: string, instant: string, timeZone: string): string => {
    refuseGap(field, instant, timeZone)
    if (Date.parse(instant) <= clock.now()) throw invalidField(field, 'is in the past')
    return utc(Date.parse(instant))
  }
  /**
   * A slot at which nobody is free is refused before it costs the life an update: a history has room for only so many. Of those who
   * find it free at the same moment the database's constraint lets one through.
   */
  async function refuseTaken(view: RoutingView, { bookingId, start, minutes, agentId }: BookingRequest): Promise<void> {
    const able = agentId === undefined ? speakersInOrder(view) : [agentId]
    if (freeOf(view, able, start, slotEnd(start, minutes)).length > 0 || (await bookings.find(bookingId))) return
    const alternatives = alternativesTo(view, able, start, minutes, clock.now())
    throw new Problem('slot-taken', 'Nobody who can hold this call is free then.', { members: { alternatives } })
  }
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
      const { customerId, from, to, minutes = USUAL_MINUTES } = request.query
      const start = Math.max(clock.now(), from === undefined ? 0 : Date.parse(from))
      const end = to === undefined ? start + DEFAULT_DAYS * DAY : Date.parse(to)
      if (end <= start) throw invalidField('/to', 'must be in the future and after from')
      if (end - start > MOST_DAYS * DAY) throw invalidField('/to', `must be at most ${MOST_DAYS} days after from`)
      const view = await viewFor(customerId)
      const { customer } = view
      const speakers = new Set(speakersInOrder(view))
      const agents = view.team.filter((member) => speakers.has(member.agentId)).map(agentCalendar)
      const slots = freeSlots({ from: start, to: end, minutes, customer, agents, limit: MOST_SLOTS })
      const items = slots.map(({ start, end, agentId }) => ({
        start: utc(start),
        end: utc(end),
        agentId,
        localStart: offsetTime(start, customer.timeZone),
      }))
      return { items }
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
      const view = await viewFor(customerId)
      if (agentId !== undefined && !view.team.some((member) => member.agentId === agentId)) throw invalidField('/agentId', 'is no agent')
      const key = idempotencyKeyOf(request)
      const bookingId = key === undefined ? randomId() : derivedId('booking', principal.keyId, key)
      const wish = {
        bookingId,
        callId: derivedId('call', bookingId),
        customerId,
        purpose,
        start: future('/start', start, view.customer.timeZone),
        minutes,
        actor: actorOf(principal),
        ...(agentId === undefined ? {} : { agentId }),
      }
      await refuseTaken(view, wish)
      const booking = await temporal.workflow
        .getHandle(`customer/${customerId}`)
        .executeUpdate(bookCall, { args: [wish], updateId: bookingId })
      return reply.code(201).send(viewOf(booking))
    },
  )

  app.get(
    '/v1/bookings/:id',
    { schema: { tags, summary: 'One booking', params: IdParams, response: { 200: BookingReply } } },
    async (request) => viewOf(await known(request.params.id)),
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
      const { id, callId, customerId } = await open(request.params.id)
      const { timeZone } = (await viewFor(customerId)).customer
      const change = { to: future('/start', request.body.start, timeZone), withinShift: true, actor: actorOf(principalOf(request)) }
      await tell(callId, reschedule, change, updateIdOf(request))
      return viewOf(await known(id))
    },
  )

  app.delete(
    '/v1/bookings/:id',
    { schema: { tags, summary: 'Cancel a booking; the invitation is withdrawn', params: IdParams, response: { 200: BookingReply } } },
    async (request) => {
      const { id, callId } = await open(request.params.id)
      await tell(callId, cancelCall, { reason: 'booking_cancelled', actor: actorOf(principalOf(request)) }, updateIdOf(request))
      return viewOf(await known(id))
    },
  )
}
