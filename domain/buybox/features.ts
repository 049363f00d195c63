import type { BuyBoxOffer } from './offers.ts'

/** What is looked at, in the order of `Weights`. Few, and each relative to the offers beside it: what is learnt of one country has to hold in another. */
export const FEATURES = ['dearerThanKin', 'dearer', 'fba', 'cheapestOfKin', 'feedback', 'promptly'] as const

/** Above that a price is as hopeless as any: the logarithm of 4.5 times the lowest one. */
const MOST_DEARER = 1.5
/** A seller without ratings counts as one with eighty per cent, and so many ratings of his own weigh as much as that. */
const USUAL_PERCENT = 80
const USUAL_RATINGS = 100
const PERCENT_SCALE = 20
const PROMPT_HOURS = 24

/** For each offer its features. Kin are those that are fulfilled the same way. */
export function featuresOf(offers: readonly BuyBoxOffer[]): number[][] {
  const lowest = lowestOf(offers)
  const lowestFba = lowestOf(offers.filter(({ fba }) => fba))
  const lowestFbm = lowestOf(offers.filter(({ fba }) => !fba))
  return offers.map((offer) => {
    const kin = offer.fba ? lowestFba : lowestFbm
    return [
      dearer(offer.landed, kin),
      dearer(offer.landed, lowest),
      Number(offer.fba),
      Number(offer.landed <= kin),
      ratings(offer),
      Number((offer.maximumHours ?? 0) <= PROMPT_HOURS),
    ]
  })
}

const lowestOf = (offers: readonly BuyBoxOffer[]): number =>
  offers.reduce((low, { landed }) => Math.min(low, landed), Number.POSITIVE_INFINITY)

const dearer = (landed: number, than: number): number => Math.min(Math.log(Math.max(landed, 1) / Math.max(than, 1)), MOST_DEARER)

function ratings({ feedback }: BuyBoxOffer): number {
  const { count, positivePercent } = feedback ?? { count: 0, positivePercent: 0 }
  const percent = (positivePercent * count + USUAL_PERCENT * USUAL_RATINGS) / (count + USUAL_RATINGS)
  return (percent - USUAL_PERCENT) / PERCENT_SCALE
}
