import { createHash } from 'node:crypto'
import { mulberry32 } from '../../sandbox/amazon/world/draws.ts'

/** Chance with a seed: the same seed throws the same on any machine. */
export interface Dice {
  /** 0 <= x < 1 */
  next(): number
  /** A whole number, `from` included, `below` not. */
  int(from: number, below: number): number
  chance(share: number): boolean
  pick<T>(items: readonly T[]): T
  /** Drawn by weight; what weighs nothing is never drawn. */
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T
  shuffled<T>(items: readonly T[]): T[]
  /** Dice of their own for a part: what one part throws does not change what another gets. */
  apart(name: string): Dice
}

export function createDice(seed: string): Dice {
  const next = mulberry32(createHash('sha256').update(seed).digest().readInt32BE(0))
  const int = (from: number, below: number): number => from + Math.floor(next() * (below - from))
  return {
    next,
    int,
    chance: (share) => next() < share,
    pick<T>(items: readonly T[]): T {
      if (items.length === 0) throw new Error('nothing to pick from')
      return items[int(0, items.length)] as T
    },
    weighted<T extends string>(weights: Readonly<Record<T, number>>): T {
      const heavy = (Object.entries(weights) as [T, number][]).filter(([, weight]) => weight > 0)
      let rest = next() * heavy.reduce((sum, [, weight]) => sum + weight, 0)
      const drawn = heavy.find(([, weight]) => {
        rest -= weight
        return rest < 0
      })
      if (!drawn) throw new Error('nothing to draw from')
      return drawn[0]
    },
    shuffled: (items) =>
      items
        .map((item) => ({ item, place: next() }))
        .sort((a, b) => a.place - b.place)
        .map(({ item }) => item),
    apart: (name) => createDice(`${seed}/${name}`),
  }
}
