import type { MarketOffer } from './snapshot.ts'

/** Who has the Buy Box. */
export type Holder = 'ours' | 'rival' | 'nobody'

/** Whose offers they are. Those of all own accounts are ours. */
export interface Sides {
  readonly ours: readonly MarketOffer[]
  readonly others: readonly MarketOffer[]
  readonly holder: Holder
}

export function sidesOf(offers: readonly MarketOffer[], ownSellerIds: readonly string[]): Sides {
  const ours: MarketOffer[] = []
  const others: MarketOffer[] = []
  let holder: Holder = 'nobody'
  for (const offer of offers) {
    const isOwn = ownSellerIds.includes(offer.sellerId)
    if (isOwn) ours.push(offer)
    else others.push(offer)
    if (offer.inBuyBox) holder = isOwn ? 'ours' : 'rival'
  }
  return { ours, others, holder }
}
