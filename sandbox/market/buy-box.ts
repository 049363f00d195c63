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
  /** Decided anew so often. */
  readonly every: number
  /** Landed price above which nobody gets it, and below which a price counts as a mistake. */
  readonly most: number
  readonly least: number
}

/** Calibrated by `npm run -s bench -- market`: docs/decisions/0039-a-market-that-proves-more-than-itself.md. */
const T = JSON.parse(process.env['TUNE'] ?? '{}')
const HOLDS = T.holds ?? 1
const NOISE = T.noise ?? 0.7
const DRIFT = (T.drift ?? 8) * HOUR
const PRICE = T.price ?? 1
const KIN = T.kin ?? 1
/** Each weight of the fit times or over e to so much, in about two markets of three. */
const RANGE = 0.3

export function drawBuyBox(seed: string, usual: number, spread: number): BuyBoxRule {
  const draws = drawsFrom(`${seed}/buy-box`)
  const around = (value: number): number => value * Math.exp(RANGE * spread * draws.normal())
  return {
    weights: AFTER.features.map((w, i) => around(w * (i < 2 ? PRICE : i === 2 ? (T.fba ?? 2) : i === 3 ? KIN : 1))),
    holds: around(AFTER.holds * HOLDS),
    retail: around(RETAIL),
    noise: around(NOISE),
    drift: around(DRIFT),
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

/** Chance belongs to each seller and goes on by itself, whatever anybody does. */
export function createBuyBox(rule: BuyBoxRule, sellers: readonly Seller[], seed: string): BuyBox {
  const stays = Math.exp(-rule.every / rule.drift)
  const renewed = Math.sqrt(1 - stays * stays)
  const chances: Draws[] = sellers.map(({ sellerId }) => drawsFrom(`${seed}/chance/${sellerId}`))
  const moods = chances.map((draws) => draws.normal())
  let worths: number[] = []
  let known = false
  return {
    changed() {
      known = false
    },
    decide(holder) {
      if (!known) worths = worthsOf(rule, sellers)
      known = true
      let [best, most] = [NOBODY, Number.NEGATIVE_INFINITY]
      for (let index = 0; index < sellers.length; index += 1) {
        const mood = stays * (moods[index] as number) + renewed * (chances[index] as Draws).normal()
        moods[index] = mood
        const worth = (worths[index] as number) + rule.noise * mood + (index === holder ? rule.holds : 0)
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
