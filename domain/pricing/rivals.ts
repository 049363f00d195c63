import { type BuyBoxStrategy, type PricedListing, type RivalFilter, WHOLE } from './config.ts'
import type { Sides } from './sides.ts'
import type { MarketOffer } from './snapshot.ts'

/** What a look at the market says to one listing. Prices are landed ones, as our buyers would compare them with ours. */
export interface MarketView {
  readonly holder: Sides['holder']
  /** How many count. */
  readonly rivals: number
  /** The least of their prices, fulfilment counted in; Infinity without rivals. */
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

/** No rival is who is ours, cannot win, cannot send, is filtered out, or asks for a price that nobody means. */
export function lookAt(sides: Sides, priceThreshold: number | undefined, { fba }: PricedListing, strategy: BuyBoxStrategy): MarketView {
  const { offers, ours, holder } = sides
  const { rivals: filter, handicap } = strategy
  const outlier = outlierBelow(sides, priceThreshold)
  let rivals = 0
  let lowestSeller = ''
  let lowest = Number.POSITIVE_INFINITY
  let lowestLanded = Number.POSITIVE_INFINITY
  let fingerprint = 0
  for (const offer of offers) {
    if (offer.landed < outlier || ours.includes(offer) || !takesPart(offer, filter)) continue
    const effective = effectivePrice(offer, fba, handicap)
    rivals += 1
    if (effective < lowest) lowestSeller = offer.sellerId
    lowest = Math.min(lowest, effective)
    lowestLanded = Math.min(lowestLanded, offer.landed)
    fingerprint = (fingerprint + mix(offer.sellerId, effective)) >>> 0
  }
  return { holder, rivals, lowest, lowestSeller, lowestLanded, fingerprint }
}

/** The least price of any rival above ours, as our buyers see it; Infinity where there is none. */
export function nextAbove(
  landed: number,
  { offers, ours }: Sides,
  { fba }: PricedListing,
  { rivals: filter, handicap }: BuyBoxStrategy,
): number {
  let next = Number.POSITIVE_INFINITY
  for (const offer of offers) {
    if (ours.includes(offer) || !takesPart(offer, filter)) continue
    const effective = effectivePrice(offer, fba, handicap)
    if (effective > landed) next = Math.min(next, effective)
  }
  return next
}

/** What a rival's price is worth against ours: who is fulfilled by Amazon need not match a cheaper merchant to the cent. */
function effectivePrice({ landed, fba }: MarketOffer, ours: boolean, handicap: number): number {
  if (fba === ours) return landed
  return ours ? Math.round((landed * (WHOLE + handicap)) / WHOLE) : Math.floor((landed * WHOLE) / (WHOLE + handicap))
}

/** Whether an offer counts as a rival at all. */
export function takesPart(
  offer: MarketOffer,
  { leastRatings, leastPercent, mostHours, only, withoutRetail, exclude }: RivalFilter,
): boolean {
  if (!offer.featured || !offer.available) return false
  if (leastRatings !== undefined && offer.feedbackCount < leastRatings) return false
  if (leastPercent !== undefined && offer.feedbackPercent < leastPercent) return false
  if (mostHours !== undefined && offer.maximumHours > mostHours) return false
  if (only !== undefined && offer.fba !== (only === 'fba')) return false
  if (withoutRetail && offer.retail) return false
  return exclude === undefined || !exclude.includes(offer.sellerId)
}

/** Half of the middle price of the others, and of what Amazon itself takes for usual. */
function outlierBelow({ offers, ours, least, most }: Sides, priceThreshold: number | undefined): number {
  if (offers.length - ours.length < 2) return priceThreshold === undefined ? 0 : (priceThreshold * OUTLIER) / WHOLE
  // The middle one is not above the highest: mostly nobody is far below, and nothing has to be sorted.
  if (least * WHOLE >= most * OUTLIER) return 0
  const landed = offers.flatMap((offer) => (ours.includes(offer) ? [] : [offer.landed])).sort((a, b) => a - b)
  const middle = landed[Math.floor(landed.length / 2)] ?? 0
  return (Math.min(middle, priceThreshold ?? middle) * OUTLIER) / WHOLE
}

/** Ids of sellers are random: so many characters tell the sellers of one ASIN apart as well as all of them would. */
const TELLING = 5

/** Mixes a seller and his price into a number; sums of these do not depend on the order. */
function mix(sellerId: string, price: number): number {
  let hash = Math.imul(price ^ 0x811c9dc5, 0x01000193)
  for (let index = Math.max(0, sellerId.length - TELLING); index < sellerId.length; index += 1)
    hash = Math.imul(hash ^ sellerId.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (hash ^ (hash >>> 12)) >>> 0
}
