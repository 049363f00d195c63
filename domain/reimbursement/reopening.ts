/** What Amazon has answered to a claim. */
export interface Denial {
  readonly why: 'already_reimbursed' | 'other'
  /** The payment that Amazon names. */
  readonly reimbursementId?: string
}

export interface Reopening {
  /** How often the case was opened again. */
  readonly times: number
  /** Something is there that Amazon has not seen. */
  readonly hasNewEvidence: boolean
}

/** What to do next: look at the payment that Amazon names, open the case again, or ask a person. */
export type AfterDenial =
  | { readonly step: 'rematch'; readonly reimbursementId: string }
  | { readonly step: 'reopen' }
  | { readonly step: 'operator'; readonly why: 'no_new_evidence' | 'reopened_too_often' | 'payment_not_named' }

/** Amazon takes a case that is opened again and again for spam. */
const MOST_TIMES = 2

/** A case is opened again with new evidence alone, twice at most (brief reimbursement, section 6, step 14). */
export function afterDenial({ why, reimbursementId }: Denial, { times, hasNewEvidence }: Reopening): AfterDenial {
  if (why === 'already_reimbursed')
    return reimbursementId === undefined ? { step: 'operator', why: 'payment_not_named' } : { step: 'rematch', reimbursementId }
  if (times >= MOST_TIMES) return { step: 'operator', why: 'reopened_too_often' }
  return hasNewEvidence ? { step: 'reopen' } : { step: 'operator', why: 'no_new_evidence' }
}
