/** Every failure a caller can act on. The `type` crosses process borders; the class does not. api/problems.ts maps it to HTTP. */
export const FailureType = {
  AbsenceNotFound: 'AbsenceNotFound',
  AbsenceOver: 'AbsenceOver',
  AgentNotFound: 'AgentNotFound',
  AmazonFailed: 'AmazonFailed',
  AnalysisOver: 'AnalysisOver',
  BookingNotFound: 'BookingNotFound',
  BookingNotOpen: 'BookingNotOpen',
  CallNotFound: 'CallNotFound',
  CallNotOpen: 'CallNotOpen',
  CustomerNotFound: 'CustomerNotFound',
  IdempotencyMismatch: 'IdempotencyMismatch',
  InvalidRequest: 'InvalidRequest',
  MailRefused: 'MailRefused',
  NotAssignedToYou: 'NotAssignedToYou',
  SlotTaken: 'SlotTaken',
  StepNotOpen: 'StepNotOpen',
  TelephoneFailed: 'TelephoneFailed',
  TooManyMoves: 'TooManyMoves',
} as const

export type FailureType = (typeof FailureType)[keyof typeof FailureType]

/** What a caller did wrong with one field of a body, as a JSON pointer. */
export interface FieldError {
  readonly field: string
  readonly message: string
}

/** All of them in one line, for a message. */
export const fieldErrorsText = (errors: readonly FieldError[]): string =>
  errors.map(({ field, message }) => `${field} ${message}`).join('; ')
