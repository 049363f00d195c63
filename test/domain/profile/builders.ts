import type { CatalogueItem } from '../../../domain/profile/groups.ts'
import type { ListedItem, ListingSummary } from '../../../domain/profile/listings.ts'
import type { OfferReading, SeenOffer } from '../../../domain/profile/offers.ts'
import { createListingSummary } from '../../../domain/profile/summary.ts'

export const DE = 'A1PA6795UKMFR9'
export const OWN = 'AOWNSELLER0001'
export const AMAZON_DE = 'A3JWKAKR8XB7XF'

export const listing = (over: Partial<ListedItem> = {}): ListedItem => ({
  accountId: 'account-1',
  marketplaceId: DE,
  sku: 'sku-1',
  asin: 'B000000001',
  active: true,
  fulfilment: 'amazon',
  price: { minor: 1990, currency: 'EUR' },
  ...over,
})

export const summaryOf = (listings: Iterable<ListedItem>): ListingSummary => {
  const open = createListingSummary()
  for (const one of listings) open.add(one)
  return open.summary()
}

export const asin = (index: number): string => `B${String(index).padStart(9, '0')}`

/** So many listings, each of an ASIN of its own. */
export const listings = (count: number, over: Partial<ListedItem> = {}, from = 0): ListedItem[] =>
  Array.from({ length: count }, (_, index) => listing({ sku: `sku-${from + index}`, asin: asin(from + index), ...over }))

/** ASINs of one brand as the catalogue names it. */
export const branded = (asins: readonly (string | null)[], brand: string | null): [string, CatalogueItem | null][] =>
  asins.flatMap((one): [string, CatalogueItem][] => (one === null ? [] : [[one, { brand, productType: 'HOME' }]]))

/** ASINs the catalogue knows nothing of. */
export const unlisted = (asins: readonly (string | null)[]): [string, CatalogueItem | null][] =>
  asins.flatMap((one): [string, null][] => (one === null ? [] : [[one, null]]))

export const offer = (sellerId: string | null, condition = 'New'): SeenOffer => ({ sellerId, condition })

/** The seller's own offer and those of so many others, who differ from ASIN to ASIN unless they have a name. */
export const read = (of: string, others = 0, name = of): OfferReading => ({
  asin: of,
  status: 'read',
  offers: [offer(OWN), ...Array.from({ length: others }, (_, index) => offer(`${name}-OTHER-${index}`))],
})

export const unreadable = (of: string): OfferReading => ({ asin: of, status: 'unreadable', code: 'InternalFailure' })
