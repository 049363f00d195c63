import { expect, test } from 'vitest'
import { profitOf } from '../../../domain/pricing/bounds.ts'
import { appetiteAt } from '../../../sandbox/market/demand.ts'
import { drawMarket, type Market } from '../../../sandbox/market/market.ts'
import { START_PLACES, startPlaceOf } from '../../../sandbox/market/private-label.ts'
import { DAY } from '../../../sandbox/market/scene.ts'
import { driftAt } from '../../../sandbox/market/worth.ts'

const MARKETS = Array.from({ length: 300 }, (_, number) => drawMarket(`label/${number}`, { privateLabel: { rivals: number % 2 === 1 } }))

/** The landed price between half and twice the usual one at which most is earned. */
function best(of: (landed: number) => number, { own }: Market): number {
  const prices = Array.from({ length: 301 }, (_, step) => own.usual * (0.5 + step / 200))
  return prices.reduce((most, price) => (of(price) > of(most) ? price : most))
}

test('revenue and profit are best at a price that is neither the least nor the most, profit at the dearer one', () => {
  for (const market of MARKETS) {
    const { own, demand } = market
    const { costs, listing } = own.terms
    const revenue = best((landed) => (landed - listing.shipping) * appetiteAt(landed, demand), market)
    const profit = best((landed) => profitOf(landed - listing.shipping, costs) * appetiteAt(landed, demand), market)
    expect(profit / own.usual).toBeCloseTo(1, 1)
    expect(revenue).toBeGreaterThan(0.5 * own.usual)
    expect(revenue).toBeLessThan(profit)
  }
})

test('starts lie on both sides of the price that earns most, within what the seller allows and above what it costs him', () => {
  const places = MARKETS.map(({ own }) => startPlaceOf(own))
  for (const place of START_PLACES) expect(places.filter((each) => each === place).length, place).toBeGreaterThan(40)
  for (const { own } of MARKETS) {
    const { min, max, costs } = own.terms
    expect(own.start).toBeGreaterThanOrEqual(min)
    expect(max).toBeGreaterThan(own.start)
    expect(profitOf(own.start, costs)).toBeGreaterThan(0)
  }
})

test('demand grows in about as many markets as it shrinks in, and the same goods have rivals or none', () => {
  const after = MARKETS.map(({ demand }) => driftAt(demand.drift!, 60 * DAY))
  expect(after.filter((drift) => drift > 1).length / after.length).toBeGreaterThan(0.4)
  expect(after.filter((drift) => drift > 1).length / after.length).toBeLessThan(0.6)
  const [alone, among] = [false, true].map((rivals) => drawMarket('label/1', { privateLabel: { rivals } }))
  expect(among).toEqual({ ...alone, rivals: among?.rivals })
  expect([alone?.rivals.length, (among?.rivals.length ?? 0) > 0]).toEqual([0, true])
})
