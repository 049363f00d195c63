import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { columnsOf } from '../../../sandbox/amazon/reports/columns.ts'
import { type Amazon, DE, openAmazon, startAmazon, US } from './amazon.ts'

let amazon: Amazon
beforeAll(async () => {
  amazon = await startAmazon()
})
afterAll(() => amazon.close())

const REPORTS = '/eu/reports/2021-06-30'
const LISTINGS = 'GET_MERCHANT_LISTINGS_ALL_DATA'

/** Rows by column, as a simple reader of tab separated text sees them. */
function rowsOf(text: string): Record<string, string>[] {
  const [head = '', ...lines] = text.split('\r\n').filter((line) => line !== '')
  const names = head.split('\t')
  return lines.map((line) => Object.fromEntries(line.split('\t').map((cell, index) => [names[index] ?? `extra-${index}`, cell])))
}

async function listings(amazon: Amazon, key: string, region: string, marketplaceId: string) {
  const { report, document } = await amazon.report(await amazon.accessTo(key), region, [marketplaceId])
  const { status, bytes, headers } = await amazon.send('GET', document.url)
  return { report, document, status, headers, text: gunzipSync(bytes).toString() }
}

test('a listings report is queued, made, and read from its document, which is gzip with Amazon’s columns', async () => {
  const amazon = await openAmazon({ settings: { reportDelayScale: 1 } })
  const token = await amazon.accessTo('newcomer')
  const created = await amazon.call(token, 'POST', `${REPORTS}/reports`, { reportType: LISTINGS, marketplaceIds: [DE] })
  expect(created.status).toBe(202)
  const path = `${REPORTS}/reports/${created.json.reportId}`
  const seen: string[] = []
  for (let second = 0; second < 30 && seen.at(-1) !== 'DONE'; second += 1) {
    const { json } = await amazon.call(token, 'GET', path)
    if (seen.at(-1) !== json.processingStatus) seen.push(json.processingStatus)
    expect(json.reportDocumentId === undefined).toBe(json.processingStatus !== 'DONE')
    amazon.time.ms += 1_000
  }
  expect(seen).toEqual(['IN_QUEUE', 'IN_PROGRESS', 'DONE'])
  const { reportDocumentId } = (await amazon.call(token, 'GET', path)).json
  const document = (await amazon.call(token, 'GET', `${REPORTS}/documents/${reportDocumentId}`)).json
  expect(document).toEqual({ reportDocumentId, url: expect.stringContaining(amazon.base), compressionAlgorithm: 'GZIP' })
  const download = await amazon.send('GET', document.url)
  expect(download.headers.get('content-encoding')).toBeNull()
  const rows = rowsOf(gunzipSync(download.bytes).toString())
  expect(rows).toHaveLength(12)
  expect(Object.keys(rows[0] ?? {})).toEqual(columnsOf(false))
  expect(rows.every(({ asin1 }) => /^B0[0-9A-Z]{8}$/.test(asin1 ?? ''))).toBe(true)
})

test('sellers of Amazon Business have its columns between', async () => {
  const amazon = await openAmazon()
  const { text } = await listings(amazon, 'us-reseller', 'na', US)
  expect(text.split('\r\n')[0]?.split('\t')).toEqual(columnsOf(true))
})

test('the same report is the same text whenever it is asked for', async () => {
  const amazon = await openAmazon()
  expect((await listings(amazon, 'mixed', 'eu', DE)).text).toBe((await listings(amazon, 'mixed', 'eu', DE)).text)
})

test('a seller with nothing has a report with columns and no rows', async () => {
  const amazon = await openAmazon()
  expect(rowsOf((await listings(amazon, 'empty', 'eu', DE)).text)).toEqual([])
})

test('a hundred thousand products are a hundred thousand rows, no two SKUs the same', async () => {
  const amazon = await openAmazon()
  const { text } = await listings(amazon, 'large', 'eu', DE)
  const skus = text
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.split('\t')[3])
  expect(skus).toHaveLength(100_000)
  expect(new Set(skus).size).toBe(100_000)
})

