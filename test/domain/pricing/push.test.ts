import fc from 'fast-check'
import { expect, test } from 'vitest'
import { heardOf, type Sale, unitsSince } from '../../../domain/pricing/sales.ts'
import { codes, configOf, HOUR, MINUTE, marketOf, NOW } from './market.ts'
import { runsOf } from './runs.ts'
import { daily, dime, push, shop } from './shop.ts'

test('four events, each five units, ten cents: one after the other, and no more than these', () => {
  const { look, sell, world } = shop(push({ steps: [1, 2, 3, 4].map(() => ({ units: 5, change: dime })) }))
  look()
  const prices: number[] = []
  for (let unit = 1; unit <= 25; unit += 1) {
    sell(1)
    look()
    prices.push(world.price)
  }
  expect([4, 5, 9, 10, 15, 20, 25].map((units) => prices[units - 1])).toEqual([1_000, 1_010, 1_010, 1_020, 1_030, 1_040, 1_040])
})

test('an order of twelve takes two steps at once, and its rest counts for the third', () => {
  const { look, sell, world } = shop(push({ steps: [1, 2, 3].map(() => ({ units: 5, change: dime })) }))
  look()
  sell(12)
  expect(look().decision).toMatchObject({ action: 'change', price: 1_020, why: 'push' })
  sell(3)
  look()
  expect(world.price).toBe(1_030)
})

test('what is cancelled does not count, and what it had led to is not done twice', () => {
  const { look, sell, world } = shop(push({ steps: [1, 2].map(() => ({ units: 5, change: dime })) }))
  look()
  const five = sell(5)
  look()
  expect(world.price).toBe(1_010)
  world.sales.push({ ...five, cancelled: 5 }, { ...five, cancelled: 5 }, five) // told twice, and then the old tale again
  sell(5)
  look()
  expect(world.price).toBe(1_010) // five in all: the first step has had them
  sell(5)
  look()
  expect(world.price).toBe(1_020)
})

test('orders of other SKUs count by ASIN alone, and businesses and consumers where that is asked', () => {
  const sales = [
    { id: 'a', sku: 'SKU-1', at: 10, units: 3, cancelled: 1, business: false },
    { id: 'b', sku: 'SKU-2', at: 10, units: 5, cancelled: 0, business: true },
    { id: 'c', sku: 'SKU-1', at: 9, units: 100, cancelled: 0, business: false },
  ]
  const of = (countBy: 'sku' | 'asin', buyers: 'all' | 'consumers' | 'businesses') => unitsSince(sales, 10, 'SKU-1', { countBy, buyers })
  expect([of('sku', 'all'), of('asin', 'all'), of('asin', 'consumers'), of('asin', 'businesses')]).toEqual([2, 7, 2, 5])
})

test('in windows: up as soon as it sells well, down at the end where it does not, in each but once, down to the minimum', () => {
  const window = { hours: 24, up: { units: 5, change: { rate: 500 } }, down: { units: 1, change: { rate: -1_000 } } }
  const { look, sell, world } = shop(push({ window }), { min: 950 })
  look()
  sell(5)
  expect(look().decision).toMatchObject({ price: 1_050 })
  expect(codes(look(23 * HOUR))).not.toContain('sells_badly')
  sell(1)
  expect(codes(look(2 * HOUR))).toContain('sells_badly')
  expect(world.price).toBe(950) // 10 % of 10.50 would be 9.45: the minimum
  expect(codes(look(HOUR))).not.toContain('sells_badly')
  sell(3)
  look(24 * HOUR) // neither well nor badly
  expect(world.price).toBe(950)
})

test('steps come before windows; what is left of their units counts for the first window', () => {
  const window = { hours: 24, up: { units: 4, change: dime } }
  const { look, sell, world } = shop(push({ steps: [{ units: 5, change: dime }], window }))
  look(48 * HOUR)
  sell(7)
  look()
  expect(world.price).toBe(1_010)
  sell(2)
  look()
  expect(world.price).toBe(1_020)
})

test('a window in which there was nothing to sell says nothing, and nothing gets cheaper while there is none', () => {
  const window = { hours: 24, down: { units: 0, change: { rate: -1_000 } } }
  const { look, world } = shop(push({ window }))
  look()
  world.stock = 0
  look(HOUR)
  world.stock = 50
  expect(codes(look(24 * HOUR))).toContain('nothing_to_sell')
  expect(world.price).toBe(1_000)
  expect(codes(look(24 * HOUR))).toContain('sells_badly')
  expect(world.price).toBe(900)
})

test('low stock raises once, until there is more again', () => {
  const { look, world } = shop(push({ lowStock: { units: 10, change: { rate: 1_000 } } }))
  look()
  for (const [stock, price] of [
    [11, 1_000],
    [10, 1_100],
    [3, 1_100],
    [60, 1_100],
    [9, 1_210],
  ] as const) {
    world.stock = stock
    look()
    expect(world.price).toBe(price)
  }
})

test('a raise that loses the Buy Box is taken back where that is asked, else it stays', () => {
  for (const [keepBuyBox, price] of [
    [true, 1_000],
    [false, 1_200],
  ] as const) {
    const { look, sell, world } = shop(push({ keepBuyBox, steps: [{ units: 5, change: { amount: 200 } }] }), { ours: false })
    look()
    sell(5)
    look()
    expect(world.price).toBe(1_200)
    world.ours = false
    const lost = look()
    expect(codes(lost).includes('lost')).toBe(keepBuyBox)
    expect(world.price).toBe(price)
  }
})

