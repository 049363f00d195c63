import type { BuyBoxOffer } from './offers.ts'

// What everybody guesses; each answers an index, the first in the list on a tie, -1 for no offers.

/** As the lists of Amazon's own notifications compare: listing price and shipping. */
export interface PricedOffer extends BuyBoxOffer {
  /** Listing price and shipping: integer minor units. */
  readonly price: number
}

export const lowestLanded = (offers: readonly PricedOffer[]): number => firstBy(offers, ({ price }) => price)

export function fbaFirst(offers: readonly PricedOffer[]): number {
  const anyFba = offers.some(({ fba }) => fba)
  return firstBy(offers, ({ fba, price }) => (fba === anyFba ? price : Number.POSITIVE_INFINITY))
}

/** Whoever had it before, if he still offers. */
export function incumbentElseFba(offers: readonly PricedOffer[], holder: string | undefined): number {
  const incumbent = offers.findIndex(({ sellerId }) => sellerId === holder)
  return incumbent >= 0 ? incumbent : fbaFirst(offers)
}

function firstBy(offers: readonly PricedOffer[], of: (offer: PricedOffer) => number): number {
  return offers.reduce((best, offer, index) => {
    const known = offers[best]
    return known === undefined || of(offer) < of(known) ? index : best
  }, -1)
}
