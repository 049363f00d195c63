import { type BuyBoxStrategy, type PricingConfig, type RivalFilter, WHOLE } from './config.ts'
import { ownOf } from './own-offer.ts'
import type { MarketOffer, Snapshot } from './snapshot.ts'

/** What a look at the market says to one listing. Prices are landed ones, as our buyers would compare them with ours. */
export interface MarketView {
  /** Our own offer; undefined where the look does not show it. */
  readonly own: MarketOffer | undefined
  /** Who has the Buy Box. */
  readonly holder: 'ours' | 'rival' | 'nobody'
  /** What each rival's price is worth against ours, his fulfilment counted in. */
  readonly prices: readonly number[]
  /** The least of these; Infinity without rivals. */
  readonly lowest: number
  /** Whose price that is; empty without rivals. */
  readonly lowestSeller: string
  /** The least price as it stands there. */
  readonly lowestLanded: number
  /** Says which rivals ask for what: the same for the same ones in whatever order. */
  readonly fingerprint: number
}

/** A price below this part of the middle one is a mistake, or bait: basis points. */
const OUTLIER = 5_000

/** Offers of our own are no rivals; nor is who cannot win, cannot send, is filtered out, or asks for a price that nobody means. */
export function lookAt(snapshot: Snapshot, config: PricingConfig, { rivals: filter, handicap }: BuyBoxStrategy): MarketView {
  const { listing, ownSellerIds } = config
  const outlier = outlierBelow(snapshot, ownSellerIds)
  let holder: MarketView['holder'] = 'nobody'
  let lowestSeller = ''
  const prices: number[] = []
  let [lowest, lowestLanded, fingerprint] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0]
  for (const offer of snapshot.offers) {
    const isOwn = ownSellerIds.includes(offer.sellerId)
    if (offer.inBuyBox) holder = isOwn ? 'ours' : 'rival'
    if (isOwn) continue
    if (offer.landed < outlier || !takesPart(offer, filter)) continue
    const effective = effectivePrice(offer, listing.fba, handicap)
    prices.push(effective)
    if (effective < lowest) lowestSeller = offer.sellerId
    lowest = Math.min(lowest, effective)
    lowestLanded = Math.min(lowestLanded, offer.landed)
    fingerprint = (fingerprint + mix(offer.sellerId, effective)) >>> 0
  }
  return { own: ownOf(snapshot, config), holder, prices, lowest, lowestSeller, lowestLanded, fingerprint }
}

/** The least price of any rival above ours, as our buyers see it; Infinity where there is none. */
export function nextAbove({ prices }: MarketView, landed: number): number {
  let next = Number.POSITIVE_INFINITY
  for (const price of prices) if (price > landed && price < next) next = price
  return next
}

/** What a rival's price is worth against ours: who is fulfilled by Amazon need not match a cheaper merchant to the cent. */
function effectivePrice({ landed, fba }: MarketOffer, ours: boolean, handicap: number): number {
  if (fba === ours) return landed
  return ours ? Math.round((landed * (WHOLE + handicap)) / WHOLE) : Math.floor((landed * WHOLE) / (WHOLE + handicap))
}

function takesPart(offer: MarketOffer, { leastRatings, leastPercent, mostHours, only, withoutRetail, exclude }: RivalFilter): boolean {
  if (!offer.featured || !offer.available) return false
  if (leastRatings !== undefined && offer.feedbackCount < leastRatings) return false
  if (leastPercent !== undefined && offer.feedbackPercent < leastPercent) return false
  if (mostHours !== undefined && offer.maximumHours > mostHours) return false
  if (only !== undefined && offer.fba !== (only === 'fba')) return false
  if (withoutRetail && offer.retail) return false
  return exclude === undefined || !exclude.includes(offer.sellerId)
}

/** Half of the middle price of the others, and of what Amazon itself takes for usual. */
function outlierBelow({ offers, priceThreshold }: Snapshot, ownSellerIds: readonly string[]): number {
  const landed: number[] = []
  for (const offer of offers) if (!ownSellerIds.includes(offer.sellerId)) landed.push(offer.landed)
  if (landed.length < 2) return priceThreshold === undefined ? 0 : (priceThreshold * OUTLIER) / WHOLE
  landed.sort((a, b) => a - b)
  const middle = landed[Math.floor(landed.length / 2)] ?? 0
  return (Math.min(middle, priceThreshold ?? middle) * OUTLIER) / WHOLE
}

/** Mixes a seller and his price into a number; sums of these do not depend on the order. */
function mix(sellerId: string, price: number): number {
  let hash = Math.imul(price ^ 0x811c9dc5, 0x01000193)
  for (let index = 0; index < sellerId.length; index += 1) hash = Math.imul(hash ^ sellerId.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (hash ^ (hash >>> 12)) >>> 0
}
