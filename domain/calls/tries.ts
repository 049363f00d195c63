import type { PastTry } from './clearance.ts'
import { type CallPurpose, type RetryRule, tryPositions } from './retry-policy.ts'

/** A call with all its tries, oldest first. */
export interface TriedCall {
  readonly purpose: CallPurpose
  readonly tries: readonly PastTry[]
}

type Rules = Readonly<Record<CallPurpose, RetryRule>>

/**
 * The instants (epoch milliseconds) of tries that count for the day of a person: those the company started and nobody answered. What the
 * customer asked for or booked does not, nor does a redial on a busy line or a technical failure.
 */
export const countedTries = (calls: readonly TriedCall[], rules: Rules): number[] =>
  calls.flatMap(({ purpose, tries }) => {
    if (rules[purpose].exempt) return []
    const counted = tryPositions(
      purpose,
      tries.map(({ outcome }) => outcome),
      rules[purpose],
    )
    return counted.flatMap((position) => tries[position]?.at ?? [])
  })

/** Whether the last of these outcomes leads to no more than a redial. */
export function isRedial(purpose: CallPurpose, outcomes: readonly PastTry['outcome'][], rule?: RetryRule): boolean {
  const last = outcomes.at(-1)
  if (last !== 'busy' && last !== 'technical_failure') return false
  return tryPositions(purpose, outcomes, rule).at(-1) !== outcomes.length - 1
}
