import { credit, creditAll, dayOf, isPaid, type Movement, type OpenLot, owing, type Payment, undo } from './lots.ts'
import { paysIn, poolOf } from './pools.ts'
import { type PaidFor, paidFor } from './reasons.ts'

/** A find counts for a loss that the ledger tells so many days later: its order is not that of what happened. */
const FOUND_BEFORE = 30
/** A payment counts for a loss so many days before it, or after it. */
const PAID_WITHIN = 90
const PAID_BEFORE = 7
/** Amazon takes a unit that it has paid for within so many days of its find. */
const TAKEN_WITHIN = 30

interface Find {
  readonly movement: Movement
  units: number
}

interface Money {
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

export const mayBeFoundOn = (date: string, { movement }: OpenLot): boolean => dayOf(movement.date) <= dayOf(date) + FOUND_BEFORE

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

/** A find that was none: what it has closed is open again. How many units it had never closed. */
export function unfound(stock: Stock, movement: Movement, units: number): number {
  let left = units
  for (const find of stock.finds.toReversed()) {
    const gone = Math.min(find.units, left)
    find.units -= gone
    left -= gone
  }
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
  const paid = theirs.reduce((sum, { credits }) => sum + credits.reduce((those, each) => those + (isPaid(each) ? each.units : 0), 0), 0)
  const before = stock.taken.get(pool) ?? 0
  const explained = Math.min(units, paid - before)
  stock.taken.set(pool, before + explained)
  const since = theirs
    .flatMap(({ credits }) => credits.filter(isPaid))
    .reduce((first, each) => Math.min(first, dayOf(each.date)), Number.POSITIVE_INFINITY)
  const isLate = (found: { readonly date: string }): boolean =>
    dayOf(found.date) >= since && dayOf(date) - dayOf(found.date) <= TAKEN_WITHIN
  // What is taken out of damaged stock was paid for as damaged: nothing was found.
  let left = movement.disposition === 'WAREHOUSE_DAMAGED' ? 0 : explained
  for (const isIts of [(centre?: string) => centre === movement.centre, () => true]) {
    for (const find of stock.finds.toReversed()) {
      const gone = isLate(find.movement) && isIts(find.movement.centre) ? Math.min(find.units, left) : 0
      find.units -= gone
      left -= gone
    }
    for (const lot of theirs.toReversed())
      if (left > 0) left -= undo(lot, left, (given) => given.fate === 'found' && isLate(given) && isIts(given.centre))
  }
  let alone = units - explained
  for (const lot of theirs)
    if (lot.movement.date <= date && lot.movement.centre === movement.centre && seemsOpen(lot) === alone)
      alone -= credit(lot, alone, correctedBy(movement))
}

/** Units of a lot that are accounted for by no row, as far as Amazon does not say that they are open. */
const seemsOpen = (lot: OpenLot): number => (lot.movement.unreconciled === undefined ? lot.open : owing(lot))

/**
 * First what earlier payments of the same case, or the payment that it adds to, have paid for in part; then the nearest loss that it is for,
 * before others one of just as many units; one of the other kind only where none of its own is open: precision before recall.
 */
export function paid(stock: Stock, payment: Payment): void {
  const money: Money = { payment, cash: Math.max(payment.cash, 0), kind: Math.max(payment.inventory, 0) }
  const related = relatedTo(stock, payment)
  const begun = stock.lots.filter(({ credits }) => credits.some(({ reimbursementId = '' }) => related.has(reimbursementId)))
  pay(begun, money)
  // More money for units that are paid for already is nothing for other lots.
  if (payment.originalId !== '' && begun.length > 0) return
  const away = ({ movement }: OpenLot): number => dayOf(payment.date) - dayOf(movement.date)
  const units = money.cash + money.kind
  const near = stock.lots
    .filter((lot) => paysIn(lot.pool, payment.currency) && away(lot) <= PAID_WITHIN && -away(lot) <= PAID_BEFORE)
    .sort((a, b) => Number(seemsOpen(b) === units) - Number(seemsOpen(a) === units) || Math.abs(away(a)) - Math.abs(away(b)))
  const own = near.filter((lot) => isFor(payment, lot))
  pay(own, money)
  pay(
    near.filter((lot) => !isFor(payment, lot) && away(lot) >= 0),
    money,
  )
  if (money.cash + money.kind > 0) stock.moneys.push(money)
}

const relatedTo = ({ cases }: Stock, { caseId, originalId }: Payment): ReadonlySet<string> =>
  new Set([...(cases.get(caseId) ?? []), ...(originalId === '' ? [] : [originalId])])

function pay(lots: readonly OpenLot[], money: Money): void {
  const { reimbursementId, source, date } = money.payment
  money.cash = creditAll(lots, money.cash, { fate: 'paid_cash', date, source, reimbursementId })
  money.kind = creditAll(lots, money.kind, { fate: 'paid_kind', date, source, reimbursementId })
}

const LOT_OF: Readonly<Record<PaidFor, OpenLot['type'] | undefined>> = {
  lost: 'lost_warehouse',
  damaged: 'damaged_warehouse',
  order: undefined,
  elsewhere: undefined,
  unknown: undefined,
}

function isFor({ reason }: Payment, { type }: OpenLot): boolean {
  const meant = LOT_OF[paidFor(reason)]
  return meant === undefined || meant === type
}

/** What a reversal takes back, and how much of it for goods in its place: the unit turned up. */
export function takenBackBy({ cash, inventory }: Payment): { readonly units: number; readonly asFound: number } {
  const units = Math.max(-cash, 0) + Math.max(-inventory, 0) || Math.max(inventory, 0)
  return { units, asFound: Math.min(Math.max(inventory, 0), units) }
}

/**
 * Money taken back: for goods in its place, or for nothing. A reversal whose payment is in no file takes back what was paid, before the
 * first payment that is known, for some lot that seems open: the nearest is looked at. How many units of it belong to nothing that is known.
 */
export function reversed(stock: Stock, payment: Payment): number {
  const { originalId, source, date } = payment
  let { units: left, asFound: inKind } = takenBackBy(payment)
  for (const lot of stock.lots) {
    const back = undo(lot, left, (given) => isPaid(given) && given.reimbursementId === originalId)
    const asFound = Math.min(back, inKind)
    credit(lot, asFound, { fate: 'found', date, source })
    credit(lot, back - asFound, { fate: 'reversed', date, source, reimbursementId: originalId })
    inKind -= asFound
    left -= back
  }
  for (const money of stock.moneys.filter(({ payment: { reimbursementId } }) => reimbursementId === originalId)) {
    const cash = Math.min(money.cash, left)
    const kind = Math.min(money.kind, left - cash)
    money.cash -= cash
    money.kind -= kind
    left -= cash + kind
  }
  const last = dayOf(stock.paidSince) + PAID_BEFORE
  const before = stock.lots.filter((lot) => paysIn(lot.pool, payment.currency) && dayOf(lot.movement.date) <= last).toReversed()
  return creditAll(before, left, { fate: 'reversed', date, source, reimbursementId: originalId })
}
