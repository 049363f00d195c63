import { featuresOf } from '../../domain/buybox/features.ts'
import type { BuyBoxOffer } from '../../domain/buybox/offers.ts'
import { AFTER, RETAIL } from '../../domain/buybox/weights.ts'
import { type Draws, drawsFrom } from '../amazon/world/draws.ts'
import { HOUR, landedOf, MINUTE, NOBODY, type Seller } from './scene.ts'

/** How one market gives its Buy Box. No strategy ever sees any of it. */
export interface BuyBoxRule {
  /** In the order of `FEATURES`. */
  readonly weights: readonly number[]
  readonly holds: number
  readonly retail: number
  /** Chance, which drifts: how strong it is, and for how long it stays as it is (milliseconds). */
  readonly noise: number
  readonly drift: number
  /** How far sellers are apart in what nobody sees, for ever. */
  readonly quality: number
  /** Decided anew so often. */
  readonly every: number
  /** Landed price above which nobody gets it, and below which a price counts as a mistake. */
  readonly most: number
  readonly least: number
}

/**
 * Times the fit of `domain/buybox`, in the order of `FEATURES`; how each number was found: docs/decisions/0039-markets-to-try-prices-in.md.
 * The fit draws its chance anew for every hourly look. Here what is not seen of a seller lasts, and chance drifts: for the same hours,
 * prices have to weigh more and holding it less.
 */
const TIMES = [11, 11, 5, 1, 1, 1] as const
const HOLDS = 0.9
const QUALITY = 0.55
const NOISE = 0.15
const DRIFT = 12 * HOUR
/** Each number times or over e to so much, in two markets of three. */
const RANGE = 0.3

export function drawBuyBox(seed: string, usual: number, spread: number): BuyBoxRule {
  const draws = drawsFrom(`${seed}/buy-box`)
  const around = (value: number): number => value * Math.exp(RANGE * spread * draws.normal())
  return {
    weights: AFTER.features.map((weight, feature) => around(weight * (TIMES[feature] ?? 1))),
    holds: around(AFTER.holds * HOLDS),
    retail: around(RETAIL),
    noise: around(NOISE),
    drift: around(DRIFT),
    quality: around(QUALITY),
    every: draws.pick([2, 5, 5, 10]) * MINUTE,
    most: usual * draws.between(1.25, 1.7),
    least: draws.happens(0.7) ? usual / 2 : 0,
  }
}

export interface BuyBox {
  /** What buyers see has changed. */
  changed(): void
  /** Who has it from now on: a place among the sellers. */
  decide(holder: number): number
}

/** Chance drifts by steps of so long. */
const STEP = 20 * MINUTE

/** Chance belongs to each seller and goes on by itself, whatever anybody does. */
export function createBuyBox(rule: BuyBoxRule, sellers: readonly Seller[], seed: string): BuyBox {
  const stays = Math.exp(-STEP / rule.drift)
  const renewed = Math.sqrt(1 - stays * stays)
  const qualities = sellers.map(({ sellerId }) => rule.quality * drawsFrom(`${seed}/quality/${sellerId}`).normal())
  const chances: Draws[] = sellers.map(({ sellerId }) => drawsFrom(`${seed}/chance/${sellerId}`))
  const moods = chances.map((draws) => draws.normal())
  let worths: number[] = []
  let [known, settled, sinceStep] = [false, false, 0]

  const drift = (): void => {
    for (let index = 0; index < moods.length; index += 1)
      moods[index] = stays * (moods[index] as number) + renewed * (chances[index] as Draws).normal()
  }
  return {
    changed() {
      known = false
    },
    decide(holder) {
      sinceStep += rule.every
      if (sinceStep >= STEP) {
        drift()
        sinceStep = 0
        settled = false
      }
      if (known && settled) return holder
      if (!known) worths = worthsOf(rule, sellers)
      known = true
      settled = true
      let [best, most] = [NOBODY, Number.NEGATIVE_INFINITY]
      for (let index = 0; index < sellers.length; index += 1) {
        const unseen = (qualities[index] as number) + rule.noise * (moods[index] as number)
        const worth = (worths[index] as number) + unseen + (index === holder ? rule.holds : 0)
        if (worth > most) [best, most] = [index, worth]
      }
      return best
    },
  }
}

/** What each seller's offer is worth to Amazon; minus infinity for who may not be shown. */
function worthsOf({ weights, retail, most, least }: BuyBoxRule, sellers: readonly Seller[]): number[] {
  const places: number[] = []
  const offers: BuyBoxOffer[] = []
  for (let index = 0; index < sellers.length; index += 1) {
    const seller = sellers[index] as Seller
    const landed = landedOf(seller)
    if (!seller.available || !seller.featured || landed > most || landed < least) continue
    places.push(index)
    offers.push(offerOf(seller, landed))
  }
  const worths = sellers.map(() => Number.NEGATIVE_INFINITY)
  for (const [number, values] of featuresOf(offers).entries()) {
    const own = values.reduce((sum, value, feature) => sum + value * (weights[feature] as number), 0)
    worths[places[number] as number] = own + (offers[number]?.retail ? retail : 0)
  }
  return worths
}

const offerOf = ({ sellerId, fba, feedbackCount, feedbackPercent, maximumHours, retail }: Seller, landed: number): BuyBoxOffer => ({
  sellerId,
  landed,
  fba,
  feedback: { count: feedbackCount, positivePercent: feedbackPercent },
  maximumHours,
  retail,
})
