import { expect, test } from 'vitest'
import { type PricingConfig, USUAL_BUY_BOX } from '../../../domain/pricing/config.ts'
import { classOf, probeFrom } from '../../../domain/pricing/probing.ts'
import { lookAt } from '../../../domain/pricing/rivals.ts'
import { type Sides, sidesOf } from '../../../domain/pricing/sides.ts'
import type { MarketOffer, Snapshot } from '../../../domain/pricing/snapshot.ts'
import { type Draft, newState, type Search } from '../../../domain/pricing/state.ts'
import type { Step } from '../../../domain/pricing/trace.ts'
import { configOf, HOUR, NOW, offer, snapshotOf } from './market.ts'

/** Rivals who are fulfilled as we are. */
const at = (...prices: number[]) => prices.map((listing, index) => offer({ sellerId: `SELLER-${index}`, listing }))
const viewOf = (sides: Sides) => lookAt(sides, undefined, configOf().listing, USUAL_BUY_BOX)

interface Asked {
  readonly market?: readonly MarketOffer[]
  readonly draft?: Partial<Draft>
  readonly config?: Partial<PricingConfig>
  readonly snapshot?: Partial<Snapshot>
  readonly ceiling?: number
}

function probe(price: number, { market = at(5_000, 9_000), draft = {}, config = {}, snapshot = {}, ceiling = 20_000 }: Asked = {}) {
  const steps: Step[] = []
  const sides = sidesOf(market, ['OURS'])
  const looking = {
    snapshot: snapshotOf([], NOW, snapshot),
    own: undefined,
    sides,
    config: configOf(config),
    strategy: USUAL_BUY_BOX,
    floor: 1,
    ceiling,
    now: NOW,
    steps,
  }
  const next = probeFrom(price, { ...newState(1), ...draft }, viewOf(sides), looking)
  const [step] = steps
  const gamble = step?.code === 'worth_a_try' || step?.code === 'not_worth_a_try' ? step : undefined
  return { next, steps, code: step?.code, gamble, tried: gamble?.price, keeps: gamble?.keeps ?? Number.NaN }
}

const lostAt = (lost: number, ago: number): Partial<Draft> => {
  const search: Search = { fingerprint: 1, lowest: 10_000, held: 5_000, lost, lostAt: NOW - ago }
  return { search }
}

test('a price is still the lowest, up to a twentieth above the lowest, or further above', () => {
  const market = viewOf(sidesOf(at(1_000, 1_200), []))
  expect([999, 1_000, 1_001, 1_050, 1_051].map((landed) => classOf(landed, market))).toEqual([0, 0, 1, 1, 2])
})

test('a step up is a small part of the price, and says what is expected of it', () => {
  const { next, gamble } = probe(5_000)
  expect(next).toBeGreaterThan(5_000)
  expect(next).toBeLessThanOrEqual(5_000 * 1.05)
  expect(gamble).toMatchObject({ code: 'worth_a_try', price: next })
  expect(gamble?.keeps).toBeGreaterThan(100)
  expect(gamble?.keeps).toBeLessThan(900)
  expect(gamble?.wins).toBeGreaterThan(gamble?.loses ?? 0)
})

test('whoever is below all others goes up to them, our shipping counted in', () => {
  expect(probe(5_000, { market: at(5_060, 9_000) }).next).toBe(5_060)
  const listing = { ...configOf().listing, shipping: 100 }
  expect(probe(5_000, { market: at(5_160, 9_000), config: { listing } }).next).toBe(5_060)
})

test('a step up goes no further than halfway to the next rival, our shipping counted in', () => {
  expect(probe(5_000, { market: at(5_000, 5_020, 9_000) }).tried).toBe(5_010)
  const listing = { ...configOf().listing, shipping: 100 }
  expect(probe(5_000, { market: at(5_100, 5_120, 9_000), config: { listing } }).tried).toBe(5_010)
})

test('a step up is a cent at least', () => {
  expect(probe(5_000, { market: at(5_000, 5_001, 9_000) }).tried).toBe(5_001)
  expect(probe(10, { market: at(10, 19) }).tried).toBe(11)
})

test('with nobody above there is no next rival, and a step is as long as usual', () => {
  const market = at(4_000)
  expect(probe(5_000, { market }).gamble?.price).toBe(probe(5_000).next)
})

test('no step goes above the maximum, nor above what Amazon takes for too dear', () => {
  expect(probe(5_000, { ceiling: 5_004 }).tried).toBe(5_004)
  const listing = { ...configOf().listing, shipping: 100 }
  expect(probe(5_000, { config: { listing }, snapshot: { priceThreshold: 5_104 } }).tried).toBe(5_004)
})

