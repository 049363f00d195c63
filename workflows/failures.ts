import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow'
import { FailureType } from '../domain/errors.ts'

/** Refuses a message for a reason that the caller can act on; never retried. */
export const refused = (type: FailureType, message: string, ...details: unknown[]): ApplicationFailure =>
  ApplicationFailure.create({ type, message, nonRetryable: true, details })

export const TAKEN = 'taken'

/** What a change of a slot came to; `TAKEN`, and nothing changed, where somebody else has it. */
export async function unlessTaken<T>(change: Promise<T>): Promise<T | typeof TAKEN> {
  try {
    return await change
  } catch (error) {
    const cause = error instanceof ActivityFailure ? error.cause : undefined
    if (cause instanceof ApplicationFailure && cause.type === FailureType.SlotTaken) return TAKEN
    throw error
  }
}
