import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rangeOf } from '../../../sandbox/amazon/world/listings.ts'
import { createWorld } from '../../../sandbox/amazon/world/world.ts'
import { type Amazon, startAmazon } from './amazon.ts'
import { modelsAreHere, openModel } from './models.ts'

const INCLUDED = 'attributes,classifications,dimensions,identifiers,images,productTypes,relationships,salesRanks,summaries,vendorDetails'
const world = createWorld('test')

/** A seller of each region with some ASINs and SKUs in the main marketplace. */
const CASES = ['ARESELLER00001', 'AMIXED00000001', 'AUSRESELLER001', 'AJAPAN00000001'].map((id) => {
  const { account, business } = world.seller(id)!
  const { marketplace } = account.ranges[0]!
  const listings = [...rangeOf(world, business, account, marketplace)].slice(0, 20)
  return { token: account.refreshToken, region: account.region, marketplace: marketplace.id, listings }
})

let amazon: Amazon
const tokens = new Map<string, string>()
beforeAll(async () => {
  amazon = await startAmazon()
  for (const { token, region } of CASES) tokens.set(region, (await amazon.refresh(token)).json.access_token)
})
afterAll(() => amazon.close())

/** As the seller of a case asks. */
const ask = async ({ token }: (typeof CASES)[number], method: string, path: string, body?: unknown) =>
  amazon.call((await amazon.refresh(token)).json.access_token, method, path, body)
const of = (parameters: Readonly<Record<string, { readonly value: unknown }>>) =>
  Object.fromEntries(Object.entries(parameters).map(([name, { value }]) => [name, Array.isArray(value) ? value.join(',') : String(value)]))