test('who never had the Buy Box has none to keep', () => {
  const { look, sell, world } = shop(push({ keepBuyBox: true, steps: [{ units: 5, change: { amount: 200 } }] }), { ours: false })
  world.ours = false
  look()
  sell(5)
  look()
  look()
  expect(world.price).toBe(1_200)
})

test('a day begins at its start price; after twenty units it is half a euro more, after twenty more another', () => {
  const steps = [1, 2].map(() => ({ units: 20, change: { amount: 50 } }))
  const { look, sell, world } = shop(daily({ steps }))
  look()
  sell(40)
  look()
  expect(world.price).toBe(1_100)
  const night = look(13 * HOUR) // eleven at night in Berlin: NOW is ten in the morning
  expect([night.decision.price, codes(night).includes('new_day')]).toEqual([1_100, false])
  const morning = look(2 * HOUR)
  expect(codes(morning)).toContain('new_day')
  expect(world.price).toBe(1_000)
  sell(20)
  look()
  expect(world.price).toBe(1_050) // yesterday's forty do not count
})

test('daily steps may go down, and by per cent of the price that they find', () => {
  const down = shop(
    daily({
      start: 3_900,
      steps: [
        { units: 50, change: { amount: -500 } },
        { units: 50, change: { amount: -400 } },
      ],
    }),
    { start: 3_900 },
  )
  down.look()
  down.sell(100)
  down.look()
  expect(down.world.price).toBe(3_120) // 30.00 is wished for, a fifth is the most of one change
  down.look()
  expect(down.world.price).toBe(3_000)
  const up = shop(
    daily({
      start: 4_000,
      steps: [
        { units: 20, change: { rate: 1_000 } },
        { units: 20, change: { rate: 1_000 } },
      ],
    }),
    { start: 4_000 },
  )
  up.look()
  up.sell(40)
  up.look()
  up.look()
  expect(up.world.price).toBe(4_840)
})

test.each([
  ['a day of 23 hours', '2026-03-28T22:59:00Z', '2026-03-29T22:00:00Z', 23],
  ['a day of 25 hours', '2026-10-24T21:59:00Z', '2026-10-25T23:00:00Z', 25],
])('%s in Berlin ends when its clocks say so', (_, before, end, hours) => {
  const { look, world } = shop(daily({ steps: [] }))
  world.now = Date.parse(before)
  look(0)
  const begun = look(2 * MINUTE)
  expect(codes(begun)).toContain('new_day')
  expect(begun.state.push?.until).toBe(Date.parse(end))
  expect((begun.state.push!.until! - begun.state.push!.since) / HOUR).toBe(hours)
})

test('nights in which nobody looked are caught up once', () => {
  const { look, sell, world } = shop(daily({ steps: [{ units: 1, change: dime }] }))
  look()
  sell(1)
  look()
  expect(world.price).toBe(1_010)
  expect(codes(look(3 * 24 * HOUR)).filter((code) => code === 'new_day')).toHaveLength(1)
  expect(world.price).toBe(1_000)
  expect(codes(look())).not.toContain('new_day')
})

test('a changed rule goes on from its price, unless it is to start somewhere else', () => {
  const { look, sell, world } = shop(push({ steps: [{ units: 5, change: { amount: 100 } }] }))
  look()
  sell(5)
  look()
  expect(world.price).toBe(1_100)
  for (const [strategy, price] of [
    [push({ version: 2, steps: [{ units: 9, change: dime }] }), 1_100],
    [push({ version: 3, start: 1_300 }), 1_300],
  ] as const) {
    const next = marketOf(world.price, { config: configOf({ strategy, min: 500, max: 5_000 }), rivals: [], ours: () => true })
    Object.assign(next.world, { state: world.state, now: world.now, beside: world.beside })
    next.look()
    next.look()
    expect(next.world.price).toBe(price)
  }
})

test('without a count of sales nothing is touched', () => {
  const { look } = marketOf(1_200, { config: configOf({ strategy: push() }), rivals: [], ours: () => true })
  const decided = look()
  expect([decided.decision.action, codes(decided).at(-1)]).toEqual(['keep', 'sales_unknown'])
})

const anySale = fc.record({ order: fc.nat(12), units: fc.integer({ min: 1, max: 9 }), cancelled: fc.nat(12), business: fc.boolean() })

test('however mixed up and often orders are heard of, the same units count, and the same steps are taken', () => {
  fc.assert(
    fc.property(fc.array(anySale, { maxLength: 30 }), fc.infiniteStream(fc.nat()), (drawn, random) => {
      const heard = drawn.map(({ order, ...fields }): Sale => ({ id: `o-${order}`, sku: 'SKU-1', at: NOW + order * MINUTE, ...fields }))
      const mixed = [...heard, ...heard.slice(0, 5)]
        .map((sale) => ({ sale, rank: random.next().value }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ sale }) => sale)
      const counted = { countBy: 'sku', buyers: 'all' } as const
      expect(unitsSince(mixed, NOW, 'SKU-1', counted)).toBe(unitsSince(heard, NOW, 'SKU-1', counted))
      const known = new Map<string, Sale>()
      for (const sale of mixed) known.set(sale.id, heardOf(known.get(sale.id), sale))
      expect(unitsSince([...known.values()], NOW, 'SKU-1', counted)).toBe(unitsSince(heard, NOW, 'SKU-1', counted))
      const priceAfter = (sales: readonly Sale[]) => {
        const { look, world } = shop(push({ steps: [1, 2, 3, 4, 5, 6].map(() => ({ units: 5, change: dime })) }))
        look()
        world.sales = [...sales].map((sale) => ({ ...sale, at: world.now }))
        look()
        return world.price
      }
      expect(priceAfter(mixed)).toBe(priceAfter(heard))
    }),
    { numRuns: runsOf(300) },
  )
})
