// How far a sample tells private label from trade goods. "Contested" is an ASIN that somebody else offers, too.

/**
 * How the share of contested ASINs is spread over brands, as Beta(contested, alone): of a brand of one's own few are (a hijacker, a
 * wholesaler's customer), of a traded brand most, though on long-tail ASINs a trader is often alone for a while. Weak on purpose. Since
 * private label expects fewer contested ones *and* is the firmer belief of the two, each contested ASIN speaks against it whatever came before.
 */
const PRIVATE_LABEL = { contested: 1, alone: 12 }
const TRADE_GOODS = { contested: 4, alone: 2 }

const sumOfLogs = (from: number, terms: number): number => {
  let sum = 0
  for (let index = 0; index < terms; index += 1) sum += Math.log(from + index)
  return sum
}

/** Log probability of such a sample under a Beta-Binomial, but for the binomial coefficient, which all hypotheses share. */
const logLikelihood = (kind: typeof PRIVATE_LABEL, contested: number, alone: number): number =>
  sumOfLogs(kind.contested, contested) + sumOfLogs(kind.alone, alone) - sumOfLogs(kind.contested + kind.alone, contested + alone)

/** Log odds that the sample gives private label against trade goods: above 0 for private label. */
export const logOddsOfSample = (contested: number, alone: number): number =>
  logLikelihood(PRIVATE_LABEL, contested, alone) - logLikelihood(TRADE_GOODS, contested, alone)

export const probabilityOf = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds))

export interface Interval {
  readonly low: number
  readonly high: number
}

/** Wilson's score interval of a share, 95 %: right at the edges and for few, where the plain one is empty. Everything is possible of none. */
export function wilson(hits: number, of: number): Interval {
  if (of === 0) return { low: 0, high: 1 }
  const z = 1.959964
  const share = hits / of
  const spread = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))
  const middle = share + (z * z) / (2 * of)
  const scale = 1 + (z * z) / of
  return { low: hits === 0 ? 0 : (middle - spread) / scale, high: hits === of ? 1 : (middle + spread) / scale }
}
