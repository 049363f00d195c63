import type { Strategy } from '../../domain/pricing/config.ts'
import { BASELINES } from './baselines.ts'
import { drawMarket, type MarketOptions } from './market.ts'
import { type Contender, contenderOf } from './repricers.ts'
import { DAY } from './scene.ts'
import { type Outcome, tryIn, type Watch } from './trial.ts'

export interface Wanted {
  readonly strategy: Strategy
  readonly markets: number
  readonly days: number
  readonly seed: number
  readonly options?: MarketOptions
  /** Told after each market. */
  readonly progress?: (done: number) => void
  /** Look on while the others are tried, market by market: what ours does says nothing of the market. */
  readonly watches?: readonly Watch[]
}

/** Money in minor units. */
export interface Standing {
  readonly name: string
  readonly profitPerDay: number
  readonly revenuePerDay: number
  /** Over the markets in which each strategy had the Buy Box at some time. */
  readonly meanHeldPrice: number
  readonly buyBoxShare: number
  readonly changesPerDay: number
  readonly violations: number
}

/** Ours less a baseline, market by market, with the 95 % interval of its mean. */
export interface Pair {
  readonly strategy: string
  readonly baseline: string
  readonly metric: 'profitPerDay'
  readonly mean: number
  readonly low: number
  readonly high: number
}

export interface Simulated {
  readonly seed: number
  readonly markets: number
  readonly days: number
  readonly strategies: readonly Standing[]
  readonly paired: readonly Pair[]
}

/** One row for each market, in it one outcome for each contender, ours first. */
export type Outcomes = readonly (readonly Outcome[])[]

/** Ours first, then what others do. */
export const contendersWith = (strategy: Strategy): readonly Contender[] => [contenderOf(strategy), ...BASELINES]

/** Tries our strategy and each baseline in the same markets. The same wish is the same answer. */
export function simulate(wanted: Wanted): Simulated {
  const contenders = contendersWith(wanted.strategy)
  return summarise(contenders, outcomesOf(contenders, wanted), wanted)
}

export const seedOf = (seed: number, market: number): string => `${seed}/${market}`

export function outcomesOf(
  contenders: readonly Contender[],
  { markets, days, seed, options, progress, watches = [] }: Omit<Wanted, 'strategy'>,
): Outcomes {
  return Array.from({ length: markets }, (_, number) => {
    const market = drawMarket(seedOf(seed, number), options)
    const row = contenders.map((contender, index) => tryIn(market, contender, days, index === 0 ? [] : watches))
    progress?.(number + 1)
    return row
  })
}

export function summarise(
  contenders: readonly Contender[],
  outcomes: Outcomes,
  { seed, markets, days }: Pick<Wanted, 'seed' | 'markets' | 'days'>,
): Simulated {
  const [ours, ...baselines] = contenders.map(({ name }) => name) as [string, ...string[]]
  const heldByAll = outcomes.filter((row) => row.every(({ heldMs }) => heldMs > 0))
  const strategies = contenders.map(({ name }, index): Standing => {
    const meanOf = (of: (outcome: Outcome) => number, rows = outcomes) => mean(rows.map((row) => of(row[index] as Outcome)))
    return {
      name,
      profitPerDay: rounded(meanOf(({ profit }) => profit / days)),
      revenuePerDay: rounded(meanOf(({ revenue }) => revenue / days)),
      meanHeldPrice: rounded(meanOf(({ heldPriceMs, heldMs }) => heldPriceMs / heldMs, heldByAll)),
      buyBoxShare: rounded(
        meanOf(({ heldMs }) => heldMs / (days * DAY)),
        4,
      ),
      changesPerDay: rounded(
        meanOf(({ changes }) => changes / days),
        2,
      ),
      violations: outcomes.reduce((sum, row) => sum + (row[index] as Outcome).violations, 0),
    }
  })
  const paired = baselines.map((baseline, index): Pair => {
    const gains = outcomes.map((row) => ((row[0] as Outcome).profit - (row[index + 1] as Outcome).profit) / days)
    return { strategy: ours, baseline, metric: 'profitPerDay', ...interval(gains) }
  })
  return { seed, markets, days, strategies, paired }
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

/** The mean with its 95 % interval, by the normal approximation. */
export function interval(values: readonly number[]): { mean: number; low: number; high: number } {
  const middle = mean(values)
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, values.length - 1)
  const half = 1.96 * Math.sqrt(variance / Math.max(1, values.length))
  return { mean: rounded(middle), low: rounded(middle - half), high: rounded(middle + half) }
}

export const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits))