test('at the ceiling, or above it, nothing is tried, and that is said', () => {
  for (const ceiling of [5_000, 4_900]) {
    const { next, steps } = probe(5_000, { ceiling })
    expect([next, steps]).toEqual([undefined, [{ code: 'at_the_ceiling', ceiling }]])
  }
})

test('between what held and what lost lately the middle is tried', () => {
  expect(probe(5_000, { draft: lostAt(5_201, HOUR) }).tried).toBe(5_100)
})

test('what lost is believed for hours, not for days', () => {
  const fresh = probe(5_000).tried
  expect(probe(5_000, { draft: lostAt(5_060, HOUR) }).tried).toBe(5_030)
  expect(probe(5_000, { draft: lostAt(5_060, 24 * HOUR) }).tried).toBe(fresh)
})

test('what lost at no higher price says nothing', () => {
  const fresh = probe(5_000).tried
  expect(probe(5_000, { draft: lostAt(5_000, HOUR) }).tried).toBe(fresh)
  expect(probe(5_000, { draft: lostAt(4_900, HOUR) }).tried).toBe(fresh)
})

test('close enough to what lost it is as high as it holds: half a per cent, two cents at least', () => {
  const close = probe(5_000, { draft: lostAt(5_025, HOUR) })
  expect([close.next, close.steps]).toEqual([undefined, [{ code: 'as_high_as_it_holds', held: 5_000, lost: 5_025 }]])
  expect(probe(5_000, { draft: lostAt(5_026, HOUR) }).tried).toBe(5_013)
  expect(probe(100, { draft: lostAt(102, HOUR) }).code).toBe('as_high_as_it_holds')
  expect(probe(100, { draft: lostAt(103, HOUR) }).tried).toBe(101)
})

test('whoever leaves the lowest price for one further above hopes for less', () => {
  const keeps = [5_060, 5_000, 4_000].map((lowest) => probe(5_000, { market: at(lowest, 7_900) }).keeps)
  expect(keeps).toEqual([...new Set(keeps)].sort((a, b) => b - a))
})

test('what a price may hope for is what buyers pay: our shipping is part of it', () => {
  const listing = { ...configOf().listing, shipping: 100 }
  expect(probe(5_000, { market: at(5_100, 9_100), config: { listing } }).keeps).toBe(probe(5_000).keeps)
})

test('own probes that lost make less hopeful, ones that kept more, each for its kind of price', () => {
  const usual = probe(5_000).keeps
  expect(probe(5_000, { draft: { lost: [0, 9, 0] } }).keeps).toBeLessThan(usual)
  expect(probe(5_000, { draft: { lost: [0, 9, 0] } }).keeps).toBeGreaterThan(0)
  expect(probe(5_000, { draft: { kept: [0, 9, 0] } }).keeps).toBeGreaterThan(usual)
  expect(probe(5_000, { draft: { lost: [9, 0, 9], kept: [9, 0, 9] } }).keeps).toBe(usual)
})

test('own probes outweigh those of others in time', () => {
  expect(probe(5_000, { draft: { kept: [0, 10_000, 0] } }).keeps).toBeGreaterThan(990)
  expect(probe(5_000, { draft: { lost: [0, 10_000, 0] } }).keeps).toBeLessThan(10)
})

test('after probes that all lost it is not worth a try, and that is said', () => {
  const { next, code } = probe(5_000, { draft: { lost: [0, 1_000, 0] } })
  expect([next, code]).toEqual([undefined, 'not_worth_a_try'])
})

test('a first loss ends the hope, but not between what held and what lost', () => {
  const once = { lost: [0, 1, 0] }
  expect(probe(5_000, { draft: once }).next).toBeUndefined()
  expect(probe(5_000, { draft: { ...once, ...lostAt(5_201, HOUR) } }).next).toBe(5_100)
  expect(probe(5_000, { draft: { lost: [9, 0, 9] } }).next).toBeDefined()
})

test('the less a sale leaves over, the less there is to lose', () => {
  const loses = (unit: number) => probe(5_000, { config: { costs: { unit, fees: 0, referral: 0, vat: 0 } } }).gamble?.loses ?? Number.NaN
  expect(loses(1_000)).toBeGreaterThan(loses(4_000))
  expect(loses(4_000)).toBeGreaterThan(0)
  expect(loses(5_000)).toBe(0)
  expect(loses(4_000)).toBe(probe(5_000).gamble?.loses) // costs that nobody told: four fifths of the price
})
