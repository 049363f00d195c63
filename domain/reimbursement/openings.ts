import { dayOf, type Movement, type OpenLot, openLot } from './lots.ts'
import { poolOf } from './pools.ts'
import { MEANINGS } from './reasons.ts'

/** A movement that says what became of units that are lost or damaged. */
export interface Told {
  readonly movement: Movement
  readonly units: number
  /** Damaged units that were misplaced by then: what is found may be one of them. */
  readonly misplaced: number
}

export interface Opened {
  readonly lots: readonly OpenLot[]
  readonly told: readonly Told[]
}

/**
 * The lots that the adjustments of one FNSKU open, in the order of their days, and the movements that are left to say what became of them.
 * Amazon's own "damaged inventory misplaced": a unit that is lost out of damaged stock is owed once, as damaged, and found again as damaged it
 * is what it was.
 */
export function openings(movements: readonly Movement[]): Opened {
  const lots: OpenLot[] = []
  const told: Told[] = []
  const stocks = new Map<string, { there: number; misplaced: number }>()
  const inOrder = movements.toSorted((a, b) => dayOf(a.date) - dayOf(b.date) || turnOf(a) - turnOf(b))
  for (const movement of inOrder) {
    const { quantity, disposition, reason, country } = movement
    const damaged = stocks.get(poolOf(country)) ?? { there: 0, misplaced: 0 }
    stocks.set(poolOf(country), damaged)
    const meaning = MEANINGS[reason]
    const isDamaged = disposition === 'WAREHOUSE_DAMAGED'
    let units = Math.abs(quantity)
    if (quantity < 0 && meaning === 'damaged') {
      lots.push(openLot('damaged_warehouse', movement, units))
      damaged.there += units
    } else if (quantity < 0 && meaning === 'lost') {
      const again = isDamaged ? Math.min(units, damaged.there) : 0
      damaged.there -= again
      damaged.misplaced += again
      units -= again
      if (units > 0) lots.push(openLot('lost_warehouse', movement, units, isDamaged || disposition === null))
    } else {
      const again = quantity > 0 && isDamaged && meaning !== 'enters_disposition' ? Math.min(units, damaged.misplaced) : 0
      damaged.misplaced -= again
      damaged.there += again
      units -= again
      if (quantity < 0 && isDamaged && meaning === 'leaves_disposition') damaged.there = Math.max(damaged.there - units, 0)
      if (units > 0) told.push({ movement, units, misplaced: damaged.misplaced })
    }
  }
  return { lots, told }
}

/** On one day what opens a lot comes before what closes one. */
const turnOf = ({ reason, quantity }: Movement): number => {
  const meaning = MEANINGS[reason]
  if (quantity > 0) return 2
  return meaning === 'damaged' ? 0 : meaning === 'lost' ? 1 : 2
}
