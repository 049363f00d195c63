import type { Draws } from '../amazon/world/draws.ts'
import { dateOf } from './days.ts'
import { costOn } from './lots.ts'
import { settle } from './settlements.ts'
import type { Spot, World } from './world.ts'

export interface Paid {
  readonly day: number
  readonly reason: string
  readonly cash: number
  readonly inventory: number
  /** Minor units of the stock's currency. */
  readonly total: number
  readonly caseId?: string
  readonly orderId?: string
  readonly originalId?: string
  readonly originalType?: string
}

/** What a settlement calls it: a reversal there is what Amazon pays for a refund, a clawback what it takes back. */
const PAYOUTS: Readonly<Record<string, string>> = {
  Lost_Warehouse: 'WAREHOUSE_LOST',
  Damaged_Warehouse: 'WAREHOUSE_DAMAGE',
  Lost_Inbound: 'MISSING_FROM_INBOUND',
  Lost_Outbound: 'MULTICHANNEL_ORDER_LOST',
  CustomerReturn: 'REVERSAL_REIMBURSEMENT',
  CustomerServiceIssue: 'CS_ERROR_ITEMS',
  Removal_Order_Lost: 'REMOVAL_ORDER_LOST',
  Fee_Correction: 'INCORRECT_FEES_ITEMS',
  Reimbursement_Reversal: 'COMPENSATED_CLAWBACK',
}

/** A row of the report of payments, and of the settlement where it is money; its id, which nobody sees where the reports end earlier. */
export function pay({ book }: World, { product, pool }: Pick<Spot, 'product' | 'pool'>, paid: Paid): string {
  const reimbursementId = String(7_000_000_000 + book.next())
  const { day, reason, cash, inventory, total, caseId = '', orderId = '', originalId = '', originalType = '' } = paid
  book.add('GET_FBA_REIMBURSEMENTS_DATA', day, {
    date: dateOf(day),
    reimbursementId,
    caseId,
    orderId,
    reason,
    sku: product.sku,
    fnsku: product.fnsku,
    asin: product.asin,
    currency: pool.currency,
    total,
    cash,
    inventory,
    originalId,
    originalType,
  })
  if (total !== 0) {
    const code = PAYOUTS[reason] ?? 'FREE_REPLACEMENT_REFUND_ITEMS'
    const row = {
      transactionType: 'other-transaction',
      amountType: 'FBA Inventory Reimbursement',
      amountDescription: code,
      marketplace: '',
    }
    settle(book, {
      ...row,
      day,
      currency: pool.currency,
      amount: total,
      sku: product.sku,
      orderId,
      ...(cash > 0 ? { quantity: cash } : {}),
    })
  }
  return reimbursementId
}

/** By itself Amazon pays without a case. */
export const caseOf = ({ options, book }: World, draws: Draws): string => {
  if (draws.happens(options.rates.automatic)) return ''
  book.note('paid by case')
  return String(draws.integer(10_000_000_000, 19_999_999_999))
}

/** What Amazon pays for a unit: its cost by the seller's list, else what Amazon thinks. */
export const rateOf = ({ product }: Pick<Spot, 'product'>, day: number): number =>
  costOn(product, day)?.minor ?? Math.round(product.price / 4)
