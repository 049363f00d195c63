import { expect, test } from 'vitest'
import type { CrossProductStrategy, PricingConfig, TwinListing } from '../../../domain/pricing/config.ts'
import { configProblems } from '../../../domain/pricing/config-problems.ts'
import { decide } from '../../../domain/pricing/decide.ts'
import { type FleetChange, fleetBreaker } from '../../../domain/pricing/fleet-breaker.ts'
import { movedBy } from '../../../domain/pricing/price-change.ts'
import type { FollowedLook } from '../../../domain/pricing/snapshot.ts'
import { leaderOf } from '../../../domain/pricing/twins.ts'
import { codes, configOf, HOUR, MINUTE, marketOf, NOW, offer, snapshotOf } from './market.ts'

const FOLLOW: CrossProductStrategy = {
  kind: 'cross_product',
  version: 1,
  asins: ['B2', 'B3'],
  of: 'lowest',
  change: { amount: -10 },
  rivals: {},
}
const LOOKS: FollowedLook[] = [
  { asin: 'B2', at: NOW, offers: [offer({ listing: 1_000 }), offer({ sellerId: 'BOX', listing: 1_100, inBuyBox: true })] },
  { asin: 'B3', at: NOW, offers: [offer({ listing: 1_300 }), offer({ sellerId: 'OURS', listing: 900, inBuyBox: true })] },
  { asin: 'B9', at: NOW, offers: [offer({ listing: 810 })] },
]
const OURS = offer({ sellerId: 'OURS', listing: 1_200 })
const follows = (fields: Partial<CrossProductStrategy>, followed: FollowedLook[] = LOOKS, config: Partial<PricingConfig> = {}) =>
  decide(null, snapshotOf([OURS], NOW, { followed }), configOf({ strategy: { ...FOLLOW, ...fields }, ...config }), NOW)

test.each<[string, Partial<CrossProductStrategy>, number]>([
  ['the lowest: a Buy Box goes before a cheaper offer, an own one is nobody', {}, 1_090],
  ['the highest', { of: 'highest' }, 1_290],
  ['the mean, five per cent more', { of: 'mean', change: { rate: 500 } }, 1_260],
  ['whoever is fulfilled by Amazon', { rivals: { exclude: ['BOX'] } }, 990],
])('a price follows other ASINs: %s', (_, fields, price) => {
  expect(follows(fields).decision).toMatchObject({ action: 'change', price, why: 'follow' })
})

test('where nobody can be followed the price stays', () => {
  const stale = LOOKS.map((look) => ({ ...look, at: NOW - 7 * HOUR }))
  for (const looks of [[], stale, LOOKS.slice(2)]) {
    const decided = follows({}, looks)
    expect([decided.decision.action, codes(decided).at(-1)]).toEqual(['keep', 'nobody_to_follow'])
  }
  expect(follows({}, LOOKS, { min: 1_150 }).decision.price).toBe(1_150)
})

const twin = (fields: Partial<TwinListing>): TwinListing => ({ sku: 'SKU-0', fba: true, shipping: 0, price: 1_150, ...fields })

test.each<[string, TwinListing[], string | undefined]>([
  ['nobody where it is alone', [], undefined],
  ['the first by name', [twin({}), twin({ sku: 'SKU-3' })], 'SKU-0'],
  ['nobody where it is the first', [twin({ sku: 'SKU-2' })], undefined],
  ['nobody who sends it himself, whatever the name', [twin({ fba: false })], undefined],
])('of twins a listing follows %s', (_, twins, sku) => {
  expect(leaderOf(configOf({ twins }))?.sku).toBe(sku)
})

test('all of a family follow the same leader, whoever is asked', () => {
  const family = [twin({ sku: 'A', fba: false }), twin({ sku: 'B' }), twin({ sku: 'C' })]
  const leads = family.map(({ sku, fba }) => {
    const listing = { ...configOf().listing, sku, fba }
    return leaderOf({ listing, twins: family.filter((other) => other.sku !== sku) })?.sku ?? sku
  })
  expect(leads).toEqual(['B', 'B', 'B'])
})

test('a twin asks for what its leader asks for, and looks at no rival', () => {
  const config = configOf({ twins: [twin({ price: 1_150, shipping: 50 })] })
  const own = offer({ sellerId: 'OURS', listing: 1_300 })
  const look = snapshotOf([own, offer({ sellerId: 'OURS', listing: 1_150 }), offer({ sellerId: 'LOW', listing: 850, inBuyBox: true })])
  const { state } = decide(null, snapshotOf([own], NOW - MINUTE), configOf({ strategy: { kind: 'hold', version: 1 } }), NOW - MINUTE)
  expect(decide(state, look, config, NOW).decision).toMatchObject({ action: 'change', price: 1_200, why: 'twin' })
})

