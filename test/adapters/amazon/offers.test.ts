import { afterEach, expect, test } from 'vitest'
import { type Answer, clientFor, failureOf, json, openQuotas, scriptedAmazon, TOKEN_PATH, token } from './scripted-amazon.ts'

const JP = 'A1VC38T7YXB528'
const BATCH = '/amazon/eu/batches/products/pricing/v0/itemOffers'
const CATALOG = '/amazon/eu/catalog/2022-04-01/items'
const yen = (Amount: number) => ({ Amount, CurrencyCode: 'JPY' })
const offer = (more: object = {}) => ({
  SubCondition: 'new',
  ShippingTime: {},
  ListingPrice: yen(1200),
  Shipping: yen(350),
  IsFulfilledByAmazon: false,
  ...more,
})
const payload = (ASIN: string, more: object = {}) => ({
  ASIN,
  status: 'Success',
  Summary: { TotalOfferCount: 1 },
  Offers: [offer()],
  ...more,
})
const item = (Asin: string, statusCode: number, body: object) => ({ request: { Asin }, status: { statusCode }, body })
const asins = (count: number): string[] => Array.from({ length: count }, (_, index) => `B${String(index).padStart(9, '0')}`)

const open: { close(): Promise<void> }[] = []
const scripted = async (...answers: readonly Answer[]) => {
  const server = await scriptedAmazon({ [BATCH]: answers, [CATALOG]: answers, [TOKEN_PATH]: [token()] })
  open.push(server)
  return server
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

test('each ASIN of a batch has an answer of its own, in the order it was asked', async () => {
  const error = (code: string) => ({ errors: [{ code, message: 'no' }] })
  const { quotas, told } = openQuotas()
  const server = await scripted(
    json(200, {
      responses: [
        item('THROTTLED1', 429, error('QuotaExceeded')),
        item('FINE000001', 200, { payload: payload('FINE000001') }),
        item('NOTFOUND01', 404, error('NotFound')),
        item('INVALID001', 400, error('InvalidInput')),
        item('BROKEN0001', 200, { payload: { ASIN: 'BROKEN0001' } }),
      ],
    }),
  )
  const all = await clientFor(server.base, { quotas })
    .account()
    .getItemOffersBatch(JP, ['FINE000001', 'NOTFOUND01', 'THROTTLED1', 'INVALID001', 'BROKEN0001', 'MISSING001'])
  expect(all).toMatchObject([
    { asin: 'FINE000001', offers: { total: 1 } },
    { asin: 'NOTFOUND01', failure: 'not_found', message: '404 NotFound no' },
    { asin: 'THROTTLED1', failure: 'throttled' },
    { asin: 'INVALID001', failure: 'invalid' },
    { asin: 'BROKEN0001', failure: 'unavailable' },
    { asin: 'MISSING001', failure: 'unavailable' },
  ])
  expect(told.map(([what]) => what)).toEqual(['take'])
})

test('points make an offer cheaper, and business prices are no Buy Box', async () => {
  const asked = payload('B000000001', {
    Summary: {
      TotalOfferCount: 3,
      NumberOfOffers: [
        { condition: 'new', fulfillmentChannel: 'Amazon', OfferCount: 2 },
        { condition: 'New', fulfillmentChannel: 'Merchant', OfferCount: 1 },
        { condition: 'used', fulfillmentChannel: 'Merchant', OfferCount: 40 },
      ],
      BuyBoxPrices: [
        { condition: 'new', offerType: 'B2B', LandedPrice: yen(900), ListingPrice: yen(900), Shipping: yen(0) },
        { condition: 'New', LandedPrice: yen(1000), ListingPrice: yen(1000), Shipping: yen(0) },
      ],
      CompetitivePriceThreshold: yen(1500),
    },
    Offers: [
      offer({ SellerId: 'A1', IsBuyBoxWinner: true, IsFeaturedMerchant: true, Points: { PointsMonetaryValue: yen(50) }, MyOffer: true }),
      offer({ IsFulfilledByAmazon: true, SellerFeedbackRating: { FeedbackCount: 7 } }),
      offer({ ListingPrice: { CurrencyCode: 'JPY' } }),
    ],
  })
  const server = await scripted(json(200, { responses: [item('B000000001', 200, { payload: asked })] }))
  const [answer] = await clientFor(server.base).account().getItemOffersBatch(JP, ['B000000001'])
  const jpy = (minor: number) => ({ minor, currency: 'JPY' })
  expect(answer).toMatchObject({
    offers: {
      total: 3,
      count: { amazon: 2, merchant: 1 },
      buyBoxPrice: jpy(1000),
      competitivePriceThreshold: jpy(1500),
      offers: [
        { sellerId: 'A1', mine: true, landedPrice: jpy(1500), buyBoxWinner: true, featured: true, fulfilment: 'merchant' },
        { fulfilment: 'amazon', landedPrice: jpy(1550), buyBoxWinner: false, feedback: { count: 7 } },
      ],
    },
  })
  expect(answer && 'offers' in answer && answer.offers.offers).toHaveLength(2)
})

test.each([
  ['ActiveButTooSoonForProcessing', 'too_soon'],
  ['NoBuyableOffers', 'no_buyable_offers'],
  ['SomethingNew', 'other'],
])('the status %s is %s', async (status, known) => {
  const summary = { TotalOfferCount: 0, OffersAvailableTime: '2026-11-22T12:00:00Z' }
  const asked = payload('B000000001', { status, Summary: summary, Offers: [] })
  const server = await scripted(json(200, { responses: [item('B000000001', 200, { payload: asked })] }))
  const [answer] = await clientFor(server.base).account().getItemOffersBatch(JP, ['B000000001'])
  expect(answer).toMatchObject({ offers: { status: known, total: 0, availableAt: '2026-11-22T12:00:00Z' } })
})

test('no more than twenty ASINs are asked for, and none not at all', async () => {
  const server = await scripted(json(200, {}))
  const account = clientFor(server.base).account()
  expect(await failureOf(account.getItemOffersBatch(JP, asins(21)))).toMatchObject({ code: 'invalid' })
  expect(await failureOf(account.searchCatalogItems(JP, asins(21)))).toMatchObject({ code: 'invalid' })
  expect(await account.getItemOffersBatch(JP, [])).toEqual([])
  expect(await account.searchCatalogItems(JP, [])).toEqual([])
  expect(server.asked(BATCH)).toEqual([])
})

test('an answer without what the model requires is unexpected', async () => {
  const server = await scripted(json(200, {}))
  const account = clientFor(server.base).account()
  expect(await failureOf(account.getItemOffersBatch(JP, asins(1)))).toMatchObject({ code: 'unexpected_answer' })
  expect(await failureOf(account.searchCatalogItems(JP, asins(1)))).toMatchObject({ code: 'unexpected_answer' })
})
