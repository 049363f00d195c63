import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDistinctCounter } from '../../../domain/profile/distinct-counter.ts'
import type { ListedItem } from '../../../domain/profile/listings.ts'
import { asin, DE, listing, listings, summaryOf } from './builders.ts'

const FR = 'A13V1IB3VIYZZH'

test('items count per marketplace, SKUs once over all of them and once for each account', () => {
  const summary = summaryOf([
    ...listings(3),
    ...listings(2, { marketplaceId: FR, active: false }),
    listing({ accountId: 'account-2', fulfilment: 'merchant' }),
    listing({ sku: 'draft', asin: null, active: false }),
  ])
  expect(summary).toMatchObject({
    skus: 5,
    items: 7,
    active: 4,
    marketplaces: [
      { id: DE, items: 5, active: 4, inactive: 1 },
      { id: FR, items: 2, active: 0, inactive: 2 },
    ],
    fulfilment: { amazon: 3, merchant: 1 },
    withoutAsin: { active: 0, inactive: 1 },
  })
})

test('nothing listed is a summary of nothing', () => {
  expect(summaryOf([])).toEqual({
    skus: 0,
    items: 0,
    active: 0,
    marketplaces: [],
    fulfilment: { amazon: 0, merchant: 0 },
    prices: [],
    withoutAsin: { active: 0, inactive: 0 },
    strata: [],
  })
})

test('price ranges are of active items, per currency, without placeholders of nothing', () => {
  const prices = [1000, 2000, 3000, 0].map((minor, index) => listing({ sku: `s${index}`, price: { minor, currency: 'EUR' } }))
  const yen = listing({ sku: 'jp', price: { minor: 1980, currency: 'JPY' } })
  const idle = listing({ sku: 'old', active: false, price: { minor: 1, currency: 'EUR' } })
  const [eur, jpy] = summaryOf([...prices, yen, idle, listing({ sku: 'none', price: null })]).prices
  expect(eur).toMatchObject({ currency: 'EUR', items: 3, lowest: 1000, highest: 3000 })
  expect(Math.abs((eur?.median ?? 0) - 2000)).toBeLessThan(100)
  expect(jpy).toEqual({ currency: 'JPY', items: 1, lowest: 1980, median: 1980, highest: 1980 })
})

const drawn = fc.record({
  accountId: fc.constantFrom('a', 'b'),
  marketplaceId: fc.constantFrom(DE, FR),
  sku: fc.integer({ min: 0, max: 40 }).map((n) => `sku-${n}`),
  asin: fc.option(fc.integer({ min: 0, max: 30 }).map(asin)),
  active: fc.boolean(),
  fulfilment: fc.constantFrom('amazon' as const, 'merchant' as const),
  price: fc.option(fc.record({ minor: fc.integer({ min: 0, max: 1_000_000 }), currency: fc.constantFrom('EUR', 'GBP') })),
})
// Amazon lists a SKU once in a marketplace.
const stream = fc.uniqueArray(drawn, {
  selector: ({ accountId, marketplaceId, sku }) => `${accountId}/${marketplaceId}/${sku}`,
  maxLength: 80,
})

test('the order of the stream does not matter', () => {
  const pair = stream.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })))
  fc.assert(
    fc.property(pair, ([all, shuffled]) => {
      expect(summaryOf(shuffled)).toEqual(summaryOf(all))
    }),
  )
})

test('every item is in a marketplace and in a stratum or without an ASIN', () => {
  fc.assert(
    fc.property(stream, (all) => {
      const { items, skus, strata, withoutAsin, marketplaces } = summaryOf(all)
      const inStrata = strata.reduce((sum, one) => sum + one.listings, 0)
      expect(inStrata + withoutAsin.active + withoutAsin.inactive).toBe(all.length)
      expect(marketplaces.reduce((sum, one) => sum + one.items, 0)).toBe(items)
      expect(skus).toBe(new Set(all.map((one) => `${one.accountId}/${one.sku}`)).size)
      for (const { candidates, listings } of strata) expect(candidates.reduce((sum, one) => sum + one.listings, 0)).toBe(listings)
    }),
  )
})

/** Two marketplaces of 60,000 SKUs, active and inactive, both fulfilments; or the same backwards. */
function* large(backwards = false): Generator<ListedItem> {
  for (let step = 0; step < 120_000; step += 1) {
    const at = backwards ? 119_999 - step : step
    const index = at % 60_000
    yield listing({
      marketplaceId: at < 60_000 ? DE : FR,
      sku: `sku-${index}`,
      asin: asin(index),
      active: index % 3 > 0,
      fulfilment: index % 100 === 1 ? 'merchant' : 'amazon',
    })
  }
}

test('of 120,000 listings all are counted, a bounded sample is kept, and it is the same in any order', () => {
  const summary = summaryOf(large())
  expect(summary).toMatchObject({ skus: 60_000, items: 120_000, active: 80_000 })
  const kept = summary.strata.flatMap(({ candidates }) => candidates)
  expect(kept.length).toBeLessThanOrEqual(4400)
  expect(summary.strata.map(({ active, fulfilment }) => `${active}/${fulfilment}`).sort()).toEqual([
    'false/amazon',
    'false/merchant',
    'true/amazon',
    'true/merchant',
  ])
  expect(kept.every(({ listings }) => listings === 2)).toBe(true)
  expect(summaryOf(large(true))).toEqual(summary)
})

test('texts are counted once, however often they come and however the table grows', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 200 }), (texts) => {
      const counter = createDistinctCounter()
      for (const text of [...texts, ...texts]) counter.add(text)
      expect(counter.count()).toBe(new Set(texts).size)
    }),
  )
  const counter = createDistinctCounter()
  for (let index = 0; index < 200_000; index += 1) counter.add(`account/SKU-${index % 150_000}`)
  expect(counter.count()).toBe(150_000)
})