const drop = (n: number, fields: Partial<FleetChange> = {}): FleetChange => ({
  sku: `S${n}`,
  at: NOW - MINUTE,
  from: 1_000,
  to: 700,
  ...fields,
})

test('a fleet stops when too many listings drop at once, each counted once', () => {
  const limits = { dropRate: 2_000, withinMs: 15 * MINUTE, most: 20, mostRate: 1_000, least: 5 }
  const drops = (count: number) => Array.from({ length: count }, (_, n) => drop(n))
  expect(fleetBreaker(drops(10), 100, NOW, limits)).toBeUndefined()
  expect(fleetBreaker(drops(11), 100, NOW, limits)).toEqual({ dropped: 11, allowed: 10 })
  expect(fleetBreaker(drops(21), 100_000, NOW, limits)).toEqual({ dropped: 21, allowed: 20 })
  expect(fleetBreaker(drops(5), 6, NOW, limits)).toBeUndefined()
  expect(fleetBreaker([...drops(10), ...drops(10)], 100, NOW, limits)).toBeUndefined()
  expect(
    fleetBreaker(
      drops(50).map((one) => ({ ...one, at: NOW - 15 * MINUTE })),
      100,
      NOW,
      limits,
    ),
  ).toBeUndefined()
  expect(
    fleetBreaker(
      drops(50).map((one) => ({ ...one, to: 800 })),
      100,
      NOW,
      limits,
    ),
  ).toBeUndefined()
})

test('many small drops are one large one', () => {
  const slide = (n: number) => [drop(n, { to: 900, at: NOW - 3 * MINUTE }), drop(n, { from: 900, to: 790, at: NOW - MINUTE })]
  const slides = Array.from({ length: 6 }, (_, n) => slide(n)).flat()
  expect(fleetBreaker(slides, 10, NOW)).toEqual({ dropped: 6, allowed: 5 })
  expect(fleetBreaker([...slides].reverse(), 10, NOW)).toEqual({ dropped: 6, allowed: 5 })
})

test('in a dry run nothing changes, and what would is said', () => {
  const rivals = [offer({ sellerId: 'FBA', listing: 1_190 })]
  const { look, world } = marketOf(1_400, { config: configOf({ dryRun: true }), rivals, ours: (price) => price <= 1_190 })
  for (const after of [MINUTE, HOUR]) {
    const decided = look(after)
    expect(decided.decision).toMatchObject({ action: 'keep', price: 1_400, would: 1_190, why: 'contest' })
    expect(decided.trace.at(-1)).toEqual({ code: 'would_change', from: 1_400, to: 1_190, why: 'contest' })
    expect(decided.state.change).toBeNull()
  }
  expect(world.price).toBe(1_400)
})

test.each([
  [{ amount: 30 }, 1_030],
  [{ rate: -250 }, 975],
  [{ amount: -900 }, 800],
  [{ rate: 9_000 }, 1_500],
])('%j makes of 10.00 between 8 and 15 %d', (change, price) => {
  expect(movedBy(1_000, change, 800, 1_500)).toBe(price)
})

test('a rate moves a small price by a cent at least, and nothing by nothing', () => {
  expect([movedBy(20, { rate: 100 }, 1, 99), movedBy(20, { rate: -100 }, 1, 99), movedBy(20, { rate: 0 }, 1, 99)]).toEqual([21, 19, 20])
})

test.each<[string, Partial<PricingConfig>, string]>([
  ['a price that follows itself', { strategy: { ...FOLLOW, asins: ['B000000001'] } }, '/strategy/asins'],
  [
    'an event that ends before it begins',
    { events: [{ id: 'a', action: 'lock', timeZone: 'UTC', from: '2026-12-02', until: '2026-12-01' }] },
    '/events/0/until',
  ],
  [
    'an event of no hours',
    { events: [{ id: 'a', action: 'lock', timeZone: 'UTC', hours: { from: '09:00', until: '09:00' } }] },
    '/events/0/hours',
  ],
  ['two events of one name', { events: [1, 2].map(() => ({ id: 'a', action: 'lock', timeZone: 'UTC' }) as const) }, '/events/1/id'],
  [
    'tiers that do not grow',
    {
      business: {
        strategy: { kind: 'discount', version: 1, rate: 500 },
        min: 800,
        max: 1_500,
        tiers: [
          { quantity: 5, rate: 500 },
          { quantity: 10, rate: 500 },
        ],
      },
    },
    '/business/tiers/1',
  ],
  ['a twin of itself', { twins: [twin({ sku: 'SKU-1' })] }, '/twins/0/sku'],
])('%s is a problem', (_, fields, field) => {
  expect(configProblems(configOf(fields)).map((problem) => problem.field)).toEqual([field])
  expect(configProblems(configOf())).toEqual([])
})
