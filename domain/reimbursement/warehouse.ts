import { groupedBy } from '../grouped.ts'
import type { Lot, Movement, Payment, Source } from './lots.ts'
import { paysIn, poolOf } from './pools.ts'
import { MEANINGS, type Meaning, paidFor, REVERSAL } from './reasons.ts'
import { corrected, damaged, dayOf, emptyStock, found, inspected, isReversal, lost, paid, reversed, type Stock, taken } from './stock.ts'

export type LooseCode =
  | 'unknown_code'
  | 'unexpected_sign'
  | 'unpaired_disposition'
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

/** A unit given in place of money is told by both reports within so many days. */
const SAME_UNIT_WITHIN = 30
/** Out of one disposition and into another: on the same day or the next. */
const PAIRED_WITHIN = 1

/**
 * What became of each unit that Amazon lost or damaged in its warehouses: found, in whatever centre of the same stock; corrected; paid; paid
 * and taken back; or none of it (brief reimbursement, section 6, steps 2 to 6). Nothing is credited twice: units of a lot that are accounted
 * for and those that are open are always its quantity.
 */
export function matchWarehouse(movements: readonly Movement[], payments: readonly Payment[]): Matched {
  const lots: Lot[] = []
  const loose: Loose[] = []
  const forStock = payments.filter(isForStock)
  const byFnsku = groupedBy(forStock, ({ fnsku }) => fnsku)
  const told = new Set<Payment>()
  for (const rows of groupedBy(movements, ({ fnsku, country }) => `${poolOf(country)} ${fnsku}`).values()) {
    const { fnsku, country } = rows[0] as Movement
    const theirs = (byFnsku.get(fnsku) ?? []).filter(({ currency }) => paysIn(poolOf(country), currency))
    for (const payment of theirs) told.add(payment)
    const stock = emptyStock()
    loose.push(...matchStock(stock, rows, theirs))
    lots.push(...stock.lots)
  }
  for (const payment of forStock)
    if (!told.has(payment)) loose.push({ code: 'payment_without_loss', units: unitsOf(payment), source: payment.source })
  return { lots, loose }
}

/** Payments for an order, a shipment or a fee are matched elsewhere; a reason that names a warehouse stands whatever else the row says. */
function isForStock({ reason, orderId, originalId }: Payment): boolean {
  const meant = paidFor(reason)
  if (reason.toLowerCase() === REVERSAL || meant === 'lost' || meant === 'damaged') return true
  return orderId === '' && (meant === 'unknown' || originalId !== '')
}

const unitsOf = ({ cash, inventory }: Payment): number => Math.max(Math.abs(cash), Math.abs(inventory))

interface Happening {
  readonly day: number
  /** On one day what opens a lot comes before what closes one, and a payment before it is taken back. */
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

function matchStock(stock: Stock, movements: readonly Movement[], payments: readonly Payment[]): Loose[] {
  const loose: Loose[] = unpaired(movements)
  const happenings: Happening[] = []
  const inKind = payments
    .filter((payment) => !isReversal(payment))
    .map(({ date, inventory }) => ({ at: dayOf(date), units: Math.max(inventory, 0) }))
  for (const movement of movements) {
    const meaning = MEANINGS[movement.reason]
    const own = meaning === 'ownership' ? withoutKind(movement, inKind) : movement
    const code = own.quantity === 0 ? undefined : looseCode(own, meaning)
    if (code !== undefined) loose.push({ code, units: Math.abs(own.quantity), source: own.source })
    else if (own.quantity !== 0 && meaning !== undefined)
      happenings.push({ day: dayOf(own.date), turn: TURNS.indexOf(meaning), happen: () => adjust(stock, own, meaning) })
  }
  for (const payment of payments)
    happenings.push(
      isReversal(payment)
        ? { day: dayOf(payment.date), turn: TURNS.indexOf('reversed'), happen: () => takeBack(stock, payment, loose) }
        : { day: dayOf(payment.date), turn: TURNS.indexOf('paid'), happen: () => paid(stock, payment) },
    )
  for (const { happen } of happenings.sort((a, b) => a.day - b.day || a.turn - b.turn)) happen()
  for (const { movement, units } of stock.finds) if (units > 0) loose.push({ code: 'find_without_loss', units, source: movement.source })
  for (const { payment, cash, kind } of stock.moneys)
    if (cash + kind > 0) loose.push({ code: 'payment_without_loss', units: cash + kind, source: payment.source })
  return loose
}

function takeBack(stock: Stock, payment: Payment, loose: Loose[]): void {
  const units = reversed(stock, payment)
  if (units > 0) loose.push({ code: 'reversal_without_payment', units, source: payment.source })
}

/** Why a row is no part of what becomes of a lot; undefined where it is. */
function looseCode({ quantity }: Movement, meaning: Meaning | undefined): LooseCode | undefined {
  if (meaning === undefined) return 'unknown_code'
  if (meaning === 'disposed') return 'disposed_by_amazon'
  if (meaning === 'legacy') return 'legacy_correction'
  return (meaning === 'found' || meaning === 'ownership') && quantity < 0 ? 'unexpected_sign' : undefined
}

function adjust(stock: Stock, movement: Movement, meaning: Meaning): void {
  const units = Math.abs(movement.quantity)
  const isOut = movement.quantity < 0
  if (meaning === 'lost') (isOut ? lost : found)(stock, movement, units)
  else if (meaning === 'damaged') (isOut ? damaged : inspected)(stock, movement, units)
  else if (meaning === 'taken') (isOut ? taken : corrected)(stock, movement, units)
  else if (meaning === 'found' || meaning === 'ownership') found(stock, movement, units)
  else if (meaning === 'leaves_disposition' && isOut && movement.disposition === 'WAREHOUSE_DAMAGED') inspected(stock, movement, units)
}

/** An N that stands for a unit given in place of money: the payment credits it already. What is left of it. */
function withoutKind(movement: Movement, inKind: readonly { readonly at: number; units: number }[]): Movement {
  let left = movement.quantity
  const away = ({ at }: { readonly at: number }): number => Math.abs(at - dayOf(movement.date))
  for (const kind of inKind.filter((each) => away(each) <= SAME_UNIT_WITHIN).sort((a, b) => away(a) - away(b))) {
    const same = Math.min(kind.units, Math.max(left, 0))
    kind.units -= same
    left -= same
  }
  return left === movement.quantity ? movement : { ...movement, quantity: left }
}

/** Units that left one disposition and appeared in no other: the ledger does not say where they are. */
function unpaired(movements: readonly Movement[]): Loose[] {
  const of = (meaning: Meaning): Movement[] => movements.filter(({ reason }) => MEANINGS[reason] === meaning)
  const entered = of('enters_disposition').map((movement) => ({ movement, units: Math.max(movement.quantity, 0) }))
  const left = (out: Movement): number => {
    let units = Math.max(-out.quantity, 0)
    const isNear = ({ date, centre }: Movement): boolean =>
      centre === out.centre && Math.abs(dayOf(date) - dayOf(out.date)) <= PAIRED_WITHIN
    const near = entered.filter(({ movement }) => isNear(movement))
    for (const place of [...near.filter(({ units: there }) => there === units), ...near]) {
      const same = Math.min(place.units, units)
      place.units -= same
      units -= same
    }
    return units
  }
  for (const out of of('damaged')) left(out)
  return of('leaves_disposition').flatMap((out) => {
    const units = left(out)
    return units === 0 ? [] : [{ code: 'unpaired_disposition' as const, units, source: out.source }]
  })
}
