import { FailureType, type FieldError, fieldErrorsText } from '../domain/errors.ts'

interface ProblemKind {
  readonly status: number
  readonly title: string
}

/** Every error the API answers with. The code is stable: `type` is `urn:lotse:problem:CODE`. */
export const PROBLEMS = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  unauthorized: { status: 401, title: 'A valid API key is needed' },
  'invalid-signature': { status: 401, title: 'The signature is missing or wrong' },
  forbidden: { status: 403, title: 'This key may not do that' },
  'not-found': { status: 404, title: 'There is no such record' },
  'slot-taken': { status: 409, title: 'The slot is taken' },
  'call-not-open': { status: 409, title: 'The call is over or not open for that' },
  'life-over': { status: 409, title: 'The life of this seller with us is over' },
  'absence-over': { status: 409, title: 'The absence is over' },
  'nobody-free': { status: 409, title: 'Nobody is free to take what comes next' },
  'too-many-moves': { status: 409, title: 'The booking was moved too often' },
  'too-short-notice': { status: 409, title: 'That is too soon' },
  'link-invalid': { status: 403, title: 'The link is not one of ours' },
  'link-expired': { status: 410, title: 'The link has expired' },
  'booking-not-open': { status: 409, title: 'The booking is over or cancelled' },
  'step-not-open': { status: 409, title: 'The step is not open' },
  'consent-not-open': { status: 409, title: 'The consent link was used or has expired' },
  'consent-code-invalid': { status: 409, title: 'Amazon does not take the code of this consent' },
  'consent-mismatch': { status: 409, title: 'The consent is of another selling partner' },
  'no-amazon-account': { status: 409, title: 'No account at Amazon is connected that may be read' },
  'on-the-line': { status: 409, title: 'Somebody is on the line with this seller' },
  'not-assigned-to-you': { status: 409, title: 'The call is assigned to somebody else' },
  'policies-changed': { status: 409, title: 'Somebody has changed the policies meanwhile' },
  'changed-since': { status: 409, title: 'It has been changed again since' },
  'last-contact': { status: 409, title: 'The only contact of a customer stays' },
  'no-opt-out': { status: 409, title: 'There is no opt-out that could be withdrawn' },
  'already-exists': { status: 409, title: 'There is already a record like that' },
  'idempotency-in-progress': { status: 409, title: 'The first request with this Idempotency-Key is still at work' },
  'payload-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body must be JSON' },
  'idempotency-mismatch': { status: 422, title: 'This Idempotency-Key was used with another body' },
  'unknown-subject': { status: 422, title: 'No customer has this id or externalId' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'A part of Lotse does not answer at the moment' },
} as const satisfies Record<string, ProblemKind>

export type ProblemCode = keyof typeof PROBLEMS

/** The one table from failures of workflows and activities to problems. */
export const FAILURE_PROBLEMS: Readonly<Record<FailureType, ProblemCode>> = {
  [FailureType.AbsenceNotFound]: 'not-found',
  [FailureType.AbsenceOver]: 'absence-over',
  [FailureType.AgentNotFound]: 'invalid-request',
  [FailureType.AmazonFailed]: 'unavailable',
  [FailureType.AnalysisOver]: 'unavailable',
  [FailureType.BookingNotFound]: 'not-found',
  [FailureType.BookingNotOpen]: 'booking-not-open',
  [FailureType.CallNotFound]: 'not-found',
  [FailureType.CallNotOpen]: 'call-not-open',
  [FailureType.CustomerNotFound]: 'not-found',
  [FailureType.IdempotencyMismatch]: 'idempotency-mismatch',
  [FailureType.InvalidRequest]: 'invalid-request',
  [FailureType.MailRefused]: 'internal',
  [FailureType.NotAssignedToYou]: 'not-assigned-to-you',
  [FailureType.SlotTaken]: 'slot-taken',
  [FailureType.StepNotOpen]: 'step-not-open',
  [FailureType.TelephoneFailed]: 'unavailable',
  [FailureType.TooManyMoves]: 'too-many-moves',
}

export interface ProblemExtras {
  readonly errors?: readonly FieldError[]
  /** Further members of the answer, e.g. `alternatives`. */
  readonly members?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
}

/** Thrown by routes and plugins; api/errors.ts turns it into the answer. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: ProblemCode
  readonly extras: ProblemExtras

  constructor(code: ProblemCode, detail: string, extras: ProblemExtras = {}) {
    super(detail)
    this.code = code
    this.extras = extras
  }
}

export const notFound = (what: string): Problem => new Problem('not-found', `There is no such ${what}.`)

/** What was looked for, or 404; `false` says that there was none. */
export function found<T>(record: T | undefined | null | false, what: string): T {
  if (record === undefined || record === null || record === false) throw notFound(what)
  return record
}

export const invalidField = (field: string, message: string): Problem =>
  new Problem('invalid-request', `${field} ${message}.`, { errors: [{ field, message }] })

/** Judges a part of a body: what is wrong in it is named from the whole. */
export async function within<T>(place: string, judge: () => Promise<T>): Promise<T> {
  try {
    return await judge()
  } catch (error) {
    if (!(error instanceof Problem) || error.extras.errors === undefined) throw error
    const errors = error.extras.errors.map(({ field, message }) => ({ field: `${place}${field}`, message }))
    throw new Problem(error.code, `${fieldErrorsText(errors)}.`, { ...error.extras, errors })
  }
}

/** The body of an answer with media type application/problem+json (RFC 9457). */
export function problemBody(code: ProblemCode, detail: string, { errors, members }: ProblemExtras = {}) {
  const { status, title } = PROBLEMS[code]
  return { type: `urn:lotse:problem:${code}`, title, status, detail, ...(errors ? { errors } : {}), ...members }
}