describe.skipIf(!modelsAreHere)('against Amazon’s models (skipped where ../shared or LOTSE_SHARED is not there)', () => {
  test.each(CASES)('participations, reports and their documents in $region are as the models say', async (one) => {
    const { region, marketplace } = one
    const participations = await ask(one, 'GET', `/${region}/sellers/v1/marketplaceParticipations`)
    expect(openModel('sellers.json').wrongWith('GetMarketplaceParticipationsResponse', participations.json)).toEqual([])
    const model = openModel('reports_2021-06-30.json')
    const path = `/${region}/reports/2021-06-30`
    const created = await ask(one, 'POST', `${path}/reports`, {
      reportType: 'GET_MERCHANT_LISTINGS_ALL_DATA',
      marketplaceIds: [marketplace],
    })
    expect(model.wrongWith('CreateReportResponse', created.json)).toEqual([])
    const report = await ask(one, 'GET', `${path}/reports/${created.json.reportId}`)
    expect(model.wrongWith('Report', report.json)).toEqual([])
    const document = await ask(one, 'GET', `${path}/documents/${report.json.reportDocumentId}`)
    expect(model.wrongWith('ReportDocument', document.json)).toEqual([])
    const missing = await ask(one, 'GET', `${path}/reports/none`)
    expect(model.wrongWith('ErrorList', missing.json)).toEqual([])
  })

  test.each(CASES)('catalog items in $region are as the model says', async (one) => {
    const { region, marketplace, listings } = one
    const model = openModel('catalogItems_2022-04-01.json')
    const path = `/${region}/catalog/2022-04-01/items`
    const identifiers = [...new Set(listings.map(({ item }) => item.asin))].join(',')
    const query = new URLSearchParams({ identifiers, identifiersType: 'ASIN', marketplaceIds: marketplace, includedData: INCLUDED })
    const found = await ask(one, 'GET', `${path}?${query}`)
    expect(found.json.items.length).toBe(10)
    expect(model.wrongWith('ItemSearchResults', found.json)).toEqual([])
    const item = await ask(one, 'GET', `${path}/${listings[0]!.item.asin}?marketplaceIds=${marketplace}&includedData=${INCLUDED}`)
    expect(model.wrongWith('Item', item.json)).toEqual([])
    expect(model.wrongWith('ErrorList', (await ask(one, 'GET', path)).json)).toEqual([])
  })

  test.each(CASES)('offers in $region are as the model says, alone and in batches', async (one) => {
    const { region, marketplace, listings } = one
    const model = openModel('productPricingV0.json')
    const pricing = '/products/pricing/v0'
    for (const ItemCondition of ['New', 'Used']) {
      const query = new URLSearchParams({ MarketplaceId: marketplace, ItemCondition, CustomerType: 'Business' })
      for (const { item, sku } of listings.slice(0, 5)) {
        for (const subject of [`items/${item.asin}`, `listings/${encodeURIComponent(sku)}`]) {
          const { json } = await ask(one, 'GET', `/${region}${pricing}/${subject}/offers?${query}`)
          expect(model.wrongWith('GetOffersResponse', json)).toEqual([])
        }
      }
      const asked = { method: 'GET', MarketplaceId: marketplace, ItemCondition }
      const uris = {
        itemOffers: listings.map(({ item }) => `items/${item.asin}`),
        listingOffers: listings.map(({ sku }) => `listings/${encodeURIComponent(sku)}`),
      }
      for (const [kind, definition] of [
        ['itemOffers', 'GetItemOffersBatchResponse'],
        ['listingOffers', 'GetListingOffersBatchResponse'],
      ] as const) {
        const requests = [...uris[kind].slice(0, 19), 'items/unknown'].map((uri) => ({ ...asked, uri: `${pricing}/${uri}/offers` }))
        const { json } = await ask(one, 'POST', `/${region}/batches${pricing}/${kind}`, { requests })
        expect(json.responses).toHaveLength(20)
        expect(model.wrongWith(definition, json)).toEqual([])
      }
    }
    expect(model.wrongWith('Errors', (await ask(one, 'GET', `/${region}${pricing}/items/x/offers`)).json)).toEqual([])
  })

  test('Amazon’s own sandbox examples are understood: none is refused as malformed', async () => {
    const seller = (region: string) => tokens.get(region)!
    const reports = openModel('reports_2021-06-30.json')
    for (const { request } of reports.examples('/reports/2021-06-30/reports', 'post', '202')) {
      const { status } = await amazon.call(seller('eu'), 'POST', '/eu/reports/2021-06-30/reports', request.parameters.body?.value)
      expect(status).toBe(202)
    }
    for (const [path, name] of [
      ['reports', 'reportId'],
      ['documents', 'reportDocumentId'],
    ] as const)
      for (const { request } of reports.examples(`/reports/2021-06-30/${path}/{${name}}`, 'get', '200')) {
        const { status } = await amazon.call(seller('eu'), 'GET', `/eu/reports/2021-06-30/${path}/${request.parameters[name]?.value}`)
        expect(status).toBe(404) // well asked, but not there
      }

    const catalog = openModel('catalogItems_2022-04-01.json')
    const path = '/catalog/2022-04-01/items'
    for (const { request } of catalog.examples(path, 'get', '200')) {
      const { status, json } = await amazon.call(seller('na'), 'GET', `/na${path}?${new URLSearchParams(of(request.parameters))}`)
      expect([status, catalog.wrongWith('ItemSearchResults', json)]).toEqual([200, []])
    }
    for (const { request } of catalog.examples(`${path}/{asin}`, 'get', '200')) {
      const { asin, ...query } = of(request.parameters)
      expect((await amazon.call(seller('na'), 'GET', `/na${path}/${asin}?${new URLSearchParams(query)}`)).status).toBe(404)
    }

    const pricing = openModel('productPricingV0.json')
    for (const [single, name] of [
      ['/products/pricing/v0/items/{Asin}/offers', 'Asin'],
      ['/products/pricing/v0/listings/{SellerSKU}/offers', 'SellerSKU'],
    ] as const)
      for (const { request } of pricing.examples(single, 'get', '200')) {
        const { [name]: subject = '', ...query } = of(request.parameters)
        // The examples leave the condition out, which the model requires.
        const asked = new URLSearchParams({ ItemCondition: 'New', ...query })
        expect((await amazon.call(seller('na'), 'GET', `/na${single.replace(`{${name}}`, subject)}?${asked}`)).status).toBe(404)
      }
    for (const [kind, definition] of [
      ['itemOffers', 'GetItemOffersBatchResponse'],
      ['listingOffers', 'GetListingOffersBatchResponse'],
    ] as const) {
      const batch = `/batches/products/pricing/v0/${kind}`
      const examples = pricing.examples(batch, 'post', '200')
      expect(examples.length).toBeGreaterThan(0)
      for (const { request } of examples) {
        const { status, json } = await amazon.call(seller('na'), 'POST', `/na${batch}`, request.parameters.body?.value)
        expect([status, pricing.wrongWith(definition, json)]).toEqual([200, []])
        expect(new Set(json.responses.map((response: { status: { statusCode: number } }) => response.status.statusCode))).toEqual(
          new Set([404]),
        )
      }
    }
  })

  test('what Amazon’s examples answer passes the same judgement', () => {
    const reports = openModel('reports_2021-06-30.json')
    for (const { response } of reports.examples('/reports/2021-06-30/reports/{reportId}', 'get', '200'))
      expect(reports.wrongWith('Report', response)).toEqual([])
    const pricing = openModel('productPricingV0.json')
    for (const { response } of pricing.examples('/products/pricing/v0/items/{Asin}/offers', 'get', '200'))
      expect(pricing.wrongWith('GetOffersResponse', response)).toEqual([])
    const catalog = openModel('catalogItems_2022-04-01.json')
    for (const { response } of catalog.examples('/catalog/2022-04-01/items/{asin}', 'get', '200'))
      expect(catalog.wrongWith('Item', response)).toEqual([])
  })
})
