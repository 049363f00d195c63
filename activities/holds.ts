import type { Hold, HoldRequest } from '../domain/bookings.ts'
import { slotEnd } from '../domain/bookings.ts'
import { freeOf } from '../domain/routing/free.ts'
import { speakersInOrder } from '../domain/routing/schedule.ts'
import type { SlotOffer } from '../domain/waitlist.ts'
import { type BookingDeps, refusedSlot } from './bookings.ts'
import { createOffers, type WaitlistDeps } from './waitlist.ts'

export interface HoldStore {
  findHold(holdId: string): Promise<Hold | undefined>
  /** Holds the slot of the first of `agentIds` that the constraints let through; undefined where all are taken. */
  hold(request: HoldRequest, agentIds: readonly string[], expiresAt: string): Promise<Hold | undefined>
  /** Ends a hold; undefined where it has ended or became a booking. */
  release(holdId: string): Promise<Hold | undefined>
}

export type HoldDeps = BookingDeps & WaitlistDeps & { readonly holds: HoldStore }

const MINUTE = 60_000

export const createHoldActivities = ({ holds, ...deps }: HoldDeps) => {
  const { bookings, clock } = deps
  const offerFreed = createOffers(deps)
  return {
    /** Keeps a slot for some minutes; with nobody free it fails with SlotTaken and three alternatives. */
    async holdSlot(request: HoldRequest): Promise<Hold> {
      const stored = await holds.findHold(request.holdId)
      if (stored) return stored
      const { customerId, start, minutes, agentId } = request
      const view = await bookings.routingView(customerId)
      const able = agentId === undefined ? speakersInOrder(view) : [agentId]
      // His own hold of a slot beside this one is in the way, unless he lets go of it: then the constraints have the last word alone.
      const seen = request.instead ? { ...view, customer: { ...view.customer, booked: [] } } : view
      const expiresAt = new Date(clock.now() + view.policies.bookings.holdMinutes * MINUTE).toISOString()
      const held = await holds.hold(request, freeOf(seen, able, start, slotEnd(start, minutes)), expiresAt)
      return held ?? refusedSlot(deps, customerId, able, start, minutes)
    },

    /** Ends a hold that nobody confirmed; its slot is offered to who waits for one. */
    async releaseHold(holdId: string): Promise<SlotOffer | null> {
      await holds.release(holdId)
      const hold = await holds.findHold(holdId)
      if (hold === undefined || hold.status !== 'released') return null
      return (await offerFreed(`hold/${holdId}`, hold, hold.customerId)) ?? null
    },
  }
}

export type HoldActivities = ReturnType<typeof createHoldActivities>
