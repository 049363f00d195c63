import { expect, test } from 'vitest'
import type { PricingConfig } from '../../../domain/pricing/config.ts'
import { classOf, probeFrom } from '../../../domain/pricing/probing.ts'
import { type MarketView, nextAbove } from '../../../domain/pricing/rivals.ts'
import { sidesOf } from '../../../domain/pricing/sides.ts'
import type { Snapshot } from '../../../domain/pricing/snapshot.ts'
import { type Draft, newState, type Search } from '../../../domain/pricing/state.ts'
import type { Step } from '../../../domain/pricing/trace.ts'
import { configOf, HOUR, NOW, snapshotOf } from './market.ts'

const view = (...prices: number[]): MarketView => ({
  holder: 'ours',
  prices,
  lowest: Math.min(...prices),
  lowestSeller: 'LOW',
  lowestLanded: Math.min(...prices),
  fingerprint: 1,
})

interface Asked {
  readonly market?: MarketView
  readonly draft?: Partial<Draft>
  readonly config?: Partial<PricingConfig>
  readonly snapshot?: Partial<Snapshot>
  readonly ceiling?: number
}

function probe(price: number, { market = view(10_000), draft = {}, config = {}, snapshot = {}, ceiling = 20_000 }: Asked = {}) {
  const steps: Step[] = []
  const looking = {
    snapshot: snapshotOf([], NOW, snapshot),
    sides: sidesOf([], []),
    config: configOf(config),
    floor: 1,
    ceiling,
    now: NOW,
    steps,
  }
  return { next: probeFrom(price, { ...newState(1), ...draft }, market, looking), steps, code: steps.at(-1)?.code }
}

const lostAt = (lost: number, ago: number): Partial<Draft> => {
  const search: Search = { fingerprint: 1, lowest: 10_000, held: 5_000, lost, lostAt: NOW - ago, depth: 0 }
  return { search }
}

test('a price is still the lowest, up to a twentieth above the lowest, or further above', () => {
  const market = view(1_000, 1_200)
  expect([999, 1_000, 1_001, 1_050, 1_051].map((landed) => classOf(landed, market))).toEqual([0, 0, 1, 1, 2])
})

test('below all others a step up is a small part of the price, and says what is expected of it', () => {
  const { next, steps } = probe(5_000)
  expect(next).toBeGreaterThan(5_000)
  expect(next).toBeLessThanOrEqual(5_000 * 1.05)
  const [step] = steps
  expect(step).toMatchObject({ code: 'worth_a_try', price: next })
  expect(step?.keeps).toBeGreaterThan(500)
  expect(step?.wins).toBeGreaterThan(Number(step?.loses))
})

test('a step up goes no further than halfway to the next rival, our shipping counted in', () => {
  expect(probe(5_000, { market: view(5_020, 9_000) }).next).toBe(5_010)
  const listing = { ...configOf().listing, shipping: 100 }
  expect(probe(5_000, { market: view(5_120, 9_000), config: { listing } }).next).toBe(5_010)
})

test('a step up is a cent at least', () => {
  expect(probe(5_000, { market: view(5_001, 9_000) }).next).toBe(5_001)
  expect(probe(10, { market: view(1_000) }).next).toBe(11)
})

test('with nobody above there is no next rival, and a step is as long as usual', () => {
  const market = view(4_000)
  expect(nextAbove(market, 5_000)).toBe(Number.POSITIVE_INFINITY)
  expect(probe(5_000, { market }).steps[0]?.price).toBe(probe(5_000).next)
})

test('no step goes above the maximum, nor above what Amazon takes for too dear', () => {
  expect(probe(5_000, { ceiling: 5_004 }).next).toBe(5_004)
  const listing = { ...configOf().listing, shipping: 100 }
  expect(probe(5_000, { config: { listing }, snapshot: { priceThreshold: 5_104 } }).next).toBe(5_004)
})

test('at the ceiling, or above it, nothing is tried, and that is said', () => {
  for (const ceiling of [5_000, 4_900]) {
    const { next, steps } = probe(5_000, { ceiling })
    expect([next, steps]).toEqual([undefined, [{ code: 'at_the_ceiling', ceiling }]])
  }
})

test('between what held and what lost lately the middle is tried', () => {
  expect(probe(5_000, { draft: lostAt(5_201, HOUR) }).next).toBe(5_100)
})

test('what lost is believed for hours, not for days', () => {
  const fresh = probe(5_000).next
  expect(probe(5_000, { draft: lostAt(5_060, HOUR) }).next).toBe(5_030)
  expect(probe(5_000, { draft: lostAt(5_060, 24 * HOUR) }).next).toBe(fresh)
})

test('what lost at no higher price says nothing', () => {
  const fresh = probe(5_000).next
  expect(probe(5_000, { draft: lostAt(5_000, HOUR) }).next).toBe(fresh)
  expect(probe(5_000, { draft: lostAt(4_900, HOUR) }).next).toBe(fresh)
})

test('close enough to what lost it is as high as it holds: half a per cent, two cents at least', () => {
  const close = probe(5_000, { draft: lostAt(5_025, HOUR) })
  expect([close.next, close.steps]).toEqual([undefined, [{ code: 'as_high_as_it_holds', held: 5_000, lost: 5_025 }]])
  expect(probe(5_000, { draft: lostAt(5_026, HOUR) }).next).toBe(5_013)
  expect(probe(100, { draft: lostAt(102, HOUR) }).code).toBe('as_high_as_it_holds')
  expect(probe(100, { draft: lostAt(103, HOUR) }).next).toBe(101)
})

test('whoever leaves the lowest price for one further above hopes for less', () => {
  const keeps = [10_000, 5_020, 4_000].map((lowest) => Number(probe(5_000, { market: view(lowest, 4_000 + 9_000) }).steps[0]?.keeps))
  expect(keeps).toEqual([...keeps].sort((a, b) => b - a))
})

test('own probes that lost make less hopeful, ones that kept more, each for its kind of price', () => {
  const keeps = (draft: Partial<Draft>) => Number(probe(5_000, { draft }).steps[0]?.keeps)
  const usual = keeps({})
  expect(keeps({ lost: [9, 0, 0] })).toBeLessThan(usual)
  expect(keeps({ kept: [9, 0, 0] })).toBeGreaterThan(usual)
  expect(keeps({ lost: [0, 9, 9], kept: [0, 9, 9] })).toBe(usual)
})

test('own probes outweigh those of others in time', () => {
  expect(Number(probe(5_000, { draft: { kept: [10_000, 0, 0] } }).steps[0]?.keeps)).toBeGreaterThan(990)
  expect(Number(probe(5_000, { draft: { lost: [10_000, 0, 0] } }).steps[0]?.keeps)).toBeLessThan(10)
})

test('after probes that all lost it is not worth a try, and that is said', () => {
  const { next, code } = probe(5_000, { draft: { lost: [1_000, 0, 0] } })
  expect([next, code]).toEqual([undefined, 'not_worth_a_try'])
})

test('the less a sale leaves over, the less there is to lose', () => {
  const loses = (unit: number) => Number(probe(5_000, { config: { costs: { unit, fees: 0, referral: 0, vat: 0 } } }).steps[0]?.loses)
  expect(loses(1_000)).toBeGreaterThan(loses(4_000))
  expect(loses(4_000)).toBeGreaterThan(0)
  expect(loses(5_000)).toBe(0)
  expect(loses(4_000)).toBeCloseTo(Number(probe(5_000).steps[0]?.loses)) // costs that nobody told: four fifths of the price
})
