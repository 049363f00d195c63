import type { Counts } from './negative-binomial.ts'

/** What one incident, and one day, say for a rate that has grown: to be added up. */
export interface Weights {
  readonly incident: number
  readonly day: number
}

/**
 * The log likelihood ratio of counts whose mean is `factor` times as large, beside what it was: linear in the count (Hawkins and Olwell 1998;
 * Hoehle and Paul 2008 for overdispersed counts). `-day / incident` is the reference value k, Lucas' (m1 - m0) / ln(m1 / m0) for Poisson.
 */
export function weightsOf({ mean, dispersion }: Counts, factor: number): Weights {
  const grown = (1 + dispersion * mean * factor) / (1 + dispersion * mean)
  return {
    incident: Math.log(factor / grown),
    day: dispersion === 0 ? mean * (1 - factor) : -Math.log(grown) / dispersion,
  }
}

/** One day more of a one-sided CUSUM. */
export const cumulated = (score: number, count: number, { incident, day }: Weights): number => Math.max(0, score + count * incident + day)

/**
 * From here on a score is an alarm. A CUSUM of log likelihood ratios runs at least `exp(threshold)` days on average until it gives one for
 * nothing (Lorden 1971), whatever mean and dispersion are.
 */
export const thresholdFor = (runLength: number): number => Math.log(runLength)
