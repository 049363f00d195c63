import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rangeOf } from '../../../sandbox/amazon/world/listings.ts'
import { createWorld } from '../../../sandbox/amazon/world/world.ts'
import { type Amazon, DE, startAmazon, US } from './amazon.ts'
import { modelsAreHere, openModel } from './models.ts'

const FR = 'A13V1IB3VIYZZH'
const GB = 'A1F83G8C2ARO7P'
const SE = 'A2NODRKZP88ZB9'
const LISTINGS = '/eu/listings/2021-08-01/items'
const world = createWorld('test')

let amazon: Amazon
beforeAll(async () => {
  amazon = await startAmazon()
})
afterAll(() => amazon.close())

interface SkuAnswer {
  readonly sku: string
  readonly summaries: readonly { marketplaceId: string; asin: string; status: string[]; createdDate: string; lastUpdatedDate: string }[]
}

async function search(key: string, sellerId: string, query: Record<string, string>, path = LISTINGS) {
  const { account } = world.sellerOfToken(`Atzr|sandbox-${key}`)!
  const token = (await amazon.refresh(account.refreshToken)).json.access_token
  return amazon.call(token, 'GET', `${path}/${sellerId}?${new URLSearchParams({ marketplaceIds: DE, ...query })}`)
}
const reseller = (query: Record<string, string> = {}) => search('reseller', 'ARESELLER00001', query)
const large = (query: Record<string, string>) => search('large', 'ALARGE00000001', query)
const skusIn = ({ json }: { json: { items: SkuAnswer[] } }) => json.items.map(({ sku }) => sku)

/** What the seller's report of a marketplace has, one product after the other. */
const listed = (sellerId: string, marketplaceId: string) => {
  const { account, business } = world.seller(sellerId)!
  const range = account.ranges.find(({ marketplace }) => marketplace.id === marketplaceId)!
  return [...rangeOf(world, business, account, range.marketplace)]
}

test('a seller’s own listings are those of his report, ten to a page unless he asks for others', async () => {
  const all = listed('ARESELLER00001', DE)
  const first = await reseller()
  expect([first.status, first.json.numberOfResults, first.json.items.length]).toEqual([200, all.length, 10])
  const [one] = first.json.items as SkuAnswer[]
  expect(one).toMatchObject({ sku: all[0]!.sku, summaries: [{ marketplaceId: DE, asin: all[0]!.item.asin, conditionType: 'new_new' }] })
  const seen: string[] = []
  let pageToken: string | undefined
  do {
    const page = await reseller({ pageSize: '20', ...(pageToken === undefined ? {} : { pageToken }) })
    seen.push(...skusIn(page))
    pageToken = page.json.pagination?.nextToken
  } while (pageToken !== undefined)
  expect(seen).toEqual(all.map(({ sku }) => sku))
})

test('pages lead back as they lead on, also between two SKUs of one product', async () => {
  const all = listed('ARESELLER00001', DE)
  const twin = all.findIndex(({ sku }) => sku.endsWith('-B'))
  expect(twin).toBeGreaterThan(0)
  const pages = [await reseller({ pageSize: '1' })]
  for (let page = 0; page < twin; page += 1)
    pages.push(await reseller({ pageSize: '1', pageToken: pages.at(-1)!.json.pagination.nextToken }))
  expect(skusIn(pages.at(-1)!)).toEqual([all[twin]!.sku])
  const back = await reseller({ pageSize: '1', pageToken: pages.at(-1)!.json.pagination.previousToken })
  expect(skusIn(back)).toEqual([all[twin - 1]!.sku])
  expect(pages[0]!.json.pagination.previousToken).toBeUndefined()
})

test('the newest change comes first, and nothing changed before it was there', async () => {
  const summaries = ((await reseller({ pageSize: '20' })).json.items as SkuAnswer[]).flatMap((one) => one.summaries)
  const changed = summaries.map(({ lastUpdatedDate }) => lastUpdatedDate)
  expect(changed).toEqual([...changed].sort().reverse())
  for (const { createdDate, lastUpdatedDate } of summaries) expect(createdDate <= lastUpdatedDate).toBe(true)
})

