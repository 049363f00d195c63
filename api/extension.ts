import { type Booking, type Slot, slotEnd, slotMinutes, USUAL_MINUTES } from '../domain/bookings.ts'
import type { CallPurpose } from '../domain/calls/calls.ts'
import type { Clock } from '../domain/clock.ts'
import { alternativesTo, besides, freeOf } from '../domain/routing/free.ts'
import { speakersInOrder } from '../domain/routing/schedule.ts'
import type { RoutingView } from '../domain/routing/team.ts'
import type { CallView } from './schemas/calls.ts'

/** A call that its agent has to begin while he would still be talking. */
export interface Commitment {
  readonly callId: string
  readonly customerId: string
  readonly purpose: CallPurpose
  /** ISO instants; no end where nothing was booked */
  readonly start: string
  readonly end: string | null
}

export interface CommitmentReads {
  /** The open booking of a call. */
  bookingOf(callId: string): Promise<Booking | undefined>
  /** What an agent has promised between two ISO instants, beside one call; earliest first. */
  commitments(agentId: string, window: { from: string; until: string; beside: string }): Promise<Commitment[]>
}

export interface Ahead extends Commitment {
  /** Who could take it: free then, and speaks the language; best first. */
  readonly takers: string[]
  /** Slots after the talk, for whom nobody takes. */
  readonly alternatives: Slot[]
}

export interface ExtensionDeps {
  readonly commitments: CommitmentReads
  readonly bookings: { routingView(customerId: string): Promise<RoutingView | undefined> }
  readonly clock: Clock
}

/** What stands in the way of so many minutes more, counted from the end of the slot, or from now where that has passed. Changes nothing. */
export async function lookAhead(
  { commitments, bookings, clock }: ExtensionDeps,
  call: CallView,
  minutes: number,
): Promise<{ from: string; until: string; next: Ahead[] }> {
  const now = new Date(clock.now()).toISOString()
  const own = await commitments.bookingOf(call.id)
  const from = own !== undefined && own.end > now ? own.end : now
  const until = slotEnd(from, minutes)
  const found = call.agentId === null ? [] : await commitments.commitments(call.agentId, { from: now, until, beside: call.id })
  const next = await Promise.all(found.map((one) => withTakers(one, call.agentId ?? '', until)))
  return { from, until, next }

  async function withTakers(one: Commitment, agentId: string, after: string): Promise<Ahead> {
    const seen = await bookings.routingView(one.customerId)
    if (seen === undefined) return { ...one, takers: [], alternatives: [] }
    const end = one.end ?? slotEnd(one.start, USUAL_MINUTES)
    const view = besides(seen, { start: one.start, end, agentId })
    const able = speakersInOrder(view)
    const length = slotMinutes({ start: one.start, end })
    const others = able.filter((id) => id !== agentId)
    const alternatives = alternativesTo(view, [agentId, ...others], after, length, Date.parse(after))
    return { ...one, takers: freeOf(view, others, one.start, end), alternatives }
  }
}
