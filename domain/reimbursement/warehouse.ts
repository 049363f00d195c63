import { groupedBy } from '../grouped.ts'
import { creditAll, dayOf, type Lot, type Movement, type OpenLot, type Payment, type Source } from './lots.ts'
import { openings, type Told } from './openings.ts'
import { unpairedOf, unpairedSkus, withoutSameUnits, withoutTakenBack } from './pairs.ts'
import { paid, reversed } from './paying.ts'
import { paysIn, poolOf } from './pools.ts'
import { isReversal, MEANINGS, type Meaning, paidFor } from './reasons.ts'
import { corrected, found, inspected, mayBeFoundOn, type Stock, stockOf, taken, unfound } from './stock.ts'

export type LooseCode =
  | 'unknown_code'
  | 'unexpected_sign'
  | 'unpaired_disposition'
  | 'unpaired_sku'
  | 'disposed_by_amazon'
  | 'legacy_correction'
  | 'find_without_loss'
  | 'payment_without_loss'
  | 'reversal_without_payment'

/** Units of which a row speaks, and that belong to no lot that is known. */
export interface Loose {
  readonly code: LooseCode
  readonly units: number
  readonly source: Source
}

export interface Matched {
  readonly lots: readonly Lot[]
  readonly loose: readonly Loose[]
}

/**
 * What became of each unit that Amazon lost or damaged in its warehouses: found, in whatever centre of the same stock; corrected; paid; paid
 * and taken back; or none of it (brief reimbursement, section 6, steps 2 to 6). Nothing is credited twice: units of a lot that are accounted
 * for and those that are open are always its quantity.
 */
export function matchWarehouse(movements: readonly Movement[], payments: readonly Payment[]): Matched {
  const loose: Loose[] = []
  const nameless = namesOf(movements)
  const forStock = groupedBy(stockPayments(payments), ({ fnsku, sku }) => (fnsku === '' ? (nameless.get(sku) ?? '') : fnsku))
  const paidSince = payments.reduce((first, { date }) => (date < first ? date : first), '9999-12-31')
  const lots: OpenLot[] = []
  const finds: Stock['finds'] = []
  for (const [fnsku, rows] of groupedBy(movements, (movement) => movement.fnsku)) {
    const theirs = (forStock.get(fnsku) ?? []).filter(({ currency }) => rows.some(({ country }) => paysIn(poolOf(country), currency)))
    const stock = matchProduct(rows, theirs, paidSince, loose)
    for (const lot of stock.lots) lots.push(lot)
    for (const find of stock.finds) finds.push(find)
    const told = new Set(theirs)
    forStock.set(
      fnsku,
      (forStock.get(fnsku) ?? []).filter((payment) => !told.has(payment)),
    )
  }
  for (const payment of [...forStock.values()].flat())
    loose.push({
      code: isReversal(payment) ? 'reversal_without_payment' : 'payment_without_loss',
      units: Math.max(Math.abs(payment.cash), Math.abs(payment.inventory)),
      source: payment.source,
    })
  for (const { movement, units } of unpairedSkus(movements)) loose.push({ code: 'unpaired_sku', units, source: movement.source })
  findAsOthers(lots, finds)
  for (const { movement, units } of finds) if (units > 0) loose.push({ code: 'find_without_loss', units, source: movement.source })
  return { lots, loose }
}

/** FNSKUs by SKU, for payments that name the SKU alone; those of two are none. */
function namesOf(movements: readonly Movement[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const { sku, fnsku } of movements) names.set(sku, (names.get(sku) ?? fnsku) === fnsku ? fnsku : '')
  names.delete('')
  return names
}

/** Payments for an order, a shipment or a fee are matched elsewhere, and so is what takes them back. */
function stockPayments(payments: readonly Payment[]): Payment[] {
  const originals = new Map(payments.filter((payment) => !isReversal(payment)).map((payment) => [payment.reimbursementId, payment]))
  return payments.filter((payment) => isForStock(originals.get(payment.originalId) ?? payment, payment))
}

/** A reason that names a warehouse stands whatever else the row says. */
function isForStock(original: Payment, payment: Payment): boolean {
  const meant = paidFor(payment.reason)
  if (meant === 'lost' || meant === 'damaged') return true
  if (isReversal(payment)) return original === payment ? payment.orderId === '' : isForStock(original, original)
  return payment.orderId === '' && (meant === 'unknown' || payment.originalId !== '')
}

