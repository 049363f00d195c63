import { dateAfter } from '../../../domain/calendar/dates.ts'
import { claimsFor, isForStock, lossesOf, MISPLACED, type Product, productsOf, spread, sum, unitsOf } from './losses.ts'
import type { RuleSet } from './types.ts'

/** Of the codes of damage it knows `E` alone. */
const GONE = [...MISPLACED, 'E']
/** Not said: the window that stands today is best for it. */
const WINDOW = 60

/** "FBA Reconciliation ERP": what a product should have less what it has, claimed from its newest losses. */
export const reconciliationErp: RuleSet = (input) => {
  const since = dateAfter(input.asOf, { days: -WINDOW })
  return productsOf(input, 'fnsku').flatMap((product) => {
    const recent = lossesOf(product.movements, GONE).filter(({ movement }) => movement.date >= since)
    return claimsFor(spread(missing(product), recent.toReversed()), input.costs)
  })
}

/** Receipts, sales and returns are even. Not said: goods given in kind are in the stock already, so only money closes the rest. */
function missing({ movements, payments }: Product): number {
  const paid = payments.filter(isForStock)
  return -unitsOf(movements, [...GONE, 'F', 'N']) - sum(paid.map(({ cash }) => Math.max(cash, 0)))
}
