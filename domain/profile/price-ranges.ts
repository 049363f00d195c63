import type { Money } from '../money.ts'
import type { PriceRange } from './listings.ts'

/** Buckets per doubling of a price: each is 4.4 % wide. */
const FINENESS = 16

interface Counted {
  items: number
  lowest: number
  highest: number
  readonly buckets: Map<number, number>
}

/** Range and median of prices per currency, from a stream, in flat memory. Prices of nothing are placeholders and left out. */
export function createPriceRanges() {
  const currencies = new Map<string, Counted>()
  return {
    add({ minor, currency }: Money): void {
      if (minor <= 0) return
      const counted = currencies.get(currency) ?? { items: 0, lowest: minor, highest: minor, buckets: new Map() }
      currencies.set(currency, counted)
      counted.items += 1
      counted.lowest = Math.min(counted.lowest, minor)
      counted.highest = Math.max(counted.highest, minor)
      const bucket = Math.round(Math.log2(minor) * FINENESS)
      counted.buckets.set(bucket, (counted.buckets.get(bucket) ?? 0) + 1)
    },
    ranges: (): PriceRange[] => [...currencies].map(rangeOf).sort((a, b) => b.items - a.items || (a.currency < b.currency ? -1 : 1)),
  }
}

function rangeOf([currency, { items, lowest, highest, buckets }]: readonly [string, Counted]): PriceRange {
  let before = 0
  const middle = [...buckets]
    .sort(([a], [b]) => a - b)
    .find(([, count]) => {
      before += count
      return before * 2 >= items
    })
  const median = Math.round(2 ** ((middle?.[0] ?? 0) / FINENESS))
  return { currency, items, lowest, median: Math.min(Math.max(median, lowest), highest), highest }
}
