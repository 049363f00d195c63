import { ApplicationFailure } from '@temporalio/activity'
import { type Booking, type BookingRequest, type Slot, slotEnd } from '../domain/bookings.ts'
import type { Clock } from '../domain/clock.ts'
import type { Entry, NewNotice } from '../domain/codes.ts'
import { FailureType } from '../domain/errors.ts'
import { alternativesTo, freeOf } from '../domain/routing/free.ts'
import { speakersInOrder, takersOf } from '../domain/routing/schedule.ts'
import type { RoutingView } from '../domain/routing/team.ts'

export interface BookingStore {
  routingView(customerId: string): Promise<RoutingView>
  /**
   * Books the first of `agentIds` whose slot the database's own constraint lets through, together with its call row, entry and
   * notice; undefined where all are taken. A repeat with the same booking id answers what was stored.
   */
  book(
    request: BookingRequest,
    agentIds: readonly string[],
    told: (booking: Booking) => { entry: Entry; notices: readonly NewNotice[] },
  ): Promise<Booking | undefined>
  find(bookingId: string): Promise<Booking | undefined>
  /** Moves to another time or agent, sequence + 1; undefined where that is taken. `key` makes a repeat harmless. */
  move(bookingId: string, to: Slot, entry: Entry, key: string): Promise<Booking | undefined>
  cancel(bookingId: string, entry: Entry): Promise<Booking>
}

export interface BookingDeps {
  readonly bookings: BookingStore
  readonly clock: Clock
}

export interface MoveRequest {
  readonly booking: Booking
  /** ISO instant; absent: the same time, another agent */
  readonly start?: string
  readonly agentId?: string
  /** Any free speaker but these. */
  readonly anyOther?: readonly string[]
  /** Of them first whoever stands in for this one, who is away. */
  readonly insteadOf?: string
  /** Only to a time at which the agent works. */
  readonly withinShift?: boolean
  readonly actor: string
}

export const createBookingActivities = ({ bookings, clock }: BookingDeps) => {
  /** Refuses with what is free instead: the same agent where one was asked for, else anybody who speaks the language. */
  async function slotTaken(customerId: string, agentIds: readonly string[], start: string, minutes: number): Promise<never> {
    const view = await bookings.routingView(customerId) // read anew: whoever was quicker took a slot of the view before
    const alternatives = alternativesTo(view, agentIds, start, minutes, clock.now())
    throw ApplicationFailure.create({
      type: FailureType.SlotTaken,
      message: 'nobody who can hold this call is free then',
      nonRetryable: true,
      details: [{ alternatives }],
    })
  }

  return {
    /** Books a slot; with nobody free it fails with SlotTaken and three alternatives. */
    async bookSlot(request: BookingRequest): Promise<Booking> {
      const stored = await bookings.find(request.bookingId)
      if (stored) return stored
      const view = await bookings.routingView(request.customerId)
      const { start, minutes, agentId, customerId, purpose, actor } = request
      const able = agentId === undefined ? speakersInOrder(view, request.preferredAgentId) : [agentId]
      const free = freeOf(view, able, start, slotEnd(start, minutes))
      const booked = await bookings.book(request, free, (booking) => ({
        entry: {
          kind: 'booking_confirmed',
          params: { bookingId: booking.id, callId: booking.callId, purpose, start: booking.start, agentId: booking.agentId },
          actor,
        },
        notices: [
          {
            audience: booking.agentId,
            kind: 'booking_confirmed',
            params: { bookingId: booking.id, customerId, purpose, start: booking.start, end: booking.end },
          },
        ],
      }))
      return booked ?? slotTaken(customerId, able, start, minutes)
    },

    /** Moves a booking to another time or another agent; the invitation follows with the next SEQUENCE. */
    async moveBooking({
      booking,
      start = booking.start,
      agentId = booking.agentId,
      anyOther,
      insteadOf,
      withinShift,
      actor,
    }: MoveRequest): Promise<Booking> {
      const stored = await bookings.find(booking.id)
      if (stored && stored.sequence > booking.sequence) return stored // a retry whose first answer was lost
      const view = await bookings.routingView(booking.customerId)
      const minutes = (Date.parse(booking.end) - Date.parse(booking.start)) / 60_000
      const end = slotEnd(start, minutes)
      const standing = insteadOf === undefined ? {} : { insteadOf }
      const able = anyOther === undefined ? [agentId] : takersOf(view, Date.parse(start), { excluded: anyOther, ...standing })
      const agentIds = anyOther === undefined && !withinShift ? able : freeOf(besides(view, booking), able, start, end)
      for (const id of agentIds) {
        const to: Slot = { start, end, agentId: id }
        const entry: Entry = {
          kind: 'booking_moved',
          params: { bookingId: booking.id, callId: booking.callId, from: booking.start, ...to },
          actor,
        }
        const moved = await bookings.move(booking.id, to, entry, `${booking.id}/${booking.sequence + 1}`)
        if (moved) return moved
      }
      return slotTaken(booking.customerId, able, start, minutes)
    },

    async cancelBooking(booking: Booking, actor: string): Promise<Booking> {
      return bookings.cancel(booking.id, { kind: 'booking_cancelled', params: { bookingId: booking.id, callId: booking.callId }, actor })
    },
  }
}

/** The team as if the booking that moves were not there: its own slot is not in its way. */
const besides = (view: RoutingView, { agentId, start, end }: Booking): RoutingView => ({
  ...view,
  team: view.team.map((member) => ({
    ...member,
    busy: member.busy.filter((one) => member.agentId !== agentId || one.start !== Date.parse(start) || one.end !== Date.parse(end)),
  })),
})

export type BookingActivities = ReturnType<typeof createBookingActivities>
