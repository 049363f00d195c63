import { compare } from '../compare.ts'
import { groupedBy } from '../grouped.ts'
import { byDay, bySource, dayOf, type Payment, type Source } from './lots.ts'
import { paidFor } from './reasons.ts'
import type { Settled } from './refunds.ts'

/** Fees that Amazon gave back by itself or for a case. */
export interface FeeCorrection {
  /** '' where it names none. */
  readonly sku: string
  readonly currency: string
  /** `YYYY-MM-DD` */
  readonly date: string
  /** Minor units. */
  readonly amount: number
  readonly source: Source
}

/** The settlement tells the same money as the report of payments, within so many days. */
const SAME_MONEY_WITHIN = 30

/** In the order of their days. What both reports tell counts once. */
export function feeCorrectionsIn(payments: readonly Payment[], settled: readonly Settled[]): FeeCorrection[] {
  const paid = paidCorrections(payments)
  const left = [...paid]
  const more = settledCorrections(settled).filter((each) => {
    const place = left.findIndex((other) => isSameMoney(each, other))
    if (place >= 0) left.splice(place, 1)
    return place < 0
  })
  return [...paid, ...more].sort(byDay)
}

const isSameMoney = (a: FeeCorrection, b: FeeCorrection): boolean =>
  a.amount === b.amount &&
  a.currency === b.currency &&
  (a.sku === b.sku || a.sku === '') &&
  Math.abs(dayOf(a.date) - dayOf(b.date)) <= SAME_MONEY_WITHIN

const isCorrection = ({ reason }: Payment): boolean => paidFor(reason) === 'fee'

/** One for what a payment gave a product, less what was taken back of it. */
function paidCorrections(payments: readonly Payment[]): FeeCorrection[] {
  const keyOf = (id: string, { sku, currency }: Payment): string => [id, sku, currency].join(' ')
  const back = groupedBy(
    payments.filter(({ originalId, total }) => originalId !== '' && total < 0),
    (row) => keyOf(row.originalId, row),
  )
  return [...groupedBy(payments.filter(isCorrection), (row) => keyOf(row.reimbursementId, row)).entries()]
    .flatMap(([key, rows]) => {
      const last = rows.toSorted(byDay).at(-1)
      const others = (back.get(key) ?? []).filter((row) => !rows.includes(row))
      const amount = [...rows, ...others].reduce((sum, { total }) => sum + total, 0)
      return last === undefined || amount <= 0
        ? []
        : [{ sku: last.sku, currency: last.currency, date: last.date, amount, source: last.source }]
    })
    .sort(byDay)
}

const CORRECTED = /^incorrect_fees|fee[ _]?adjustment/i

/** `INCORRECT_FEES_ITEMS`, `INCORRECT_FEES_NON_ITEMIZED` (which names no product) and adjustments of fees. */
const settledCorrections = (rows: readonly Settled[]): FeeCorrection[] =>
  rows
    .filter(
      ({ transactionType, amountDescription, amount }) =>
        amount > 0 && (CORRECTED.test(amountDescription) || CORRECTED.test(transactionType)),
    )
    .flatMap(({ sku, currency, posted, amount, source }) => (posted === undefined ? [] : [{ sku, currency, date: posted, amount, source }]))
    .sort(byDay)

/** Money that Amazon took and should not have. */
export interface Overcharge {
  readonly sku: string
  readonly currency: string
  readonly date: string
  readonly amount: number
  readonly source: Source
  /** It would be claimed: it is what a correction counts for first, so nothing is claimed that may have been given back. */
  readonly isSure: boolean
}

/** What of each charge is still owed, and the corrections that paid for the rest. A correction pays for charges before it, the newest first. */
export function lessCorrected<Item extends Overcharge>(
  items: readonly Item[],
  corrections: readonly FeeCorrection[],
): readonly { readonly item: Item; readonly owed: number; readonly corrections: readonly Source[] }[] {
  const open = items
    .toSorted((a, b) => Number(b.isSure) - Number(a.isSure) || compare(b.date, a.date) || bySource(a, b))
    .map((item) => ({ item, owed: item.amount, corrections: [] as Source[] }))
  const byProduct = groupedBy(open, ({ item: { sku, currency } }) => `${currency} ${sku}`)
  for (const { sku, currency, date, amount, source } of corrections) {
    let left = amount
    for (const each of byProduct.get(`${currency} ${sku}`) ?? []) {
      const some = each.item.date > date ? 0 : Math.min(left, each.owed)
      if (some <= 0) continue
      each.owed -= some
      left -= some
      each.corrections.push(source)
    }
  }
  return open
}
