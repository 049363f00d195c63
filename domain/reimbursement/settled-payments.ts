import { dayOf, type Payment } from './lots.ts'
import type { Settled } from './refunds.ts'

/** What settlements call a reimbursement, and what the reimbursements report calls it (brief reimbursement, section 3). */
const REASONS: Readonly<Record<string, string>> = {
  WAREHOUSE_LOST: 'Lost_Warehouse',
  WAREHOUSE_LOST_MANUAL: 'Lost_Warehouse',
  WAREHOUSE_DAMAGE: 'Damaged_Warehouse',
  WAREHOUSE_DAMAGE_EXCEPTION: 'Damaged_Warehouse',
  MISSING_FROM_INBOUND: 'Lost_Inbound',
  INBOUND_CARRIER_DAMAGE: 'Damaged_Inbound',
  MULTICHANNEL_ORDER_LOST: 'Lost_Outbound',
  REMOVAL_ORDER_LOST: 'REMOVAL_ORDER_LOST',
  CUSTOMER_DAMAGE: 'CustomerReturn',
  FREE_REPLACEMENT_REFUND_ITEMS: 'CustomerReturn',
  CS_ERROR_ITEMS: 'CustomerServiceIssue',
  // By its name a clawback, in truth money for what was refunded and never came back.
  REVERSAL_REIMBURSEMENT: 'CustomerReturn',
}

/** The same money is in both reports, in settlements some days later. */
const SAME_MONEY_WITHIN = 14

/** What settlements tell of reimbursements that their own report does not have yet. */
export function settledPayments(settled: readonly Settled[], payments: readonly Payment[]): Payment[] {
  const last = payments.reduce((latest, { date }) => (date > latest ? date : latest), '')
  return settled.flatMap((row): Payment[] => {
    const { amountType, amountDescription, amount, posted = '', sku, orderId, currency, settlementId, quantity, source } = row
    const reason = REASONS[amountDescription.toUpperCase()]
    if (amountType !== 'FBA Inventory Reimbursement' || reason === undefined || amount <= 0 || posted <= last) return []
    const isSame = (payment: Payment): boolean =>
      payment.sku === sku && payment.total === amount && dayOf(posted) - dayOf(payment.date) <= SAME_MONEY_WITHIN
    if (payments.some(isSame)) return []
    const units = Math.abs(quantity ?? 0) || 1
    return [
      {
        ...{ date: posted, reimbursementId: `${settlementId}:${source.line}`, caseId: '', orderId, reason, sku, fnsku: '', asin: '' },
        ...{ currency, total: amount, cash: units, inventory: 0, originalId: '', originalType: '', source },
      },
    ]
  })
}
