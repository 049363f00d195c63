import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { AmazonAccount } from '../../../adapters/amazon/amazon.ts'
import { LISTINGS_REPORT, readListings } from '../../../adapters/amazon/listings-report.ts'
import { marketplaceOf } from '../../../domain/amazon/marketplaces.ts'
import type { Listing, Report } from '../../../domain/amazon/types.ts'
import { createTestDatabase } from '../../support/database.ts'
import { access, type PlayedAmazon, playedAmazon } from './played-amazon.ts'
import { failureOf } from './scripted-amazon.ts'

const [DE, FR, JP] = ['A1PA6795UKMFR9', 'A13V1IB3VIYZZH', 'A1VC38T7YXB528'] as const

let database: Awaited<ReturnType<typeof createTestDatabase>>
let played: PlayedAmazon
let amazon: ReturnType<PlayedAmazon['worker']>

beforeAll(async () => {
  database = await createTestDatabase()
  played = await playedAmazon(database.databaseUrl, { reportDelayScale: 0, rateScale: 1_000 })
  amazon = played.worker()
})
afterEach(() => played.admin('DELETE', 'faults'))
afterAll(async () => {
  await played.close()
  await database.drop()
})

/** With quotas of its own, so that no test waits for another. */
const account = (key: string, region: 'eu' | 'na' | 'fe' = 'eu'): AmazonAccount => amazon.forAccount(access(key, randomUUID(), region))
const fault = (name: string, more: object = {}) => played.admin('PUT', 'faults', { fault: name, ...more })

const sells = async (seller: AmazonAccount) => (await seller.getMarketplaceParticipations()).filter(({ participating }) => participating)

async function finished(seller: AmazonAccount, marketplaceId: string): Promise<Report> {
  const reportId = await seller.createReport({ ...LISTINGS_REPORT, marketplaceIds: [marketplaceId] })
  for (;;) {
    const report = await seller.getReport(reportId)
    if (report.status !== 'queued' && report.status !== 'running') return report
  }
}

async function read(seller: AmazonAccount, marketplaceId: string) {
  const { documentId = '' } = await finished(seller, marketplaceId)
  const document = await seller.getReportDocument(documentId)
  const text = seller.downloadDocument(document, { marketplaceId })
  const { listings, count } = readListings(text, { currency: marketplaceOf(marketplaceId)?.currency ?? '' })
  const all: Listing[] = []
  for await (const listing of listings) all.push(listing)
  return { all, count }
}

test('a seller is read from marketplaces over listings and catalog to who else offers', async () => {
  const seller = account('newcomer')
  expect(await sells(seller)).toMatchObject([{ marketplaceId: DE, country: 'DE', currency: 'EUR', participating: true }])
  const { all, count } = await read(seller, DE)
  expect(count).toEqual({ listings: all.length, bad: {}, examples: [] })
  expect(all.length).toBeGreaterThan(8)
  const asins = [...new Set(all.flatMap(({ asin }) => asin ?? []))].slice(0, 20)
  const items = await seller.searchCatalogItems(DE, asins)
  expect(items.map(({ asin }) => asin).sort()).toEqual([...asins].sort())
  const offers = await seller.getItemOffersBatch(DE, asins)
  expect(offers.map(({ asin }) => asin)).toEqual(asins)
  const [first] = offers
  expect(first).toHaveProperty('offers.status')
  expect(await seller.getItemOffers(DE, asins[0] ?? '')).toEqual(first && 'offers' in first && first.offers)
})

test('an account of Japan is read in yen and kanji', async () => {
  const { all, count } = await read(account('japan', 'fe'), JP)
  expect(count.bad).toEqual({})
  expect(all.every(({ price }) => price?.currency === 'JPY' && Number.isInteger(price.minor))).toBe(true)
  expect(all.map(({ title }) => title).join('')).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/)
})

