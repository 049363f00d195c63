import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boundsOf, costFloor, profitAt, raiseCeiling, withEnding } from '../../../domain/pricing/bounds.ts'
import type { Step } from '../../../domain/pricing/trace.ts'
import { configOf, snapshotOf } from './market.ts'

const costs = { unit: 500, fees: 300, referral: 1_500, vat: 1_900 }
const profit = (price: number, { unit, fees, referral, vat }: typeof costs): number =>
  price / (1 + vat / 10_000) - (referral * price) / 10_000 - unit - fees

test('the floor is the least price at which nothing is lost, and one cent less loses', () => {
  expect(costFloor(costs)).toBe(1_159)
  fc.assert(
    fc.property(
      fc.record({ unit: fc.nat(50_000), fees: fc.nat(5_000), referral: fc.nat(4_500), vat: fc.nat(2_700) }),
      fc.nat(10_000),
      (drawn, margin) => {
        const floor = costFloor({ ...drawn, margin }) ?? 0
        expect(profit(floor, drawn)).toBeGreaterThanOrEqual(margin - 1e-6)
        if (floor > 0) expect(profit(floor - 1, drawn)).toBeLessThan(margin)
      },
    ),
  )
})

test('a price that pays to the cent is the floor itself', () => {
  expect(costFloor({ unit: 500, fees: 20, referral: 0, vat: 0 })).toBe(520)
})

test('what is left over is the price without tax, less referral fee, costs and fees, and never less than nothing', () => {
  expect(profitAt(1_190, costs)).toBeCloseTo(1_000 - 178.5 - 800)
  expect(profitAt(1_000, costs)).toBe(0)
})

test('a margin may be a part of the price without tax; of both the higher floor counts', () => {
  const rate = costFloor({ ...costs, marginRate: 2_000 }) ?? 0
  expect(profit(rate, costs)).toBeGreaterThanOrEqual((0.2 * rate) / 1.19 - 1e-6)
  expect(costFloor({ ...costs, marginRate: 2_000, margin: 5_000 })).toBe(costFloor({ ...costs, margin: 5_000 }))
})

test('where fees and tax eat everything, no price pays', () => {
  expect(costFloor({ ...costs, referral: 9_000 })).toBeUndefined()
  expect(costFloor({ ...costs, marginRate: 9_000 })).toBeUndefined()
  expect(costFloor({ ...costs, referral: 10_000, vat: 0 })).toBeUndefined()
})

test.each([
  [{ min: null }, 'no_minimum'],
  [{ max: null }, 'no_maximum'],
  [{ min: 1_500, max: 1_499 }, 'minimum_above_maximum'],
  [{ min: 0 }, 'bounds_are_no_prices'],
  [{ max: Number.NaN }, 'bounds_are_no_prices'],
  [{ min: 9.99 }, 'bounds_are_no_prices'],
  [{ costs: { ...costs, unit: 5_000 } }, 'costs_above_maximum'],
  [{ costs: { ...costs, referral: 9_000 } }, 'no_price_pays'],
])('with %j nothing is touched: %s', (fields, refused) => {
  expect(boundsOf(configOf(fields), [])).toEqual({ refused })
})

test('the floor is the higher of the minimum and what the costs say, and without costs that is said', () => {
  const [with_, without]: [Step[], Step[]] = [[], []]
  expect(boundsOf(configOf({ costs }), with_)).toEqual({ floor: 1_159, ceiling: 1_500 })
  expect(with_).toEqual([{ code: 'floor_by_costs', floor: 1_159 }])
  expect(boundsOf(configOf(), without)).toEqual({ floor: 800, ceiling: 1_500 })
  expect(without).toEqual([{ code: 'costs_unknown' }])
})

test.each([1_159, 1_200])('a minimum of %d is no lower than the costs, and nothing is said of them', (min) => {
  const steps: Step[] = []
  expect(boundsOf(configOf({ costs, min }), steps)).toEqual({ floor: min, ceiling: 1_500 })
  expect(steps).toEqual([])
})

test('one price may be minimum, maximum and what the costs say', () => {
  expect(boundsOf(configOf({ min: 1_000, max: 1_000 }), [])).toEqual({ floor: 1_000, ceiling: 1_000 })
  expect(boundsOf(configOf({ costs, max: 1_159 }), [])).toEqual({ floor: 1_159, ceiling: 1_159 })
})

test.each([
  [undefined, 399, 1_500],
  [1_700, 399, 1_301],
  [1_900, 399, 1_500],
])('a maximum of 15.00 with a price threshold of %j and shipping of %d stops raises at %d', (priceThreshold, shipping, ceiling) => {
  const look = snapshotOf([], 0, priceThreshold === undefined ? {} : { priceThreshold })
  expect(raiseCeiling(1_500, look, shipping)).toBe(ceiling)
})

test.each([
  [1_214, [99], 800, 1_500, 1_199],
  [1_214, [99], 1_200, 1_500, 1_299],
  [1_214, [99], 1_200, 1_250, 1_214],
  [1_299, [99, 49], 800, 1_500, 1_299],
  [1_260, [99, 49], 800, 1_500, 1_249],
  [1_214, [99], 1_199, 1_500, 1_199],
  [1_214, [99], 1_200, 1_299, 1_299],
  [1_214, [10], 1_212, 1_500, 1_310],
  [1_214, undefined, 800, 1_500, 1_214],
])('%d with endings %j between %d and %d is %d', (price, endings, floor, ceiling, ended) => {
  expect(withEnding(price, endings, floor, ceiling)).toBe(ended)
})
