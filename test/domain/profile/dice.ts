import { mulberry32 } from '../../../sandbox/amazon/world/draws.ts'

export interface Dice {
  /** From 0 up to, not including, 1. */
  share(): number
  /** Both ends included. */
  int(from: number, to: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
}

/** The same seed throws the same numbers everywhere. */
export function diceOf(seed: number): Dice {
  const share = mulberry32(seed)
  const int = (from: number, to: number): number => from + Math.floor(share() * (to - from + 1))
  return {
    share,
    int,
    chance: (probability) => share() < probability,
    pick: (from) => from[int(0, from.length - 1)] as (typeof from)[number],
  }
}
