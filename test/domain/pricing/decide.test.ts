import fc from 'fast-check'
import { expect, test } from 'vitest'
import { costFloor } from '../../../domain/pricing/bounds.ts'
import { type PricingConfig, type ScheduledEvent, USUAL_BUY_BOX, USUAL_LIMITS } from '../../../domain/pricing/config.ts'
import { type Decided, decide } from '../../../domain/pricing/decide.ts'
import { scheduledAt } from '../../../domain/pricing/events.ts'
import type { MarketOffer, Snapshot } from '../../../domain/pricing/snapshot.ts'
import type { PricingState } from '../../../domain/pricing/state.ts'
import { codes, configOf, HOUR, MINUTE, marketOf, NOW, offer, snapshotOf } from './market.ts'
import { DECISIONS, PATIENCE_MS } from './runs.ts'

const OURS = offer({ sellerId: 'OURS', listing: 1_190 })

test.each<[string, Partial<Snapshot>]>([
  ['other_marketplace', { marketplaceId: 'A13V1IB3VIYZZH' }],
  ['other_asin', { asin: 'B000000002' }],
  ['other_currency', { currency: 'GBP' }],
  ['stale', { at: NOW - 7 * HOUR }],
  ['from_the_future', { at: NOW + HOUR }],
  ['no_time', { at: Number.NaN }],
  ['not_a_price', { offers: [OURS, offer({ listing: 0 })] }],
  ['not_a_price', { offers: [OURS, offer({ listing: Number.NaN })] }],
  ['not_a_price', { offers: [OURS, offer({ listing: 11.9 })] }],
  ['not_a_price', { offers: [OURS, offer({ listing: null as unknown as number })] }],
  ['not_a_price', { priceThreshold: -1 }],
])('a look that is %s is refused, says why, and changes nothing', (reason, fields) => {
  const { state } = decide(null, snapshotOf([OURS, offer()], NOW - MINUTE), configOf(), NOW)
  const decided = decide(state, { ...snapshotOf([OURS, offer()]), ...fields }, configOf(), NOW)
  expect(decided.trace).toEqual([{ code: 'refused', reason }])
  expect(decided.decision).toEqual({ action: 'keep', price: state.price, checkAt: null })
  expect(decided.state).toEqual(state)
})

test('twenty offers without ours: what we ask is remembered, and before we knew nothing is touched', () => {
  const twenty = Array.from({ length: 20 }, (_, index) => offer({ sellerId: `R${index}`, listing: 1_100 + index, inBuyBox: index === 0 }))
  expect(codes(decide(null, snapshotOf(twenty), configOf(), NOW))).toContain('own_offer_unknown')
  const { state } = decide(null, snapshotOf([OURS], NOW - MINUTE), configOf(), NOW - MINUTE)
  expect(decide(state, snapshotOf(twenty), configOf(), NOW).decision).toMatchObject({ action: 'change', price: 1_100 })
})

test('a rival at a cent and one at a fortune move nobody', () => {
  const honest = [OURS, offer({ sellerId: 'R1', listing: 1_200, inBuyBox: true }), offer({ sellerId: 'R2', listing: 1_220 })]
  const usual = decide(null, snapshotOf(honest), configOf(), NOW)
  for (const listing of [1, 1_000_000])
    expect(decide(null, snapshotOf([...honest, offer({ sellerId: 'BOT', listing })]), configOf(), NOW).decision).toEqual(usual.decision)
})

test('a price outside of its bounds is brought back at once, however far', () => {
  const lonely = snapshotOf([offer({ sellerId: 'OURS', listing: 100_000, inBuyBox: true })])
  expect(decide(null, lonely, configOf(), NOW).decision).toMatchObject({ action: 'change', price: 1_500, why: 'repair' })
  const sold = snapshotOf([offer({ sellerId: 'OURS', listing: 1, inBuyBox: true })])
  expect(decide(null, sold, configOf(), NOW).decision).toMatchObject({ action: 'change', price: 800, why: 'repair' })
})

test('on hold nothing is touched, whatever the market does', () => {
  const config = configOf({ strategy: { kind: 'hold', version: 3 } })
  expect(decide(null, snapshotOf([offer({ sellerId: 'OURS', listing: 100_000 })]), config, NOW).decision).toMatchObject({ action: 'keep' })
  const sent = decide(null, snapshotOf([offer({ sellerId: 'OURS', listing: 1_400 }), offer({ inBuyBox: true })]), configOf(), NOW)
  expect(sent.decision.action).toBe('change')
  const later = NOW + HOUR // Amazon has never shown it: on hold it is not sent again
  expect(decide(sent.state, snapshotOf([offer({ sellerId: 'OURS', listing: 1_400 })], later), config, later).decision.action).toBe('keep')
})

