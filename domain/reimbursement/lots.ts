import { compare } from '../compare.ts'
import type { LedgerRow, ReimbursementRow } from '../reports/rows.ts'
import { poolOf } from './pools.ts'

/** Where a row stands: what proves a finding. */
export interface Source {
  readonly file: string
  readonly line: number
}

/** A row of the ledger in which stock was adjusted; its country is filled in. */
export type Movement = LedgerRow & { readonly source: Source }
export type Payment = ReimbursementRow & { readonly source: Source }

/** What became of units of a lot; `perhaps_found`: as another SKU of the same ASIN. */
export type Fate = 'found' | 'perhaps_found' | 'corrected' | 'paid_cash' | 'paid_kind' | 'reversed'

/** The row that says what became of units. */
export interface Ground {
  readonly fate: Fate
  /** `YYYY-MM-DD` */
  readonly date: string
  readonly source: Source
  /** Where it was found; absent for what was paid. */
  readonly centre?: string
  /** Of the payment; absent for what was found or corrected. */
  readonly reimbursementId?: string
}

export interface Credit extends Ground {
  readonly units: number
}

/** Units that were lost or damaged at once: what one row of the ledger says. Of each of its units it is known what became of it, or it is open. */
export interface Lot {
  readonly type: 'lost_warehouse' | 'damaged_warehouse'
  readonly movement: Movement
  readonly quantity: number
  readonly credits: readonly Credit[]
  readonly open: number
  /** A loss out of damaged stock of which no damage is known, or of nobody knows what: it may be owed already. */
  readonly isDoubtful: boolean
}

/** A lot while it is matched. */
export interface OpenLot extends Lot {
  /** Where its units may turn up again. */
  readonly pool: string
  /** Days since the epoch. */
  readonly day: number
  readonly credits: Credit[]
  open: number
}

export const openLot = (type: Lot['type'], movement: Movement, quantity: number, isDoubtful = false): OpenLot => ({
  pool: poolOf(movement.country),
  day: dayOf(movement.date),
  type,
  movement,
  quantity,
  credits: [],
  open: quantity,
  isDoubtful,
})

export const isPaid = ({ fate }: Pick<Ground, 'fate'>): boolean => fate === 'paid_cash' || fate === 'paid_kind'

const DAY = 86_400_000
/** Days since the epoch. */
export const dayOf = (date: string): number => Date.parse(date) / DAY

/** Accounts for what a lot has open of some units; how many that were. */
export function credit(lot: OpenLot, units: number, ground: Ground): number {
  const taken = Math.min(lot.open, Math.max(units, 0))
  if (taken === 0) return 0
  lot.credits.push({ ...ground, units: taken })
  lot.open -= taken
  return taken
}

/** Units of a lot that Amazon takes for accounted for and that no row has credited yet; 0 where its reckoning is not in the file. */
export function owing({ movement: { unreconciled }, quantity, open }: OpenLot): number {
  if (unreconciled === undefined) return 0
  return Math.max(open - Math.min(Math.abs(unreconciled), quantity), 0)
}

/**
 * Accounts for units lot after lot, as far as they go; how many are left. Where several lots might be meant Amazon's own reckoning says
 * which: first what it takes for accounted for, then lots of which it says nothing, then those that it takes for open.
 */
export function creditAll(lots: readonly OpenLot[], units: number, ground: Ground): number {
  let left = units
  for (const lot of lots) if (left > 0) left -= credit(lot, Math.min(left, owing(lot)), ground)
  for (const isTold of [false, true])
    for (const lot of lots) if (left > 0 && (lot.movement.unreconciled !== undefined) === isTold) left -= credit(lot, left, ground)
  return left
}

/** Opens up to so many of the units again that are accounted for so; how many that were. */
export function undo(lot: OpenLot, units: number, wanted: (credit: Credit) => boolean): number {
  let left = units
  for (let place = lot.credits.length - 1; place >= 0 && left > 0; place -= 1) {
    const given = lot.credits[place] as Credit
    if (!wanted(given)) continue
    const taken = Math.min(given.units, left)
    left -= taken
    lot.open += taken
    lot.credits.splice(place, 1, ...(taken < given.units ? [{ ...given, units: given.units - taken }] : []))
  }
  return units - left
}

/** Where rows stand, for an order that does not depend on how they came. */
export const bySource = (a: { readonly source: Source }, b: { readonly source: Source }): number =>
  compare(a.source.file, b.source.file) || a.source.line - b.source.line

interface DatedRow {
  readonly date: string
  readonly source: Source
}

export const byDay = (a: DatedRow, b: DatedRow): number => compare(a.date, b.date) || bySource(a, b)
