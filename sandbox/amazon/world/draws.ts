import { stableHash } from '../../../domain/stable-hash.ts'

/** Draws by chance that come out the same for the same seed, on any machine. */
export interface Draws {
  /** From 0 up to, not including, 1. */
  share(): number
  /** True in this share of draws. */
  happens(probability: number): boolean
  /** A number between, both limits possible for integers. */
  between(low: number, high: number): number
  integer(low: number, high: number): number
  pick<Item>(items: readonly Item[]): Item
  /** Standard normal. */
  normal(): number
}

/** Numbers from 0 up to, not including, 1: tiny, and good enough for drawing a world. `seed`: 32 bits. */
export function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function drawsFrom(seed: string): Draws {
  const share = mulberry32(stableHash(seed))
  const integer = (low: number, high: number) => low + Math.floor(share() * (high - low + 1))
  return {
    share,
    happens: (probability) => share() < probability,
    between: (low, high) => low + share() * (high - low),
    integer,
    pick: (items) => items[integer(0, items.length - 1)] as (typeof items)[number], // an empty list is a mistake of this world's tables
    normal: () => Math.sqrt(-2 * Math.log(1 - share())) * Math.cos(2 * Math.PI * share()),
  }
}
