import { costFloor, profitOf } from '../../domain/pricing/bounds.ts'
import type { Costs } from '../../domain/pricing/config.ts'
import { drawsFrom } from '../amazon/world/draws.ts'
import { drawDemand } from './demand.ts'
import type { Goods } from './market.ts'
import { drawRivals } from './rivals.ts'
import { DAY } from './scene.ts'
import { drawOwnSide, type OwnSide } from './terms.ts'
import { type Drift, shareWilling, type Worth } from './worth.ts'

/** Demand is drawn as it changes in about so long. */
const SEASON = 60 * DAY

/** A brand of our own, whose buyers ask what it is worth to them, not what others take for it. Its `usual` price is the one that earns most. */
export function drawPrivateLabel(seed: string, { rivals }: { readonly rivals: boolean }): Goods {
  const draws = drawsFrom(`${seed}/private-label`)
  const goods = drawOwnSide(seed)
  const { listing } = goods.terms
  // Own goods leave about a third of their price (the rule of thirds: a third the goods, a third Amazon, a third us), with tax in it less.
  const costs = costsOf(goods, draws.between(0.18, 0.38))
  const worth: Worth = { middle: goods.usual, steepness: draws.between(4, 9), growth: (0.05 * draws.normal()) / (SEASON / DAY) }
  const drift: Drift = { growth: (0.25 * draws.normal()) / (SEASON / DAY), season: draws.between(0, 0.3), turn: draws.share() }
  const usual = bestPrice(worth, costs, listing.shipping) + listing.shipping
  // Nobody knows the curve. New brands begin low more often than high: to be found, to get their first ratings, to be cheaper than others.
  const breakEven = costFloor(costs) ?? usual
  const start = Math.max(Math.round((usual - listing.shipping) * draws.between(0.7, 1.15)), Math.ceil(breakEven * 1.04))
  // From costs, and from where the price begins: nobody sells far below his start, or has thought of twice as much.
  const min = Math.min(Math.ceil(Math.max(breakEven * draws.between(1.01, 1.1), start * draws.between(0.7, 0.85))), start)
  const max = Math.round(start * draws.between(1.2, 1.5))
  const own: OwnSide = { ...goods, terms: { ...goods.terms, costs, min, max }, usual, start }
  // Resellers come to what sells, and mostly for a little more than its brand asks.
  const resellers = rivals ? drawRivals(seed, 1.08 * (start + listing.shipping)).filter(({ kind }) => kind !== 'retail') : []
  return { own, rivals: resellers.slice(0, draws.integer(1, 3)), demand: { ...drawDemand(seed, usual), worth, drift } }
}

/** What the goods cost where so much of the middle price is left over. */
function costsOf({ usual, terms: { costs, listing } }: OwnSide, leaves: number): Costs {
  const left = profitOf(usual - listing.shipping, { ...costs, unit: 0 })
  return { ...costs, unit: Math.max(50, Math.round(left - usual * leaves)) }
}

/** The listing price that earns most on the first day, if all see it. Between break-even and the dearest sane price there is but one. */
function bestPrice(worth: Worth, costs: Costs, shipping: number): number {
  const earned = (price: number): number => profitOf(price, costs) * shareWilling(price + shipping, worth)
  let [low, high] = [costFloor(costs) ?? 1, 4 * worth.middle]
  while (high - low > 2) {
    const [left, right] = [low + (high - low) / 3, high - (high - low) / 3]
    if (earned(left) < earned(right)) low = left
    else high = right
  }
  return Math.round((low + high) / 2)
}

/** Where a start lay beside the price that earned most on the first day. */
export const START_PLACES = ['well below', 'about right', 'above'] as const

export function startPlaceOf({ start, usual, terms }: OwnSide): (typeof START_PLACES)[number] {
  const beside = (start + terms.listing.shipping) / usual
  return beside < 0.88 ? 'well below' : beside < 1.04 ? 'about right' : 'above'
}
