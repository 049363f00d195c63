import type { GetOffersResult } from '@sp-api-sdk/product-pricing-api-v0'
import { offersOf } from '../../adapters/amazon/offers-answer.ts'
import type { CatalogueItem } from '../../domain/profile/groups.ts'
import type { Candidate, ListedItem } from '../../domain/profile/listings.ts'
import type { OfferReading } from '../../domain/profile/offers.ts'
import { offersPayload } from '../../sandbox/amazon/sp-api/offers.ts'
import type { Account, Business } from '../../sandbox/amazon/world/businesses.ts'
import type { Item } from '../../sandbox/amazon/world/items.ts'
import { type Listing, rangeOf } from '../../sandbox/amazon/world/listings.ts'
import { type Marketplace, marketplaceById } from '../../sandbox/amazon/world/marketplaces.ts'
import { isInCatalog, offersFor } from '../../sandbox/amazon/world/offers.ts'
import type { World } from '../../sandbox/amazon/world/world.ts'

/** A seller of the sandbox as Amazon shows him to whoever has the token of his accounts. */
export interface SeenSeller {
  readonly company: string
  readonly ownSellerIds: readonly string[]
  readonly listings: () => Iterable<ListedItem>
  /** `null` where the catalogue does not have it. */
  readonly itemOf: (candidate: Candidate) => CatalogueItem | null
  readonly offersOn: (candidate: Candidate) => OfferReading
}

/** `accounts`: those that are connected; an offer of another one looks like a stranger's. */
export function seenSeller(world: World, business: Business, accounts: readonly Account[]): SeenSeller {
  const placed = ({ asin, marketplaceId }: Candidate) => {
    const found = world.product(asin)
    const marketplace = marketplaceById(marketplaceId)
    return found && marketplace && isInCatalog(world, found.business, found.item, marketplace) ? { ...found, marketplace } : undefined
  }
  return {
    company: business.name,
    ownSellerIds: accounts.map(({ sellingPartnerId }) => sellingPartnerId),
    *listings() {
      for (const { account, marketplace, listing } of listedBy(world, business, accounts)) yield listedItem(listing, account, marketplace)
    },
    itemOf(candidate) {
      const found = placed(candidate)
      return found ? { brand: found.item.shownBrand ?? null, productType: found.item.kind.productType } : null
    },
    offersOn(candidate) {
      const found = placed(candidate)
      if (!found) return { asin: candidate.asin, status: 'unreadable', code: 'not_found' }
      const { item, marketplace } = found
      return readingOf(item, offersFor(world, found.business, item, marketplace), marketplace, candidate.accountId)
    },
  }
}

/** All rows of the reports of these accounts. */
export function* listedBy(world: World, business: Business, accounts: readonly Account[]) {
  for (const account of accounts)
    for (const { marketplace } of account.ranges)
      for (const listing of rangeOf(world, business, account, marketplace)) yield { account, marketplace, listing }
}

const listedItem = ({ sku, item, status, fba, price }: Listing, account: Account, { id, currency }: Marketplace): ListedItem => ({
  accountId: account.sellingPartnerId,
  marketplaceId: id,
  sku,
  asin: item.asin,
  active: status === 'Active',
  fulfilment: fba ? 'amazon' : 'merchant',
  price: { minor: price, currency },
})

/** What Amazon answers, as our client reads it: the twenty new offers with the lowest landed price. */
function readingOf(item: Item, offers: ReturnType<typeof offersFor>, marketplace: Marketplace, askedBy: string): OfferReading {
  const payload = offersPayload(item, offers, { marketplace, condition: 'New', customer: 'Consumer', askedBy })
  const read = offersOf(payload as unknown as GetOffersResult, marketplace.id, item.asin)
  if (!read || (read.status !== 'known' && read.status !== 'no_buyable_offers'))
    return { asin: item.asin, status: 'unreadable', code: read?.status ?? 'unexpected_answer' }
  return { asin: item.asin, status: 'read', offers: read.offers.map(({ sellerId }) => ({ sellerId: sellerId ?? null, condition: 'new' })) }
}
