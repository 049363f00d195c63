import type { Slot } from '../bookings.ts'
import { freeSlots, isFree } from '../calendar/slots.ts'
import { type AgentCalendar, agentCalendar } from '../calendar/team.ts'
import type { RoutingView } from './team.ts'

const DAY = 86_400_000
const ALTERNATIVES = 3
const SEARCH_DAYS = 21
const MOST_SLOTS = 5_000

/** Their calendars as this seller finds them: when he is booked with one of them, he has no time for the others. */
export const calendarsOf = ({ customer, team }: RoutingView, agentIds: readonly string[]): AgentCalendar[] =>
  team
    .filter(({ agentId }) => agentIds.includes(agentId))
    .map((member) => agentCalendar({ ...member, busy: [...member.busy, ...(customer.booked ?? [])] }))

/** Who of these works and has nothing booked between two ISO instants. */
export function freeOf(view: RoutingView, agentIds: readonly string[], start: string, end: string): string[] {
  const interval = { start: Date.parse(start), end: Date.parse(end) }
  const free = new Set(calendarsOf(view, agentIds).flatMap((agent) => (isFree(agent, interval).free ? agent.agentId : [])))
  return agentIds.filter((id) => free.has(id))
}

/** Three slots of these agents near a start that is taken: those after it first, then those before, at the earliest a day before it. `now` is epoch milliseconds. */
export function alternativesTo(view: RoutingView, agentIds: readonly string[], start: string, minutes: number, now: number): Slot[] {
  const from = Math.max(Date.parse(start) - DAY, now)
  const agents = calendarsOf(view, agentIds)
  const wanted = Date.parse(start)
  const slots = freeSlots({
    from,
    to: from + SEARCH_DAYS * DAY,
    minutes,
    customer: view.customer,
    agents,
    limit: MOST_SLOTS,
  })
  const times = slots.filter((slot, index) => slot.start !== slots[index - 1]?.start)
  const later = times.filter((slot) => slot.start >= wanted)
  return [...later, ...times.filter((slot) => slot.start < wanted).reverse()]
    .slice(0, ALTERNATIVES)
    .map((slot) => ({ start: new Date(slot.start).toISOString(), end: new Date(slot.end).toISOString(), agentId: slot.agentId }))
}

/** The view as if a slot of the seller's were not taken: his own is not in his way. */
export const besides = ({ customer, team, ...view }: RoutingView, { agentId, start, end }: Slot): RoutingView => {
  const another = (one: { readonly start: number; readonly end: number }): boolean =>
    one.start !== Date.parse(start) || one.end !== Date.parse(end)
  return {
    ...view,
    customer: { ...customer, booked: (customer.booked ?? []).filter(another) },
    team: team.map((member) => (member.agentId === agentId ? { ...member, busy: member.busy.filter(another) } : member)),
  }
}
