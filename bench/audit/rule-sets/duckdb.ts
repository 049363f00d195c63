import { dateAfter } from '../../../domain/calendar/dates.ts'
import { DAMAGED, lossesOf, MISPLACED, type Product, productsOf, settle, unitsOf } from './losses.ts'
import type { RuleSet } from './types.ts'

/** The window of old, for every day and country. */
const MONTHS = 18
/** For every unit of every product: 15 of whatever currency, in minor units. */
const FLAT = 1_500

/** "TS and DuckDB": those of its rules that read the ledger. A product for which anything was ever paid is left alone. */
export const duckdb: RuleSet = (input) => {
  const since = dateAfter(input.asOf, { months: -MONTHS })
  return productsOf(input, 'fnsku')
    .filter(({ payments }) => payments.length === 0)
    .flatMap((product) => openLosses(product))
    .filter(({ movement, open }) => open > 0 && movement.date >= since)
    .map(({ movement, open }) => ({ source: movement.source, units: open, minor: open * FLAT }))
}

/**
 * Not said, but a false finding is catastrophic to it: losses out of damaged stock are left to the damage, and what came in, in whatever
 * centre, is set against losses, the oldest first.
 */
function openLosses({ movements }: Product) {
  const misplaced = lossesOf(movements, MISPLACED).filter(({ movement }) => movement.disposition !== 'WAREHOUSE_DAMAGED')
  settle(misplaced, unitsOf(movements, ['F', 'N']))
  return [...misplaced, ...lossesOf(movements, DAMAGED)]
}
