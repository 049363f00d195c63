import { countryOfStore } from '../amazon/stores.ts'
import { groupedBy } from '../grouped.ts'
import type { ReplacementRow, SettlementRow } from '../reports/rows.ts'
import type { Source } from './lots.ts'

/** Units for which a customer got his money back, or a new one: they are to come back, or Amazon pays for them. */
export interface GivenBack {
  readonly orderId: string
  readonly sku: string
  readonly asin: string
  /** ISO 3166-1 alpha-2, '' where the row names none. */
  readonly country: string
  /** `YYYY-MM-DD`: the window starts here. */
  readonly date: string
  readonly units: number
  /** How much was ordered is not in these files: how many units that were is a guess. */
  readonly isGuess: boolean
  readonly source: Source
}

export type Settled = SettlementRow & { readonly source: Source }
export type Replaced = ReplacementRow & { readonly source: Source }

/** An amount within this part of whole units is for whole units: prices and promotions are rounded. */
const WHOLE_UNITS = 0.02

/**
 * Full refunds of what Amazon has fulfilled; `country`: of rows that name no store. A part of the price is given back for a unit that the
 * customer keeps: nothing is to come back.
 * What sellers refund themselves, and what guarantees and banks take back, has other types and is not claimable (brief reimbursement, 2).
 */
export function refundsIn(rows: readonly Settled[], country: string): GivenBack[] {
  const principals = rows.filter(({ amountType, amountDescription }) => amountType === 'ItemPrice' && amountDescription === 'Principal')
  const orders = groupedBy(
    principals.filter(({ transactionType }) => transactionType === 'Order'),
    keyOf,
  )
  return principals.flatMap((row) => {
    const { transactionType, orderId, sku, posted, amount, quantity, marketplace, fulfilment, source } = row
    const ordered = orders.get(keyOf(row)) ?? []
    const isByAmazon = fulfilment === 'AFN' || (fulfilment === '' && ordered.some((order) => order.fulfilment === 'AFN'))
    if (transactionType !== 'Refund' || amount >= 0 || posted === undefined || !isByAmazon) return []
    const units = unitsOf(-amount, ordered)
    if (units === 0) return []
    return [
      {
        orderId,
        sku,
        asin: '',
        country: marketplace === '' ? country : (countryOfStore(marketplace) ?? ''),
        date: posted,
        units: units ?? (Math.abs(quantity ?? 0) || 1),
        isGuess: units === undefined,
        source,
      },
    ]
  })
}

const keyOf = ({ orderId, sku }: Pick<SettlementRow, 'orderId' | 'sku'>): string => `${orderId} ${sku}`

/** Whole units that an amount pays for, 0 where it is a part of one; undefined where nobody knows the order. */
function unitsOf(amount: number, ordered: readonly Settled[]): number | undefined {
  const units = ordered.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0)
  const paid = ordered.reduce((sum, each) => sum + each.amount, 0)
  if (units <= 0 || paid <= 0) return undefined
  const exact = (amount * units) / paid
  const whole = Math.min(Math.round(exact), units)
  return Math.abs(exact - whole) <= WHOLE_UNITS * Math.max(whole, 1) ? whole : 0
}

export const replacementsIn = (rows: readonly Replaced[], country: string): GivenBack[] =>
  rows
    .filter(({ quantity }) => quantity > 0)
    .map(({ originalOrderId, sku, asin, date, quantity, source }) => ({
      orderId: originalOrderId,
      sku,
      asin,
      country,
      date,
      units: quantity,
      isGuess: false,
      source,
    }))
