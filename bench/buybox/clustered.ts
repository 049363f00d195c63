import { mulberry32 } from '../../sandbox/amazon/world/draws.ts'
import { round } from '../figures.ts'

/** A mean with its 95 % interval, in percentage points. */
export interface Interval {
  readonly mean: number
  readonly low: number
  readonly high: number
}

interface Hit {
  readonly asin: string
  readonly model: number
  readonly peer: number
}

const DRAWS = 2_000

/** How much more often the model is right than its peer. Looks at one ASIN are no independent witnesses: whole ASINs are drawn anew. */
export function clustered(hits: readonly Hit[]): Interval {
  const byAsin = new Map<string, { gain: number; looks: number }>()
  for (const { asin, model, peer } of hits) {
    const known = byAsin.get(asin) ?? { gain: 0, looks: 0 }
    byAsin.set(asin, { gain: known.gain + model - peer, looks: known.looks + 1 })
  }
  const asins = [...byAsin.values()]
  const next = mulberry32(1)
  const draws = Array.from({ length: DRAWS }, () => {
    let [gain, looks] = [0, 0]
    for (let index = 0; index < asins.length; index += 1) {
      const drawn = asins[Math.floor(next() * asins.length)] ?? { gain: 0, looks: 0 }
      gain += drawn.gain
      looks += drawn.looks
    }
    return (100 * gain) / looks
  }).sort((a, b) => a - b)
  const mean = (100 * asins.reduce((sum, { gain }) => sum + gain, 0)) / hits.length
  return {
    mean: round(mean, 2),
    low: round(draws[Math.floor(DRAWS * 0.025)] ?? 0, 2),
    high: round(draws[Math.floor(DRAWS * 0.975)] ?? 0, 2),
  }
}