interface Happening {
  readonly day: number
  /** On one day finds come before payments, and a payment before it is taken back. */
  readonly turn: number
  happen(): void
}

const TURNS: readonly (Meaning | 'paid' | 'reversed')[] = [
  'damaged',
  'lost',
  'found',
  'ownership',
  'leaves_disposition',
  'paid',
  'taken',
  'reversed',
]

function matchProduct(movements: readonly Movement[], payments: readonly Payment[], paidSince: string, loose: Loose[]): Stock {
  const { lots, told } = openings(withoutSameUnits(withoutTakenBack(movements), payments))
  const stock = stockOf(lots, payments, paidSince)
  const happenings: Happening[] = []
  const happensOn = (date: string, turn: (typeof TURNS)[number], happen: () => void): unknown =>
    happenings.push({ day: dayOf(date), turn: TURNS.indexOf(turn), happen })
  for (const each of told) {
    const { movement, units } = each
    const meaning = MEANINGS[movement.reason]
    if (meaning === undefined) loose.push({ code: 'unknown_code', units, source: movement.source })
    else if (meaning === 'disposed') loose.push({ code: 'disposed_by_amazon', units, source: movement.source })
    else if (TURNS.includes(meaning)) happensOn(movement.date, meaning, () => adjust(stock, each, meaning, loose))
  }
  for (const { movement, units } of unpairedOf(movements))
    loose.push({
      code: MEANINGS[movement.reason] === 'legacy' ? 'legacy_correction' : 'unpaired_disposition',
      units,
      source: movement.source,
    })
  for (const payment of payments)
    if (isReversal(payment)) happensOn(payment.date, 'reversed', () => takeBack(stock, payment, loose))
    else happensOn(payment.date, 'paid', () => paid(stock, payment))
  for (const { happen } of happenings.sort((a, b) => a.day - b.day || a.turn - b.turn)) happen()
  for (const { payment, cash, kind } of stock.moneys)
    if (cash + kind > 0) loose.push({ code: 'payment_without_loss', units: cash + kind, source: payment.source })
  return stock
}

function takeBack(stock: Stock, payment: Payment, loose: Loose[]): void {
  const units = reversed(stock, payment)
  if (units > 0) loose.push({ code: 'reversal_without_payment', units, source: payment.source })
}

function adjust(stock: Stock, { movement, units, misplaced }: Told, meaning: Meaning, loose: Loose[]): void {
  const isOut = movement.quantity < 0
  if (meaning === 'damaged') inspected(stock, movement, units)
  else if (meaning === 'taken') (isOut ? taken : corrected)(stock, movement, units)
  else if (meaning === 'leaves_disposition') {
    if (isOut && movement.disposition === 'WAREHOUSE_DAMAGED') inspected(stock, movement, units)
  } else if (!isOut) found(stock, movement, units, misplaced)
  else {
    const never = unfound(stock, movement, units)
    if (never > 0) loose.push({ code: 'unexpected_sign', units: never, source: movement.source })
  }
}

/** SKUs that Amazon makes for what it finds and cannot tell apart: `Amazon.Found.<ASIN>`. */
const FOUND_SKU = /^amazon\.found\./i

/** What was found under Amazon's own SKU of an ASIN may be any of its units that seem open: they are looked at. */
function findAsOthers(lots: readonly OpenLot[], finds: Stock['finds']): void {
  const byAsin = groupedBy(
    lots.filter(({ type, open }) => type === 'lost_warehouse' && open > 0),
    ({ movement: { asin }, pool }) => `${pool} ${asin}`,
  )
  for (const find of finds) {
    const { sku, asin, country, date, source } = find.movement
    if (!FOUND_SKU.test(sku)) continue
    const theirs = byAsin.get(`${poolOf(country)} ${asin === '' ? sku.replace(FOUND_SKU, '') : asin}`) ?? []
    find.units = creditAll(
      theirs.filter((lot) => mayBeFoundOn(date, lot)),
      find.units,
      { fate: 'perhaps_found', date, source },
    )
  }
}
