import { drawsFrom } from '../amazon/world/draws.ts'
import { DAY, HOUR, landedOf, lowestOf, NOBODY, type Scene, type Seller } from './scene.ts'
import { type Drift, driftAt, MOST_DRIFT, shareWilling, type Worth } from './worth.ts'

/** Who buys how much in one market. */
export interface Demand {
  /** Orders of all sellers a day, at the usual price. */
  readonly perDay: number
  /** By how much orders fall where the price rises: orders go with the price to the power of minus this. */
  readonly elasticity: number
  /** How much livelier the evening is than the night: 0 to 1. */
  readonly rhythm: number
  readonly weekend: number
  /** Part of the orders that go to the Buy Box; the rest looks at prices. */
  readonly toBuyBox: number
  /** Landed price that buyers find usual. */
  readonly usual: number
  /** What each of them would pay at most. Where it is known the elasticity is its own, another at each price. */
  readonly worth?: Worth
  /** How demand changes over weeks; absent: it does not. */
  readonly drift?: Drift
}

export function drawDemand(seed: string, usual: number): Demand {
  const draws = drawsFrom(`${seed}/demand`)
  return {
    perDay: Math.min(Math.max(16 * Math.exp(0.7 * draws.normal()), 3), 80),
    elasticity: draws.between(1, 3.5),
    rhythm: draws.between(0.4, 0.9),
    weekend: draws.between(0.85, 1.25),
    toBuyBox: draws.between(0.8, 0.9),
    usual,
  }
}

const EVENING = 20
/** However cheap, nobody buys more than so many times as much. */
const MOST = 3
/** How sharply those look at prices who do not take the Buy Box. */
const SHARP = 8

/** How lively an hour is, 1 on the average of a working day. */
export function livelinessAt(at: number, { rhythm, weekend }: Demand): number {
  const weekday = (Math.floor(at / DAY) + 4) % 7 // the first day of the epoch was a Thursday
  const turn = (2 * Math.PI * (at / HOUR - EVENING)) / 24
  return (1 + rhythm * Math.cos(turn)) * (weekday === 0 || weekday === 6 ? weekend : 1)
}

/** Orders at a price, beside those at the usual one. `after`: milliseconds from the beginning. */
export function appetiteAt(landed: number, { elasticity, usual, worth }: Demand, after = 0): number {
  if (worth !== undefined) return shareWilling(landed, worth, after) / shareWilling(usual, worth)
  return Math.min((landed / usual) ** -elasticity, MOST)
}

/** The most that ever come in a day at any price. */
const mostOf = ({ perDay, weekend, usual, worth, drift }: Demand): number =>
  perDay * 2 * Math.max(1, weekend) * (worth === undefined ? MOST : 1 / shareWilling(usual, worth)) * (drift === undefined ? 1 : MOST_DRIFT)

export interface Order {
  readonly at: number
  /** Who is bought from: a place among the sellers. */
  readonly from: number
  /** From 0 to 1, for whatever else is to be known of it. */
  readonly chances: readonly number[]
}

/**
 * Lets buyers come. Those who might buy come whatever the prices are; whether they do, and from whom, is decided by prices then: two
 * strategies meet the same people.
 */
export function letBuy(demand: Demand, scene: Scene, seed: string, from: number, ordered: (order: Order) => void): void {
  const { queue, sellers } = scene
  const draws = drawsFrom(`${seed}/buyers`)
  const { drift } = demand
  const most = mostOf(demand)
  const pause = (): number => (-DAY * Math.log(1 - draws.share())) / most
  const come = (at: number): void => {
    const [wants, takesBox, looks] = [draws.share(), draws.share(), draws.share()]
    const chances = [draws.share(), draws.share(), draws.share(), draws.share(), draws.share()]
    queue.add(at + pause(), come)
    const box = takesBox < demand.toBuyBox ? scene.holder : NOBODY
    const holder = sellers[box]
    // Where Amazon shows nobody, few look further.
    const shown = takesBox < demand.toBuyBox && holder === undefined ? 0.2 : 1
    const landed = holder === undefined ? lowestOf(sellers) : landedOf(holder)
    const lively = livelinessAt(at, demand) * (drift === undefined ? 1 : driftAt(drift, at - from))
    if (wants * most > demand.perDay * lively * appetiteAt(landed, demand, at - from) * shown) return
    const place = holder === undefined ? byPrice(sellers, looks) : box
    if (place !== NOBODY) ordered({ at, from: place, chances })
  }
  queue.add(from + pause(), come)
}

function byPrice(sellers: readonly Seller[], chance: number): number {
  const lowest = lowestOf(sellers)
  const odds = sellers.map((seller) => (seller.available ? (lowest / landedOf(seller)) ** SHARP : 0))
  let left = chance * odds.reduce((sum, odd) => sum + odd, 0)
  for (let index = 0; index < odds.length; index += 1) {
    left -= odds[index] as number
    if (left < 0) return index
  }
  return NOBODY
}
