export interface Dice {
  /** From 0 up to, not including, 1. */
  share(): number
  /** Both ends included. */
  int(from: number, to: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
}

/** Seeded (mulberry32): the same seed throws the same numbers everywhere. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0
  const share = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (from: number, to: number): number => from + Math.floor(share() * (to - from + 1))
  return {
    share,
    int,
    chance: (probability) => share() < probability,
    pick: (from) => from[int(0, from.length - 1)] as (typeof from)[number],
  }
}
