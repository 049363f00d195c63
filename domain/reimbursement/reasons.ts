import { keyOf } from '../reports/keys.ts'

/** What an adjustment of the ledger means for us (brief reimbursement, section 3; codes by Seller Central help). */
export type Meaning =
  /** Units are gone. */
  | 'lost'
  /** Units were damaged in Amazon's hands. */
  | 'damaged'
  | 'found'
  /** The unit belongs to us from now on: found for another, or given in place of money. */
  | 'ownership'
  /** A unit leaves one disposition, and appears in another. */
  | 'leaves_disposition'
  | 'enters_disposition'
  /** A unit leaves one SKU, and appears in another. */
  | 'leaves_sku'
  | 'enters_sku'
  /** Thrown away or given away: a loss only where nobody has ordered it. */
  | 'disposed'
  /** A correction, or a unit that Amazon took because it has paid for it. */
  | 'taken'
  /** Corrections of old software. */
  | 'legacy'

export const MEANINGS: Readonly<Record<string, Meaning>> = {
  M: 'lost',
  5: 'lost',
  E: 'damaged',
  H: 'damaged',
  K: 'damaged',
  U: 'damaged',
  6: 'damaged',
  7: 'damaged',
  F: 'found',
  N: 'ownership',
  Q: 'leaves_disposition',
  P: 'enters_disposition',
  4: 'leaves_sku',
  3: 'enters_sku',
  D: 'disposed',
  G: 'disposed',
  O: 'taken',
  1: 'legacy',
  2: 'legacy',
  J: 'legacy',
}

/** With more codes than this part that nobody knows, the report has changed: nothing is claimed from it. */
export const UNKNOWN_CODES = 0.05

/**
 * What Amazon pays for, as its report or a settlement says it: what warehouses lost or damaged; a return or another matter of an order; what was
 * lost on the way out, to a customer or back to the seller as the order tells; to Amazon's centres; out of them by a removal; a fee.
 */
export type PaidFor = 'lost' | 'damaged' | 'order' | 'outbound' | 'inbound' | 'removal' | 'fee' | 'unknown'

/** Reasons of the reimbursements report and codes of settlements (brief reimbursement, section 3). */
const PAID_FOR: ReadonlyMap<string, PaidFor> = new Map(
  (
    [
      ['Lost_Warehouse', 'lost'],
      ['Damaged_Warehouse', 'damaged'],
      ['Lost_Outbound', 'outbound'],
      ['CustomerReturn', 'order'],
      ['CustomerServiceIssue', 'order'],
      ['ReturnAdjustment', 'order'],
      ['Lost_Inbound', 'inbound'],
      ['Damaged_Inbound', 'inbound'],
      ['MISSING_FROM_INBOUND', 'inbound'],
      ['INBOUND_CARRIER_DAMAGE', 'inbound'],
      ['REMOVAL_ORDER_LOST', 'removal'],
      ['Fee_Correction', 'fee'],
      ['WAREHOUSE_LOST', 'lost'],
      ['WAREHOUSE_LOST_MANUAL', 'lost'],
      ['WAREHOUSE_DAMAGE', 'damaged'],
      ['WAREHOUSE_DAMAGE_EXCEPTION', 'damaged'],
      ['MULTICHANNEL_ORDER_LOST', 'outbound'],
      ['CUSTOMER_DAMAGE', 'order'],
      ['FREE_REPLACEMENT_REFUND_ITEMS', 'order'],
      ['CS_ERROR_ITEMS', 'order'],
      // By its name a clawback, in truth money for what was refunded and never came back.
      ['REVERSAL_REIMBURSEMENT', 'order'],
    ] as const
  ).map(([reason, meant]) => [keyOf(reason), meant]),
)

export const paidFor = (reason: string): PaidFor => PAID_FOR.get(keyOf(reason)) ?? 'unknown'

const REVERSAL = keyOf('Reimbursement_Reversal')

/** Money or goods taken back. */
export const isReversal = ({
  reason,
  cash,
  inventory,
}: {
  readonly reason: string
  readonly cash: number
  readonly inventory: number
}): boolean => keyOf(reason) === REVERSAL || cash < 0 || inventory < 0
