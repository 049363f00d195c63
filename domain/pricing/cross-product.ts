import { isPrice } from './bounds.ts'
import type { CrossProductStrategy, PricingConfig, RivalFilter } from './config.ts'
import { isOfNow } from './input.ts'
import type { Looking } from './looking.ts'
import { movedBy } from './price-change.ts'
import { takesPart } from './rivals.ts'
import type { FollowedLook } from './snapshot.ts'

/**
 * The price that other ASINs ask for, and a change to it. Where none of them can be followed now the price stays: falling to the minimum
 * because nobody is there would be a gift to nobody.
 */
export function followed({ snapshot, config, now, steps }: Looking, strategy: CrossProductStrategy): number | undefined {
  const prices: number[] = []
  for (const asin of strategy.asins) {
    const look = snapshot.followed?.find((known) => known.asin === asin)
    const price = look === undefined || !isOfNow(look.at, now) ? undefined : askedFor(look, config, strategy.rivals)
    if (price !== undefined) prices.push(price)
  }
  if (prices.length === 0) {
    steps.push({ code: 'nobody_to_follow', asins: strategy.asins.length })
    return undefined
  }
  const reference = COMBINED[strategy.of](prices)
  steps.push({ code: 'follows', price: reference, asins: prices.length })
  return movedBy(reference, strategy.change, 1, Number.MAX_SAFE_INTEGER) - config.listing.shipping
}

/** Whoever is in the Buy Box, else the cheapest; never an own offer: two that follow each other would climb for ever. */
function askedFor({ offers }: FollowedLook, { ownSellerIds }: PricingConfig, filter: RivalFilter): number | undefined {
  let lowest: number | undefined
  for (const offer of offers) {
    if (ownSellerIds.includes(offer.sellerId) || !isPrice(offer.landed) || !takesPart(offer, filter)) continue
    if (offer.inBuyBox) return offer.landed
    lowest = Math.min(lowest ?? offer.landed, offer.landed)
  }
  return lowest
}

const COMBINED: Readonly<Record<CrossProductStrategy['of'], (prices: readonly number[]) => number>> = {
  lowest: (prices) => Math.min(...prices),
  highest: (prices) => Math.max(...prices),
  mean: (prices) => Math.round(prices.reduce((sum, price) => sum + price, 0) / prices.length),
}
