import { type Client, WithStartWorkflowOperation, WorkflowExecutionAlreadyStartedError } from '@temporalio/client'
import {
  type Booking,
  type BookingRequest,
  type Hold,
  type HoldRequest,
  type Slot,
  slotEnd,
  slotMinutes,
  USUAL_MINUTES,
} from '../domain/bookings.ts'
import { offsetTime } from '../domain/calendar/periods.ts'
import { freeSlots } from '../domain/calendar/slots.ts'
import type { Clock } from '../domain/clock.ts'
import { alternativesTo, calendarsOf, freeOf } from '../domain/routing/free.ts'
import { speakersInOrder } from '../domain/routing/schedule.ts'
import type { RoutingView } from '../domain/routing/team.ts'
import { bookCall } from '../workflows/customer.ts'
import { held, letGo, slotHold } from '../workflows/slot-hold.ts'
import { refuseGap } from './gaps.ts'
import { derivedId } from './ids.ts'
import { found, invalidField, Problem } from './problems.ts'

export interface HoldReads {
  /** What was held under this id, whatever became of it. */
  findHold(holdId: string): Promise<Hold | undefined>
}

export interface BookingReads {
  find(bookingId: string): Promise<Booking | undefined>
  /** Undefined where there is no such customer. */
  routingView(customerId: string): Promise<RoutingView | undefined>
}

export interface BookingDeskDeps {
  readonly bookings: BookingReads
  readonly holds: HoldReads
  readonly temporal: Client
  readonly taskQueue: string
  readonly clock: Clock
}

const DAY = 86_400_000
const DEFAULT_DAYS = 14
const MOST_DAYS = 62
const MOST_SLOTS = 2_000
export const utc = (at: number): string => new Date(at).toISOString()

/** What whoever books does, by a key or by a link. */
export function createBookingDesk({ bookings, holds, temporal, taskQueue, clock }: BookingDeskDeps) {
  async function known(id: string): Promise<Booking> {
    return found(await bookings.find(id), 'booking')
  }

  async function viewFor(customerId: string): Promise<RoutingView> {
    return found(await bookings.routingView(customerId), 'customer')
  }

  async function hold(id: string): Promise<Hold> {
    return found(await holds.findHold(id), 'hold')
  }

  /**
   * A slot at which nobody is free is refused before it costs the life an update: a history has room for only so many. Of those who
   * find it free at the same moment the database's constraints let one through.
   */
  async function refuseTaken(
    view: RoutingView,
    { start, minutes, agentId }: Pick<BookingRequest, 'start' | 'minutes' | 'agentId'>,
  ): Promise<void> {
    const able = agentId === undefined ? speakersInOrder(view) : [agentId]
    if (freeOf(view, able, start, slotEnd(start, minutes)).length > 0) return
    const alternatives = alternativesTo(view, able, start, minutes, clock.now())
    throw new Problem('slot-taken', 'Nobody who can hold this call is free then.', { members: { alternatives } })
  }

  return {
    known,
    viewFor,
    hold,

    async open(id: string): Promise<Booking> {
      const booking = await known(id)
      if (booking.status === 'done' || booking.status === 'cancelled')
        throw new Problem('booking-not-open', `The booking is ${booking.status}: make a new one.`)
      return booking
    },

    /** `timeZone` is the customer's. */
    future(field: string, instant: string, timeZone: string): string {
      refuseGap(field, instant, timeZone)
      if (Date.parse(instant) <= clock.now()) throw invalidField(field, 'is in the past')
      return utc(Date.parse(instant))
    },

    /** Free slots of a window, on the wall clock of `timeZone`; `notBefore` is epoch milliseconds. */
    slots(
      view: RoutingView,
      { from, to, minutes = USUAL_MINUTES }: { from?: string; to?: string; minutes?: number },
      { timeZone = view.customer.timeZone, notBefore = clock.now() }: { timeZone?: string; notBefore?: number } = {},
    ): (Slot & { localStart: string })[] {
      const start = Math.max(from === undefined ? 0 : Date.parse(from), notBefore)
      const end = to === undefined ? start + DEFAULT_DAYS * DAY : Date.parse(to)
      if (end <= start) throw invalidField('/to', 'must be in the future and after from')
      if (end - start > MOST_DAYS * DAY) throw invalidField('/to', `must be at most ${MOST_DAYS} days after from`)
      const agents = calendarsOf(view, speakersInOrder(view))
      const found = freeSlots({ from: start, to: end, minutes, customer: view.customer, agents, limit: MOST_SLOTS })
      return found.map((slot) => ({
        start: utc(slot.start),
        end: utc(slot.end),
        agentId: slot.agentId,
        localStart: offsetTime(slot.start, timeZone),
      }))
    },

    /** The id of the booking keeps it one; `updateId` is of this try, for a refusal is remembered under it as long as the run. */
    async book(view: RoutingView, wish: BookingRequest, updateId: string): Promise<Booking> {
      if (!(await bookings.find(wish.bookingId))) await refuseTaken(view, wish)
      return temporal.workflow.getHandle(`customer/${wish.customerId}`).executeUpdate(bookCall, { args: [wish], updateId })
    },

    /** The hold travels in the start argument: once the server has it, it ends by itself, whatever dies. */
    async keep(view: RoutingView, request: HoldRequest): Promise<Hold> {
      const stored = await holds.findHold(request.holdId)
      if (stored) return stored
      await refuseTaken(request.instead ? { ...view, customer: { ...view.customer, booked: [] } } : view, request)
      const startWorkflowOperation = new WithStartWorkflowOperation(slotHold, {
        workflowId: `hold/${request.holdId}`,
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        taskQueue,
        args: [request],
        staticSummary: `holds ${request.start} for a ${request.purpose}`,
      })
      try {
        return await temporal.workflow.executeUpdateWithStart(held, { startWorkflowOperation, args: [], updateId: request.holdId })
      } catch (error) {
        // It ended between our look and our call.
        if (error instanceof WorkflowExecutionAlreadyStartedError) return hold(request.holdId)
        throw error
      }
    },

    /** What was held becomes the booking, also late, if nobody else has it by then; `updateId` as above. */
    async confirm({ id, customerId, purpose, start, end, agentId, status }: Hold, actor: string, updateId: string): Promise<Booking> {
      const booked = status === 'confirmed' ? await bookings.find(id) : undefined
      if (booked) return booked
      if (Date.parse(start) <= clock.now()) throw new Problem('booking-not-open', 'The slot that was held has begun: make a new booking.')
      const minutes = slotMinutes({ start, end })
      if (status === 'released') await refuseTaken(await viewFor(customerId), { start, minutes, agentId })
      return temporal.workflow.getHandle(`customer/${customerId}`).executeUpdate(bookCall, {
        args: [{ bookingId: id, callId: derivedId('call', id), customerId, purpose, start, minutes, agentId, actor }],
        updateId,
      })
    },

    async release(found: Hold): Promise<Hold> {
      if (found.status === 'confirmed') throw new Problem('booking-not-open', 'The hold became a booking: cancel that.')
      if (found.status === 'held')
        await temporal.workflow.getHandle(`hold/${found.id}`).executeUpdate(letGo, { updateId: `${found.id}/let-go` })
      return hold(found.id)
    },
  }
}