test('a SKU has a summary for each marketplace that was asked for and lists it', async () => {
  const { json } = await reseller({ marketplaceIds: `${DE},${FR}`, pageSize: '20' })
  const inFrance = new Set(listed('ARESELLER00001', FR).map(({ sku }) => sku))
  const inGermany = new Set(listed('ARESELLER00001', DE).map(({ sku }) => sku))
  for (const { sku, summaries } of json.items as SkuAnswer[])
    expect(summaries.map(({ marketplaceId }) => marketplaceId)).toEqual([
      ...(inGermany.has(sku) ? [DE] : []),
      ...(inFrance.has(sku) ? [FR] : []),
    ])
  expect(json.numberOfResults).toBe(new Set([...inGermany, ...inFrance]).size)
})

test('who lists nothing, or nothing in that marketplace, is told so and not refused', async () => {
  const nothing = { numberOfResults: 0, items: [] }
  expect((await search('empty', 'AEMPTY00000001', {})).json).toEqual(nothing)
  expect((await reseller({ marketplaceIds: SE })).json).toEqual(nothing)
})

test('of a hundred thousand SKUs a thousand can be reached, and the last page ends there', async () => {
  const first = await large({ pageSize: '20' })
  expect([first.json.numberOfResults, first.json.items.length]).toEqual([1_000, 20])
  let pageToken = first.json.pagination.nextToken
  let reached = first.json.items.length
  while (pageToken !== undefined) {
    const { json } = await large({ pageSize: '20', pageToken })
    reached += json.items.length
    pageToken = json.pagination?.nextToken
  }
  expect(reached).toBe(1_000)
  expect((await large({ marketplaceIds: GB, pageSize: '1' })).json).toMatchObject({ numberOfResults: 1_000, items: [{}] })
})

test.each([
  ['another seller', 'ANEWCOMER00001'],
  ['nobody', 'ANOBODY0000001'],
])('the listings of %s are refused', async (_whose, sellerId) => {
  const { status, json } = await search('reseller', sellerId, {})
  expect([status, json]).toEqual([
    403,
    { errors: [{ code: 'Unauthorized', message: 'Access to requested resource is denied.', details: '' }] },
  ])
})

test.each([
  [{ marketplaceIds: '' }],
  [{ marketplaceIds: 'nowhere' }],
  [{ marketplaceIds: US }],
  [{ pageSize: '0' }],
  [{ pageSize: '21' }],
  [{ pageSize: 'all' }],
  [{ pageToken: 'forged' }],
  [{ includedData: 'offers' }],
  [{ identifiers: 'RES-000001', identifiersType: 'SKU' }],
])('a search with %j is refused', async (query) => {
  const { status, json } = await reseller(query as Record<string, string>)
  expect([status, json.errors[0].code]).toEqual([400, 'InvalidInput'])
})

describe.skipIf(!modelsAreHere)('against Amazon’s model (skipped where ../shared or LOTSE_SHARED is not there)', () => {
  test.each([
    ['reseller', 'ARESELLER00001', 'eu', DE],
    ['mixed', 'AMIXED00000001', 'eu', FR],
    ['us-reseller', 'AUSRESELLER001', 'na', US],
    ['japan', 'AJAPAN00000001', 'fe', 'A1VC38T7YXB528'],
  ])('listings of %s are as the model says', async (key, sellerId, region, marketplaceIds) => {
    const model = openModel('listingsItems_2021-08-01.json')
    const path = `/${region}/listings/2021-08-01/items`
    const first = await search(key, sellerId, { marketplaceIds, pageSize: '20', includedData: 'summaries' }, path)
    expect(first.json.items).toHaveLength(20)
    expect(model.wrongWith('ItemSearchResults', first.json)).toEqual([])
    const second = await search(key, sellerId, { marketplaceIds, pageToken: first.json.pagination.nextToken }, path)
    expect(model.wrongWith('ItemSearchResults', second.json)).toEqual([])
    const refused = await search(key, 'ANOBODY0000001', { marketplaceIds }, path)
    expect(model.wrongWith('ErrorList', refused.json)).toEqual([])
  })

  test('what Amazon’s examples answer passes the same judgement', () => {
    const model = openModel('listingsItems_2021-08-01.json')
    const examples = model.examples('/listings/2021-08-01/items/{sellerId}', 'get', '200')
    expect(examples.length).toBeGreaterThan(0)
    for (const { response } of examples) expect(model.wrongWith('ItemSearchResults', response)).toEqual([])
  })
})
