import { featuresOf } from './features.ts'
import type { BuyBoxOffer } from './offers.ts'
import { AFTER, ALONE, RETAIL, type Weights } from './weights.ts'

/**
 * How often each offer would be in the Buy Box: shares from 0 to 1 that add up to 1, none for no offers. A conditional logit. `holder` is
 * who had it just before, where that is known: whoever has it mostly keeps it.
 */
export function buyBoxShares(offers: readonly BuyBoxOffer[], holder?: string): number[] {
  const held = holder !== undefined && offers.some(({ sellerId }) => sellerId === holder)
  const utilities = utilitiesOf(offers, held ? AFTER : ALONE, holder)
  const most = utilities.reduce((max, utility) => Math.max(max, utility), Number.NEGATIVE_INFINITY)
  const odds = utilities.map((utility) => Math.exp(utility - most))
  const all = odds.reduce((sum, odd) => sum + odd, 0)
  return odds.map((odd) => odd / all)
}

function utilitiesOf(offers: readonly BuyBoxOffer[], { features, holds }: Weights, holder: string | undefined): number[] {
  return featuresOf(offers).map((values, index) => {
    const offer = offers[index]
    const own = values.reduce((sum, value, feature) => sum + value * (features[feature] ?? 0), 0)
    return own + (offer?.retail ? RETAIL : 0) + (offer?.sellerId === holder ? holds : 0)
  })
}

/** The offer with the largest share, the first in the list of several; -1 for none. */
export function likeliest(shares: readonly number[]): number {
  return shares.reduce((best, share, index) => (share > (shares[best] ?? -1) ? index : best), -1)
}
