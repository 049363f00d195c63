import { groupedBy } from '../grouped.ts'
import type { Payment } from './lots.ts'
import { isReversal, paidFor } from './reasons.ts'
import { takenBackBy } from './stock.ts'
import { type Left, left, type Taken, take } from './taking.ts'

/** What Amazon has paid for units of one order, each unit once. */
export interface OrderMoney {
  take(units: number): Taken<Payment>
  /** Units that were paid for, and whose payment was taken back for nothing. */
  takeWithdrawn(units: number): Taken<Payment>
}

/** Payments for orders, and for returns of which no order is named: these are for the first units of the product that are open. */
export function orderMoneys(payments: readonly Payment[]) {
  const reversals = groupedBy(payments.filter(isReversal), ({ originalId }) => originalId)
  const paid: Left<Payment>[] = []
  const withdrawn: Left<Payment>[] = []
  for (const payment of payments) {
    if (isReversal(payment) || !isForOrders(payment)) continue
    const units = Math.max(payment.cash, 0) + Math.max(payment.inventory, 0)
    const gone = (reversals.get(payment.reimbursementId) ?? [])
      .filter(({ sku }) => sku === payment.sku)
      .reduce((sum, reversal) => sum + takenBackBy(reversal).units - takenBackBy(reversal).asFound, 0)
    paid.push(left(payment, units - gone))
    withdrawn.push(left(payment, Math.min(gone, units)))
  }
  const [paidFor, withdrawnFrom] = [byOrder(paid), byOrder(withdrawn)]
  return {
    of: (orders: readonly string[], sku: string, since: string): OrderMoney => {
      const theirs = (rows: ReadonlyMap<string, Left<Payment>[]>): Left<Payment>[] =>
        [...orders.filter((order) => order !== ''), ''].flatMap((order) =>
          (rows.get(order) ?? []).filter(({ row }) =>
            order === '' ? row.sku === sku && sku !== '' && row.date >= since : row.sku === sku || row.sku === '',
          ),
        )
      return {
        take: (units) => take(theirs(paidFor), units),
        takeWithdrawn: (units) => take(theirs(withdrawnFrom), units),
      }
    },
  }
}

const byOrder = (rows: readonly Left<Payment>[]) => groupedBy(rows, ({ row }) => row.orderId)

function isForOrders({ orderId, reason }: Payment): boolean {
  const meant = paidFor(reason)
  return meant === 'order' || (orderId !== '' && meant === 'unknown')
}
