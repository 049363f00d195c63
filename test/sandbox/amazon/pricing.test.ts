import { afterAll, beforeAll, expect, test } from 'vitest'
import { itemOf } from '../../../sandbox/amazon/world/items.ts'
import { rangeOf } from '../../../sandbox/amazon/world/listings.ts'
import { createWorld } from '../../../sandbox/amazon/world/world.ts'
import { type Amazon, DE, startAmazon } from './amazon.ts'

const FR = 'A13V1IB3VIYZZH'
const PRICING = '/eu/products/pricing/v0'
const world = createWorld('test')
const seller = world.seller('AMIXED00000001')!
const french = seller.account.ranges[0]!.marketplace
const listings = [...rangeOf(world, seller.business, seller.account, french)]
const active = listings.filter(({ status }) => status === 'Active')

let amazon: Amazon
let token: string
beforeAll(async () => {
  amazon = await startAmazon()
  token = await amazon.accessTo('mixed')
})
afterAll(() => amazon.close())

interface OfferSeen {
  readonly SellerId: string
  readonly MyOffer: boolean
  readonly SubCondition: string
  readonly IsBuyBoxWinner: boolean
  readonly ListingPrice: { readonly Amount: number; readonly CurrencyCode: string }
}

const question = (more: Record<string, string> = {}) => new URLSearchParams({ MarketplaceId: FR, ItemCondition: 'New', ...more })

test('the offers of an item are all of its condition, the cheapest first, one with the Featured Offer', async () => {
  const shared = active.find(({ item }) => item.class === 'trade_goods' && !item.alone && item.rivals > 4)!
  const { status, json } = await amazon.call(token, 'GET', `${PRICING}/items/${shared.item.asin}/offers?${question()}`)
  expect(status).toBe(200)
  const offers: OfferSeen[] = json.payload.Offers
  expect(json.payload).toMatchObject({ ASIN: shared.item.asin, status: 'Success', marketplaceId: FR })
  expect(offers.filter(({ MyOffer }) => MyOffer).map(({ SellerId }) => SellerId)).toEqual(['AMIXED00000001'])
  expect(offers.length).toBeGreaterThan(1)
  expect(offers.filter(({ IsBuyBoxWinner }) => IsBuyBoxWinner)).toHaveLength(1)
  expect(offers.every(({ SubCondition, ListingPrice }) => SubCondition === 'new' && ListingPrice.CurrencyCode === 'EUR')).toBe(true)
  const counted = json.payload.Summary.NumberOfOffers.reduce(
    (total: number, { OfferCount }: { OfferCount: number }) => total + OfferCount,
    0,
  )
  expect(json.payload.Summary.TotalOfferCount).toBe(counted)
})

test('used offers stand in the summary and show only to whoever asks for them', async () => {
  const asks = []
  for (const { item } of active.filter((listing) => listing.item.usedByOthers)) {
    const of = async (ItemCondition: string) =>
      (await amazon.call(token, 'GET', `${PRICING}/items/${item.asin}/offers?${question({ ItemCondition })}`)).json.payload
    asks.push({ fresh: await of('New'), used: await of('Used') })
  }
  const withUsed = asks.filter(({ used }) => used.status === 'Success')
  expect(withUsed.length).toBeGreaterThan(0)
  for (const { fresh, used } of withUsed) {
    const { TotalOfferCount } = fresh.Summary
    if (fresh.Offers.length < 20) expect(TotalOfferCount).toBe(fresh.Offers.length + used.Offers.length) // no more are shown
    expect(used.Offers.every(({ SubCondition }: OfferSeen) => SubCondition === 'good')).toBe(true)
  }
})

test('a listing that is not active is not offered', async () => {
  const idle = listings.find(
    ({ status, item, sku }) => status !== 'Active' && !listings.some((other) => other.item.asin === item.asin && other.sku !== sku),
  )!
  const { json } = await amazon.call(token, 'GET', `${PRICING}/items/${idle.item.asin}/offers?${question()}`)
  expect(json.payload.Offers.filter(({ MyOffer }: OfferSeen) => MyOffer)).toEqual([])
})