test('by hand a price is what it is told to be, within its bounds', () => {
  const config = (price: number) => configOf({ strategy: { kind: 'manual', version: 1, price } })
  expect(decide(null, snapshotOf([OURS]), config(1_250), NOW).decision).toMatchObject({ action: 'change', price: 1_250, why: 'manual' })
  expect(decide(null, snapshotOf([OURS]), config(9_999), NOW).decision.price).toBe(1_428) // a fifth a change, at most
})

test('by hand as well a price is sent once, and again only where Amazon never shows it', () => {
  const config = configOf({ strategy: { kind: 'manual', version: 1, price: 1_250 } })
  const look = (listing: number, at: number) => snapshotOf([offer({ sellerId: 'OURS', listing })], at)
  const sent = decide(null, look(1_190, NOW), config, NOW)
  const waits = decide(sent.state, look(1_190, NOW + MINUTE), config, NOW + MINUTE)
  expect([waits.decision.action, codes(waits)]).toEqual(['keep', ['costs_unknown', 'manual', 'waits_until_visible']])
  const again = decide(waits.state, look(1_190, NOW + 25 * MINUTE), config, NOW + 25 * MINUTE)
  expect(again.decision).toMatchObject({ action: 'change', price: 1_250, why: 'manual' })
  expect(decide(again.state, look(1_250, NOW + 30 * MINUTE), config, NOW + 30 * MINUTE).decision).toMatchObject({
    action: 'keep',
    price: 1_250,
  })
})

test('another strategy begins anew, and a probe that it finds on its way is still judged', () => {
  const rivals = [offer({ sellerId: 'FBA', listing: 1_190 })]
  const { look, world } = marketOf(1_190, { rivals, ours: (price) => price <= 1_190 })
  look()
  expect(look(20 * MINUTE).decision).toMatchObject({ why: 'probe', price: 1_214 })
  const next = marketOf(1_214, {
    rivals,
    ours: (price) => price <= 1_190,
    config: configOf({ strategy: { ...configOf().strategy, version: 2 } as never }),
  })
  next.world.state = world.state
  next.world.now = world.now
  const decided = next.look()
  expect(codes(decided)).toContain('strategy_changed')
  expect(decided.decision).toMatchObject({ action: 'change', price: 1_190, why: 'revert' })
})

const anyOffer: fc.Arbitrary<MarketOffer> = fc
  .record({
    sellerId: fc.constantFrom('OURS', 'A', 'B', 'C', 'D', 'E'),
    listing: fc.oneof(fc.integer({ min: 700, max: 1_700 }), fc.constantFrom(1, 1_000_000)),
    fba: fc.boolean(),
    featured: fc.boolean(),
    inBuyBox: fc.boolean(),
    available: fc.boolean(),
    wild: fc.oneof({ weight: 30, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(0, Number.NaN, -5, null) }),
  })
  .map(({ wild, listing, ...rest }) => offer({ ...rest, listing, landed: wild === undefined ? listing : (wild as number) }))

const anySale = fc.record({
  id: fc.constantFrom('o-1', 'o-2', 'o-3'),
  sku: fc.constantFrom('SKU-1', 'SKU-2'),
  at: fc.integer({ min: NOW, max: NOW + 48 * HOUR }),
  units: fc.nat(9),
  cancelled: fc.nat(9),
  business: fc.boolean(),
})
const anyLook = fc.record({
  offers: fc.array(anyOffer, { maxLength: 20 }),
  after: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 90 })),
  late: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -60, max: 500 }) }),
  threshold: fc.option(fc.integer({ min: 600, max: 2_000 }), { nil: undefined }),
  sales: fc.array(anySale, { maxLength: 5 }),
  stock: fc.nat(20),
  business: fc.option(fc.array(anyOffer, { maxLength: 5 }), { nil: undefined }),
})

const rule = {
  version: 1,
  start: 1_100,
  countBy: 'asin',
  buyers: 'all',
  keepBuyBox: true,
  steps: [
    { units: 3, change: { rate: 500 } },
    { units: 4, change: { amount: -700 } },
  ],
  lowStock: { units: 4, change: { rate: 4_000 } },
} as const
const window = { hours: 6, up: { units: 3, change: { amount: 900 } }, down: { units: 1, change: { rate: -9_000 } } }
const everyDay = { timeZone: 'Europe/Berlin', hours: { from: '12:00', until: '23:00' } }