test('quotes, tabs and other line ends in titles cost no listing, and Latin-1 no letter', async () => {
  const seller = account('mixed')
  const plain = (await read(seller, FR)).all
  await fault('report_odd_text', { count: 1 })
  const odd = await read(seller, FR)
  expect(odd.count).toEqual({ listings: plain.length, bad: {}, examples: [] })
  expect(odd.all.map(({ title: _, ...rest }) => rest)).toEqual(plain.map(({ title: _, ...rest }) => rest))
  await fault('report_latin1', { count: 1 })
  const { all } = await read(seller, FR)
  expect(all.map(({ title }) => title).join('')).toMatch(/é/)
  expect(all.length).toBe(plain.length)
})

test('a report without listings is empty, not wrong', async () => {
  await fault('report_empty', { count: 1 })
  expect(await read(account('newcomer'), DE)).toEqual({ all: [], count: { listings: 0, bad: {}, examples: [] } })
})

test.each([
  ['report_fatal', 'fatal'],
  ['report_cancelled', 'cancelled'],
])('a report that Amazon does not make is told: %s', async (name, status) => {
  await fault(name, { count: 1 })
  expect(await finished(account('newcomer'), DE)).toMatchObject({ status })
})

test('a download that is cut short fails, and a link that is over asks for a new one', async () => {
  const seller = account('newcomer')
  await fault('gzip_truncated', { count: 1 })
  expect(await failureOf(read(seller, DE))).toMatchObject({ code: 'truncated_document', retryable: true })
  await fault('link_expired', { count: 1 })
  expect(await failureOf(read(seller, DE))).toMatchObject({ code: 'expired_link' })
  expect((await read(seller, DE)).all.length).toBeGreaterThan(8)
})

test('an ASIN that is throttled within a batch is told as such beside the others', async () => {
  const seller = account('newcomer')
  const { all } = await read(seller, DE)
  const asins = all.slice(0, 5).flatMap(({ asin }) => asin ?? [])
  await fault('batch_item_throttled', { count: 2 })
  const offers = await seller.getItemOffersBatch(DE, asins)
  expect(offers.filter((one) => 'failure' in one && one.failure === 'throttled').length).toBeGreaterThan(0)
  expect(offers.filter((one) => 'offers' in one).length).toBeGreaterThan(0)
})

test('a consent that is taken back in the midst of a report is told as revoked, and its renewal heals', async () => {
  const seller = account('generated-5')
  const [{ marketplaceId } = { marketplaceId: '' }] = await sells(seller)
  const reportId = await seller.createReport({ ...LISTINGS_REPORT, marketplaceIds: [marketplaceId] })
  const revoke = (on: boolean) => fault('authorisation_revoked', { sellingPartnerId: 'AGEN0000000005', on })
  await revoke(true)
  expect(await failureOf(seller.getReport(reportId))).toMatchObject({ code: 'revoked', retryable: false })
  await revoke(false)
  expect(await seller.getReport(reportId)).toMatchObject({ status: 'done' })
})

test('long throttling ends in a failure that says when to come back', async () => {
  const seller = account('newcomer')
  await fault('throttle', { seconds: 600 })
  const failure = await failureOf(seller.getMarketplaceParticipations({ maxWaitMs: 500 }))
  expect(failure).toMatchObject({ code: 'throttled', retryable: true })
  expect((failure as { tryAgainAfterMs: number }).tryAgainAfterMs).toBeGreaterThan(1_000)
})

test('a seller consents on the page that the link leads to, and the code works once', async () => {
  const redirectUri = 'https://lotse.example/v1/amazon/callback'
  const link = amazon.authorizationUrl({ region: 'eu', applicationId: 'amzn1.sp.solution.1', redirectUri, state: 's-1' })
  const body = new URLSearchParams({ seller: 'newcomer', decision: 'allow' })
  const consented = await fetch(link, { method: 'POST', body, redirect: 'manual' })
  const code = new URL(consented.headers.get('location') ?? '').searchParams.get('spapi_oauth_code') ?? ''
  const refreshToken = await amazon.exchangeCode(code, redirectUri)
  const seller = amazon.forAccount({ accountId: randomUUID(), region: 'eu', refreshToken: async () => refreshToken })
  expect(await sells(seller)).toMatchObject([{ marketplaceId: DE }])
  expect(await failureOf(amazon.exchangeCode(code, redirectUri))).toMatchObject({ code: 'invalid_code', retryable: false })
})
