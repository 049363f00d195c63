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
/** The raise that is tried. */
const TRIED = 0.08
/** Of what is left over of the price, the part that is given away where the raise has cost too many buyers. */
const GIVEN = 0.6
const MOST_GIVEN = 0.2
const LEAST_GIVEN = 0.03
/** So many times the units of the first days: demand has grown by itself, and bears more. */
const GROWN = 1.6
const RAISE = 300

/**
 * Push for somebody who does not know what his product is worth to others: try a raise, and let the units judge it. Units that were wanted
 * at the start price are no goal by themselves: a rule that holds them, or a few less, goes up wherever it began (it loses revenue where the
 * price was right). So the band is wide, and what is below it is a verdict: the price then goes down by more than it had gone up.
 */
export function usualPush({ start, days, units, costs }: FirstDays): PushStrategy {
  const perDay = Math.max(units, 1) / days
  const span = 7 * perDay >= LEAST_UNITS ? 7 : 14
  const usual = perDay * span
  const given = Math.min(Math.max(GIVEN * marginAt(start, costs), LEAST_GIVEN), MOST_GIVEN)
  return {
    kind: 'push',
    version: 1,
    start,
    countBy: 'sku',
    buyers: 'all',
    keepBuyBox: true,
    steps: [{ units: Math.ceil(usual), change: { rate: TRIED * WHOLE } }],
    window: {
      hours: 24 * span,
      up: { units: Math.max(2, Math.ceil(GROWN * usual)), change: { rate: RAISE } },
      down: { units: Math.floor(usual * (1 - lossOf(TRIED, start, costs))), change: { rate: -Math.round(given * WHOLE) } },
    },
  }
}

const marginAt = (price: number, costs: Costs): number => Math.max(profitOf(price, costs) / price, 0.01)

/** A raise leaves revenue as it is where it costs as great a part of the units, and profit where it costs some times as great a one: half way between. */
function lossOf(raise: number, price: number, costs: Costs): number {
  const perUnit = profitOf(price, { ...costs, unit: 0, fees: 0 }) / price
  const bearable = Math.min(perUnit / marginAt(price, costs), MOST_BEARABLE)
  return (raise * (1 + bearable)) / 2
}

const MOST_BEARABLE = 9