/** One of each, also such as nobody in his senses would make. */
const anyStrategy = fc.constantFrom<PricingConfig['strategy']>(
  USUAL_BUY_BOX,
  { ...USUAL_BUY_BOX, undercut: 900, handicap: 0 },
  { kind: 'push', ...rule, window },
  { kind: 'daily_push', ...rule },
  { kind: 'manual', version: 1, price: 1 },
  { kind: 'cross_product', version: 1, asins: ['B2'], of: 'lowest', change: { amount: -5_000 }, rivals: {} },
)
/** Calendars take their time: they come in one of eight. */
const anyEvents = fc.oneof(
  { weight: 7, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<readonly ScheduledEvent[]>(
      [{ id: 'a', action: 'price', price: 9_999_999, ...everyDay }],
      [{ id: 'b', action: 'min', price: 1_000, ...everyDay }],
      [{ id: 'c', action: 'max', price: 1_200, ...everyDay }],
      [{ id: 'd', action: 'lock', ...everyDay }],
    ),
  },
)
const anyBusiness = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.record({
      strategy: fc.oneof(fc.constant({ kind: 'discount', version: 1, rate: 500 } as const), anyStrategy),
      min: fc.constantFrom(1, 900, null),
      max: fc.constantFrom(1_000, 5_000),
      tiers: fc.constantFrom(
        [],
        [{ quantity: 2, rate: 100 }],
        [
          { quantity: 5, rate: 500 },
          { quantity: 9, rate: 9_999 },
        ],
      ),
    }),
  },
)
const anyConfig = fc
  .record({
    bounds: fc.oneof(
      { weight: 8, arbitrary: fc.tuple(fc.integer({ min: 500, max: 1_500 }), fc.nat(800)).map(([min, by]) => ({ min, max: min + by })) },
      { weight: 1, arbitrary: fc.constantFrom({ min: null, max: 1_500 }, { min: 800, max: null }, { min: 1_500, max: 800 }) },
    ),
    costs: fc.option(fc.record({ unit: fc.nat(1_000), fees: fc.nat(300), referral: fc.nat(2_000), vat: fc.nat(2_500) }), {
      nil: undefined,
    }),
    endings: fc.option(fc.constantFrom([99], [0, 50], [95, 99]), { nil: undefined }),
    shipping: fc.constantFrom(0, 399),
    strategy: anyStrategy,
    events: anyEvents,
    business: anyBusiness,
  })
  .map(({ bounds, costs, endings, shipping, strategy, events, business }) =>
    configOf({
      ...bounds,
      ...(costs === undefined ? {} : { costs }),
      ...(endings === undefined ? {} : { endings }),
      ...(events === undefined ? {} : { events }),
      ...(business === undefined ? {} : { business }),
      strategy,
      listing: { ...configOf().listing, shipping },
      limits: USUAL_LIMITS,
    }),
  )

function isAllowed(
  { decision: { action, price, business }, trace }: Decided,
  { min, max, costs, events }: PricingConfig,
  now: number,
): boolean {
  if (trace.length === 0) return false
  if (business?.action === 'change' && !(business.price !== null && price !== null && business.price <= price)) return false
  if (action === 'keep') return true
  const { min: least = min, max: most = max } = scheduledAt(events ?? [], now)
  if (least === null || most === null || price === null || !Number.isSafeInteger(price)) return false
  return price >= Math.max(least, costs === undefined ? 0 : (costFloor(costs) ?? Number.POSITIVE_INFINITY)) && price <= most
}

const LOOKS = 40

test(
  `in ${DECISIONS} decisions over whatever looks: never outside of its bounds, never without them, the same answer for the same question`,
  () => {
    fc.assert(
      fc.property(anyConfig, fc.array(anyLook, { minLength: LOOKS, maxLength: LOOKS }), (config, looks) => {
        let state: PricingState | null = null
        let now = NOW
        for (const { offers, after, late, threshold, sales, stock, business } of looks) {
          now += after * MINUTE
          const look = snapshotOf(offers, now - late * MINUTE, {
            ...(threshold === undefined ? {} : { priceThreshold: threshold }),
            ...(business === undefined ? {} : { business: { at: now, offers: business } }),
            sales,
            stock,
          })
          const before: string = JSON.stringify(state)
          const decided = decide(state, look, config, now)
          const answer = JSON.stringify(decided)
          // Compared as text: an expectation each would take longer than all the decisions.
          if (JSON.stringify(decide(state, look, config, now)) !== answer) expect.fail(`another answer for the same question: ${answer}`)
          if (JSON.stringify(state) !== before) expect.fail(`the state was changed: ${before}`)
          if (!isAllowed(decided, config, now)) expect.fail(`out of bounds: ${answer}`)
          state = JSON.parse(answer).state
        }
      }),
      { numRuns: DECISIONS / LOOKS },
    )
  },
  PATIENCE_MS,
)
