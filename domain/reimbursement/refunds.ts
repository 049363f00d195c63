import { countryOfRow, countryOfStore } from '../amazon/stores.ts'
import { compare } from '../compare.ts'
import { groupedBy } from '../grouped.ts'
import type { ReplacementRow, SettlementRow } from '../reports/rows.ts'
import type { Source } from './lots.ts'

/** Units for which a customer got his money back, or a new one: they are to come back, or Amazon pays for them. */
export interface GivenBack {
  readonly orderId: string
  /** Under which the unit may come back as well: that of the replacement; '' where there is none. */
  readonly otherOrderId: string
  readonly sku: string
  readonly asin: string
  /** ISO 3166-1 alpha-2, '' where the row names none. */
  readonly country: string
  /** `YYYY-MM-DD`: the window starts here. */
  readonly date: string
  readonly units: number
  /** Units; undefined where the order is not in these files: how many are given back is a guess then. */
  readonly ordered: number | undefined
  readonly source: Source
}

export type Settled = SettlementRow & { readonly source: Source }
export type Replaced = ReplacementRow & { readonly source: Source }

/** What was paid for the goods themselves. */
export const isPrincipal = ({ amountType, amountDescription }: Settled): boolean =>
  amountType === 'ItemPrice' && amountDescription === 'Principal'

/** One product of one order. */
export const itemKey = ({ orderId, sku }: { readonly orderId: string; readonly sku: string }): string => `${orderId} ${sku}`

/** An amount within this part of whole units is for whole units: prices and promotions are rounded. */
const WHOLE_UNITS = 0.02

/**
 * Full refunds of what Amazon has fulfilled; `country`: of rows that name no store. A part of the price is given back for a unit that the
 * customer keeps: nothing is to come back. No more units are refunded than were ordered, and a refund that is taken back is none. What
 * sellers refund themselves, and what guarantees and banks take back, has other types and is not claimable (brief reimbursement, 2).
 */
export function refundsIn(rows: readonly Settled[], country: string): GivenBack[] {
  const principals = rows.filter(isPrincipal)
  return [...groupedBy(principals, itemKey).values()].flatMap((ofItem) => refundsOf(ofItem, country))
}

function refundsOf(rows: readonly Settled[], country: string): GivenBack[] {
  const ordered = rows.filter(({ transactionType }) => transactionType === 'Order')
  const refunds = rows.filter(
    ({ transactionType, posted, fulfilment }) =>
      transactionType === 'Refund' &&
      posted !== undefined &&
      (fulfilment === 'AFN' || (fulfilment === '' && ordered.some((order) => order.fulfilment === 'AFN'))),
  )
  const units = ordered.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0)
  const price = ordered.reduce((sum, { amount }) => sum + amount, 0)
  const price1 = units > 0 && price > 0 ? price / units : undefined
  let back = refunds.reduce((sum, row) => sum + (row.amount > 0 ? unitsOf(row, price1) : 0), 0)
  let left = price1 === undefined ? Number.POSITIVE_INFINITY : units
  const given: GivenBack[] = []
  for (const row of refunds.filter(({ amount }) => amount < 0).sort((a, b) => compare(b.posted ?? '', a.posted ?? ''))) {
    const whole = unitsOf(row, price1)
    const takenBack = Math.min(whole, back)
    back -= takenBack
    given.unshift(givenBack(row, whole - takenBack, price1 === undefined ? undefined : units, country))
  }
  return given.flatMap((each) => {
    const some = Math.min(each.units, left)
    left -= some
    return some > 0 ? [{ ...each, units: some }] : []
  })
}

const givenBack = (row: Settled, units: number, ordered: number | undefined, country: string): GivenBack => ({
  orderId: row.orderId,
  otherOrderId: '',
  sku: row.sku,
  asin: '',
  country: countryOfRow(row.marketplace, country) ?? '',
  date: row.posted ?? '',
  units,
  ordered,
  source: row.source,
})

/** Whole units that an amount pays for, 0 where it is a part of one; by what the row says where nobody knows the price. */
function unitsOf({ amount, quantity }: Settled, price: number | undefined): number {
  if (price === undefined) return Math.abs(quantity ?? 0) || 1
  const exact = Math.abs(amount) / price
  const whole = Math.round(exact)
  return Math.abs(exact - whole) <= WHOLE_UNITS * Math.max(whole, 1) ? whole : 0
}

/** The report names no store: that of the original order where a settlement tells it, else `country`. */
export function replacementsIn(rows: readonly Replaced[], settled: readonly Settled[], country: string): GivenBack[] {
  const wanted = new Set(rows.map(({ originalOrderId }) => originalOrderId))
  const orders = settled.filter(({ orderId, marketplace }) => marketplace !== '' && wanted.has(orderId))
  const stores = new Map(orders.map(({ orderId, marketplace }) => [orderId, countryOfStore(marketplace) ?? '']))
  return rows
    .filter(({ quantity }) => quantity > 0)
    .map(({ orderId, originalOrderId, sku, asin, date, quantity, source }) => ({
      orderId: originalOrderId,
      otherOrderId: orderId,
      sku,
      asin,
      country: stores.get(originalOrderId) ?? country,
      date,
      units: quantity,
      ordered: quantity,
      source,
    }))
}
