import { parseMoney } from '../../domain/amazon/money.ts'
import type { Fulfilment, Listing, ListingStatus } from '../../domain/amazon/types.ts'
import { reportInstant } from './report-instant.ts'

/** Why a line is none of a listing. */
export type BadLine = 'columns' | 'sku' | 'asin' | 'price' | 'quantity' | 'fulfilment'

/** Value of a column by its name, '' where the report has no such column. */
export type Row = (column: string) => string

const ASIN = /^[A-Z0-9]{10}$/
const STATUSES: readonly string[] = ['active', 'inactive', 'incomplete']

/** `currency`: of the marketplace, the report names none. */
export function listingOf(row: Row, currency: string): Listing | BadLine {
  const sku = row('seller-sku')
  if (sku === '') return 'sku'
  const status = statusOf(row('status'))
  const asin = asinOf(row)
  if (asin === undefined && !(row('asin1').trim() === '' && status === 'incomplete')) return 'asin'
  const price = row('price') === '' ? undefined : (parseMoney(row('price'), currency) ?? null)
  if (price === null) return 'price'
  const quantity = row('quantity') === '' ? undefined : Number(row('quantity'))
  if (quantity !== undefined && !(Number.isSafeInteger(quantity) && quantity >= 0)) return 'quantity'
  const fulfilment = fulfilmentOf(row('fulfillment-channel'))
  if (!fulfilment) return 'fulfilment'
  const openedAt = reportInstant(row('open-date'))
  return {
    sku,
    ...(asin === undefined ? {} : { asin }),
    title: row('item-name').trim(),
    ...(price ? { price } : {}),
    ...(quantity === undefined ? {} : { quantity }),
    fulfilment,
    status,
    ...(openedAt === undefined ? {} : { openedAt }),
  }
}

/** An incomplete listing may have its ASIN as the product id alone (`product-id-type` 1), or none yet. */
function asinOf(row: Row): string | undefined {
  const [asin1, productId] = [row('asin1').trim(), row('product-id').trim()]
  if (ASIN.test(asin1)) return asin1
  return asin1 === '' && row('product-id-type') === '1' && ASIN.test(productId) ? productId : undefined
}

/** `DEFAULT` is the merchant, `AMAZON_EU` and the like Amazon. */
function fulfilmentOf(channel: string): Fulfilment | undefined {
  if (channel.startsWith('AMAZON')) return 'amazon'
  return channel === 'DEFAULT' || channel === 'MERCHANT' ? 'merchant' : undefined
}

function statusOf(text: string): ListingStatus {
  const status = text.trim().toLowerCase()
  return STATUSES.includes(status) ? (status as ListingStatus) : 'other'
}
