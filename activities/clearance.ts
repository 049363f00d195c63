import { type Booking, slotEnd, slotMinutes } from '../domain/bookings.ts'
import type { Clearance, ClearanceRequest } from '../domain/calls/clearance.ts'
import type { CallPurpose } from '../domain/calls/retry-policy.ts'
import type { Clock } from '../domain/clock.ts'
import { type ClearanceView, clearanceOf, sleptOverHours } from '../domain/routing/clear.ts'
import { alternativesTo, freeOf } from '../domain/routing/free.ts'
import { scheduleCall, speakersInOrder } from '../domain/routing/schedule.ts'
import type { RoutingView } from '../domain/routing/team.ts'

export interface ClearanceStore {
  /** The call itself, the seller's others and the team, as they stand. */
  view(callId: string, customerId: string): Promise<ClearanceView>
  routingView(customerId: string): Promise<RoutingView>
}

export interface ClearanceDeps {
  readonly clearances: ClearanceStore
  readonly clock: Clock
}

/** Whom a call could go to that nobody takes up. */
export interface NextAgentRequest {
  readonly callId: string
  readonly customerId: string
  readonly purpose: CallPurpose
  /** BCP 47, best first */
  readonly languages: readonly string[]
  /** Whoever had it, or passed it on. */
  readonly excluded: readonly string[]
}

export interface StandInRequest {
  readonly booking: Booking
  /** Whoever did not come, or passed it on. */
  readonly excluded: readonly string[]
}

export interface StandIns {
  /** Who is free now, as the ladder orders them; nobody where it was slept over until no hour of the seller's. */
  readonly agentIds: readonly string[]
  /** The first free slot that can be offered; its start an ISO instant. */
  readonly offer: { readonly start: string; readonly agentId: string } | null
}

const MINUTE = 60_000

/** What of the day must be left to write a mail, and to answer it. */
const OFFER_LEAD_MS = 30 * MINUTE

export const createClearanceActivities = ({ clearances, clock }: ClearanceDeps) => ({
  /** Whether a call whose moment has come may be dialled; zones, shifts and days are looked at here, where the answer is recorded. */
  async clearCall(request: ClearanceRequest): Promise<Clearance> {
    return clearanceOf(request, await clearances.view(request.callId, request.customerId), clock.now())
  },

  /** Whether somebody else can take a call in time. */
  async hasNextAgent(request: NextAgentRequest): Promise<boolean> {
    const now = clock.now()
    const view = await clearances.routingView(request.customerId)
    const asked = { ...request, at: new Date(now).toISOString(), topic: null, version: 0, actor: 'system' }
    const { agentId, whyTiming } = scheduleCall(asked, view, now)
    return agentId !== null && whyTiming.params.late !== true
  },

  /** Who can hold a booked call whose agent has not come, and what the seller can be offered instead. */
  async findStandIns({ booking, excluded }: StandInRequest): Promise<StandIns> {
    const now = clock.now()
    const view = await clearances.routingView(booking.customerId)
    const able = speakersInOrder(view)
    const others = able.filter((id) => !excluded.includes(id))
    const minutes = slotMinutes(booking)
    const [offer] = alternativesTo(view, able, new Date(now + OFFER_LEAD_MS).toISOString(), minutes, now + OFFER_LEAD_MS)
    // At night nobody rings whom nobody came to in the afternoon.
    const asleep = sleptOverHours(slotEnd(booking.start, view.policies.escalation.noShowMinutes), view.customer, now)
    const rest = new Date(Math.max(Date.parse(booking.end), now + MINUTE)).toISOString()
    return {
      agentIds: asleep ? [] : freeOf(view, others, new Date(now).toISOString(), rest),
      offer: offer === undefined ? null : { start: offer.start, agentId: offer.agentId },
    }
  },
})

export type ClearanceActivities = ReturnType<typeof createClearanceActivities>