test('a document’s link holds five minutes and cannot be made by others', async () => {
  const amazon = await openAmazon()
  const { document } = await amazon.report(await amazon.accessTo('newcomer'), 'eu', [DE])
  expect((await amazon.send('GET', document.url.replace(/signature=../, 'signature=zz'))).status).toBe(403)
  amazon.time.ms += 300_000
  const late = await amazon.send('GET', document.url)
  expect([late.status, late.text]).toEqual([403, expect.stringContaining('Request has expired')])
})

test('nobody sees the reports of others', async () => {
  const amazon = await openAmazon()
  const { report } = await amazon.report(await amazon.accessTo('newcomer'), 'eu', [DE])
  const other = await amazon.accessTo('mixed')
  for (const path of [`reports/${report.reportId}`, `documents/${report.reportDocumentId}`])
    expect((await amazon.call(other, 'GET', `${REPORTS}/${path}`)).status).toBe(404)
})

test.each([
  [{ reportType: LISTINGS }, 400],
  [{ reportType: LISTINGS, marketplaceIds: [] }, 400],
  [{ reportType: LISTINGS, marketplaceIds: ['nowhere'] }, 400],
  [{ reportType: LISTINGS, marketplaceIds: [US] }, 400],
  [{ reportType: LISTINGS, marketplaceIds: [DE], dataStartTime: 'yesterday' }, 400],
  [{ reportType: 'GET_UNHEARD_OF', marketplaceIds: [DE] }, 400],
  [{ reportType: LISTINGS, marketplaceIds: [DE, US] }, 202],
])('createReport %j is answered with %i', async (body, status) => {
  const answer = await amazon.call(await amazon.accessTo('newcomer'), 'POST', `${REPORTS}/reports`, body)
  expect(answer.status).toBe(status)
  if (status === 400) expect(answer.json.errors[0].code).toBe('InvalidInput')
})

test('a report ends FATAL, CANCELLED, empty, in Latin-1, broken off or behind a dead link, as often as it is told', async () => {
  const amazon = await openAmazon()
  const token = await amazon.accessTo('newcomer')
  const next = async (fault: string, marketplaceId = DE) => {
    await amazon.admin('PUT', 'faults', { fault, sellingPartnerId: 'ANEWCOMER00001', count: 1 })
    const { report, document } = await amazon.report(token, 'eu', [marketplaceId])
    return { report, download: document && (await amazon.send('GET', document.url)) }
  }
  expect((await next('report_fatal')).report).toMatchObject({ processingStatus: 'FATAL' })
  expect((await next('report_cancelled')).report).toMatchObject({ processingStatus: 'CANCELLED' })
  expect(rowsOf(gunzipSync((await next('report_empty')).download.bytes).toString())).toEqual([])
  const latin1 = (await next('report_latin1')).download
  expect(latin1.headers.get('content-type')).toContain('ISO-8859-1')
  expect(() => new TextDecoder('utf-8', { fatal: true }).decode(gunzipSync(latin1.bytes))).toThrow()
  expect(() => gunzipSync(Buffer.alloc(0))).toThrow()
  const broken = (await next('gzip_truncated')).download
  expect(broken.status).toBe(200)
  expect(() => gunzipSync(broken.bytes)).toThrow('unexpected end of file')
  expect((await next('link_expired')).download.status).toBe(403)
  const { report, document } = await amazon.report(token, 'eu', [DE])
  expect(report.processingStatus).toBe('DONE')
  expect(rowsOf(gunzipSync((await amazon.send('GET', document.url)).bytes).toString())).toHaveLength(12)
})

test('odd text has quotes that nobody closes, tabs, and characters some take for line ends', async () => {
  const amazon = await openAmazon()
  await amazon.admin('PUT', 'faults', { fault: 'report_odd_text' })
  const { text } = await listings(amazon, 'newcomer', 'eu', DE)
  for (const odd of ['27" ', '\n"', '\u2028', '\u0085', ' \r']) expect(text).toContain(odd)
  const lines = text.split(/\r?\n/).slice(0, -1)
  expect(lines).toHaveLength(13)
  expect(lines.some((line) => line.split('\t').length > columnsOf(false).length)).toBe(true)
})
