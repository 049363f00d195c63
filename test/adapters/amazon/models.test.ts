import { afterEach, expect, test } from 'vitest'
import type { AmazonAccount } from '../../../adapters/amazon/amazon.ts'
import { examplesOf, MODELS, readModel, requestFaults } from './models.ts'
import { type Answer, clientFor, failureOf, json, scriptedAmazon, TOKEN_PATH, token } from './scripted-amazon.ts'

const US = 'ATVPDKIKX0DER'

/** Of each operation we use: its model, the path that is asked, and a call as the client makes it. */
const CALLS = {
  getMarketplaceParticipations: {
    model: 'sellers',
    path: '/sellers/v1/marketplaceParticipations',
    call: (account: AmazonAccount) => account.getMarketplaceParticipations(),
  },
  createReport: {
    model: 'reports_2021-06-30',
    path: '/reports/2021-06-30/reports',
    call: (account: AmazonAccount) =>
      account.createReport({ type: 'GET_X', marketplaceIds: [US], from: '2024-03-10T20:11:24.000Z', options: { custom: 'true' } }),
  },
  getReport: {
    model: 'reports_2021-06-30',
    path: '/reports/2021-06-30/reports/ID323',
    call: (account: AmazonAccount) => account.getReport('ID323'),
  },
  getReportDocument: {
    model: 'reports_2021-06-30',
    path: '/reports/2021-06-30/documents/d-1',
    call: (account: AmazonAccount) => account.getReportDocument('d-1'),
  },
  searchCatalogItems: {
    model: 'catalogItems_2022-04-01',
    path: '/catalog/2022-04-01/items',
    call: (account: AmazonAccount) => account.searchCatalogItems(US, asins(20)),
  },
  getItemOffers: {
    model: 'productPricingV0',
    path: '/products/pricing/v0/items/B00V5DG6IQ/offers',
    call: (account: AmazonAccount) => account.getItemOffers(US, 'B00V5DG6IQ'),
  },
  getItemOffersBatch: {
    model: 'productPricingV0',
    path: '/batches/products/pricing/v0/itemOffers',
    call: (account: AmazonAccount) => account.getItemOffersBatch(US, asins(20)),
  },
} as const
type Name = keyof typeof CALLS
const NAMES = Object.keys(CALLS) as Name[]
const callOf = (name: Name): ((account: AmazonAccount) => Promise<unknown>) => CALLS[name].call

const asins = (count: number): string[] => Array.from({ length: count }, (_, index) => `B${String(index).padStart(9, '0')}`)

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

async function answered<T>(name: Name, answer: Answer, call: (account: AmazonAccount) => Promise<T>) {
  const path = `/amazon/eu${CALLS[name].path}`
  const server = await scriptedAmazon({ [path]: [answer], [TOKEN_PATH]: [token()] })
  open.push(server)
  const result = call(clientFor(server.base).account())
  return { result, asked: async () => result.catch(() => {}).then(() => server.asked(path)) }
}

const needsModels = test.skipIf(MODELS === undefined)

needsModels.each(NAMES)('%s asks as its model says', async (name) => {
  const { model } = CALLS[name]
  const { asked } = await answered(name, json(400, {}), callOf(name))
  const [request] = await asked()
  expect(request && requestFaults(readModel(model), name, request)).toEqual([])
})

needsModels.each(NAMES)("%s takes Amazon's own examples of errors", async (name) => {
  const { model } = CALLS[name]
  for (const { response } of examplesOf(readModel(model), name, '400')) {
    const { result } = await answered(name, json(400, response), callOf(name))
    const [error] = (response as { errors: { code: string }[] }).errors
    expect(await failureOf(result)).toMatchObject({ code: 'invalid', amazonCode: error?.code, retryable: false })
  }
})

const examples = <T>(name: Name, status = '200'): { response: T; parameters: Readonly<Record<string, { readonly value: unknown }>> }[] =>
  examplesOf(readModel(CALLS[name].model), name, status).map(({ request, response }) => ({
    response: response as T,
    parameters: request.parameters,
  }))

