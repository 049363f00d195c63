import type { MarketOffer, Snapshot } from '../../domain/pricing/snapshot.ts'
import type { Answer, Contender } from './repricers.ts'
import { HOUR, MINUTE } from './scene.ts'
import type { Terms } from './terms.ts'

/** What a simple rule looks at. Prices are listing prices as ours would be: landed ones less our shipping. */
interface Sight {
  readonly snapshot: Snapshot
  readonly now: number
  /** As we last sent it, or as it is shown. */
  readonly price: number
  /** Our own offer as it is shown. */
  readonly own: MarketOffer | undefined
  readonly holds: boolean
  /** The least of the others; undefined without others. */
  readonly lowest: number | undefined
  /** In the Buy Box, where another has it. */
  readonly featured: number | undefined
}

/** The price that a rule wants; undefined: as it is. */
type Rule = (sight: Sight) => number | undefined

/** A rule that remembers nothing but its last price; kept between minimum and maximum, whatever it wants. */
const contender = (name: string, begin: () => Rule): Contender => ({
  name,
  begin(terms) {
    const rule = begin()
    let price: number | undefined
    return (snapshot, now) => {
      const sight = sightOf(snapshot, now, price, terms)
      if (sight === undefined) return {}
      price ??= sight.price
      const wanted = rule(sight)
      const next = wanted === undefined ? price : Math.min(Math.max(Math.round(wanted), terms.min), terms.max)
      const answer: Answer = next === price ? {} : { price: next }
      price = next
      return answer
    }
  },
})

function sightOf(snapshot: Snapshot, now: number, known: number | undefined, { ownSellerIds, listing }: Terms): Sight | undefined {
  let own: MarketOffer | undefined
  let [lowest, featured] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (const offer of snapshot.offers) {
    if (ownSellerIds.includes(offer.sellerId)) {
      own = offer
      continue
    }
    lowest = Math.min(lowest, offer.landed)
    if (offer.inBuyBox) featured = offer.landed
  }
  const price = known ?? own?.listing
  if (price === undefined) return undefined
  const asOurs = (landed: number): number | undefined => (Number.isFinite(landed) ? landed - listing.shipping : undefined)
  return { snapshot, now, price, own, holds: own?.inBuyBox ?? false, lowest: asOurs(lowest), featured: asOurs(featured) }
}

/** A cent below the lowest, up and down. */
const beatByACent = contender(
  'beat_by_a_cent',
  () =>
    ({ lowest }) =>
      lowest === undefined ? undefined : lowest - 1,
)

const matchLowest = contender(
  'match_lowest',
  () =>
    ({ lowest }) =>
      lowest,
)

/** How long Amazon is given to judge a price. */
const SETTLES = 15 * MINUTE

/** As Amazon's own automatic pricing: matches the Buy Box, goes a cent below where that is not enough, and stands still once it has it. */
const stopWhenFeatured = contender('stop_when_featured', () => {
  let changedAt = 0
  return ({ holds, featured, lowest, price, own, now }) => {
    if (holds || own?.listing !== price) return undefined
    const target = featured ?? lowest
    if (target === undefined) return undefined
    if (price === target && now - changedAt < SETTLES) return undefined
    changedAt = now
    return price === target ? target - 1 : target
  }
})

/** A hundredth more, each hour that it is ours. */
const STEP = 0.01
const STEP_EVERY = HOUR

/** Wins by the lowest price, raises by fixed steps as long as it holds, and falls back to the lowest when it loses. */
const stepUpOnly = contender('step_up_only', () => {
  let steppedAt = 0
  return ({ holds, lowest, price, own, now }) => {
    if (!holds) return own === undefined ? undefined : lowest
    if (own?.listing !== price || now - steppedAt < STEP_EVERY) return undefined
    steppedAt = now
    return price + Math.max(1, Math.round(price * STEP))
  }
})

/** As Amazon's published sample: only ever lower, below the Buy Box by a cent, and down to what Amazon takes for a competitive price. */
const amazonSample = contender('amazon_sample', () => ({ snapshot, holds, featured, price }) => {
  if (holds) return undefined
  const target = Math.min(featured ?? Number.POSITIVE_INFINITY, snapshot.priceThreshold ?? Number.POSITIVE_INFINITY)
  return target <= price ? target - 1 : undefined
})

export const BASELINES: readonly Contender[] = [beatByACent, matchLowest, stopWhenFeatured, stepUpOnly, amazonSample]
