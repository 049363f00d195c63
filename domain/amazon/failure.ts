/** Everything that can go wrong with Amazon, by what a caller can do about it. */
export const AMAZON_FAILURE_CODES = [
  'revoked', // the seller took the authorisation back, or it is over: he has to consent again
  'invalid_code', // an authorisation code that was used, has expired or is not ours
  'misconfigured', // Amazon does not know our client id and secret
  'unauthorized', // refused with a fresh token: a role that the application or the seller lacks
  'throttled', // no quota left within the time the caller would wait, or Amazon says 429
  'not_found',
  'invalid', // a request that no repeat mends
  'unavailable', // 5xx, no connection, no answer in time
  'unexpected_answer', // not what the model promises
  'expired_link', // of a report document: ask for the document again
  'truncated_document', // the download ended before its end
  'malformed_report', // columns that are missing or in another language
  'cancelled_report', // also what Amazon answers where there is nothing to report
  'fatal_report',
] as const
export type AmazonFailureCode = (typeof AMAZON_FAILURE_CODES)[number]

/** Worth a repeat without a person, or another step, in between. */
const PASSING: readonly AmazonFailureCode[] = ['throttled', 'unavailable', 'unexpected_answer', 'truncated_document']

export interface AmazonFailureDetails {
  /** e.g. `getReport`; `lwa.refresh`, `lwa.exchange`, `document.download`, `listings.parse` beside Amazon's own operations. */
  readonly operation: string
  /** HTTP */
  readonly status?: number
  /** Amazon's `x-amzn-RequestId`: its support asks for it. */
  readonly requestId?: string
  /** Amazon's own code, e.g. `QuotaExceeded`. */
  readonly amazonCode?: string
  /** Before that a repeat is pointless. */
  readonly tryAgainAfterMs?: number
}

/** Holds texts and numbers alone, never the request or the answer: those carry credentials. */
export class AmazonFailure extends Error {
  override readonly name = 'AmazonFailure'
  readonly code: AmazonFailureCode
  readonly retryable: boolean
  readonly operation: string
  readonly status?: number
  readonly requestId?: string
  readonly amazonCode?: string
  readonly tryAgainAfterMs?: number

  constructor(code: AmazonFailureCode, message: string, details: AmazonFailureDetails) {
    super(`${details.operation}: ${message}`)
    this.code = code
    this.retryable = PASSING.includes(code)
    this.operation = details.operation
    const { status, requestId, amazonCode, tryAgainAfterMs } = details
    if (status !== undefined) this.status = status
    if (requestId !== undefined) this.requestId = requestId
    if (amazonCode !== undefined) this.amazonCode = amazonCode
    if (tryAgainAfterMs !== undefined) this.tryAgainAfterMs = tryAgainAfterMs
  }
}
