import type { Movement, Payment, Source } from '../../../domain/reimbursement/lots.ts'
import type { CostsBySku } from '../../../domain/reimbursement/worth.ts'

/*
 * Rule sets of open projects, written anew from what the brief says of them (brief reimbursement, section 4): none of their code was used.
 * Where it is silent a rule set does what is best for it, and says so (`Not said`); but none is given what the brief says that all of them
 * lack: what is taken back counts for nothing, goods given in kind are not told apart from money but by what a sum needs, and a window has
 * one version for every country and day.
 */

export interface RuleSetInput {
  /** Adjustments of the ledger, until the day of the audit. */
  readonly movements: readonly Movement[]
  readonly payments: readonly Payment[]
  /** `YYYY-MM-DD`: the day on which claims would be filed. */
  readonly asOf: string
  readonly costs: CostsBySku
}

/** Units of one row that a rule set would claim now; no row is claimed twice. */
export interface RuleSetClaim {
  /** The row of the loss. */
  readonly source: Source
  readonly units: number
  /** What it says they are worth, minor units of the currency in which the product costs; null: it says nothing. */
  readonly minor: number | null
}

export type RuleSet = (input: RuleSetInput) => RuleSetClaim[]
