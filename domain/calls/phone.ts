import type { CallOutcome } from './retry-policy.ts'

/** What a telephone system reports of one telephone call (CTI webhook in Zammad's form). */
export interface PhoneEvent {
  readonly event: 'newCall' | 'answer' | 'hangup'
  readonly pbxCallId: string
  /** `out`: an agent dials the seller. */
  readonly direction: 'in' | 'out'
  /** ISO instant at which it was reported */
  readonly at: string
  readonly cause?: string
}

const CAUSES: Readonly<Record<string, CallOutcome>> = {
  busy: 'busy',
  notfound: 'invalid_number',
  unallocated: 'invalid_number',
  congestion: 'technical_failure',
  failed: 'technical_failure',
}

/** The outcome of a try that was hung up before anybody answered, by the cause the telephone system gives. */
export const unansweredOutcome = (cause: string | null): CallOutcome => CAUSES[cause?.toLowerCase() ?? ''] ?? 'no_answer'

/** A number as telephone systems write it, in E.164; undefined where it is hidden, or no number that we could know. */
export function dialledNumber(written: string): string | undefined {
  const digits = written.replace(/[\s()./-]/g, '').replace(/^00(?=[1-9])/, '+')
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : undefined
}
