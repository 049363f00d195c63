import type { MarketOffer } from './snapshot.ts'

/** Who has the Buy Box. */
export type Holder = 'ours' | 'rival' | 'nobody'

/** Whose offers they are. */
export interface Sides {
  /** All of them. */
  readonly offers: readonly MarketOffer[]
  /** Those of all own accounts; few, mostly one. */
  readonly ours: readonly MarketOffer[]
  readonly holder: Holder
  /** Landed prices of the others: the least and the highest; Infinity and 0 without others. */
  readonly least: number
  readonly most: number
}

export function sidesOf(offers: readonly MarketOffer[], ownSellerIds: readonly string[]): Sides {
  const ours: MarketOffer[] = []
  let holder: Holder = 'nobody'
  let least = Number.POSITIVE_INFINITY
  let most = 0
  for (const offer of offers) {
    const isOwn = ownSellerIds.includes(offer.sellerId)
    if (isOwn) ours.push(offer)
    else {
      least = Math.min(least, offer.landed)
      most = Math.max(most, offer.landed)
    }
    if (offer.inBuyBox) holder = isOwn ? 'ours' : 'rival'
  }
  return { offers, ours, holder, least, most }
}
