import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createAsins, MOST } from '../../../sandbox/amazon/world/asin.ts'
import { itemOfSku, rangeOf } from '../../../sandbox/amazon/world/listings.ts'
import { marketplacesOf } from '../../../sandbox/amazon/world/marketplaces.ts'
import { featuredOffer, offersFor } from '../../../sandbox/amazon/world/offers.ts'
import { createWorld, type Seller } from '../../../sandbox/amazon/world/world.ts'

const world = createWorld('test')
const sellers = world.sellers(120).filter(({ business }) => business.size < 500)

/** What a seller lists in his main marketplace. */
const listed = ({ business, account }: Seller) => {
  const marketplace = account.ranges[0]!.marketplace
  return [...rangeOf(world, business, account, marketplace)].map((listing) => ({
    listing,
    offers: offersFor(world, business, listing.item, marketplace),
    others: offersFor(world, business, listing.item, marketplace).filter(({ sellerId }) => sellerId !== account.sellingPartnerId),
  }))
}
const all = sellers.flatMap((seller) => listed(seller).map((one) => ({ ...one, seller })))

test('an ASIN is ten characters and says which product it is, back and forth', () => {
  const asins = createAsins('seed')
  const number = fc.integer({ min: 0, max: MOST - 1 })
  fc.assert(
    fc.property(number, number, (business, item) => {
      const asin = asins.encode({ business, item })
      expect(asin).toMatch(/^B0[0-9A-Z]{8}$/)
      expect(asins.decode(asin)).toEqual({ business, item })
    }),
  )
  expect(['B0ZZZZZZZZ', 'B00V5DG6I', 'A00V5DG6IQ', 'b00v5dg6iq', ''].map(asins.decode).filter((one) => one !== undefined)).toEqual([])
})

test('the same seed makes the same world, another seed another one with the same named sellers', () => {
  const seller = (seed: string, id: string) => createWorld(seed).seller(id)!
  const asinsOf = (seed: string, id: string) => {
    const { business, account } = seller(seed, id)
    return [...rangeOf(createWorld(seed), business, account, account.ranges[0]!.marketplace)].map(({ item }) => item.asin)
  }
  expect(asinsOf('test', 'AGEN0000000005')).toEqual(asinsOf('test', 'AGEN0000000005'))
  expect(asinsOf('test', 'AMIXED00000001')).not.toEqual(asinsOf('other', 'AMIXED00000001'))
  expect(seller('test', 'AMIXED00000001').business.name).toBe(seller('other', 'AMIXED00000001').business.name)
})

test('every ASIN and SKU leads back to its product', () => {
  for (const { listing, seller } of all) {
    expect(world.product(listing.item.asin)?.item).toEqual(listing.item)
    expect(itemOfSku(seller.business, listing.sku)).toBe(listing.item.number)
  }
})

test('a seller’s listings are found again among the offers, where they are active', () => {
  for (const { listing, offers, seller } of all)
    if (listing.status === 'Active')
      expect(offers.some(({ sellerId, as }) => sellerId === seller.account.sellingPartnerId && as !== 'reseller')).toBe(true)
})

test('the Featured Offer is somebody’s, new, wherever one is eligible', () => {
  for (const { offers } of all) {
    const eligible = offers.filter(({ condition, featured }) => condition === 'new' && featured)
    expect(featuredOffer(offers) !== undefined).toBe(eligible.length > 0)
  }
})

test('the world is untidy in every way a classification has to stand', () => {
  const own = all.filter(({ listing }) => listing.item.class === 'private_label')
  const trade = all.filter(({ listing }) => listing.item.class === 'trade_goods')
  const seen = {
    'own product, hijacked': own.some(({ others }) => others.some(({ as }) => as === 'hijacker')),
    'own product, used by others': own.some(({ others }) => others.some(({ as }) => as === 'used')),
    'own product on the second account': own.some(({ others }) => others.some(({ as }) => as === 'own_second_account')),
    'own product without a brand': own.some(({ listing }) => listing.item.feature === 'own_generic'),
    'brand missing': own.some(({ listing: { item } }) => item.brand !== undefined && item.shownBrand === undefined),
    'brand spelt otherwise': own.some(
      ({ listing: { item } }) => item.brand !== undefined && item.shownBrand !== undefined && item.shownBrand !== item.brand,
    ),
    'trade goods, alone': trade.some(({ others, listing }) => others.length === 0 && listing.item.feature === 'makers_brand'),
    'trade goods against Amazon': trade.some(({ others }) => others.some(({ as }) => as === 'amazon')),
    'trade goods without a brand': trade.some(({ listing }) => listing.item.feature === 'generic'),
    bundle: trade.some(({ listing }) => listing.item.feature === 'bundle'),
    inactive: all.some(({ listing }) => listing.status === 'Inactive'),
    incomplete: all.some(({ listing }) => listing.status === 'Incomplete'),
    'two SKUs on an ASIN': new Set(all.map(({ listing, seller }) => seller.account.sellingPartnerId + listing.item.asin)).size < all.length,
    'awkward SKU': all.some(({ listing }) => listing.sku.includes('/')),
  }
  expect(Object.entries(seen).filter(([, is]) => !is)).toEqual([])
  const reached = new Set(sellers.flatMap(({ account }) => account.ranges.map(({ marketplace }) => marketplace.country)))
  expect([...reached].sort()).toEqual(
    [...marketplacesOf('eu'), ...marketplacesOf('na'), ...marketplacesOf('fe')].map(({ country }) => country).sort(),
  )
})
