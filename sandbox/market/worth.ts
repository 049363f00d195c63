import { DAY } from './scene.ts'

/**
 * What a product is worth to those who look at it: the part that would pay a price or more is 1 / (1 + (price / middle) ^ steepness). The
 * elasticity of that grows with the price, from nothing to the steepness: below some price a raise brings money, above it costs some.
 */
export interface Worth {
  /** Landed price that half of them would pay. */
  readonly middle: number
  readonly steepness: number
  /** How the middle grows in a day: e to so much. */
  readonly growth: number
}

/** Of all who come, how many would pay so much. `after`: milliseconds from the beginning. */
export const shareWilling = (landed: number, { middle, steepness, growth }: Worth, after = 0): number =>
  1 / (1 + (landed / (middle * Math.exp((growth * after) / DAY))) ** steepness)

/** How many come, as weeks go by: a new product finds its buyers or loses them, and seasons come and go. */
export interface Drift {
  /** Grows in a day to e to so much. */
  readonly growth: number
  /** How far a season goes, up and down, and where in its year the first day is: 0 to 1. */
  readonly season: number
  readonly turn: number
}

/** Never more, and never less than one by so much. */
export const MOST_DRIFT = 2
const YEAR = 365 * DAY

/** How many come beside those of the first day. */
export function driftAt({ growth, season, turn }: Drift, after: number): number {
  const wave = (at: number): number => season * Math.sin(2 * Math.PI * (turn + at / YEAR))
  const drifted = Math.exp((growth * after) / DAY + wave(after) - wave(0))
  return Math.min(Math.max(drifted, 1 / MOST_DRIFT), MOST_DRIFT)
}
