import { paidFor } from '../../../domain/reimbursement/reasons.ts'
import {
  claimsFor,
  DAMAGED,
  isForStock,
  type Loss,
  lossesOf,
  MISPLACED,
  type Product,
  paidUnits,
  productsOf,
  spread,
  sum,
  unitsOf,
} from './losses.ts'
import type { RuleSet } from './types.ts'

/**
 * "SellerQI": lost less found less reimbursed, what Amazon itself calls unreconciled of damages, and all that was thrown away; of any age.
 * It values them by price less fees, which these reports do not name: here by cost, which is right since 2025-03-31.
 */
export const sellerqi: RuleSet = (input) =>
  productsOf(input, 'fnsku').flatMap((product) => {
    const { movements } = product
    const lost = spread(missing(product), lossesOf(movements, MISPLACED).toReversed())
    return claimsFor([...lost, ...lossesOf(movements, DAMAGED).map(unreconciled), ...lossesOf(movements, ['D'])], input.costs)
  })

/** Not said: what was paid for damages is no part of it. */
function missing({ movements, payments }: Product): number {
  const paid = payments.filter((payment) => isForStock(payment) && paidFor(payment.reason) !== 'damaged')
  return -unitsOf(movements, [...MISPLACED, 'F']) - sum(paid.map(paidUnits))
}

const unreconciled = ({ movement, open }: Loss): Loss => ({ movement, open: Math.min(open, Math.abs(movement.unreconciled ?? 0)) })
