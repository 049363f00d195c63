import type { Source } from '../../domain/reimbursement/lots.ts'
import { openTally, type Tally } from './tally.ts'
import type { LotType, TrueLot } from './truth.ts'

/** `duplicate`: found, corrected, paid, taken back, or more than were lost. `non_claimable`: the row is no loss. */
export const WRONG_KINDS = ['duplicate', 'premature', 'expired', 'non_claimable'] as const
export type WrongKind = (typeof WRONG_KINDS)[number]

/** How claims are judged. */
export interface Tallies {
  readonly right: Tally
  readonly wrong: Readonly<Record<WrongKind, Tally>>
  /** Owed, in their window, provable from the reports, and not claimed. */
  readonly missed: Tally
  /** What is truly owed and in its window; of some of it no report can tell that it is. */
  readonly claimable: Tally
  /** What would be missed by who claims nothing: as much of `claimable` as the reports prove. */
  readonly provable: Tally
}

export interface Score extends Tallies {
  /** Claims for rows that are no loss have no type. */
  readonly byType: Readonly<Partial<Record<LotType, Tallies>>>
  readonly mistakes: readonly Mistake[]
}

/** One mistake, for whoever looks for its cause. Of units that are interchangeable the lot is one of those it may have been. */
export interface Mistake {
  readonly kind: WrongKind | 'missed'
  readonly units: number
  readonly source: Source
  /** Null: the row is no loss. */
  readonly lot: TrueLot | null
}

export type ScoreSheet = ReturnType<typeof openScore>

/** Counts what is judged, unit by unit. */
export function openScore() {
  const total = openTallies()
  const byType = new Map<LotType, ReturnType<typeof openTallies>>()
  const mistakes: Mistake[] = []
  const both = ({ type }: TrueLot) => {
    const own = byType.get(type) ?? openTallies()
    byType.set(type, own)
    return [total, own]
  }
  const into = (key: 'right' | 'missed' | 'claimable' | 'provable') => (units: number, lot: TrueLot) => {
    for (const tallies of both(lot)) tallies[key].add(units, lot.unitValue)
  }
  const miss = into('missed')
  return {
    right: into('right'),
    claimable: into('claimable'),
    provable: into('provable'),
    missed(units: number, lot: TrueLot): void {
      miss(units, lot)
      mistakes.push({ kind: 'missed', units, source: lot.rows[0] as Source, lot })
    },
    wrong(kind: WrongKind, units: number, lot: TrueLot | null, source: Source): void {
      if (units === 0) return
      for (const tallies of lot === null ? [total] : both(lot)) tallies.wrong[kind].add(units, lot?.unitValue ?? null)
      mistakes.push({ kind, units, source, lot })
    },
    close: (): Score => ({
      ...closed(total),
      byType: Object.fromEntries([...byType].map(([type, tallies]) => [type, closed(tallies)])),
      mistakes,
    }),
  }
}

const openTallies = () => ({
  right: openTally(),
  wrong: { duplicate: openTally(), premature: openTally(), expired: openTally(), non_claimable: openTally() },
  missed: openTally(),
  claimable: openTally(),
  provable: openTally(),
})

const closed = ({ right, wrong, missed, claimable, provable }: ReturnType<typeof openTallies>): Tallies => ({
  right: right.close(),
  wrong: {
    duplicate: wrong.duplicate.close(),
    premature: wrong.premature.close(),
    expired: wrong.expired.close(),
    non_claimable: wrong.non_claimable.close(),
  },
  missed: missed.close(),
  claimable: claimable.close(),
  provable: provable.close(),
})
