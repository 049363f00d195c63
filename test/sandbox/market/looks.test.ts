import { expect, test } from 'vitest'
import { drawsFrom } from '../../../sandbox/amazon/world/draws.ts'
import { createPost, lookAt } from '../../../sandbox/market/looks.ts'
import { drawMarket } from '../../../sandbox/market/market.ts'
import { MINUTE } from '../../../sandbox/market/scene.ts'
import { visibleAfter } from '../../../sandbox/market/visible-after.ts'
import { sceneOf, sellerOf } from './scenes.ts'

const MARKET = drawMarket('looks')
const KNOWN = ['asin', 'at', 'currency', 'marketplaceId', 'offers', 'priceThreshold']

test('a look shows the twenty cheapest, whoever is not there is missing, and at times we are', () => {
  const sellers = Array.from({ length: 30 }, (_, n) => sellerOf({ sellerId: n === 0 ? 'OURS' : `R${n}`, listing: 3_000 - 10 * n }))
  const { offers } = lookAt(sceneOf(sellers, 29), MARKET, 0)
  expect(offers).toHaveLength(20)
  expect(offers[0]).toMatchObject({ sellerId: 'R29', landed: 2_710, inBuyBox: true })
  expect(offers.some(({ sellerId }) => sellerId === 'OURS')).toBe(false)
  const few = [sellerOf({ sellerId: 'OURS' }), sellerOf({ available: false }), sellerOf({ sellerId: 'R2', shipping: 499 })]
  expect(lookAt(sceneOf(few), MARKET, 0).offers.map(({ sellerId, landed }) => [sellerId, landed])).toEqual([
    ['OURS', 2_000],
    ['R2', 2_499],
  ])
  expect(lookAt(sceneOf(few), MARKET, 0, true).offers.map(({ sellerId }) => sellerId)).toEqual(['R2'])
})

test('a look says nothing of how the market decides', () => {
  const look = lookAt(sceneOf([sellerOf()]), MARKET, 0)
  expect(Object.keys(look).filter((key) => !KNOWN.includes(key))).toEqual([])
  expect(JSON.parse(JSON.stringify(look))).toEqual(look)
})

test('notices come late, are lost, doubled and overtaken; of our own changes more are lost', () => {
  const post = createPost('post')
  const [ofOthers, ofOurs] = [false, true].map((ours) => Array.from({ length: 2_000 }, (_, n) => post(n * 10_000, ours)))
  const lost = (notices: typeof ofOurs) => (notices ?? []).filter(({ arrives }) => arrives.length === 0).length
  expect(lost(ofOthers)).toBeGreaterThan(30)
  expect(lost(ofOurs)).toBeGreaterThan(400)
  expect(ofOthers?.filter(({ arrives }) => arrives.length === 2).length).toBeGreaterThan(40)
  expect(ofOthers?.filter(({ withoutOurs }) => withoutOurs).length).toBeGreaterThan(10)
  const firsts = ofOthers?.flatMap(({ arrives }) => arrives[0] ?? []) ?? []
  expect(firsts.filter((at, index) => at < (firsts[index - 1] ?? 0)).length).toBeGreaterThan(100)
  expect(ofOthers?.every(({ arrives }, index) => arrives.every((at) => at > index * 10_000))).toBe(true)
})

test('a price is seen after 1.5 to 15 minutes, rarely later, never after more than an hour', () => {
  const draws = drawsFrom('propagation')
  const delays = Array.from({ length: 5_000 }, () => visibleAfter(draws))
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(1.5 * MINUTE)
  expect(Math.max(...delays)).toBeLessThanOrEqual(60 * MINUTE)
  const late = delays.filter((delay) => delay > 15 * MINUTE).length
  expect(late).toBeGreaterThan(0)
  expect(late).toBeLessThan(100)
})
