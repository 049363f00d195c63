import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { type Booking, type BookingPurpose, type Slot, USUAL_MINUTES } from '../../domain/bookings.ts'
import type { RoutingView } from '../../domain/routing/team.ts'
import { cancelCall, reschedule } from '../../workflows/call.ts'
import { type BookingDeskDeps, createBookingDesk, utc } from '../booking-desk.ts'
import { type BookingLink, type LinkSigner, openLink } from '../booking-links.ts'
import { createCallMessenger, type OpenCalls } from '../call-messenger.ts'
import { derivedId } from '../ids.ts'
import { newIdOf, updateIdOf } from '../plugins/idempotency.ts'
import { found, invalidField, notFound, Problem } from '../problems.ts'
import {
  LinkParams,
  PublicBookBody,
  PublicBookingReply,
  PublicHoldReply,
  PublicLinkReply,
  PublicSlotQuery,
  PublicSlotReply,
  PublicStartBody,
} from '../schemas/public-bookings.ts'

export interface OpenBookings {
  /** The next open booking of a seller for a purpose. */
  openOf(customerId: string, purpose: BookingPurpose): Promise<Booking | undefined>
  /** How many he ever had. */
  madeBy(customerId: string, purpose: BookingPurpose): Promise<number>
}

export type PublicBookingRouteDeps = BookingDeskDeps & {
  readonly commitments: OpenBookings
  readonly calls: OpenCalls
  readonly linkSigner: LinkSigner
}

interface Wanted {
  readonly purpose: BookingPurpose
  readonly start: string
  readonly updateId: string
}

const MINUTE = 60_000
const CUSTOMER = 'customer'