needsModels("participations of Amazon's examples are read", async () => {
  const [{ response } = { response: undefined }] = examples('getMarketplaceParticipations')
  const { result } = await answered('getMarketplaceParticipations', json(200, response), CALLS.getMarketplaceParticipations.call)
  expect((await result)[0]).toEqual({
    marketplaceId: US,
    country: 'US',
    currency: 'USD',
    storeName: 'BestSellerStore',
    participating: true,
    suspendedListings: false,
  })
})

needsModels("reports of Amazon's examples are created, read and found", async () => {
  for (const { response, parameters } of examples<{ reportId: string }>('createReport', '202')) {
    const body = parameters.body!.value as { reportType: string; marketplaceIds: string[]; dataStartTime: string }
    const { result, asked } = await answered('createReport', json(202, response), (account) =>
      account.createReport({ type: body.reportType, marketplaceIds: body.marketplaceIds, from: body.dataStartTime }),
    )
    expect(await result).toBe(response.reportId)
    expect(JSON.parse((await asked())[0]?.body ?? '')).toEqual(body)
  }
  for (const { response } of examples<{ reportType: string; processingStatus: string }>('getReport')) {
    const { result } = await answered('getReport', json(200, response), CALLS.getReport.call)
    expect(await result).toMatchObject({ reportId: 'ID323', type: response.reportType })
  }
  for (const { response } of examples<{ url: string }>('getReportDocument')) {
    const { result } = await answered('getReportDocument', json(200, response), CALLS.getReportDocument.call)
    expect(await result).toEqual({ documentId: 'd-1', url: response.url, gzip: false })
  }
})

needsModels("items of Amazon's catalog examples are read", async () => {
  for (const { response } of examples<{ items: { asin: string; summaries: { brand: string; itemName: string }[] }[] }>(
    'searchCatalogItems',
  )) {
    const { result } = await answered('searchCatalogItems', json(200, response), CALLS.searchCatalogItems.call)
    const items = await result
    expect(items.map(({ asin }) => asin)).toEqual(response.items.map(({ asin }) => asin))
    const [item] = items
    expect(item).toMatchObject({ brand: response.items[0]?.summaries[0]?.brand, title: response.items[0]?.summaries[0]?.itemName })
    expect(item?.productType).toBeDefined()
    expect(item?.category?.id).toBeDefined()
    expect(item?.salesRanks.length).toBeGreaterThan(0)
  }
})

interface OffersExample {
  readonly payload: {
    readonly Summary: { readonly TotalOfferCount: number }
    readonly Offers: { readonly ListingPrice: { readonly Amount: number } }[]
  }
}

needsModels("offers of Amazon's examples are read", async () => {
  const all = examples<OffersExample>('getItemOffers')
  expect(all.length).toBeGreaterThan(0)
  for (const { response } of all) {
    const { result } = await answered('getItemOffers', json(200, response), CALLS.getItemOffers.call)
    const offers = await result
    const { Summary: summary, Offers: listed } = response.payload
    expect(offers).toMatchObject({ asin: 'B00V5DG6IQ', marketplaceId: US, status: 'known', total: summary.TotalOfferCount })
    expect(offers.offers.map(({ listingPrice }) => listingPrice.minor)).toEqual(
      listed.map(({ ListingPrice }) => Math.round(ListingPrice.Amount * 100)),
    )
  }
})

interface BatchExample {
  readonly responses: { readonly request: { readonly Asin: string }; readonly body: OffersExample }[]
}

needsModels("batches of Amazon's examples are asked for and read", async () => {
  for (const { response, parameters } of examples<BatchExample>('getItemOffersBatch')) {
    const wanted = response.responses.map(({ request }) => request.Asin)
    const { result, asked } = await answered('getItemOffersBatch', json(200, response), (account) => account.getItemOffersBatch(US, wanted))
    const all = await result
    expect(all.map(({ asin }) => asin)).toEqual(wanted)
    expect(all.map((one) => 'offers' in one && one.offers.total)).toEqual(
      response.responses.map(({ body }) => body.payload.Summary.TotalOfferCount),
    )
    const sent = JSON.parse((await asked())[0]?.body ?? '') as { requests: { uri: string }[] }
    const theirs = (parameters.body!.value as typeof sent).requests
    expect(sent.requests[0]).toEqual({ ...theirs[0], uri: sent.requests[0]?.uri })
  }
})
