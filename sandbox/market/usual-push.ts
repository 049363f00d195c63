import { profitOf } from '../../domain/pricing/bounds.ts'
import { type Costs, type PushStrategy, WHOLE } from '../../domain/pricing/config.ts'

/** What a seller knows of his product after its first days at the start price: nothing of what others would pay. */
export interface FirstDays {
  readonly start: number
  readonly days: number
  readonly units: number
  readonly costs: Costs
}

/** Fewer units in a week say nothing: then two weeks are looked at. Whole weeks, for a Monday sells otherwise than a Saturday. */
const LEAST_UNITS = 25
/** What should be left over of a price: of the third that is said to be ours, what tax leaves of it. */
const AIM = 0.23
/** How far the first move goes, either way: further up others have the Buy Box, further down nothing is left over. */
const MOST_MOVED = 0.08
/** A smaller move than this is judged like one of this size: units differ by more than it by chance alone. */
const LEAST_JUDGED = 0.04
/** Of what is left over of the price, the part that is given away where too few buy. */
const GIVEN = 0.2
const LEAST_GIVEN = 0.03
/** So many times the units of the first days: demand has grown by itself, and bears more. */
const GROWN = 1.6
const RAISE = 300

/**
 * Push for somebody who does not know what his product is worth to others. Units that were wanted at the start price are no goal by
 * themselves: a rule that holds them, or a few less, goes up wherever it began (it loses revenue where the price was right). What is known is
 * what is left over of the price. Little of it: the price is too low more often than not, and a raise that is judged by units costs little.
 * Much of it: a cut costs little, and others at the product ask for one. Then the band is wide, by what is borne and by what units vary by
 * chance (their root), and only what is below it is a verdict.
 */
export function usualPush({ start, days, units, costs }: FirstDays): PushStrategy {
  const perDay = Math.max(units, 1) / days
  const span = 7 * perDay >= LEAST_UNITS ? 7 : 14
  const usual = perDay * span
  const margin = Math.max(profitOf(start, costs) / start, 0.01)
  const move = Math.min(Math.max(AIM - margin, -MOST_MOVED), MOST_MOVED)
  const borne = Math.max(Math.abs(move), LEAST_JUDGED) * bearable(start, margin, costs)
  const given = Math.max(GIVEN * margin, LEAST_GIVEN)
  return {
    kind: 'push',
    version: 1,
    start: move < 0 ? Math.round(start * (1 + move)) : start,
    countBy: 'sku',
    buyers: 'all',
    keepBuyBox: true,
    steps: move > 0 ? [{ units: Math.ceil(usual), change: { rate: Math.ceil(move * WHOLE) } }] : [],
    window: {
      hours: 24 * span,
      up: { units: Math.max(2, Math.ceil(GROWN * usual)), change: { rate: RAISE } },
      down: { units: Math.max(0, Math.floor(usual * (1 - borne) - Math.sqrt(usual))), change: { rate: -Math.round(given * WHOLE) } },
    },
  }
}

/** A raise leaves profit as it is where it costs so many times as great a part of the units. */
function bearable(price: number, margin: number, costs: Costs): number {
  const perUnit = profitOf(price, { ...costs, unit: 0, fees: 0 }) / price
  return Math.min(perUnit / margin, MOST_BEARABLE)
}

const MOST_BEARABLE = 9
