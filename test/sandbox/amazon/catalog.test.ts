import { afterAll, beforeAll, expect, test } from 'vitest'
import { itemOf } from '../../../sandbox/amazon/world/items.ts'
import { createWorld } from '../../../sandbox/amazon/world/world.ts'
import { type Amazon, DE, startAmazon, US } from './amazon.ts'

const CATALOG = '/eu/catalog/2022-04-01/items'
let amazon: Amazon
let token: string
beforeAll(async () => {
  amazon = await startAmazon()
  token = await amazon.accessTo('reseller')
})
afterAll(() => amazon.close())

const world = createWorld('test')
const asins = (count: number): string[] => {
  const { business } = world.seller('ARESELLER00001') ?? {}
  return business ? Array.from({ length: count }, (_, number) => itemOf(world, business, number).asin) : []
}
const search = async (query: Record<string, string>) =>
  amazon.call(token, 'GET', `${CATALOG}?${new URLSearchParams({ marketplaceIds: DE, ...query })}`)

test('twenty ASINs are found at once, ten to a page unless more are asked for', async () => {
  const identifiers = asins(20).join(',')
  const all = await search({ identifiers, identifiersType: 'ASIN', pageSize: '20', includedData: 'summaries,salesRanks,productTypes' })
  expect(all.status).toBe(200)
  expect(all.json.numberOfResults).toBe(20)
  expect(all.json.items.map(({ asin }: { asin: string }) => asin)).toEqual(asins(20))
  expect(Object.keys(all.json.items[0])).toEqual(['asin', 'summaries', 'salesRanks', 'productTypes'])
  const first = await search({ identifiers, identifiersType: 'ASIN' })
  expect(first.json.items).toHaveLength(10)
  const second = await search({ identifiers, identifiersType: 'ASIN', pageToken: first.json.pagination.nextToken })
  expect(second.json.items.map(({ asin }: { asin: string }) => asin)).toEqual(asins(20).slice(10))
  expect(second.json.pagination.nextToken).toBeUndefined()
})

test('unknown ASINs are left out of a search, and not found one by one', async () => {
  const [known = ''] = asins(1)
  const { json } = await search({ identifiers: `${known},B00V5DG6IQ`, identifiersType: 'ASIN' })
  expect([json.numberOfResults, json.items[0].asin]).toEqual([1, known])
  expect((await amazon.call(token, 'GET', `${CATALOG}/${known}?marketplaceIds=${DE}`)).json.asin).toBe(known)
  const missing = await amazon.call(token, 'GET', `${CATALOG}/B00V5DG6IQ?marketplaceIds=${DE}`)
  expect([missing.status, missing.json.errors[0].code]).toEqual([404, 'NOT_FOUND'])
})

test('items are found by SKU of a seller', async () => {
  const { json } = await search({ identifiers: 'RES-000002', identifiersType: 'SKU', sellerId: 'ARESELLER00001' })
  expect(json.items[0].asin).toBe(asins(2)[1])
  expect((await search({ identifiers: 'RES-999999', identifiersType: 'SKU', sellerId: 'ARESELLER00001' })).json.items).toEqual([])
})

test.each([
  [{ identifiers: 'B00V5DG6IQ' }],
  [{ identifiers: 'B00V5DG6IQ', identifiersType: 'NAME' }],
  [{ identifiers: 'RES-000002', identifiersType: 'SKU' }],
  [{ identifiers: Array(21).fill('B00V5DG6IQ').join(','), identifiersType: 'ASIN' }],
  [{ identifiers: 'B00V5DG6IQ', identifiersType: 'ASIN', marketplaceIds: '' }],
  [{ identifiers: 'B00V5DG6IQ', identifiersType: 'ASIN', marketplaceIds: `${DE},${US}` }],
  [{ identifiers: 'B00V5DG6IQ', identifiersType: 'ASIN', marketplaceIds: 'nowhere' }],
  [{ identifiers: 'B00V5DG6IQ', identifiersType: 'ASIN', includedData: 'prices' }],
  [{ identifiers: 'B00V5DG6IQ', identifiersType: 'ASIN', pageSize: '21' }],
  [{ identifiers: 'B00V5DG6IQ', identifiersType: 'ASIN', pageToken: 'forged' }],
  [{}],
])('a search for %j is refused', async (query) => {
  const { status, json } = await search(query as Record<string, string>)
  expect([status, json.errors[0].code]).toEqual([400, 'InvalidInput'])
})