/** Whoever has the link books for one seller and one purpose: nothing of anybody else is told, and nothing of him but his own booking. */
export const publicBookingRoutes: FastifyPluginAsyncTypebox<PublicBookingRouteDeps> = async (
  app,
  { commitments, calls, linkSigner, ...deps },
) => {
  const { clock, temporal } = deps
  const desk = createBookingDesk(deps)
  const tell = createCallMessenger(temporal, calls)
  const tags = ['public bookings']

  const links = new WeakMap<FastifyRequest, BookingLink>()
  app.addHook<{ Params: { token: string } }>('onRequest', async (request) => {
    const link = openLink(request.params.token, linkSigner, clock.now())
    links.set(request, link)
    request.principal = { keyId: `link/${link.customerId}/${link.purpose}`, role: 'service', agentId: null } // whose Idempotency-Keys
  })

  async function seen(request: FastifyRequest) {
    const link = links.get(request)
    if (link === undefined) throw new Problem('link-invalid', 'This link is not one of ours: ask for a new one.')
    return { ...link, view: await desk.viewFor(link.customerId) }
  }
  const earliest = ({ policies }: RoutingView): number => clock.now() + policies.bookings.noticeMinutes * MINUTE
  const inTime = (view: RoutingView, start: string): string => {
    const at = desk.future('/start', start, view.customer.timeZone)
    if (Date.parse(at) < earliest(view)) throw tooSoon(view)
    return at
  }
  const changeable = async (view: RoutingView, purpose: BookingPurpose): Promise<Booking> => {
    const booking = found(await commitments.openOf(view.customer.customerId, purpose), 'booking')
    if (Date.parse(booking.start) < earliest(view)) throw tooSoon(view)
    return booking
  }
  const config = { access: 'public', idempotent: true } as const
  // The token is a key: no line of the log carries its address.
  const quiet = { logLevel: 'warn' } as const
  const link = { tags, params: LinkParams }

  app.get(
    '/v1/public/bookings/:token',
    {
      ...quiet,
      config: { access: 'public' },
      schema: { ...link, summary: 'What the link is for, and what is booked', response: { 200: PublicLinkReply } },
    },
    async (request) => {
      const { purpose, expires, customerId, view } = await seen(request)
      const booking = await commitments.openOf(customerId, purpose)
      const { timeZone, languages, agentId } = view.customer
      const agentName = firstName(view, booking?.agentId ?? agentId)
      return {
        purpose,
        timeZone,
        languages: [...languages],
        agentName,
        booking: booking ? bookingView(view, booking) : null,
        expiresAt: utc(expires * 1_000),
      }
    },
  )

  app.get(
    '/v1/public/bookings/:token/slots',
    {
      ...quiet,
      config: { access: 'public' },
      schema: {
        ...link,
        summary: 'Free times, each once',
        querystring: PublicSlotQuery,
        response: { 200: Type.Object({ timeZone: Type.String(), items: Type.Array(PublicSlotReply) }) },
      },
    },
    async (request) => {
      const { view } = await seen(request)
      const { timeZone = view.customer.timeZone, ...window } = request.query
      const slots = desk.slots(view, window, { timeZone, notBefore: earliest(view) })
      const times = slots.filter((slot, index) => slot.start !== slots[index - 1]?.start)
      return { timeZone, items: times.map(({ start, end, localStart }) => ({ start, end, localStart })) }
    },
  )

  app.post(
    '/v1/public/bookings/:token/hold',
    {
      ...quiet,
      config,
      schema: {
        ...link,
        summary: 'Keep a time for five minutes; a link keeps one at a time',
        body: PublicStartBody,
        response: { 201: PublicHoldReply },
      },
    },
    async (request, reply) => {
      const { customerId, purpose, view } = await seen(request)
      const start = inTime(view, request.body.start)
      const holdId = newIdOf(request, 'hold')
      const held = await desk.keep(view, { holdId, customerId, purpose, start, minutes: USUAL_MINUTES, instead: true })
      const { id, status, expiresAt } = held
      return reply.code(201).send({ id, status, expiresAt, ...timeOf(view, held) })
    },
  )

  app.post(
    '/v1/public/bookings/:token/book',
    {
      ...quiet,
      config,
      schema: { ...link, summary: 'Book a time, or what is held', body: PublicBookBody, response: { 201: PublicBookingReply } },
    },
    async (request, reply) => {
      const { customerId, purpose, view } = await seen(request)
      const { holdId } = request.body
      const updateId = updateIdOf(request)
      const start = inTime(view, request.body.start)
      const before = await commitments.openOf(customerId, purpose)
      if (before && before.start !== start) throw bookedAlready()
      if (before) return reply.code(201).send(bookingView(view, before))
      const booking =
        holdId === undefined
          ? await book(view, { purpose, start, updateId })
          : await confirm(holdId, { customerId, purpose, start, updateId })
      if (booking.start !== start) throw bookedAlready() // a request beside this one was quicker
      return reply.code(201).send(bookingView(view, booking))
    },
  )

  /** The next booking has one id, whoever asks how often: of two at once one is made. */
  async function book(view: RoutingView, { purpose, start, updateId }: Wanted): Promise<Booking> {
    const { customerId } = view.customer
    const bookingId = derivedId('public booking', customerId, purpose, String(await commitments.madeBy(customerId, purpose)))
    const callId = derivedId('call', bookingId)
    return desk.book(view, { bookingId, callId, customerId, purpose, start, minutes: USUAL_MINUTES, actor: CUSTOMER }, updateId)
  }

  async function confirm(holdId: string, wanted: Wanted & { customerId: string }): Promise<Booking> {
    const hold = await desk.hold(holdId)
    if (hold.customerId !== wanted.customerId || hold.purpose !== wanted.purpose) throw notFound('hold')
    if (hold.start !== wanted.start) throw invalidField('/start', 'is not the time that is held')
    return desk.confirm(hold, CUSTOMER, wanted.updateId)
  }

  app.patch(
    '/v1/public/bookings/:token',
    {
      ...quiet,
      config: { access: 'public' },
      schema: { ...link, summary: 'Move the booking', body: PublicStartBody, response: { 200: PublicBookingReply } },
    },
    async (request) => {
      const { purpose, view } = await seen(request)
      const to = inTime(view, request.body.start)
      const { id, callId } = await changeable(view, purpose)
      const { mostMoves } = view.policies.bookings
      await tell(callId, reschedule, { to, withinShift: true, mostMoves, actor: CUSTOMER }, updateIdOf(request))
      return bookingView(view, await desk.known(id))
    },
  )

  app.delete(
    '/v1/public/bookings/:token',
    { ...quiet, config: { access: 'public' }, schema: { ...link, summary: 'Cancel the booking', response: { 200: PublicBookingReply } } },
    async (request) => {
      const { purpose, view } = await seen(request)
      const { id, callId } = await changeable(view, purpose)
      await tell(callId, cancelCall, { reason: 'booking_cancelled', actor: CUSTOMER }, updateIdOf(request))
      return bookingView(view, await desk.known(id))
    },
  )
}

const bookedAlready = (): Problem => new Problem('already-exists', 'There is a booking already: move that, or cancel it first.')

const tooSoon = ({ policies: { bookings } }: RoutingView): Problem =>
  new Problem('too-short-notice', `Less than ${bookings.noticeMinutes} minutes from now we cannot change anything by this link: call us.`)

function firstName({ team }: RoutingView, agentId: string | null): string | null {
  return team.find((member) => member.agentId === agentId)?.name.split(' ')[0] ?? null
}

const timeOf = (view: RoutingView, { start, end, agentId }: Slot) => ({ start, end, agentName: firstName(view, agentId) ?? '' })

const bookingView = (view: RoutingView, booking: Booking) => ({ id: booking.id, status: booking.status, ...timeOf(view, booking) })
