import { agentCalendar } from '../calendar/team.ts'
import { nextTry } from '../calendar/timing.ts'
import type { RetryWait } from '../calls/retry-policy.ts'
import { speakersInOrder } from './schedule.ts'
import type { RoutingView, TeamMember } from './team.ts'

export interface FailedTry {
  readonly wait: RetryWait
  /** Instants of the tries that nobody answered, oldest first, epoch milliseconds. */
  readonly failedAt: readonly number[]
  /** Whose call it is. */
  readonly agentId: string | null
}

/**
 * When a call is tried again: as soon as its own agent can, else anybody who speaks one of the customer's languages. `now` is when the last
 * try ended. Epoch milliseconds; undefined where nobody can within the horizon.
 */
export function retryAt({ wait, failedAt, agentId }: FailedTry, view: RoutingView, now: number): number | undefined {
  const { customer, team } = view
  const tryBy = (members: readonly TeamMember[]) =>
    nextTry(wait, { now, failedAt, zone: customer.timeZone, customer, agents: members.map(agentCalendar) })
  const own = team.filter((member) => member.agentId === agentId)
  const speakers = new Set(speakersInOrder(view))
  return tryBy(own) ?? tryBy(team.filter((member) => speakers.has(member.agentId)))
}
