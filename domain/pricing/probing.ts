import { profitAt, raiseCeiling } from './bounds.ts'
import type { Contesting } from './looking.ts'
import { type MarketView, nextAbove } from './rivals.ts'
import type { Draft } from './state.ts'

/** How often a holder keeps the Buy Box who raises: while still the lowest, up to 5 % above, further above (measured, brief repricing 4.3). */
const KEPT = [0.94, 0.44, 0.22] as const
/** Own probes count beside so many of others. */
const PRIOR_WEIGHT = 8
const SOMEWHAT_ABOVE = 1.05
/** A lost price is believed for so long. */
const LOST_MS = 6 * 60 * 60_000
/**
 * A kept price earns until the rivals are others, a lost one costs the time until we are back: hours, estimates. As long as no such price was
 * ever lost, and between one that held and one that lost, we hope for days: what is never tried is never learnt.
 */
const EARNS_HOURS = 2
const EARNS_HOURS_IN_HOPE = 96
const COSTS_HOURS = 1.5
/** Part of the price that is taken for its profit where costs are unknown, for comparing only. */
const ASSUMED_MARGIN = 0.2
const LARGEST_STEP = 0.02
const LARGEST_LEAP = 0.05
const CLOSE_ENOUGH = 0.005
const TICK = 1

/** Which of the three a price is, seen by our buyers. */
export const classOf = (landed: number, { lowest }: MarketView): 0 | 1 | 2 =>
  landed <= lowest ? 0 : landed <= lowest * SOMEWHAT_ABOVE ? 1 : 2

/** The lowest price known to lose the Buy Box, as long as that is believed. */
export const lostLately = ({ search }: Draft, now: number): number | undefined =>
  search !== null && search.lost !== null && now - search.lostAt < LOST_MS ? search.lost : undefined

/** The next price to try upwards while the Buy Box is ours; undefined where none is worth it now. */
export function probeFrom(price: number, draft: Draft, view: MarketView, looking: Contesting): number | undefined {
  const { snapshot, config, ceiling: most, now, steps } = looking
  const { listing, costs } = config
  const ceiling = raiseCeiling(most, snapshot, listing.shipping)
  const lost = lostLately(draft, now)
  const bracket = lost !== undefined && lost > price ? lost : undefined
  if (bracket !== undefined && bracket - price <= Math.max(2 * TICK, price * CLOSE_ENOUGH)) {
    steps.push({ code: 'as_high_as_it_holds', held: price, lost: bracket })
    return undefined
  }
  const next = Math.min(bracket === undefined ? stepUp(price, view, looking) : Math.floor((price + bracket) / 2), ceiling)
  if (next <= price) {
    steps.push({ code: 'at_the_ceiling', ceiling })
    return undefined
  }
  const rank = classOf(next + listing.shipping, view)
  const profit = costs === undefined ? price * ASSUMED_MARGIN : profitAt(price, costs)
  const keeps = chanceToKeep(rank, draft)
  const hours = bracket !== undefined || draft.lost[rank] === 0 ? EARNS_HOURS_IN_HOPE : EARNS_HOURS
  const [wins, loses] = [keeps * (next - price) * hours, (1 - keeps) * profit * COSTS_HOURS]
  const code = wins > loses ? 'worth_a_try' : 'not_worth_a_try'
  steps.push({ code, price: next, keeps: Math.round(1_000 * keeps), wins: Math.round(wins), loses: Math.round(loses) })
  return wins > loses ? next : undefined
}

/**
 * Whoever is below all others goes up to them, by a twentieth at most, for they may ask for the moon; from there at most by two per cent, and
 * half of the way to the next rival.
 */
function stepUp(price: number, { lowest }: MarketView, { sides, config: { listing }, strategy }: Contesting): number {
  const landed = price + listing.shipping
  if (landed < lowest && Number.isFinite(lowest))
    return Math.min(lowest - listing.shipping, price + Math.max(TICK, Math.round(price * LARGEST_LEAP)))
  const gap = (nextAbove(landed, sides, listing, strategy) - landed) / 2
  return price + Math.max(TICK, Math.round(Math.min(price * LARGEST_STEP, gap)))
}

function chanceToKeep(rank: 0 | 1 | 2, { kept, lost }: Draft): number {
  const [keeps, loses] = [kept[rank] ?? 0, lost[rank] ?? 0]
  return (KEPT[rank] * PRIOR_WEIGHT + keeps) / (PRIOR_WEIGHT + keeps + loses)
}
