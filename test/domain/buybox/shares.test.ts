import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fbaFirst, incumbentElseFba, lowestLanded } from '../../../domain/buybox/baselines.ts'
import { createEvaluation } from '../../../domain/buybox/evaluation.ts'
import type { BuyBoxOffer } from '../../../domain/buybox/offers.ts'
import { buyBoxShares, likeliest } from '../../../domain/buybox/shares.ts'

const offer = (fields: Partial<BuyBoxOffer> = {}): BuyBoxOffer => ({ sellerId: 'A', landed: 1_190, fba: true, ...fields })
const priced = (fields: Partial<BuyBoxOffer> = {}) => ({ ...offer(fields), price: fields.landed ?? 1_190 })

const anyOffer = fc.record({
  sellerId: fc.constantFrom('A', 'B', 'C', 'D', ''),
  landed: fc.integer({ min: 0, max: 1_000_000 }),
  fba: fc.boolean(),
  feedback: fc.option(fc.record({ count: fc.nat(300_000), positivePercent: fc.nat(100) }), { nil: undefined }),
  maximumHours: fc.option(fc.nat(1_300), { nil: undefined }),
  retail: fc.boolean(),
}) as fc.Arbitrary<BuyBoxOffer>
const anyOffers = fc.array(anyOffer, { minLength: 1, maxLength: 20 })

test('shares are from 0 to 1 and add up to 1, whatever is offered', () => {
  fc.assert(
    fc.property(anyOffers, fc.option(fc.constantFrom('A', 'B', 'Z'), { nil: undefined }), (offers, holder) => {
      const shares = buyBoxShares(offers, holder)
      expect(shares).toHaveLength(offers.length)
      for (const share of shares) expect(share >= 0 && share <= 1).toBe(true)
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
    }),
  )
  expect(buyBoxShares([])).toEqual([])
})

test('who becomes cheaper never loses share by it, and who becomes dearer never wins any', () => {
  fc.assert(
    fc.property(anyOffers, fc.nat(), fc.integer({ min: 1, max: 100_000 }), (offers, pick, by) => {
      const own = pick % offers.length
      const at = (landed: number) => buyBoxShares(offers.map((one, index) => (index === own ? { ...one, landed } : one)))[own] ?? 0
      const { landed } = offers[own] as BuyBoxOffer
      expect(at(landed)).toBeGreaterThanOrEqual(at(landed + by) - 1e-12)
    }),
  )
})

test('a currency without decimals makes no difference: only how prices stand to each other counts', () => {
  const euros = [offer({ landed: 1_000 }), offer({ sellerId: 'B', landed: 1_100, fba: false })]
  const yen = euros.map((one) => ({ ...one, landed: one.landed * 130 }))
  const [a = 0] = buyBoxShares(euros)
  expect(buyBoxShares(yen)[0]).toBeCloseTo(a, 12)
})

test('Amazon’s fulfilment, a holder, good ratings, promptness and Amazon itself each help', () => {
  const share = (fields: Partial<BuyBoxOffer>, holder?: string) => buyBoxShares([offer(fields), offer({ sellerId: 'B' })], holder)[0] ?? 0
  expect(share({})).toBeCloseTo(0.5, 9)
  expect(share({ fba: false })).toBeLessThan(0.2)
  expect(share({}, 'A')).toBeGreaterThan(0.85)
  expect(share({}, 'Z')).toBeCloseTo(0.5, 9) // who offers no more holds nothing
  expect(share({ feedback: { count: 5_000, positivePercent: 99 } })).toBeGreaterThan(0.6)
  expect(share({ feedback: { count: 2, positivePercent: 0 } })).toBeGreaterThan(0.48) // two ratings say little
  expect(share({ maximumHours: 96 })).toBeLessThan(0.35)
  expect(share({ retail: true })).toBeGreaterThan(0.6)
})

test('of equals the first in the list is named, and nobody of none', () => {
  expect(likeliest([0.25, 0.5, 0.5])).toBe(1)
  expect(likeliest([])).toBe(-1)
})

test('what everybody guesses: the lowest price, FBA first, whoever had it', () => {
  const offers = [
    priced({ landed: 1_200 }),
    priced({ sellerId: 'B', landed: 1_090, fba: false }),
    priced({ sellerId: 'C' }),
    priced({ sellerId: 'D' }),
  ]
  expect([lowestLanded(offers), fbaFirst(offers)]).toEqual([1, 2])
  expect([incumbentElseFba(offers, 'A'), incumbentElseFba(offers, 'Z'), incumbentElseFba(offers, undefined)]).toEqual([0, 2, 2])
  expect(fbaFirst([priced({ fba: false, landed: 5 }), priced({ sellerId: 'B', fba: false, landed: 4 })])).toBe(1)
})

test('an evaluation counts each market, knows who had it before, and nothing later', () => {
  const evaluation = createEvaluation()
  const [one, two] = [priced(), priced({ sellerId: 'B' })] // equals: alone the first is named
  evaluation.add({ asin: 'X', offers: [one, two], winner: 1 })
  evaluation.add({ asin: 'X', offers: [one, two], winner: 1 })
  evaluation.add({ asin: 'Y', offers: [one, two], winner: 0 })
  const {
    markets,
    top1,
    sequentialTop1,
    fbaFirst: fba,
    incumbentElseFba: incumbent,
    lowestLanded: lowest,
    logLoss,
    ece,
  } = evaluation.result()
  expect({ markets, top1, sequentialTop1, fba, incumbent, lowest }).toEqual({
    markets: 3,
    top1: 1 / 3,
    sequentialTop1: 2 / 3,
    fba: 1 / 3,
    incumbent: 2 / 3,
    lowest: 1 / 3,
  })
  expect(logLoss).toBeCloseTo(Math.LN2, 9)
  expect(ece).toBeCloseTo(0.5 - 1 / 3, 9)
  expect(createEvaluation().result()).toMatchObject({ markets: 0, top1: 0, logLoss: 0, ece: 0 })
})
