import { credit, creditAll, dayOf, isPaid, type OpenLot, type Payment, undo } from './lots.ts'
import { paysIn } from './pools.ts'
import { type PaidFor, paidFor } from './reasons.ts'
import { type Money, type Stock, seemsOpen } from './stock.ts'

/** A payment counts for a loss so many days before it, or after it. */
const PAID_WITHIN = 90
const PAID_BEFORE = 7

/**
 * First what earlier payments of the same case, or the payment that it adds to, have paid for in part; then the nearest loss that it is for,
 * before others one of just as many units; one of the other kind only where none of its own is open: precision before recall.
 */
export function paid(stock: Stock, payment: Payment): void {
  const money: Money = { payment, cash: Math.max(payment.cash, 0), kind: Math.max(payment.inventory, 0) }
  const related = relatedTo(stock, payment)
  const begun =
    related.size === 0 ? [] : stock.lots.filter(({ credits }) => credits.some(({ reimbursementId = '' }) => related.has(reimbursementId)))
  pay(begun, money)
  // More money for units that are paid for already is nothing for other lots.
  if (payment.originalId !== '' && begun.length > 0) return
  const paidOn = dayOf(payment.date)
  const away = ({ day }: OpenLot): number => paidOn - day
  const units = money.cash + money.kind
  const near = stock.lots
    .filter((lot) => lot.open > 0 && away(lot) <= PAID_WITHIN && -away(lot) <= PAID_BEFORE && paysIn(lot.pool, payment.currency))
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

const LOT_OF: Partial<Readonly<Record<PaidFor, OpenLot['type']>>> = { lost: 'lost_warehouse', damaged: 'damaged_warehouse' }

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
  const before = stock.lots.filter((lot) => paysIn(lot.pool, payment.currency) && lot.day <= last).toReversed()
  return creditAll(before, left, { fate: 'reversed', date, source, reimbursementId: originalId })
}
