import { wasHeld, wasReached } from '../calls/outcomes.ts'
import { type CallOutcome, type CallPurpose, nextStep, tryPositions } from '../calls/retry-policy.ts'
import type { Policies } from '../policies.ts'
import { retryAt } from '../routing/retry-at.ts'
import type { RoutingView } from '../routing/team.ts'
import type { PastAttempt, PastCall } from './past.ts'

/** A try that nobody answered, with all of the same purpose up to it. */
export interface PastTry {
  readonly purpose: CallPurpose
  readonly attempts: readonly PastAttempt[]
  /** The last of them. */
  readonly at: number
  readonly outcome: CallOutcome
}

/** What follows a try. */
export interface Followed {
  readonly follows: 'retry' | 'give_up'
  /** ISO instant of the next try. */
  readonly retryAt: string | null
}

/** The tries of a call that nobody answered. What comes behind a talk belongs to what the call went on as. */
export function triesOf({ request, purpose, attempts }: PastCall): PastTry[] {
  const talked = request.purpose === purpose ? -1 : attempts.findIndex(({ outcome }) => wasHeld(outcome))
  return attempts.flatMap(({ at, outcome }, index): PastTry[] => {
    if (wasReached(outcome)) return []
    const wentOn = talked >= 0 && index > talked
    return [
      {
        purpose: wentOn ? purpose : request.purpose,
        attempts: attempts.slice(wentOn ? talked + 1 : 0, index + 1),
        at,
        outcome,
      },
    ]
  })
}

/** What the rules of its purpose say after a try, as the live code would. A deadline that the call may have had is not known. */
export function followed({ purpose, attempts, at }: PastTry, agentId: string | null, policies: Policies, view: RoutingView): Followed {
  const rule = policies.retry[purpose]
  const outcomes = attempts.map(({ outcome }) => outcome)
  const step = nextStep(purpose, outcomes, rule)
  if (!('retry' in step)) return { follows: 'give_up', retryAt: null }
  const failedAt = tryPositions(purpose, outcomes, rule).flatMap((position) => attempts[position]?.at ?? [])
  const next = retryAt(step.retry, { ...view, policies }, { agentId, failedAt, calls: [] }, at)
  return next === undefined ? { follows: 'give_up', retryAt: null } : { follows: 'retry', retryAt: new Date(next).toISOString() }
}
