import { readFileSync } from 'node:fs'
import { setImmediate as breathe } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { readListings } from '../../../adapters/amazon/listings-report.ts'
import { reportInstant } from '../../../adapters/amazon/report-instant.ts'
import type { Listing } from '../../../domain/amazon/types.ts'
import { sharedPath } from '../../support/shared.ts'
import { failureOf } from './scripted-amazon.ts'

const COLUMNS = [
  'item-name',
  'item-description',
  'listing-id',
  'seller-sku',
  'price',
  'quantity',
  'open-date',
  'Deprecated column',
  'product-id-type',
  'Deprecated column',
  'asin1',
  'product-id',
  'fulfilment-channel',
  'merchant-shipping-group',
  'status',
]
const ROW: Readonly<Record<string, string>> = {
  'item-name': 'Mug',
  'item-description': 'A mug',
  'listing-id': '0101ABCDEFG',
  'seller-sku': 'SKU-1',
  price: '12.49',
  quantity: '3',
  'open-date': '2024-03-05 10:00:00 GMT',
  'product-id-type': '1',
  asin1: 'B000000001',
  'product-id': 'B000000001',
  'fulfilment-channel': 'DEFAULT',
  status: 'Active',
}
const line = (changed: Readonly<Record<string, string>> = {}): string =>
  COLUMNS.map((name) => ({ ...ROW, ...changed })[name] ?? '').join('\t')

async function* pieces(text: string, length = 7): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length)
}

async function readAll(rows: readonly string[], currency = 'EUR', end = '\r\n') {
  const { listings, count } = readListings(pieces([COLUMNS.join('\t'), ...rows].join(end)), { currency })
  const all: Listing[] = []
  for await (const listing of listings) all.push(listing)
  return { all, count }
}

const MUG: Listing = {
  sku: 'SKU-1',
  asin: 'B000000001',
  title: 'Mug',
  price: { minor: 1249, currency: 'EUR' },
  quantity: 3,
  fulfilment: 'merchant',
  status: 'active',
  openedAt: '2024-03-05T10:00:00.000Z',
}

test.each(['\n', '\r\n'])('a listing is read, whatever ends its line', async (end) => {
  expect((await readAll([line(), ''], 'EUR', end)).all).toEqual([MUG])
})

test('what Amazon leaves out is left out', async () => {
  const { all } = await readAll([
    line({ price: '', quantity: '', 'fulfilment-channel': 'AMAZON_EU', 'open-date': '', status: 'Brand new' }),
  ])
  expect(all).toEqual([{ sku: 'SKU-1', asin: 'B000000001', title: 'Mug', fulfilment: 'amazon', status: 'other' }])
})

test.each(['27" monitor arm', '"Best" mug – "new"', '"never closed', 'a \rb', '“quoted”', "l'eau"])(
  'a title is as it is: %s',
  async (title) => {
    expect((await readAll([line({ 'item-name': title }), line()])).all).toEqual([{ ...MUG, title }, MUG])
  },
)

test.each([
  ['item-name', 'a\tb\tc', 'a b c'],
  ['item-name', '\tb', 'b'],
])('a tab in a %s makes no listing bad', async (column, text, title) => {
  const { all, count } = await readAll([line({ [column]: text }), line()])
  expect(all).toEqual([{ ...MUG, title }, MUG])
  expect(count).toEqual({ listings: 2, bad: {}, examples: [] })
})

test('a tab in a description keeps SKU, price and ASIN where they belong', async () => {
  const { all } = await readAll([line({ 'item-description': 'a\tb' })])
  expect(all).toMatchObject([{ sku: 'SKU-1', asin: 'B000000001', price: { minor: 1249 }, status: 'active' }])
})

test('lines that are no listing are counted by why, and the first of them named', async () => {
  const bad = [
    line({ 'seller-sku': '' }),
    line({ asin1: 'nonsense' }),
    line({ price: 'free' }),
    line({ price: '12.495' }),
    line({ quantity: '-1' }),
    line({ quantity: 'many' }),
    line({ 'fulfilment-channel': '' }),
    'cut\toff',
    `${line()}\ttoo\tmany`,
  ]
  const { all, count } = await readAll([line(), ...bad, line()])
  expect(all).toHaveLength(2)
  expect(count).toMatchObject({ listings: 2, bad: { sku: 1, asin: 1, price: 2, quantity: 2, fulfilment: 1, columns: 2 } })
  expect(count.examples.slice(0, 2)).toEqual([
    { line: 3, why: 'sku' },
    { line: 4, why: 'asin' },
  ])
})

test('an incomplete listing may have its ASIN as product id alone', async () => {
  const { all } = await readAll([line({ asin1: '', status: 'Incomplete' })])
  expect(all).toMatchObject([{ asin: 'B000000001', status: 'incomplete' }])
})

