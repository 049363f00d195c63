import type { MarketOffer, Snapshot } from '../../domain/pricing/snapshot.ts'
import { type Draws, drawsFrom } from '../amazon/world/draws.ts'
import type { Market } from './market.ts'
import { landedOf, MINUTE, OURS, type Scene, type Seller } from './scene.ts'

const SHOWN = 20
const SECOND = 1_000

/** What a look says that is taken now: the twenty cheapest, ours not always among them. */
export function lookAt({ sellers, holder }: Scene, { own, priceThreshold }: Market, at: number, withoutOurs = false): Snapshot {
  const { asin, marketplaceId, currency } = own.terms.listing
  const offers: MarketOffer[] = []
  for (let index = 0; index < sellers.length; index += 1) {
    const seller = sellers[index] as Seller
    if (seller.available && !(withoutOurs && index === OURS)) offers.push(offerOf(seller, index === holder))
  }
  offers.sort((one, other) => one.landed - other.landed)
  if (offers.length > SHOWN) offers.length = SHOWN
  return { at, asin, marketplaceId, currency, offers, ...(priceThreshold === undefined ? {} : { priceThreshold }) }
}

const offerOf = (seller: Seller, inBuyBox: boolean): MarketOffer => ({
  sellerId: seller.sellerId,
  landed: landedOf(seller),
  listing: seller.listing,
  fba: seller.fba,
  featured: seller.featured,
  inBuyBox,
  available: true,
  feedbackCount: seller.feedbackCount,
  feedbackPercent: seller.feedbackPercent,
  maximumHours: seller.maximumHours,
  retail: seller.retail,
})

/** How often notices do not come: Amazon says less of what we did ourselves. */
const LOST = 0.03
const LOST_OF_OURS = 0.25
const TWICE = 0.04
const WITHOUT_OURS = 0.02

export interface Notice {
  /** When it arrives: as often as it does, in any order. Empty where it is lost. */
  readonly arrives: readonly number[]
  readonly withoutOurs: boolean
}

/** The way of a notice from Amazon to us: late, lost, doubled, overtaken by the next one. */
export function createPost(seed: string): (at: number, ours: boolean) => Notice {
  const draws = drawsFrom(`${seed}/post`)
  return (at, ours) => {
    const [first, second] = [at + delay(draws), at + delay(draws)]
    const [lost, twice, withoutOurs] = [draws.happens(ours ? LOST_OF_OURS : LOST), draws.happens(TWICE), draws.happens(WITHOUT_OURS)]
    return { arrives: lost ? [] : twice ? [first, second] : [first], withoutOurs }
  }
}

/** Mostly half a minute, at times several. */
const delay = (draws: Draws): number => Math.min(25 * SECOND * Math.exp(draws.normal()), 15 * MINUTE)
