import { claimsFor, DAMAGED, isForStock, type Loss, lossesOf, type Product, paidUnits, productsOf, settle, sum, unitsOf } from './losses.ts'
import type { RuleSet } from './types.ts'

/** It takes `M` for "damaged inbound". Not said: it reads the true codes of damage as such, and `5` as a loss. */
const TAKEN_FOR_DAMAGED = ['M', ...DAMAGED]
const TAKEN_FOR_LOST = ['5', 'D']
const SHARE_OF_LOST = 0.7
/** For one unit of unknown cost: 20 of whatever currency, in minor units. */
const FALLBACK = 2_000

/** "Clario": each deadline is sixty days from today, so nothing is ever over; what was thrown away and what came in kind count as lost. */
export const clario: RuleSet = (input) =>
  claimsFor(
    productsOf(input, 'fnsku').flatMap((product) => openLosses(product)),
    input.costs,
    FALLBACK,
  )

/**
 * "0.7/0.3 netting", read as it is best for it: of what was found or paid seven tenths are set against losses and three against damages,
 * the oldest first, and what one side does not need goes to the other.
 */
function openLosses({ movements, payments }: Product): Loss[] {
  const lost = [...lossesOf(movements, TAKEN_FOR_LOST), ...ownership(movements)]
  const damaged = lossesOf(movements, TAKEN_FOR_DAMAGED)
  const given = Math.max(unitsOf(movements, ['F']), 0) + sum(payments.filter(isForStock).map(paidUnits))
  const forLost = Math.round(given * SHARE_OF_LOST)
  const left = settle(lost, forLost) + settle(damaged, given - forLost)
  settle([...lost, ...damaged], left)
  return [...lost, ...damaged]
}

/** `N` brings units, and they are claimed all the same. */
const ownership = (movements: Product['movements']): Loss[] =>
  movements.flatMap((movement) => (movement.reason === 'N' && movement.quantity > 0 ? [{ movement, open: movement.quantity }] : []))
