import { groupedBy } from '../../../domain/grouped.ts'
import type { Movement, Payment } from '../../../domain/reimbursement/lots.ts'
import { paysIn, poolOf } from '../../../domain/reimbursement/pools.ts'
import { isReversal, MEANINGS, paidFor } from '../../../domain/reimbursement/reasons.ts'
import { worthOf } from '../../../domain/reimbursement/worth.ts'
import type { RuleSetClaim, RuleSetInput } from './types.ts'

export const MISPLACED = ['M', '5'] as const
export const DAMAGED = ['E', 'H', 'K', 'U', '6', '7'] as const

export interface Product {
  readonly movements: readonly Movement[]
  readonly payments: readonly Payment[]
}

/** Product by product, each in its own stock: as if every marketplace was audited by itself, which is best for all of them. */
export function productsOf({ movements, payments }: RuleSetInput, by: 'fnsku' | 'sku'): Product[] {
  const paid = groupedBy(payments, (payment) => payment[by])
  return [...groupedBy(movements, (movement) => `${poolOf(movement.country)} ${movement[by]}`).values()].map((rows) => {
    const { country, [by]: product } = rows[0] as Movement
    const theirs = (paid.get(product) ?? []).filter(({ currency }) => paysIn(poolOf(country), currency))
    return { movements: inOrder(rows), payments: inOrder(theirs) }
  })
}

const inOrder = <Row extends { readonly date: string }>(rows: readonly Row[]): Row[] =>
  rows.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))

/** A row that took units away, and how many of them a rule set still misses. */
export interface Loss {
  readonly movement: Movement
  open: number
}

export const lossesOf = (movements: readonly Movement[], codes: readonly string[]): Loss[] =>
  movements.flatMap((movement) =>
    codes.includes(movement.reason) && movement.quantity < 0 ? [{ movement, open: -movement.quantity }] : [],
  )

/** Accounts for units loss after loss, as far as they go; how many are left. */
export function settle(losses: Iterable<Loss>, units: number): number {
  let left = Math.max(units, 0)
  for (const loss of losses) {
    const some = Math.min(loss.open, left)
    loss.open -= some
    left -= some
  }
  return left
}

/** So many units of the losses, in the order given: what is claimed where sums are all that is known. */
export function spread(units: number, losses: readonly Loss[]): Loss[] {
  let left = units
  return losses.map(({ movement, open }) => {
    const some = Math.max(Math.min(open, left), 0)
    left -= some
    return { movement, open: some }
  })
}

export const unitsOf = (movements: readonly Movement[], codes: readonly string[]): number =>
  sum(movements.map(({ reason, quantity }) => (codes.includes(reason) ? quantity : 0)))

/** In money or in goods. None of the rule sets knows what is taken back: such rows count for nothing. */
export const paidUnits = (payment: Payment): number => (isReversal(payment) ? 0 : payment.cash + payment.inventory)

/** For stock in a warehouse, and not for an order, a shipment or a fee. */
export function isForStock({ reason, orderId }: Payment): boolean {
  const meant = paidFor(reason)
  return meant === 'lost' || meant === 'damaged' || (meant === 'unknown' && orderId === '')
}

/** A reason that says neither lost nor damaged may mean both. */
export const isFor = (payment: Payment, { movement }: Loss): boolean =>
  isForStock(payment) && ['unknown', MEANINGS[movement.reason]].includes(paidFor(payment.reason))

export const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

/** What is still open, with what it costs by the seller's own list; `otherwise`: minor units for one unit where nobody knows. */
export function claimsFor(losses: readonly Loss[], costs: RuleSetInput['costs'], otherwise: number | null = null): RuleSetClaim[] {
  return losses.flatMap(({ movement, open }) => {
    if (open === 0) return []
    const unknown = otherwise === null ? null : open * otherwise
    return [{ source: movement.source, units: open, minor: worthOf(open, movement, costs)?.minor ?? unknown }]
  })
}
