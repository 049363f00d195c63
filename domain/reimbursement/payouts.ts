import { groupedBy } from '../grouped.ts'
import type { Doubt, FindingStatus } from './findings.ts'
import { byDay, type Payment, type Source } from './lots.ts'
import { takenBackBy } from './paying.ts'
import { isReversal, type PaidFor, paidFor } from './reasons.ts'

/** What a payment still stands for: paid; taken back for goods in its place; taken back for nothing. */
type PayoutFate = 'paid' | 'found' | 'takenBack'

/** Units of one payment that no loss has taken, by what became of it. */
export interface Payout {
  readonly payment: Payment
  readonly meant: PaidFor
  readonly units: Record<PayoutFate, number>
  /** The rows that say so. */
  readonly grounds: Source[]
}

interface Settled {
  readonly units: number
  readonly grounds: readonly Source[]
}

/** Units with one fate: those of payments by what they still stand for, the others by a rule. */
export interface Part extends Settled {
  readonly status: FindingStatus
  readonly doubts: readonly Doubt[]
}

/** Payments net of what was taken back of them, oldest first. What is taken back of an unknown payment is nobody's here. */
export function payoutsOf(payments: readonly Payment[]): Payout[] {
  const rows = payments.toSorted(byDay)
  const payouts = rows
    .filter((payment) => !isReversal(payment))
    .map((payment) => ({
      payment,
      meant: paidFor(payment.reason),
      units: { paid: unitsOf(payment), found: 0, takenBack: 0 },
      grounds: [payment.source],
    }))
  const byId = groupedBy(payouts, ({ payment }) => payment.reimbursementId)
  for (const reversal of rows.filter(isReversal)) takeBack(reversal, byId.get(reversal.originalId) ?? [])
  return payouts
}

const unitsOf = ({ cash, inventory }: Payment): number => Math.max(cash, 0) + Math.max(inventory, 0)

function takeBack(reversal: Payment, payouts: readonly Payout[]): void {
  let { units: left, asFound: inKind } = takenBackBy(reversal)
  for (const { units, grounds } of payouts.filter(({ payment }) => isOf(payment, reversal))) {
    const back = Math.min(units.paid, left)
    if (back === 0) continue
    const asFound = Math.min(back, inKind)
    units.paid -= back
    units.found += asFound
    units.takenBack += back - asFound
    grounds.push(reversal.source)
    inKind -= asFound
    left -= back
  }
}

interface Product {
  readonly fnsku: string
  readonly sku: string
}

/** Whether rows speak of one product: by the FNSKU, where one of them has none by the SKU; a row that names neither speaks of any. */
function isOf(row: Product, product: Product): boolean {
  if ([row, product].some(({ fnsku, sku }) => fnsku === '' && sku === '')) return true
  return row.fnsku === '' || product.fnsku === '' ? row.sku === product.sku : row.fnsku === product.fnsku
}

/** The payments that may be for a product, each list in the order given. */
export function byProduct(payouts: readonly Payout[]): (product: Product) => Payout[] {
  const known = groupedBy(payouts, ({ payment }) => payment.fnsku)
  return (product) => {
    const ofFnsku = [product.fnsku, ''].flatMap((fnsku) => known.get(fnsku) ?? [])
    return (product.fnsku === '' ? payouts : ofFnsku).filter(({ payment }) => isOf(payment, product))
  }
}

/**
 * Takes up to so many units out of payments, those that still stand before those that were taken back: what became of them, and how many
 * no payment is for.
 */
export function settle(payouts: readonly Payout[], wanted: number): { readonly parts: readonly Part[]; readonly open: number } {
  let open = wanted
  const taken = (fate: PayoutFate): Settled => {
    const grounds: Source[] = []
    const before = open
    for (const payout of payouts) {
      const some = Math.min(payout.units[fate], open)
      if (some === 0) continue
      payout.units[fate] -= some
      open -= some
      grounds.push(...payout.grounds)
    }
    return { units: before - open, grounds }
  }
  const parts: readonly Part[] = [
    { status: 'reimbursed', ...taken('paid'), doubts: [] },
    { status: 'found', ...taken('found'), doubts: [] },
    { status: 'review', ...taken('takenBack'), doubts: ['taken_back'] },
  ]
  return { parts, open }
}

/** One part for each status that units have. */
export const together = (parts: readonly Part[]): Part[] =>
  [
    ...groupedBy(
      parts.filter(({ units }) => units > 0),
      ({ status }) => status,
    ),
  ].map(([status, same]) => ({
    status,
    units: same.reduce((sum, { units }) => sum + units, 0),
    doubts: [...new Set(same.flatMap(({ doubts }) => doubts))],
    grounds: [...new Set(same.flatMap(({ grounds }) => grounds))],
  }))
