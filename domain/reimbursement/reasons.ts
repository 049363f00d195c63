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

/** What Amazon pays for, as its report says it; other reasons say nothing of a lot in a warehouse. */
export type PaidFor = 'lost' | 'damaged' | 'order' | 'elsewhere' | 'unknown'

const PAID_FOR: Readonly<Record<string, PaidFor>> = {
  lost_warehouse: 'lost',
  damaged_warehouse: 'damaged',
  lost_inbound: 'elsewhere',
  damaged_inbound: 'elsewhere',
  lost_outbound: 'order',
  customerreturn: 'order',
  customerserviceissue: 'order',
  returnadjustment: 'order',
  fee_correction: 'elsewhere',
  removal_order_lost: 'elsewhere',
  missing_from_inbound: 'elsewhere',
  inbound_carrier_damage: 'elsewhere',
}

export const paidFor = (reason: string): PaidFor => PAID_FOR[reason.toLowerCase()] ?? 'unknown'

const REVERSAL = 'reimbursement_reversal'

/** Money or goods taken back. */
export const isReversal = ({
  reason,
  cash,
  inventory,
}: {
  readonly reason: string
  readonly cash: number
  readonly inventory: number
}): boolean => reason.toLowerCase() === REVERSAL || cash < 0 || inventory < 0
