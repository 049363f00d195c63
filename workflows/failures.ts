import { ApplicationFailure } from '@temporalio/workflow'
import type { FailureType } from '../domain/errors.ts'

/** Refuses a message for a reason that the caller can act on; never retried. */
export const refused = (type: FailureType, message: string, ...details: unknown[]): ApplicationFailure =>
  ApplicationFailure.create({ type, message, nonRetryable: true, details })
