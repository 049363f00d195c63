import { stableHash } from '../stable-hash.ts'

const START = 4096

/**
 * Counts distinct texts by 64 bits of hash each, 16 to 32 bytes a text whatever its length: a Set of a million SKUs would hold a hundred
 * megabytes. Two of a million texts share their bits with a chance of 1 in 37 million.
 */
export function createDistinctCounter() {
  let slots = new Uint32Array(START * 2)
  let count = 0

  /** Open addressing; a slot of two zeros is free, so that pair of bits is moved aside. */
  const insert = (table: Uint32Array, high: number, low: number): boolean => {
    const mask = table.length / 2 - 1
    for (let at = low & mask; ; at = (at + 1) & mask) {
      const takenHigh = table[at * 2]
      const takenLow = table[at * 2 + 1]
      if (takenHigh === high && takenLow === low) return false
      if (takenHigh !== 0 || takenLow !== 0) continue
      table[at * 2] = high
      table[at * 2 + 1] = low
      return true
    }
  }

  const grow = (): void => {
    const larger = new Uint32Array(slots.length * 2)
    for (let at = 0; at < slots.length; at += 2) {
      const high = slots[at] ?? 0
      const low = slots[at + 1] ?? 0
      if (high !== 0 || low !== 0) insert(larger, high, low)
    }
    slots = larger
  }

  return {
    add(text: string): void {
      const low = stableHash(text)
      const high = stableHash(`${text}\u0000${low}`)
      if (!insert(slots, high, high === 0 && low === 0 ? 1 : low)) return
      count += 1
      if (count * 4 > slots.length) grow()
    },
    count: (): number => count,
  }
}
