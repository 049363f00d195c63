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
}

export function sidesOf(offers: readonly MarketOffer[], ownSellerIds: readonly string[]): Sides {
  const ours: MarketOffer[] = []
  let holder: Holder = 'nobody'
  for (const offer of offers) {
    const isOwn = ownSellerIds.includes(offer.sellerId)
    if (isOwn) ours.push(offer)
    if (offer.inBuyBox) holder = isOwn ? 'ours' : 'rival'
  }
  return { offers, ours, holder }
}
