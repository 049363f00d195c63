import type { Slot } from '../domain/bookings.ts'
import type { Clock } from '../domain/clock.ts'
import { type Entry, type NewNotice, TEAM } from '../domain/codes.ts'
import { freeOf } from '../domain/routing/free.ts'
import { speakersInOrder } from '../domain/routing/schedule.ts'
import type { RoutingView } from '../domain/routing/team.ts'
import { partFor, type SlotOffer, type WaitlistEntry } from '../domain/waitlist.ts'

export interface WaitlistStore {
  /** Who waits for a time like that: those who were offered nothing yet before the others, of each the oldest first. */
  waitingFor(slot: Slot): Promise<WaitlistEntry[]>
  /** Offers a slot; false where the entry is no longer open, or the key was offered already. */
  offer(entryId: string, offer: SlotOffer, entry: Entry, notices: readonly NewNotice[]): Promise<boolean>
  offered(key: string): Promise<SlotOffer | undefined>
}

export interface WaitlistDeps {
  readonly waitlist: WaitlistStore
  readonly bookings: { routingView(customerId: string): Promise<RoutingView> }
  readonly clock: Clock
}

/**
 * Offers a freed slot to the first who waits for such a time and whose language its agent speaks. An offer holds nothing: whoever books
 * first has it. `by` is the seller who freed it.
 */
export const createOffers = ({ waitlist, bookings, clock }: WaitlistDeps) =>
  async function offerFreed(key: string, freed: Slot, by: string): Promise<SlotOffer | undefined> {
    const before = await waitlist.offered(key)
    if (before) return before
    if (Date.parse(freed.start) <= clock.now()) return undefined
    for (const waiting of await waitlist.waitingFor(freed)) {
      const { customerId, purpose } = waiting
      const slot = partFor(waiting, freed)
      if (slot === undefined || customerId === by) continue
      const view = await bookings.routingView(customerId)
      const able = speakersInOrder(view).filter((id) => id === slot.agentId)
      if (freeOf(view, able, slot.start, slot.end).length === 0) continue
      const params = { waitlistId: waiting.id, purpose, ...slot }
      const told: NewNotice = { audience: view.customer.agentId ?? TEAM, kind: 'slot_freed', params }
      const offer = { key, customerId, purpose, slot }
      if (await waitlist.offer(waiting.id, offer, { kind: 'slot_offered', params, actor: 'system' }, [told])) return offer
    }
    return waitlist.offered(key)
  }
