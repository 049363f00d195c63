import { ApplicationFailure } from '@temporalio/activity'
import { type Booking, type BookingRequest, type Hold, remindersOf, type Slot, slotEnd, slotMinutes } from '../domain/bookings.ts'
import type { Clock } from '../domain/clock.ts'
import type { Entry, NewNotice } from '../domain/codes.ts'
import { FailureType } from '../domain/errors.ts'
import { alternativesTo, besides, freeOf } from '../domain/routing/free.ts'
import { speakersInOrder, takersOf } from '../domain/routing/schedule.ts'
import type { RoutingView } from '../domain/routing/team.ts'
import type { SlotOffer } from '../domain/waitlist.ts'
import { createOffers, type WaitlistDeps } from './waitlist.ts'

export interface BookingStore {
  routingView(customerId: string): Promise<RoutingView>
  /**
   * Books the first of `agentIds` whose slot the database's own constraint lets through, together with its call row, entry and
   * notice; undefined where all are taken. A hold of the same id becomes the booking. A repeat answers what was stored.
   */
  book(
    request: BookingRequest,
    agentIds: readonly string[],
    told: (booking: Booking) => { entry: Entry; notices: readonly NewNotice[] },
  ): Promise<Booking | undefined>
  find(bookingId: string): Promise<Booking | undefined>
  /** Moves to another time, length or agent, sequence + 1; undefined where that is taken. `key` makes a repeat harmless. */
  move(bookingId: string, to: Slot, entry: Entry | undefined, key: string): Promise<Booking | undefined>
  cancel(bookingId: string, entry: Entry): Promise<Booking>
}

export interface BookingDeps {
  readonly bookings: BookingStore
  readonly clock: Clock
}

type Deps = BookingDeps & WaitlistDeps & { readonly holds: { findHold(holdId: string): Promise<Hold | undefined> } }

export interface MoveRequest {
  readonly booking: Booking
  /** ISO instant; absent: the same time, another agent */
  readonly start?: string
  /** ISO instant; absent: as long as before */
  readonly end?: string
  readonly agentId?: string
  /** Any free speaker but these. */
  readonly anyOther?: readonly string[]
  /** Of them first whoever stands in for this one, who is away. */
  readonly insteadOf?: string
  /** The first of these who is free. */
  readonly among?: readonly string[]
  /** Only to a time at which the agent works. */
  readonly withinShift?: boolean
  /** Where that is taken, the next slot after it with the same agent, else with anybody who speaks the language. */
  readonly orAfter?: boolean
  /** The call itself says on the timeline what it means. */
  readonly untold?: boolean
  readonly actor: string
}

/** A booking as it was changed, and to whom on the waiting list the slot goes that it left; absent in histories of before. */
export type FreeingBooking = Booking & { readonly offer?: SlotOffer }

/** Refuses with what is free instead: the same agent where one was asked for, else anybody who speaks the language. */
export async function refusedSlot(
  { bookings, clock }: BookingDeps,
  customerId: string,
  agentIds: readonly string[],
  start: string,
  minutes: number,
): Promise<never> {
  const view = await bookings.routingView(customerId) // read anew: whoever was quicker took a slot of the view before
  const alternatives = alternativesTo(view, agentIds, start, minutes, clock.now())
  throw ApplicationFailure.create({
    type: FailureType.SlotTaken,
    message: 'nobody who can hold this call is free then',
    nonRetryable: true,
    details: [{ alternatives }],
  })
}

export const createBookingActivities = (deps: Deps) => {
  const { bookings, holds, clock } = deps
  const offerFreed = createOffers(deps)
  const reminded = (booking: Booking, { policies }: RoutingView): Booking => ({
    ...booking,
    reminders: remindersOf(booking.start, policies.bookings.reminderMinutes, clock.now()),
  })
  async function freeing(booking: Booking, left: Slot): Promise<FreeingBooking> {
    const offer = await offerFreed(`${booking.id}/${booking.sequence}`, left, booking.customerId)
    return offer === undefined ? booking : { ...booking, offer }
  }

  return {
    /** Books a slot, or confirms the hold of the same id; with nobody free it fails with SlotTaken and three alternatives. */
    async bookSlot(request: BookingRequest): Promise<Booking> {
      const { bookingId, start, minutes, agentId, customerId, purpose, actor } = request
      const stored = await bookings.find(bookingId)
      const seen = await bookings.routingView(customerId)
      if (stored) return reminded(stored, seen)
      const held = await holds.findHold(bookingId)
      const view = held === undefined ? seen : besides(seen, held)
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
      return booked ? reminded(booked, view) : refusedSlot(deps, customerId, able, start, minutes)
    },

    /** Moves a booking to another time, length or agent; the invitation follows with the next SEQUENCE. */
    async moveBooking(request: MoveRequest): Promise<FreeingBooking> {
      const { booking, start = booking.start, untold, actor } = request
      const view = await bookings.routingView(booking.customerId)
      const stored = await bookings.find(booking.id)
      const answer = (moved: Booking) => (request.end === undefined ? freeing(reminded(moved, view), booking) : reminded(moved, view))
      if (stored && stored.sequence > booking.sequence) return answer(stored) // a retry whose first answer was lost
      const minutes = slotMinutes(request.end === undefined ? booking : { start, end: request.end })
      const { able, slots } = targets(request, besides(view, booking), minutes, clock.now())
      for (const to of slots) {
        const entry: Entry = {
          kind: 'booking_moved',
          params: { bookingId: booking.id, callId: booking.callId, from: booking.start, ...to },
          actor,
        }
        const moved = await bookings.move(booking.id, to, untold ? undefined : entry, `${booking.id}/${booking.sequence + 1}`)
        if (moved) return answer(moved)
      }
      return refusedSlot(deps, booking.customerId, able, start, minutes)
    },

    async cancelBooking(booking: Booking, actor: string): Promise<FreeingBooking> {
      const params = { bookingId: booking.id, callId: booking.callId }
      return freeing(await bookings.cancel(booking.id, { kind: 'booking_cancelled', params, actor }), booking)
    },
  }
}

/** Where a booking may move, best first, and whose slots are the alternatives. The view is without the booking itself. */
function targets(request: MoveRequest, view: RoutingView, minutes: number, now: number): { able: string[]; slots: Slot[] } {
  const { booking, start = booking.start, agentId = booking.agentId, anyOther, insteadOf, among, withinShift, orAfter } = request
  const end = slotEnd(start, minutes)
  const at = (ids: readonly string[]): Slot[] => ids.map((id) => ({ start, end, agentId: id }))
  if (among !== undefined) return { able: [...among], slots: at(freeOf(view, among, start, end)) }
  if (anyOther !== undefined) {
    const able = takersOf(view, Date.parse(start), { excluded: anyOther, ...(insteadOf === undefined ? {} : { insteadOf }) })
    return { able, slots: at(freeOf(view, able, start, end)) }
  }
  if (!withinShift && !orAfter) return { able: [agentId], slots: at([agentId]) }
  const here = at(freeOf(view, [agentId], start, end))
  if (!orAfter) return { able: [agentId], slots: here }
  const able = [...new Set([agentId, ...speakersInOrder(view)])]
  const later = (ids: readonly string[]) => alternativesTo(view, ids, start, minutes, now).filter((slot) => slot.start >= start)
  return { able, slots: [...here, ...later([agentId]), ...later(able)] }
}

export type BookingActivities = ReturnType<typeof createBookingActivities>
