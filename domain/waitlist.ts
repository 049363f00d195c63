import { type BookingPurpose, type Slot, slotEnd } from './bookings.ts'

export const WAITLIST_STATUSES = ['waiting', 'offered', 'booked', 'withdrawn'] as const
export type WaitlistStatus = (typeof WAITLIST_STATUSES)[number]

/** A seller who would come earlier, or at all, if somebody else's slot became free. */
export interface WaitlistEntry {
  readonly id: string
  readonly customerId: string
  readonly purpose: BookingPurpose
  /** ISO instants: the slot lies between the two. */
  readonly from: string
  readonly until: string
  readonly minutes: number
  readonly status: WaitlistStatus
  /** ISO instant */
  readonly createdAt: string
  /** The slot that he was offered last. */
  readonly offered: Slot | null
}

/** A slot that was freed, as it was offered to somebody who waits. */
export interface SlotOffer {
  /** What freed it; made of domain ids, so that it is offered once. */
  readonly key: string
  readonly customerId: string
  readonly purpose: BookingPurpose
  readonly slot: Slot
}

/** The part of a freed slot that an entry asks for; undefined where it is not long enough, or not within its window. */
export function partFor({ from, until, minutes }: Pick<WaitlistEntry, 'from' | 'until' | 'minutes'>, freed: Slot): Slot | undefined {
  const start = freed.start > from ? freed.start : from
  const end = slotEnd(start, minutes)
  return end <= freed.end && end <= until ? { start, end, agentId: freed.agentId } : undefined
}
