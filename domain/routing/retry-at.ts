import { businessDayAfter } from '../calendar/clocks.ts'
import { dayOf } from '../calendar/days.ts'
import { agentCalendar } from '../calendar/team.ts'
import { nextTry } from '../calendar/timing.ts'
import type { RetryWait } from '../calls/retry-policy.ts'
import { countedTries, type TriedCall } from '../calls/tries.ts'
import { speakersInOrder } from './schedule.ts'
import type { RoutingView, TeamMember } from './team.ts'

/** A call that nobody answered. Instants in epoch milliseconds. */
export interface Unanswered {
  readonly agentId: string | null
  /** Its tries that nobody answered, the last one included. */
  readonly failedAt: readonly number[]
  /** What was tried with this person lately, over all purposes. */
  readonly calls: readonly TriedCall[]
}

/**
 * When to try again: by the agent who holds the call, or by another speaker where he is more than a business day later. Undefined where
 * the rules leave no moment. `now` is epoch milliseconds.
 */
export function retryAt(wait: RetryWait, view: RoutingView, call: Unanswered, now: number): number | undefined {
  const { customer, team } = view
  const from = wait.kind === 'half_day' && isDayFull(view, call, now) ? dayOf(now, customer.timeZone).end - 1 : now
  const tryBy = (members: readonly TeamMember[]): number | undefined =>
    nextTry(wait, { now: from, failedAt: call.failedAt, zone: customer.timeZone, customer, agents: members.map(agentCalendar) })
  const speakers = new Set(speakersInOrder(view))
  const own = tryBy(team.filter(({ agentId }) => agentId === call.agentId))
  const any = tryBy(team.filter(({ agentId }) => speakers.has(agentId)))
  if (own === undefined || any === undefined) return own ?? any
  return own > Date.parse(businessDayAfter(any, 1, customer)) ? any : own
}

/** Whether the person was tried as often today as a day allows. */
function isDayFull({ customer, policies }: RoutingView, { failedAt, calls }: Unanswered, now: number): boolean {
  const today = dayOf(now, customer.timeZone)
  const instants = new Set([...countedTries(calls, policies.retry), ...failedAt])
  return [...instants].filter((at) => today.start <= at && at < today.end).length >= policies.triesPerDay
}
