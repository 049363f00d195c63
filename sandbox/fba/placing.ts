import type { Between } from './truth.ts'

/** Units of a loss that a credit may be for. */
export interface Room {
  readonly startsOn: string
  readonly units: number
}

export interface Placeable {
  readonly units: number
  readonly between: Between
}

/**
 * The most units of credits for which losses have room, each within its days. By day, and first the credit whose days end first: for
 * intervals that is never worse than any other order.
 */
export function mostPlaced(rooms: readonly Room[], credits: readonly Placeable[]): number {
  const inOrder = rooms.filter(({ units }) => units > 0).toSorted((a, b) => (a.startsOn < b.startsOn ? -1 : 1))
  const left = credits.map(({ units, between }) => ({ units, first: between.first ?? '', last: between.last ?? '9999-12-31' }))
  left.sort((a, b) => (a.last < b.last ? -1 : 1))
  let placed = 0
  for (const { startsOn, units } of inOrder) {
    let room = units
    for (const credit of left) {
      if (room === 0) break
      if (credit.units === 0 || credit.first > startsOn || credit.last < startsOn) continue
      const taken = Math.min(room, credit.units)
      credit.units -= taken
      room -= taken
      placed += taken
    }
  }
  return placed
}
