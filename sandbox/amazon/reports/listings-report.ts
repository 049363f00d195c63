import { stableHash } from '../../../domain/stable-hash.ts'
import { titleOf } from '../world/items.ts'
import { type Listing, rangeOf } from '../world/listings.ts'
import { type Marketplace, priceText } from '../world/marketplaces.ts'
import type { Seller, World } from '../world/world.ts'
import { columnsOf } from './columns.ts'
import { oddLineEnd, oddTitle } from './odd-text.ts'

export interface ListingsReport {
  readonly seller: Seller
  readonly marketplaces: readonly Marketplace[]
  readonly empty: boolean
  readonly oddText: boolean
}

/** Rows handed over at once, between which others have their turn. */
const CHUNK = 200

/** Listings were opened so many days before this; fixed, so that a report is the same whenever it is asked for. */
const PRESENT = Date.parse('2026-11-01T09:00:00Z')
const DAY = 86_400_000

const CHANNELS = { eu: 'AMAZON_EU', na: 'AMAZON_NA', fe: 'AMAZON_JP' } as const

/** The text of the report, in pieces: a hundred thousand rows are never held at once. */
export async function* listingsReport(world: World, { seller, marketplaces, empty, oddText }: ListingsReport): AsyncGenerator<string> {
  const { account, business } = seller
  const columns = columnsOf(business.businessColumns)
  let number = 0
  let chunk = `${columns.join('\t')}\r\n`
  for (const marketplace of empty ? [] : marketplaces) {
    for (const listing of rangeOf(world, business, account, marketplace)) {
      const cells = cellsOf(listing, seller, marketplace)
      const title = cells['item-name'] ?? ''
      const row = oddText ? { ...cells, 'item-name': oddTitle(title, number) } : cells
      chunk += columns.map((column) => row[column] ?? '').join('\t') + (oddText ? oddLineEnd(number) : '\r\n')
      number += 1
      if (number % CHUNK === 0) {
        yield chunk
        chunk = ''
        await new Promise(setImmediate)
      }
    }
  }
  yield chunk
}

function cellsOf(listing: Listing, { account, business }: Seller, marketplace: Marketplace): Readonly<Record<string, string>> {
  const { item, sku, status, fba, quantity, price, age } = listing
  const title = titleOf(item, marketplace)
  const opened = new Date(PRESENT - age * DAY).toISOString()
  const tiers = business.businessColumns && item.number % 3 === 0
  return {
    'item-name': title,
    'item-description': `${title}. ${item.kind.category}.`,
    'listing-id': listingId(`${account.sellingPartnerId}|${sku}|${marketplace.id}`),
    'seller-sku': sku,
    price: priceText(marketplace, price),
    quantity: fba ? '' : String(quantity),
    'open-date': `${opened.slice(0, 10)} ${opened.slice(11, 19)} GMT`,
    'item-is-marketplace': 'y',
    'product-id-type': '1',
    'item-condition': '11',
    asin1: item.asin,
    'will-ship-internationally': '1',
    'product-id': item.asin,
    'pending-quantity': fba ? '' : '0',
    'fulfillment-channel': fba ? CHANNELS[account.region] : 'DEFAULT',
    ...(tiers ? { 'Business Price': priceText(marketplace, Math.round(price * 0.97)) } : {}),
    'merchant-shipping-group': fba ? '' : 'Migrated Template',
    status,
  }
}

function listingId(text: string): string {
  const month = String((stableHash(text) % 12) + 1).padStart(2, '0')
  return `${month}${stableHash(`${text}|id`).toString(36).toUpperCase().padStart(7, '0')}`
}
