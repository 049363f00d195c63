import { countryOfRow } from '../amazon/stores.ts'
import { groupedBy } from '../grouped.ts'
import type { Money } from '../money.ts'
import { isPrincipal, itemKey, type Settled } from './refunds.ts'

/** What a seller pays for one unit, by day. */
export interface UnitCost extends Money {
  readonly sku: string
  /** `YYYY-MM-DD` */
  readonly validFrom: string
}

/** By SKU, in the order of their days. */
export type CostsBySku = ReadonlyMap<string, readonly UnitCost[]>

/** Before, Amazon paid what a unit would have sold for; since then what it has cost (brief reimbursement, section 2). */
export const BY_COST_SINCE = '2025-03-31'

/** The most for one unit, in minor units, as far as it was seen. */
const CAPS: Readonly<Record<string, number>> = { USD: 500_000, EUR: 200_000, GBP: 200_000, BRL: 1_925_000 }

/** The most that Amazon pays for one unit that is worth so much. */
export const capped = ({ minor, currency }: Money): number => Math.min(minor, CAPS[currency] ?? Number.POSITIVE_INFINITY)

/** What so many units are worth that were lost or damaged before anybody ordered them; null where nobody knows: no value is made up. */
export function worthOf(units: number, { sku, date }: { readonly sku: string; readonly date: string }, costs: CostsBySku): Money | null {
  if (date < BY_COST_SINCE) return null
  const cost = costs.get(sku)?.findLast(({ validFrom }) => validFrom <= date)
  return cost === undefined ? null : { minor: units * capped(cost), currency: cost.currency }
}

/** What an order paid for units of one product, less promotions, VAT and fees: what was left for the seller. */
export interface Sale {
  readonly units: number
  /** For all of its units. */
  readonly proceeds: Money
}

/** By order and SKU; an order of which nobody knows what was left is not in it. */
export type SalesByOrder = ReadonlyMap<string, Sale>

/** `country`: of rows that name no store. */
export function salesIn(rows: readonly Settled[], country: string): SalesByOrder {
  const sales = new Map<string, Sale>()
  const orders = rows.filter(({ transactionType, orderId, sku }) => transactionType === 'Order' && orderId !== '' && sku !== '')
  for (const [key, items] of groupedBy(orders, itemKey)) {
    const sale = saleOf(items, country)
    if (sale !== undefined) sales.set(key, sale)
  }
  return sales
}

const COMMISSION = 'Commission'
const FULFILMENT = 'FBAPerUnitFulfillmentFee'
/** Fees on a sale itself; those on its shipping and gift wrap go with what these earn. */
const SALE_FEES = [
  COMMISSION,
  FULFILMENT,
  'FBAPerOrderFulfillmentFee',
  'FBAWeightBasedFee',
  'VariableClosingFee',
  'FixedClosingFee',
  'DigitalServicesFee',
]

/** Stores whose prices are written without tax. Elsewhere a price holds VAT, unless the settlement tells it apart. */
const PRICED_WITHOUT_TAX: readonly (string | undefined)[] = ['US', 'CA']

function saleOf(items: readonly Settled[], country: string): Sale | undefined {
  const sumOf = (type: string, descriptions: readonly string[]): number | undefined => {
    const some = items.filter(({ amountType, amountDescription }) => amountType === type && descriptions.includes(amountDescription))
    return some.length === 0 ? undefined : some.reduce((sum, { amount }) => sum + amount, 0)
  }
  const principals = items.filter(isPrincipal)
  const [first] = principals
  const units = principals.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0)
  if (first === undefined || units <= 0 || items.some(({ currency }) => currency !== first.currency)) return undefined
  const stores = new Set(principals.map(({ marketplace }) => countryOfRow(marketplace, country)))
  const isNet = [...stores].every((store) => PRICED_WITHOUT_TAX.includes(store)) || (sumOf('ItemPrice', ['Tax']) ?? 0) > 0
  const hasFees = sumOf('ItemFees', [COMMISSION]) !== undefined && sumOf('ItemFees', [FULFILMENT]) !== undefined
  if (!isNet || !hasFees) return undefined
  const price = (sumOf('ItemPrice', ['Principal']) ?? 0) + (sumOf('Promotion', ['Principal']) ?? 0)
  return { units, proceeds: { minor: Math.max(price + (sumOf('ItemFees', SALE_FEES) ?? 0), 0), currency: first.currency } }
}

/**
 * What so many units of an order are worth that did not come back, or did not arrive: the price less fees, net of VAT; null where the
 * settlement does not say it, or where it happened before Amazon named this rule.
 */
export function worthAfterOrder(
  units: number,
  event: { readonly orderId: string; readonly sku: string; readonly date: string },
  sales: SalesByOrder,
): Money | null {
  const sale = sales.get(itemKey(event))
  if (sale === undefined || event.date < BY_COST_SINCE) return null
  const { minor, currency } = sale.proceeds
  return { minor: units * capped({ minor: Math.floor(minor / sale.units), currency }), currency }
}