test('an incomplete listing without an ASIN is a listing all the same; one for sale is not', async () => {
  const none = { asin1: '', 'product-id': '', 'product-id-type': '' }
  const { all, count } = await readAll([line({ ...none, status: 'Incomplete' }), line({ ...none, status: 'Active' })])
  expect(all).toMatchObject([{ sku: 'SKU-1', status: 'incomplete' }])
  expect(all[0]).not.toHaveProperty('asin')
  expect(count).toMatchObject({ listings: 1, bad: { asin: 1 } })
})

test('prices are integers of the currency, by their decimals', async () => {
  const { all } = await readAll([line({ price: '1249' }), line({ price: '980.00' })], 'JPY')
  expect(all.map(({ price }) => price?.minor)).toEqual([1249, 980])
  expect((await readAll([line({ price: '12,5' }), line({ price: '0.07' })])).all.map(({ price }) => price?.minor)).toEqual([1250, 7])
})

test('a header alone is an account without listings', async () => {
  expect(await readAll([])).toEqual({ all: [], count: { listings: 0, bad: {}, examples: [] } })
})

test.each([
  ['', 'it is empty'],
  ['商品名\t出品者SKU\t価格\n', 'columns are missing: item-name, seller-sku, asin1'],
  ['item-name\tseller-sku\tasin1\tprice\tquantity\tfulfillment-channel\n', 'columns are missing: status;'],
  [`${COLUMNS.join('\t')}\n${'a'.repeat(1_100_000)}\n`, 'a line is longer'],
])('a report that cannot be read says why', async (text, why) => {
  const reading = async () => {
    for await (const _ of readListings(pieces(text, 60_000), { currency: 'EUR' }).listings);
  }
  const failure = await failureOf(reading())
  expect(failure).toMatchObject({ code: 'malformed_report', retryable: false })
  expect(String(failure)).toContain(why)
})

test('what interrupts the text interrupts the reading', async () => {
  const mine = new Error('cut')
  const cut = async function* () {
    yield `${COLUMNS.join('\t')}\n${line()}\n`
    throw mine
  }
  const reading = async () => {
    for await (const _ of readListings(cut(), { currency: 'EUR' }).listings);
  }
  expect(await failureOf(reading())).toBe(mine)
})

const REPORTS = sharedPath('data/reports/headers.json')

test.skipIf(REPORTS === undefined)("Amazon's known headers of the report have all columns that are needed", async () => {
  const headers = JSON.parse(readFileSync(REPORTS ?? '', 'utf8')) as Record<string, string[]>
  const header = headers.GET_MERCHANT_LISTINGS_ALL_DATA ?? []
  const row = header.map((name) => ROW[name.replace('fulfillment', 'fulfilment')] ?? '')
  const { listings } = readListings(pieces(`${header.join('\t')}\r\n${row.join('\t')}\r\n`), { currency: 'EUR' })
  const all: Listing[] = []
  for await (const listing of listings) all.push(listing)
  expect(all).toEqual([MUG])
})

test('two hundred thousand rows take no more room than a few', async () => {
  const title = 'x'.repeat(150)
  let peak = 0
  const many = async function* () {
    yield `${COLUMNS.join('\t')}\n`
    for (let chunk = 0; chunk < 2_000; chunk += 1) {
      yield Array.from({ length: 100 }, (_, row) => `${line({ 'item-name': title, 'seller-sku': `SKU-${chunk}-${row}` })}\n`).join('')
      if (chunk % 100 === 0) await breathe()
    }
  }
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const kept = (): number => {
    collect()
    return process.memoryUsage().heapUsed
  }
  const before = kept()
  const { listings, count } = readListings(many(), { currency: 'EUR' })
  let seen = 0
  for await (const _ of listings) {
    seen += 1
    if (seen % 20_000 === 0) peak = Math.max(peak, kept() - before)
  }
  expect({ seen, bad: count.bad }).toEqual({ seen: 200_000, bad: {} })
  expect(peak / 2 ** 20).toBeLessThan(20)
})

test.each([
  ['2024-03-05 10:00:00 PST', '2024-03-05T18:00:00.000Z'],
  ['2024-07-05 10:00:00 PDT', '2024-07-05T17:00:00.000Z'],
  ['05/03/2024 10:00:00 MET', '2024-03-05T09:00:00.000Z'],
  ['05/07/2024 10:00:00 MEST', '2024-07-05T08:00:00.000Z'],
  ['05/07/2024 10:00:00 BST', '2024-07-05T09:00:00.000Z'],
  ['2024/03/05 10:00:00 JST', '2024-03-05T01:00:00.000Z'],
  ['2024-03-05T10:00:00+05:30', '2024-03-05T04:30:00.000Z'],
  ['2024-03-05T10:00:00Z', '2024-03-05T10:00:00.000Z'],
  ['2024-03-05 10:00:00 XYZ', undefined],
  ['2024-13-05 10:00:00 PST', undefined],
  ['', undefined],
  ['yesterday', undefined],
])('the date of a report %s is %s', (text, instant) => {
  expect(reportInstant(text)).toBe(instant)
})
