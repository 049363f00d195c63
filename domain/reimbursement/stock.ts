import { credit, creditAll, isPaid, type Movement, type OpenLot, openLot, type Payment, undo } from './lots.ts'
import { type PaidFor, paidFor, REVERSAL } from './reasons.ts'

const DAY = 86_400_000
/** A find counts for a loss that the ledger tells so many days later: its order is not that of what happened. */
const FOUND_BEFORE = 30
/** A payment counts for a loss so many days before it, or after it. */
const PAID_WITHIN = 90
const PAID_BEFORE = 7

export const dayOf = (date: string): number => Date.parse(date) / DAY

interface Find {
  readonly movement: Movement
  units: number
}

interface Money {
  readonly payment: Payment
  cash: number
  kind: number
}

/** One FNSKU in one stock: what has become of its lots so far. Told of what happened day after day. */
export interface Stock {
  readonly lots: OpenLot[]
  /** Finds and payments that no lot has taken. */
  readonly finds: Find[]
  readonly moneys: Money[]
  /** Units that turned out to be paid for already when they were found, and that Amazon has taken. */
  taken: number
  /** Of damaged units those that were then misplaced: the lot of the damage stands for them. */
  misplacedDamaged: number
}

export const emptyStock = (): Stock => ({ lots: [], finds: [], moneys: [], taken: 0, misplacedDamaged: 0 })

export const isReversal = ({ reason, cash }: Pick<Payment, 'reason' | 'cash'>): boolean => reason.toLowerCase() === REVERSAL || cash < 0

export const damaged = (stock: Stock, movement: Movement, units: number): void =>
  opened(stock, openLot('damaged_warehouse', movement, units))

export function lost(stock: Stock, movement: Movement, units: number): void {
  const isDamaged = movement.disposition === 'WAREHOUSE_DAMAGED'
  const known = stock.lots.reduce((sum, { type, quantity }) => sum + (type === 'damaged_warehouse' ? quantity : 0), 0)
  // Amazon's own "damaged inventory misplaced": the unit is owed once, as damaged.
  const again = isDamaged ? Math.min(units, known - stock.misplacedDamaged) : 0
  stock.misplacedDamaged += again
  if (again < units) opened(stock, openLot('lost_warehouse', movement, units - again, isDamaged || movement.disposition === null))
}

function opened(stock: Stock, lot: OpenLot): void {
  stock.lots.push(lot)
  const at = dayOf(lot.movement.date)
  if (lot.type === 'lost_warehouse')
    for (const find of stock.finds.toReversed())
      if (at - dayOf(find.movement.date) <= FOUND_BEFORE) find.units -= credit(lot, find.units, foundBy(find.movement))
  for (const money of stock.moneys.toReversed())
    if (at - dayOf(money.payment.date) <= PAID_BEFORE && isFor(money.payment, lot)) pay(lot, money)
}

const foundBy = ({ date, source }: Movement) => ({ fate: 'found', date, source }) as const
const correctedBy = ({ date, source }: Movement) => ({ fate: 'corrected', date, source }) as const

/** The oldest loss first, those of the same centre before others: Amazon finds in one centre what it has lost in another. */
export function found(stock: Stock, movement: Movement, units: number): void {
  const again = movement.disposition === 'WAREHOUSE_DAMAGED' ? Math.min(units, stock.misplacedDamaged) : 0
  stock.misplacedDamaged -= again
  const losses = stock.lots.filter(({ type }) => type === 'lost_warehouse')
  const isHere = ({ movement: { centre } }: OpenLot): boolean => centre === movement.centre
  const inTurn = [...losses.filter(isHere), ...losses.filter((lot) => !isHere(lot))]
  const left = creditAll(inTurn, units - again, foundBy(movement))
  if (left > 0) stock.finds.push({ movement, units: left })
}

/** Out of damaged stock again: what was taken for damaged is not. */
export function inspected(stock: Stock, movement: Movement, units: number): void {
  const damages = stock.lots.filter(({ type }) => type === 'damaged_warehouse')
  creditAll(damages, units, correctedBy(movement))
}

export function corrected(stock: Stock, movement: Movement, units: number): void {
  creditAll(stock.lots, units, correctedBy(movement))
}

/** Amazon takes a unit that turned up after it was paid for: then the find was that unit, and is nothing that was found for another lot. */
export function taken(stock: Stock, { date }: Movement, units: number): void {
  const paid = stock.lots.reduce((sum, { credits }) => sum + credits.reduce((those, each) => those + (isPaid(each) ? each.units : 0), 0), 0)
  let left = Math.min(units, paid - stock.taken)
  stock.taken += Math.max(left, 0)
  for (const find of stock.finds.toReversed()) {
    const gone = Math.min(find.units, Math.max(left, 0))
    find.units -= gone
    left -= gone
  }
  const isLate = (given: { readonly fate: string; readonly date: string }): boolean =>
    given.fate === 'found' && dayOf(date) - dayOf(given.date) <= FOUND_BEFORE && wasPaidBefore(stock, given.date)
  for (const lot of stock.lots.toReversed()) if (left > 0) left -= undo(lot, left, isLate)
}

const wasPaidBefore = ({ lots }: Stock, date: string): boolean =>
  lots.some(({ credits }) => credits.some((each) => isPaid(each) && each.date <= date))

/** The nearest loss first that the payment is for; one of the other kind only where none of its own is open: precision before recall. */
export function paid(stock: Stock, payment: Payment): void {
  const money: Money = { payment, cash: Math.max(payment.cash, 0), kind: Math.max(payment.inventory, 0) }
  const recent = stock.lots.filter(({ movement }) => dayOf(payment.date) - dayOf(movement.date) <= PAID_WITHIN).toReversed()
  const own = recent.filter((lot) => isFor(payment, lot))
  for (const lot of [...own, ...recent.filter((each) => !isFor(payment, each))]) pay(lot, money)
  if (money.cash + money.kind > 0) stock.moneys.push(money)
}

function pay(lot: OpenLot, money: Money): void {
  const { reimbursementId, source, date } = money.payment
  money.cash -= credit(lot, money.cash, { fate: 'paid_cash', date, source, reimbursementId })
  money.kind -= credit(lot, money.kind, { fate: 'paid_kind', date, source, reimbursementId })
}

const LOT_OF: Readonly<Record<PaidFor, OpenLot['type'] | undefined>> = {
  lost: 'lost_warehouse',
  damaged: 'damaged_warehouse',
  elsewhere: undefined,
  unknown: undefined,
}

function isFor({ reason }: Payment, { type }: OpenLot): boolean {
  const meant = LOT_OF[paidFor(reason)]
  return meant === undefined || meant === type
}

/** Money taken back: for goods in its place (the unit turned up), or for nothing. How many units of it belong to no payment that is known. */
export function reversed(stock: Stock, { originalId, source, date, cash, inventory }: Payment): number {
  const ofPayment = ({
    fate,
    reimbursementId,
  }: {
    readonly fate: OpenLot['credits'][number]['fate']
    readonly reimbursementId?: string
  }): boolean => isPaid({ fate }) && reimbursementId === originalId
  let inKind = Math.max(inventory, 0)
  let left = Math.max(Math.abs(cash), inKind)
  for (const lot of stock.lots) {
    const back = undo(lot, left, ofPayment)
    const asFound = Math.min(back, inKind)
    credit(lot, asFound, { fate: 'found', date, source })
    credit(lot, back - asFound, { fate: 'reversed', date, source, reimbursementId: originalId })
    inKind -= asFound
    left -= back
  }
  return left
}
