import { expect, test } from 'vitest'
import { appetiteAt, type Demand, letBuy, livelinessAt } from '../../../sandbox/market/demand.ts'
import { DAY, HOUR, type Seller } from '../../../sandbox/market/scene.ts'
import { BEGINS } from '../../../sandbox/market/trial.ts'
import { sceneOf, sellerOf } from './scenes.ts'

const DEMAND: Demand = { perDay: 40, elasticity: 2, rhythm: 0.8, weekend: 1.2, toBuyBox: 0.85, usual: 2_000 }

/** When whom was bought from in some weeks. */
function ordersOf(sellers: readonly Seller[], holder = 0, days = 28): { at: number; from: number }[] {
  const orders: { at: number; from: number }[] = []
  const scene = sceneOf(sellers, holder)
  letBuy(DEMAND, scene, 'buyers', BEGINS, (order) => orders.push(order))
  scene.queue.runUntil(BEGINS + days * DAY)
  return orders
}

const pair = (ours: number, theirs = 2_000) => [sellerOf({ sellerId: 'OURS', listing: ours }), sellerOf({ listing: theirs })]
const share = (orders: readonly { from: number }[], from = 0): number =>
  orders.filter((order) => order.from === from).length / orders.length

test('most buy what is in the Buy Box, the others look at prices', () => {
  expect(share(ordersOf(pair(2_000)))).toBeGreaterThan(0.88)
  expect(share(ordersOf(pair(2_000)))).toBeLessThan(0.97)
  const others = (listing: number): number => share(ordersOf(pair(listing), 1))
  expect(others(1_800)).toBeGreaterThan(others(2_200))
})

test('whoever asks for more sells less, and never more than three times the usual', () => {
  expect(appetiteAt(2_000, DEMAND)).toBe(1)
  expect(appetiteAt(4_000, DEMAND)).toBe(0.25)
  expect(appetiteAt(1, DEMAND)).toBe(3)
  const [cheap, dear] = [ordersOf(pair(1_800)).length, ordersOf(pair(2_400)).length]
  expect(cheap / dear).toBeGreaterThan(1.3)
})

test('buyers follow the day and the week', () => {
  const orders = ordersOf(pair(2_000), 0, 56)
  const at = (hour: number): number => orders.filter((order) => Math.floor((order.at % DAY) / HOUR) === hour).length
  expect(at(20)).toBeGreaterThan(3 * at(8))
  const [monday, saturday] = [BEGINS + 12 * HOUR, BEGINS + 5 * DAY + 12 * HOUR]
  expect(livelinessAt(saturday, DEMAND) / livelinessAt(monday, DEMAND)).toBeCloseTo(1.2)
})

test('as many come as are meant to, by chance', () => {
  const perDay = ordersOf(pair(2_000), 0, 56).length / 56
  expect(perDay).toBeGreaterThan(38)
  expect(perDay).toBeLessThan(46)
})

test('where Amazon shows nobody, few look further; where nobody sells, nobody buys', () => {
  expect(ordersOf(pair(2_000), -1).length).toBeLessThan(0.5 * ordersOf(pair(2_000)).length)
  expect(ordersOf([sellerOf({ available: false })], -1)).toEqual([])
})

test('two prices meet the same people', () => {
  const [cheap, dear] = [ordersOf(pair(1_900)), ordersOf(pair(2_100))]
  const times = new Set(cheap.map(({ at }) => at))
  expect(dear.filter(({ at }) => !times.has(at)).length).toBeLessThan(0.02 * dear.length)
})
