import { credit, creditAll, dayOf, isPaid, type Movement, type OpenLot, owing, type Payment, undo } from './lots.ts'
import { poolOf } from './pools.ts'

/** A find counts for a loss that the ledger tells so many days later: its order is not that of what happened. */
const FOUND_BEFORE = 30
/** Amazon takes a unit that it has paid for within so many days of its find. */
const TAKEN_WITHIN = 30

interface Find {
  readonly movement: Movement
  units: number
}

export interface Money {
  readonly payment: Payment
  cash: number
  kind: number
}

/** One FNSKU: its lots in the order of their days, and what has become of them so far. Told of what happened day after day. */
export interface Stock {
  readonly lots: readonly OpenLot[]
  /** By case: the ids of its payments. */
  readonly cases: ReadonlyMap<string, ReadonlySet<string>>
  /** The first day of which payments are known. */
  readonly paidSince: string
  /** Finds and payments that no lot has taken. */
  readonly finds: Find[]
  readonly moneys: Money[]
  /** By pool: units that turned out to be paid for already when they were found, and that Amazon has taken. */
  readonly taken: Map<string, number>
}

export function stockOf(lots: readonly OpenLot[], payments: readonly Payment[], paidSince: string): Stock {
  const cases = new Map<string, Set<string>>()
  for (const { caseId, reimbursementId } of payments)
    if (caseId !== '') cases.set(caseId, (cases.get(caseId) ?? new Set()).add(reimbursementId))
  return { lots, cases, paidSince, finds: [], moneys: [], taken: new Map() }
}

const ofPool = ({ lots }: Stock, { country }: Movement): OpenLot[] => {
  const pool = poolOf(country)
  return lots.filter((lot) => lot.pool === pool && lot.open > 0)
}

const foundBy = ({ date, source, centre }: Movement) => ({ fate: 'found', date, source, centre }) as const
const correctedBy = ({ date, source }: Movement) => ({ fate: 'corrected', date, source }) as const

export const mayBeFoundOn = (date: string, { day }: OpenLot): boolean => day <= dayOf(date) + FOUND_BEFORE

/**
 * The same centre first, then any: Amazon finds in one centre what it has lost in another; the oldest loss first, those that are told later
 * last, but for one of the same centre and just as many units. `misplaced`: damaged units that are misplaced: found as sellable they are
 * damaged no more. What is left is a find without a loss.
 */
export function found(stock: Stock, movement: Movement, units: number, misplaced: number): void {
  const open = ofPool(stock, movement).filter((lot) => mayBeFoundOn(movement.date, lot))
  const losses = open.filter(({ type }) => type === 'lost_warehouse')
  const turnOf = (lot: OpenLot): number => {
    const isHere = lot.movement.centre === movement.centre
    if (lot.movement.date <= movement.date) return isHere ? 0 : 2
    return isHere && lot.open === units ? 1 : 3
  }
  const inTurn = losses.toSorted((a, b) => turnOf(a) - turnOf(b))
  let left = creditAll(inTurn, units, foundBy(movement))
  const healed = Math.min(left, misplaced)
  left -= healed - creditAll(damagedBy(open, movement.date), healed, correctedBy(movement))
  if (left > 0) stock.finds.push({ movement, units: left })
}

const damagedBy = (lots: readonly OpenLot[], date: string): OpenLot[] =>
  lots.filter(({ type, movement }) => type === 'damaged_warehouse' && movement.date <= date)

/** Takes units out of the finds that no lot has taken, the newest first; how many that were. */
function withdrawn({ finds }: Stock, units: number, wanted: (movement: Movement) => boolean): number {
  let left = units
  for (const find of finds.toReversed()) {
    const gone = wanted(find.movement) ? Math.min(find.units, left) : 0
    find.units -= gone
    left -= gone
  }
  return units - left
}

/** A find that was none: what it has closed is open again. How many units it had never closed. */
export function unfound(stock: Stock, movement: Movement, units: number): number {
  let left = units - withdrawn(stock, units, () => true)
  const pool = poolOf(movement.country)
  for (const lot of stock.lots.toReversed())
    if (left > 0 && lot.pool === pool) left -= undo(lot, left, ({ fate, date }) => fate === 'found' && date <= movement.date)
  return left
}

/** Out of damaged stock again: what was taken for damaged is not. */
export function inspected(stock: Stock, movement: Movement, units: number): void {
  creditAll(damagedBy(ofPool(stock, movement), movement.date), units, correctedBy(movement))
}

export function corrected(stock: Stock, movement: Movement, units: number): void {
  const before = ofPool(stock, movement).filter((lot) => lot.movement.date <= movement.date)
  creditAll(before, units, correctedBy(movement))
}

/**
 * Amazon takes a unit. One that turned up after it was paid for: then the find was that unit, and is nothing that was found for another lot.
 * Or one whose loss it takes back: a lot that it takes for accounted for, or, where it says nothing, one of the same centre and quantity.
 */
export function taken(stock: Stock, movement: Movement, units: number): void {
  const { date, country } = movement
  const pool = poolOf(country)
  const theirs = stock.lots.filter((lot) => lot.pool === pool)
  const payments = theirs.flatMap(({ credits }) => credits.filter(isPaid))
  const paid = payments.reduce((sum, each) => sum + each.units, 0)
  const before = stock.taken.get(pool) ?? 0
  const explained = Math.min(units, paid - before)
  stock.taken.set(pool, before + explained)
  const since = payments.reduce((first, each) => Math.min(first, dayOf(each.date)), Number.POSITIVE_INFINITY)
  const isLate = (found: { readonly date: string }): boolean =>
    dayOf(found.date) >= since && dayOf(date) - dayOf(found.date) <= TAKEN_WITHIN
  // What is taken out of damaged stock was paid for as damaged: nothing was found.
  let left = movement.disposition === 'WAREHOUSE_DAMAGED' ? 0 : explained
  for (const isIts of [(centre?: string) => centre === movement.centre, () => true]) {
    left -= withdrawn(stock, left, (find) => isLate(find) && isIts(find.centre))
    for (const lot of theirs.toReversed())
      if (left > 0) left -= undo(lot, left, (given) => given.fate === 'found' && isLate(given) && isIts(given.centre))
  }
  let alone = units - explained
  for (const lot of theirs)
    if (lot.movement.date <= date && lot.movement.centre === movement.centre && seemsOpen(lot) === alone)
      alone -= credit(lot, alone, correctedBy(movement))
}

/** Units of a lot that are accounted for by no row, as far as Amazon does not say that they are open. */
export const seemsOpen = (lot: OpenLot): number => (lot.movement.unreconciled === undefined ? lot.open : owing(lot))
