import { dateAfter } from '../calendar/dates.ts'
import type { Money } from '../money.ts'
import { type Days, gapsBetween } from '../reports/coverage.ts'
import { stableHash } from '../stable-hash.ts'
import type { Source } from './lots.ts'
import type { ClaimWindow } from './policy.ts'
import { paysIn, poolOf } from './pools.ts'

export const FINDING_TYPES = [
  'lost_warehouse',
  'damaged_warehouse',
  'customer_return',
  'inbound_shortage',
  'removal_lost',
  'removal_damaged',
  'fee_overcharge',
  'undervalued',
] as const
export type FindingType = (typeof FINDING_TYPES)[number]

export const FINDING_STATUSES = ['claimable', 'too_early', 'expired', 'review', 'reimbursed', 'found'] as const
export type FindingStatus = (typeof FINDING_STATUSES)[number]

/** Why units are not claimed, or with less confidence. */
export type Doubt =
  | 'unknown_policy'
  | 'damage_unknown'
  | 'amazon_has_reconciled'
  | 'taken_back'
  | 'amazon_says_nothing'
  | 'payments_unknown'
  | 'unknown_codes'
  | 'export_has_shrunk'
  | 'ledger_incomplete'
  | 'ledger_ends'
  | 'found_as_other_sku'
  | 'damaged_in_warehouse'
  | 'damaged_in_return'
  | 'payments_unclear'
  | 'paid_as_other_product'
  | 'order_unknown'
  | 'returns_unknown'
  | 'another_product_returned'
  | 'delivery_unknown'
  | 'shipment_not_closed'
  | 'shipment_incomplete'
  | 'receipts_unknown'
  | 'receipts_disagree'
  | 'another_product_over'
  | 'removal_not_completed'
  | 'shipments_disagree'
  | 'quantities_disagree'
  | 'units_unknown'
  | 'product_may_have_changed'
  | 'estimate_outdated'
  | 'rates_unknown'
  | 'fee_varies'
  | 'price_has_risen'
  | 'cross_border_unknown'
  | 'corrected_without_product'

/** Units of one lot that have the same status. Dates are `YYYY-MM-DD`. */
export interface Finding {
  /** The same for the same rows, in whatever file they stand. */
  readonly id: string
  readonly type: FindingType
  /** By what Amazon knows it: the reference of the ledger, the shipment, the order, the payment; of fees the SKU. */
  readonly event: string
  /** ISO 3166-1 alpha-2 */
  readonly marketplace: string
  readonly fnsku: string
  readonly asin: string
  readonly sku: string
  readonly quantity: number
  /** Null: nobody knows what they are worth. */
  readonly worth: Money | null
  readonly eligibleFrom: string | null
  readonly deadline: string | null
  /** The policy is written for this marketplace, and sources agree on it. */
  readonly confirmed: boolean
  readonly status: FindingStatus
  readonly confidence: 'high' | 'medium' | 'low'
  /** The line of the policy; null: none is known. */
  readonly policy: string | null
  readonly doubts: readonly Doubt[]
  readonly evidence: readonly Source[]
}

export interface Judging {
  /** `YYYY-MM-DD`: the day on which a claim would be filed. */
  readonly asOf: string
  /** There was a report of payments: what is not in it was not paid. */
  readonly knowsPayments: boolean
  /** Days that its exports cover; absent: all. */
  readonly paymentDays?: readonly Days[]
  /** ISO 4217, in which it tells of payments; absent: in any. */
  readonly currencies?: ReadonlySet<string>
}

type Found = Pick<Finding, 'type' | 'event' | 'marketplace' | 'fnsku' | 'asin' | 'sku' | 'quantity' | 'status' | 'doubts' | 'evidence'> & {
  /** What tells the event apart from others of the product, in whatever file it stands. */
  readonly key: string
  /** By what people know the event: the product where nothing else is said. */
  readonly name?: string
}

const OWED: readonly FindingStatus[] = ['claimable', 'too_early', 'expired']

/**
 * A finding keeps its id while its window opens and closes. Two rows may be the same to the last letter: then their findings have one id, and
 * are told apart by whoever lists them.
 */
export function findingOf({ key, name, ...found }: Found, window: ClaimWindow | undefined): Finding {
  const { type, marketplace, fnsku, sku, status, doubts } = found
  const known = name ?? (fnsku === '' ? sku : fnsku)
  const event = [type, marketplace, known, key, OWED.includes(status) ? 'owed' : status].join('|')
  return {
    id: `${known}-${stableHash(event).toString(36)}`,
    ...found,
    worth: null,
    eligibleFrom: window?.eligibleFrom ?? null,
    deadline: window?.deadline ?? null,
    confirmed: window?.confirmed ?? false,
    confidence: confidenceOf(doubts),
    policy: window?.policy ?? null,
  }
}

export function statusOn(asOf: string, window: ClaimWindow | undefined): FindingStatus {
  if (window === undefined) return 'review'
  if (asOf < window.eligibleFrom) return 'too_early'
  return asOf > window.overAfter ? 'expired' : 'claimable'
}

/** While Amazon counts or works on an order it is too early, but not beyond the day by which somebody has to claim. */
export const statusMeanwhile = (asOf: string, window: ClaimWindow | undefined): FindingStatus =>
  window !== undefined && asOf <= window.deadline ? 'too_early' : 'review'

function confidenceOf(doubts: readonly Doubt[]): Finding['confidence'] {
  if (doubts.length === 0) return 'high'
  return doubts.length === 1 && doubts[0] === 'amazon_says_nothing' ? 'medium' : 'low'
}

/** An account to which Amazon pays nothing for so many days is no rare one. */
const QUIET_DAYS = 30

/** What Amazon has paid since a day for losses in a country is known. */
export function knowsPaid({ knowsPayments, paymentDays, currencies }: Judging, since: string, country: string): boolean {
  if (!knowsPayments) return false
  if (currencies !== undefined && ![...currencies].some((currency) => paysIn(poolOf(country), currency))) return false
  if (paymentDays === undefined) return true
  const goesOn = paymentDays.some(({ to }) => dateAfter(to, { days: QUIET_DAYS }) >= since)
  return goesOn && gapsBetween(paymentDays, QUIET_DAYS).every(({ to }) => to < since)
}
