import { type ScheduledCall, scheduleCall } from '../routing/schedule.ts'
import type { RoutingView, TeamMember } from '../routing/team.ts'
import type { CarriedBefore, Past, PastCall, Rules } from './past.ts'

/** What a call was given. */
export interface Routed {
  readonly agentId: string | null
  readonly language: string | null
  /** ISO instant */
  readonly dueAt: string | null
  /** Later than the minutes of its purpose. */
  readonly late: boolean
}

/**
 * Routes the calls of the past one after the other, as the code that is live would by these rules: each counts for whoever gets it, until
 * it ended, and whoever gets a customer's first call looks after him.
 */
export function createRouter({ policies, team }: Rules, { carried: before }: Past) {
  const carried: CarriedBefore[] = [...before]
  const owners = new Map<string, string>()

  return {
    viewOf({ customer, closeLanguages }: PastCall, at: number): RoutingView {
      const agentId = owners.get(customer.customerId) ?? customer.agentId
      return { customer: { ...customer, agentId, hours: policies.callable }, team: carrying(team, carried, at), closeLanguages, policies }
    },

    route(call: PastCall): Routed {
      const { request, decidedAt, endedAt, customer } = call
      const scheduled = scheduleCall(request, this.viewOf(call, decidedAt), decidedAt)
      const { agentId } = scheduled
      if (agentId !== null) {
        carried.push({ agentId, since: decidedAt, until: endedAt })
        if (!owners.has(customer.customerId)) owners.set(customer.customerId, customer.agentId ?? agentId)
      }
      return routedOf(scheduled)
    },
  }
}

const routedOf = ({ agentId, language, dueAt, whyTiming }: ScheduledCall): Routed => ({
  agentId,
  language,
  dueAt,
  late: agentId !== null && whyTiming.params.late === true,
})

/** The team with what each carries at an instant. */
function carrying(team: readonly TeamMember[], carried: readonly CarriedBefore[], at: number): TeamMember[] {
  const open = new Map<string, number[]>(team.map(({ agentId }) => [agentId, []]))
  const last = new Map<string, number>()
  for (const { agentId, since, until } of carried) {
    if (since > at) continue
    last.set(agentId, Math.max(last.get(agentId) ?? since, since))
    if (until === null || until > at) open.get(agentId)?.push(since)
  }
  return team.map((member) => {
    const carriedSince = open.get(member.agentId) ?? []
    return { ...member, load: carriedSince.length, carriedSince, lastAssignedAt: last.get(member.agentId) ?? null }
  })
}
