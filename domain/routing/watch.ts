import type { Interval } from '../calendar/intervals.ts'
import { addBusinessMinutes, businessMinutesBetween } from '../calendar/sla.ts'
import { agentCalendar } from '../calendar/team.ts'
import { callableWindows } from '../calendar/windows.ts'
import { workingTimes } from '../calendar/working-time.ts'
import type { ClearanceRequest, Watch } from '../calls/clearance.ts'
import type { RoutingView } from './team.ts'

const MINUTE = 60_000
const HORIZON = 30 * 24 * 60 * MINUTE

/** What to look after while a call is due from now on (epoch milliseconds) and nobody dials. */
export function watchOf(request: ClearanceRequest, view: RoutingView, now: number): Watch {
  const { escalation } = view.policies
  if (request.booked) return { noShowAt: iso(Math.max(Date.parse(request.dueAt), now) + escalation.noShowMinutes * MINUTE) }
  const moveOnAt = working(request, view, now, escalation.acceptMinutes)
  const sla = view.policies.slaMinutes[request.purpose]
  const breachAt = callable(request, view, now, sla)
  const warnAt = callable(request, view, now, sla * escalation.warnAt)
  return {
    ...(moveOnAt === undefined ? {} : { moveOnAt: iso(moveOnAt) }),
    ...(breachAt === undefined ? {} : { breachAt: iso(breachAt) }),
    ...(warnAt === undefined || breachAt === undefined || breachAt <= now ? {} : { warnAt: iso(warnAt) }),
  }
}

/** So many minutes of the agent's own working time from now. */
function working({ agentId }: ClearanceRequest, { team }: RoutingView, now: number, minutes: number): number | undefined {
  const agents = team.filter((member) => member.agentId === agentId).map(agentCalendar)
  const [open = []] = workingTimes(agents, now, now + HORIZON)
  return addBusinessMinutes(open, now, minutes)
}

/** So many minutes in which the seller could have been called, since it was wished and without the pauses; now where they are over. */
function callable({ wishedAt, pauses }: ClearanceRequest, { customer }: RoutingView, now: number, minutes: number): number | undefined {
  const since = Date.parse(wishedAt)
  const waits: Interval[] = pauses.map(({ from, until }) => ({ start: Date.parse(from), end: Date.parse(until) }))
  const used = since < now ? businessMinutesBetween(callableWindows(customer, since, now), since, now, waits) : 0
  if (used >= minutes) return now
  const from = Math.max(since, now)
  return addBusinessMinutes(callableWindows(customer, from, from + HORIZON), from, minutes - used)
}

const iso = (at: number): string => new Date(at).toISOString()