test('a listing is asked for by its SKU, escaped as it has to be', async () => {
  const { sku, item } = active[0]!
  expect(sku).toMatch(/^MIX\/[0-9]{6} A\+B?$/)
  const { status, json } = await amazon.call(token, 'GET', `${PRICING}/listings/${encodeURIComponent(sku)}/offers?${question()}`)
  expect(status).toBe(200)
  expect(json.payload).toMatchObject({ SKU: sku, Identifier: { SellerSKU: sku } })
  const ofItem = await amazon.call(token, 'GET', `${PRICING}/items/${item.asin}/offers?${question()}`)
  expect(json.payload.Offers).toEqual(ofItem.json.payload.Offers)
  const other = await amazon.accessTo('reseller')
  expect((await amazon.call(other, 'GET', `${PRICING}/listings/${encodeURIComponent(sku)}/offers?${question()}`)).status).toBe(404)
})

test('business customers see the offers as B2B', async () => {
  const { json } = await amazon.call(
    token,
    'GET',
    `${PRICING}/items/${active[0]!.item.asin}/offers?${question({ CustomerType: 'Business' })}`,
  )
  expect(json.payload.Offers[0].offerType).toBe('B2B')
})

test('each item of a batch has a status of its own', async () => {
  const uri = (asin: string) => `/products/pricing/v0/items/${asin}/offers`
  const one = { method: 'GET', MarketplaceId: FR, ItemCondition: 'New', CustomerType: 'Consumer' }
  await amazon.admin('PUT', 'faults', { fault: 'batch_item_throttled', sellingPartnerId: 'AMIXED00000001', count: 1 })
  const asins = active.slice(0, 2).map(({ item }) => item.asin)
  const { status, json } = await amazon.call(token, 'POST', '/eu/batches/products/pricing/v0/itemOffers', {
    requests: [
      ...asins.map((asin) => ({ ...one, uri: uri(asin) })),
      { ...one, uri: uri('B00V5DG6IQ') },
      { ...one, uri: uri('B00V5DG6IQ'), ItemCondition: 'Broken' },
      { ...one, uri: '/products/pricing/v0/items/%/offers' },
      { ...one, uri: uri('B00V5DG6IQ'), method: 'POST' },
    ],
  })
  expect(status).toBe(200)
  expect(json.responses.map((response: { status: { statusCode: number } }) => response.status.statusCode)).toEqual([
    429, 200, 404, 400, 400, 400,
  ])
  expect(json.responses[0].body.errors[0].code).toBe('QuotaExceeded')
  expect(json.responses[1]).toMatchObject({
    request: { Asin: asins[1], MarketplaceId: FR, ItemCondition: 'New', CustomerType: 'Consumer' },
    body: { payload: { ASIN: asins[1] } },
  })
})

test('a batch is of one to twenty', async () => {
  const path = '/eu/batches/products/pricing/v0/itemOffers'
  const request = { uri: '/products/pricing/v0/items/B00V5DG6IQ/offers', method: 'GET', MarketplaceId: DE, ItemCondition: 'New' }
  for (const requests of [[], Array(21).fill(request), [{ method: 'GET' }]])
    expect((await amazon.call(token, 'POST', path, { requests })).status).toBe(400)
})

test.each([
  ['items/B00V5DG6IQ/offers?ItemCondition=New', 400],
  [`items/B00V5DG6IQ/offers?MarketplaceId=${FR}`, 400],
  [`items/B00V5DG6IQ/offers?MarketplaceId=${FR}&ItemCondition=Old`, 400],
  [`items/B00V5DG6IQ/offers?MarketplaceId=${FR}&MarketplaceId=${DE}&ItemCondition=New`, 400],
  [`items/TEST_CASE_400/offers?MarketplaceId=${FR}&ItemCondition=New`, 400],
  [`items/B00V5DG6IQ/offers?MarketplaceId=${FR}&ItemCondition=New`, 404],
  [`listings/TEST_CASE_400/offers?MarketplaceId=${FR}&ItemCondition=New`, 404],
])('%s is answered with %i', async (path, status) => {
  expect((await amazon.call(token, 'GET', `${PRICING}/${path}`)).status).toBe(status)
})

test('the same product is the same item for its ASIN', () => {
  const { item } = active[0]!
  expect(world.product(item.asin)?.item).toEqual(itemOf(world, seller.business, item.number))
})
