import type { CallOutcome, CallPurpose } from '../calls/retry-policy.ts'
import type { Policies } from '../policies.ts'
import type { ScheduleRequest } from '../routing/schedule.ts'
import type { RoutedCustomer, RoutingView, TeamMember } from '../routing/team.ts'

/** A call as it was first routed, and what came of it. Instants are epoch milliseconds. */
export interface PastCall {
  readonly decidedAt: number
  readonly request: ScheduleRequest
  /** As he is now, but for `agentId`: who looked after him before the time that is replayed, as far as that is known. */
  readonly customer: RoutedCustomer
  readonly closeLanguages: RoutingView['closeLanguages']
  /** Null: it is still open. */
  readonly endedAt: number | null
  /** Who has or had it at last. */
  readonly agentId: string | null
  /** What it was about at last: a welcome call that went on is an onboarding. */
  readonly purpose: CallPurpose
  readonly attempts: readonly PastAttempt[]
}

/** Oldest first. */
export interface PastAttempt {
  readonly at: number
  readonly outcome: CallOutcome
}

/** A call that somebody carried and that was routed before the time that is replayed. */
export interface CarriedBefore {
  readonly agentId: string
  readonly since: number
  /** Null: still. */
  readonly until: number | null
}

export interface Past {
  /** In the order in which they were decided. */
  readonly calls: readonly PastCall[]
  readonly carried: readonly CarriedBefore[]
}

/** Who works, and by which rules. What each member carries is worked out from the past. */
export interface Rules {
  readonly policies: Policies
  readonly team: readonly TeamMember[]
}
