import { type Costs, type PricingConfig, WHOLE } from './config.ts'
import type { Snapshot } from './snapshot.ts'
import type { Refusal, Step } from './trace.ts'

/** Listing prices that are allowed, both inclusive; or why none is. */
export type Bounds = { readonly floor: number; readonly ceiling: number } | { readonly refused: Refusal }

/**
 * The least price that leaves the margin after cost, fees and tax: profit(p) = p/(1+vat) - referral*p - unit - fees (brief repricing 5.1).
 * Undefined where no price does. Integer arithmetic, rounded up.
 */
export function costFloor({ unit, fees, referral, vat, margin = 0, marginRate = 0 }: Costs): number | undefined {
  const taxed = WHOLE + vat
  const byAmount = least((unit + fees + margin) * taxed * WHOLE, WHOLE * WHOLE - referral * taxed)
  const byRate = least((unit + fees) * taxed * WHOLE, WHOLE * (WHOLE - marginRate) - referral * taxed)
  return byAmount === undefined || byRate === undefined ? undefined : Math.max(byAmount, byRate)
}

/** What a unit leaves over at a price, a loss also. */
export const profitOf = (price: number, { unit, fees, referral, vat }: Costs): number =>
  (price * WHOLE) / (WHOLE + vat) - (referral * price) / WHOLE - unit - fees

/** The same, not below nothing. */
export const profitAt = (price: number, costs: Costs): number => Math.max(0, profitOf(price, costs))

/** The least whole number p with p * by >= of. */
function least(of: number, by: number): number | undefined {
  if (by <= 0) return undefined
  const guess = Math.floor(of / by)
  return guess * by >= of ? guess : guess + 1
}

/** A missing minimum or maximum means "do not touch": a blank that was taken for zero has emptied warehouses. */
export function boundsOf({ min, max, costs, listing }: PricingConfig, steps: Step[]): Bounds {
  if (min === null || max === null) return { refused: min === null ? 'no_minimum' : 'no_maximum' }
  if (!(isPrice(min) && isPrice(max))) return { refused: 'bounds_are_no_prices' }
  if (min > max) return { refused: 'minimum_above_maximum' }
  if (!isAmount(listing.shipping)) return { refused: 'shipping_is_no_amount' }
  if (costs === undefined) {
    steps.push({ code: 'costs_unknown' })
    return { floor: min, ceiling: max }
  }
  if (!areCosts(costs)) return { refused: 'costs_are_no_amounts' }
  const byCost = costFloor(costs)
  if (byCost === undefined) return { refused: 'no_price_pays' }
  const floor = Math.max(min, byCost)
  if (floor > max) return { refused: 'costs_above_maximum' }
  if (byCost > min) steps.push({ code: 'floor_by_costs', floor })
  return { floor, ceiling: max }
}

/** A whole number above zero that can be reckoned with. */
export const isPrice = (price: number): boolean => Number.isSafeInteger(price) && price > 0

/** Blank costs that are taken for nothing are as good as no floor. */
const areCosts = ({ unit, fees, referral, vat, margin = 0, marginRate = 0 }: Costs): boolean =>
  isAmount(unit) && isAmount(fees) && isAmount(referral) && isAmount(vat) && isAmount(margin) && isAmount(marginRate)

const isAmount = (amount: number): boolean => Number.isFinite(amount) && amount >= 0

/** Raises of our own stop at what Amazon takes for too dear; what is dearer already comes down by nobody's rule. */
export const raiseCeiling = (ceiling: number, { priceThreshold }: Snapshot, shipping: number): number =>
  priceThreshold === undefined ? ceiling : Math.min(ceiling, priceThreshold - shipping)

export const clamp = (price: number, floor: number, ceiling: number): number => Math.min(Math.max(price, floor), ceiling)

/** The nearest price below with a wanted ending, else above, that is within bounds; the price itself where none is. */
export function withEnding(price: number, endings: readonly number[] | undefined, floor: number, ceiling: number): number {
  if (endings === undefined) return price
  let [below, above] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  const hundred = Math.floor(price / 100) * 100
  for (const ending of endings)
    for (const candidate of [hundred - 100 + ending, hundred + ending, hundred + 100 + ending]) {
      if (candidate < floor || candidate > ceiling) continue
      if (candidate <= price) below = Math.max(below, candidate)
      else above = Math.min(above, candidate)
    }
  return Number.isFinite(below) ? below : Number.isFinite(above) ? above : price
}
