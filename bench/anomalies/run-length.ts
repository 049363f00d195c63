import { cumulated, thresholdFor, weightsOf } from '../../domain/reimbursement/anomalies/cusum.ts'
import type { Counts } from '../../domain/reimbursement/anomalies/negative-binomial.ts'
import { drawsFrom } from '../../sandbox/amazon/world/draws.ts'
import { interval } from '../../sandbox/market/simulate.ts'
import { round } from '../figures.ts'
import { gamma, poisson } from './world.ts'

/** A CUSUM in incidents, and how many days it runs until it alarms; days with their 95 % interval. */
export interface RunLength extends Counts {
  /** Reference value and threshold. */
  readonly k: number
  readonly h: number
  readonly wanted: number
  readonly usual: ReturnType<typeof interval>
  readonly grown: ReturnType<typeof interval>
}

/** How long a CUSUM runs where nothing happens, and where the rate is `factor` times as large; begun at 0, dispersion and mean known. */
export function runLengthOf(counts: Counts, factor: number, wanted: number, runs: number): RunLength {
  const weights = weightsOf(counts, factor)
  const threshold = thresholdFor(wanted)
  const runsAt = (mean: number): number[] => {
    const draws = drawsFrom(`run length ${counts.mean} ${counts.dispersion} ${mean}`)
    return Array.from({ length: runs }, () => {
      let days = 0
      for (let score = 0; score < threshold; days += 1)
        score = cumulated(score, poisson(draws, mean * gamma(draws, counts.dispersion)), weights)
      return days
    })
  }
  return {
    ...counts,
    k: round(-weights.day / weights.incident, 3),
    h: round(threshold / weights.incident, 2),
    wanted,
    usual: interval(runsAt(counts.mean)),
    grown: interval(runsAt(counts.mean * factor)),
  }
}
