import { dayOf, type Payment } from './lots.ts'
import { paidFor } from './reasons.ts'
import type { Settled } from './refunds.ts'

/** The same money is in both reports, in settlements some days later. */
const SAME_MONEY_WITHIN = 14

/** What settlements tell of reimbursements that their own report does not have yet. */
export function settledPayments(settled: readonly Settled[], payments: readonly Payment[]): Payment[] {
  const last = payments.reduce((latest, { date }) => (date > latest ? date : latest), '')
  return settled.flatMap((row): Payment[] => {
    const { amountType, amountDescription, amount, posted = '', sku, orderId, currency, settlementId, quantity, source } = row
    const meant = paidFor(amountDescription)
    if (amountType !== 'FBA Inventory Reimbursement' || meant === 'unknown' || amount <= 0 || posted <= last) return []
    const isSame = (payment: Payment): boolean =>
      payment.sku === sku && payment.total === amount && dayOf(posted) - dayOf(payment.date) <= SAME_MONEY_WITHIN
    if (payments.some(isSame)) return []
    const units = Math.abs(quantity ?? 0) || 1
    return [
      {
        ...{ date: posted, reimbursementId: `${settlementId}:${source.line}`, caseId: '', orderId, sku, fnsku: '', asin: '' },
        ...{ reason: amountDescription, currency, total: amount, cash: units, inventory: 0, originalId: '', originalType: '', source },
      },
    ]
  })
}
