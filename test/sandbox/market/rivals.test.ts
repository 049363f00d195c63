import { expect, test } from 'vitest'
import { live } from '../../../sandbox/market/rival-life.ts'
import { CRASH, drawRivals, MOON, type RivalKind, type RivalView, wishOf } from '../../../sandbox/market/rivals.ts'
import { DAY, HOUR, MINUTE } from '../../../sandbox/market/scene.ts'
import { rivalOf, sceneOf, sellerOf } from './scenes.ts'

const NOON = 12 * HOUR
const view = (seen: Partial<RivalView> = {}): RivalView => ({
  at: NOON,
  lowest: 1_800,
  inBuyBox: 1_900,
  holds: false,
  landed: 2_000,
  ...seen,
})
const wish = (kind: RivalKind, seen: Partial<RivalView> = {}, chance = 0.9): number => wishOf(rivalOf({ kind }), view(seen), chance)

test('each kind of rival does its thing', () => {
  expect(wish('match_lowest')).toBe(1_800)
  expect(wish('retail')).toBe(1_800)
  expect(wish('undercut')).toBe(1_799)
  expect(wish('steady')).toBe(2_000)
  expect(wish('night')).toBe(2_000)
  expect(wish('night', { at: 23 * HOUR })).toBe(1_900)
  expect(wish('featured')).toBe(1_900)
  expect(wish('featured', { holds: true })).toBe(2_000)
  expect(wish('climber')).toBe(1_800)
  expect(wish('climber', { holds: true }, 0.1)).toBe(2_200)
})

test('none leaves his floor and ceiling, and one who resets goes back up in the small hours', () => {
  expect(wish('undercut', { lowest: 1 })).toBe(1_500)
  expect(wish('match_lowest', { lowest: Number.POSITIVE_INFINITY })).toBe(2_500)
  expect(wishOf(rivalOf({ kind: 'undercut', resets: true }), view({ at: 3 * HOUR }), 0.5)).toBe(2_500)
})

test('a price is seen minutes after a rival has looked, and he looks in his own time', () => {
  const [ours, seller] = [sellerOf({ sellerId: 'OURS', listing: 1_900 }), sellerOf()]
  const scene = sceneOf([ours, seller])
  live(rivalOf({ kind: 'match_lowest', seller, looksEvery: HOUR }), 1, scene, 'a-rival', 0)
  scene.queue.runUntil(4 * HOUR)
  expect(seller.listing).toBe(1_900)
  expect(scene.changes).toHaveLength(1)
  ours.listing = 1_950
  scene.queue.runUntil(8 * HOUR)
  expect(seller.listing).toBe(1_950)
  expect(scene.changes.every((at) => at > MINUTE)).toBe(true)
})

test('some run out of stock and come back; some type a moon price or a cent, and mend it', () => {
  for (const mistake of [MOON, CRASH]) {
    const seller = sellerOf()
    const scene = sceneOf([sellerOf({ sellerId: 'OURS' }), seller])
    live(rivalOf({ seller, stockOuts: true, mistake }), 1, scene, `mistaken/${mistake}`, 0)
    const seen = new Set<string>()
    for (let at = 0; at < 60 * DAY; at += 5 * MINUTE) {
      scene.queue.runUntil(at)
      seen.add(seller.available ? 'there' : 'away').add(seller.listing === mistake ? 'mistaken' : 'sane')
    }
    expect([...seen].sort()).toEqual(['away', 'mistaken', 'sane', 'there'])
  }
})

test('markets have rivals of every kind, fulfilled by Amazon and by themselves', () => {
  const rivals = Array.from({ length: 100 }, (_, seed) => drawRivals(`${seed}`, 2_000)).flat()
  expect(new Set(rivals.map(({ kind }) => kind)).size).toBe(7)
  expect(new Set(rivals.map(({ seller }) => seller.fba)).size).toBe(2)
  expect(rivals.filter(({ kind, seller }) => (kind === 'retail') !== seller.retail)).toEqual([])
  expect(rivals.filter(({ floor, base, ceiling }) => !(floor <= base && base <= ceiling))).toEqual([])
})
