import fc from 'fast-check'
import { expect, test } from 'vitest'
import { classifyGroups } from '../../../domain/profile/classify.ts'
import { buildGroups } from '../../../domain/profile/groups.ts'
import type { Candidate } from '../../../domain/profile/listings.ts'
import type { OfferReading } from '../../../domain/profile/offers.ts'
import { ASINS_PER_REQUEST, catalogueSample, nextOffers } from '../../../domain/profile/sampling.ts'
import { spreadOrder } from '../../../domain/profile/spread.ts'
import { asin, branded, listing, listings, OWN, read, summaryOf, unlisted, unreadable } from './builders.ts'

const candidate = fc.record({
  accountId: fc.constantFrom('a', 'b'),
  marketplaceId: fc.constantFrom('DE', 'FR'),
  asin: fc.integer({ min: 0, max: 200 }).map(asin),
  active: fc.boolean(),
  fulfilment: fc.constantFrom('amazon' as const, 'merchant' as const),
  price: fc.option(fc.record({ minor: fc.integer({ min: 0, max: 200_000 }), currency: fc.constant('EUR') })),
  listings: fc.constant(1),
}) satisfies fc.Arbitrary<Candidate>

/** A listing stands in one stratum only, so of an ASIN there is one candidate for each. */
const candidates = fc.uniqueArray(candidate, {
  selector: (one) => `${one.accountId}/${one.active}/${one.fulfilment}/${one.asin}`,
  maxLength: 120,
})

test('the order is the same however the candidates come, each ASIN once, active before inactive', () => {
  const pair = candidates.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })))
  fc.assert(
    fc.property(pair, ([all, shuffled]) => {
      const order = spreadOrder(all)
      expect(spreadOrder(shuffled)).toEqual(order)
      expect(new Set(order.map((one) => one.asin))).toEqual(new Set(all.map((one) => one.asin)))
      expect(order.length).toBe(new Set(all.map((one) => one.asin)).size)
      expect(order.map(({ active }) => active)).toEqual(order.map(({ active }) => active).sort((a, b) => Number(b) - Number(a)))
    }),
  )
})

test('the first ones show both fulfilments and the whole range of prices, the cheapest and the dearest, too', () => {
  const many = listings(3000).map((one, index) => ({ ...one, price: { minor: 500 + (index % 1000), currency: 'EUR' } }))
  const few = listings(12, {}, 5000).map((one, index) => ({
    ...one,
    fulfilment: index % 2 === 0 ? ('merchant' as const) : ('amazon' as const),
    price: { minor: index < 6 ? 99 : 250_000, currency: 'EUR' },
  }))
  const offers = catalogueSample(summaryOf([...many, ...few])).slice(0, ASINS_PER_REQUEST)
  expect(new Set(offers.map(({ fulfilment }) => fulfilment))).toEqual(new Set(['amazon', 'merchant']))
  const prices = offers.map(({ price }) => price?.minor ?? 0)
  expect([Math.min(...prices), Math.max(...prices)]).toEqual([99, 250_000])
})

test('the sample has both accounts to their full share, and inactive ASINs only behind all active ones', () => {
  const summary = summaryOf([
    ...listings(9000),
    ...listings(9000, { accountId: 'account-2' }, 20_000),
    ...listings(3000, { active: false }, 50_000),
  ])
  const order = catalogueSample(summary)
  expect(new Set(order.map((one) => one.asin)).size).toBe(2000 + 2000 + 200)
  const activeOf = (id: string) => order.filter(({ accountId, active }) => accountId === id && active)
  expect(['account-1', 'account-2'].map((id) => activeOf(id).length)).toEqual([2000, 2000])
  expect(order.slice(0, 4000).every(({ active }) => active)).toBe(true)
})

const groupsWith = (readings: readonly OfferReading[]) => {
  const all = [...listings(200), ...listings(100, { accountId: 'account-2' }, 500), ...listings(50, {}, 900)]
  const asinsFrom = (from: number, count: number) => listings(count, {}, from).map((one) => one.asin)
  const catalogue = new Map([
    ...branded(asinsFrom(0, 200), 'Acme'),
    ...branded(asinsFrom(500, 100), 'Bolt'),
    ...unlisted(asinsFrom(900, 50)),
  ])
  const groups = buildGroups({ summary: summaryOf(all), catalogue })
  return classifyGroups({ groups, readings, ownSellerIds: [OWN], company: null })
}

test('further offers are asked in turns of the groups, largest first, and each ASIN once', () => {
  const next = nextOffers({ groups: groupsWith([]), readings: [] })
  expect(next).toHaveLength(20)
  const numbers = next.map((one) => Number(one.asin.slice(1)))
  expect(numbers.slice(0, 5).every((n) => n < 200)).toBe(true)
  expect(numbers.slice(5, 10).every((n) => n >= 500 && n < 600)).toBe(true)
  expect(new Set(numbers).size).toBe(20)
  expect(nextOffers({ groups: groupsWith([]), readings: [], accountId: 'account-2', limit: 7 }).map(({ accountId }) => accountId)).toEqual(
    Array.from({ length: 7 }, () => 'account-2'),
  )
})

/** Asks on until there is nothing left to ask. */
const askAll = (others: (asin: string) => OfferReading) => {
  const readings: OfferReading[] = []
  for (let batch = 0; batch < 100; batch += 1) {
    const next = nextOffers({ groups: groupsWith(readings), readings })
    if (next.length === 0) break
    readings.push(...next.map((one) => others(one.asin)))
  }
  return { readings, groups: groupsWith(readings) }
}

test('where it is clear at once it stops at once, and what has no brand is not asked about', () => {
  const { readings, groups } = askAll((one) => read(one, Number(one.slice(1)) < 200 ? 0 : 6))
  expect(groups.map(({ kind }) => kind)).toEqual(['private_label', 'trade_goods', 'unknown'])
  expect(readings.length).toBeLessThanOrEqual(20)
})

test('where nothing can be read or nothing gets clear it ends all the same', () => {
  const dark = askAll(unreadable)
  expect(dark.readings).toHaveLength(80)
  expect(dark.groups.map(({ evidence: { code, moreSamples } }) => [code, moreSamples])).toEqual([
    ['offers_unreadable', null],
    ['offers_unreadable', null],
    ['no_catalogue_data', null],
  ])
  const even = askAll((one) => read(one, Number(one.slice(1)) % 4 === 0 ? 1 : 0))
  expect(even.readings.length).toBeLessThanOrEqual(80)
})

test('nothing listed, nothing asked', () => {
  expect(catalogueSample(summaryOf([]))).toEqual([])
  expect(nextOffers({ groups: [], readings: [] })).toEqual([])
  expect(catalogueSample(summaryOf([listing({ asin: null })]))).toEqual([])
})
