import { groupedBy } from '../../grouped.ts'
import type { Movement } from '../lots.ts'
import { MEANINGS } from '../reasons.ts'

/** One thing that happened in a centre on a day, however many units it took: a forklift that breaks forty of them is one. */
export interface Incident {
  /** `YYYY-MM-DD` */
  readonly date: string
  readonly centre: string
  /** Each once. */
  readonly fnskus: readonly string[]
}

/**
 * Losses and damages by reference, day and centre. What names no reference is one incident by FNSKU; a damaged unit that is then misplaced
 * was one when it was damaged.
 */
export function incidentsOf(movements: readonly Movement[]): Incident[] {
  const byIncident = groupedBy(
    movements.filter(isIncident),
    ({ date, centre, reference, fnsku }) => `${date} ${centre} ${reference === '' ? `of ${fnsku}` : `by ${reference}`}`,
  )
  return [...byIncident.values()].map((rows) => {
    const { date, centre } = rows[0] as Movement
    return { date, centre, fnskus: [...new Set(rows.map(({ fnsku }) => fnsku))] }
  })
}

function isIncident({ reason, quantity, disposition }: Movement): boolean {
  const meaning = MEANINGS[reason]
  if (quantity >= 0) return false
  return meaning === 'damaged' || (meaning === 'lost' && disposition !== 'WAREHOUSE_DAMAGED')
}
