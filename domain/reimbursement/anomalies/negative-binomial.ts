/** Counts whose rate is itself drawn from a gamma distribution: their variance is `mean + dispersion * mean ** 2`; 0 is Poisson. */
export interface Counts {
  readonly mean: number
  readonly dispersion: number
}

/**
 * The chance of each count, from 0 on, by the recursion of the (a, b, 0) class (Panjer 1981; Johnson, Kemp and Kotz, Univariate Discrete
 * Distributions, section 5.4). In this form it needs no gamma function and is exact for Poisson too. In logarithms: nothing underflows.
 */
function* logChances({ mean, dispersion }: Counts): Generator<number, never> {
  let log = dispersion === 0 ? -mean : -Math.log1p(dispersion * mean) / dispersion
  for (let count = 0; ; count += 1) {
    yield log
    log += Math.log((mean * (1 + count * dispersion)) / ((count + 1) * (1 + mean * dispersion)))
  }
}

/** Terms below this share of the sum change none of its digits. */
const NEGLIGIBLE = 1e-17

/** The chance of so many or more. The smaller side is summed: a tail of 1e-30 keeps its digits. */
export function upperTail(count: number, counts: Counts): number {
  if (count <= 0) return 1
  if (counts.mean <= 0) return 0
  const chances = logChances(counts)
  let below = 0
  for (let each = 0; each < count; each += 1) below += Math.exp(chances.next().value)
  if (count <= counts.mean) return Math.max(1 - below, 0)
  let above = 0
  for (const log of chances) {
    const chance = Math.exp(log)
    above += chance
    if (chance <= above * NEGLIGIBLE) return Math.min(above, 1)
  }
  return above
}

/** Below this it does not matter how much below: the bound itself stands for what is attained, and no tail is searched out there. */
const TINY = 1e-9

/** The chance that a tail of `least` or more comes out as `bound` or less: the largest of its values that is. */
export function attainableTail(bound: number, least: number, counts: Counts): number {
  if (bound < TINY) return bound
  for (let count = least; ; count += 1) {
    const tail = upperTail(count, counts)
    if (tail <= bound) return tail
  }
}
