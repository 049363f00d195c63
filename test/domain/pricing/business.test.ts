import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BusinessConfig, USUAL_BUY_BOX } from '../../../domain/pricing/config.ts'
import type { Decided } from '../../../domain/pricing/decide.ts'
import { codes, configOf, HOUR, MINUTE, marketOf, NOW, offer } from './market.ts'
import { runsOf } from './runs.ts'

const DISCOUNT: BusinessConfig = {
  strategy: { kind: 'discount', version: 1, rate: 300 },
  min: 800,
  max: 1_500,
  tiers: [
    { quantity: 5, rate: 500 },
    { quantity: 10, rate: 1_000 },
  ],
}
const RIVALS = [offer({ sellerId: 'FBA', listing: 1_190 })]
const business = (fields: Partial<BusinessConfig> = {}) => configOf({ business: { ...DISCOUNT, ...fields } })
const market = (fields: Partial<BusinessConfig> = {}, start = 1_400) =>
  marketOf(start, { config: business(fields), rivals: RIVALS, ours: (price) => price <= 1_190 })

test('what businesses pay moves together with what consumers pay, and its tiers with it', () => {
  const decided = market().look()
  expect(decided.decision).toMatchObject({
    action: 'change',
    price: 1_190,
    business: {
      action: 'change',
      price: 1_154, // 3 % less, rounded down
      why: 'discount',
      tiers: [
        { quantity: 5, price: 1_096 },
        { quantity: 10, price: 1_038 },
      ],
    },
  })
})

test('what stands is not sent again', () => {
  const { look } = market()
  look()
  expect(look().decision.business).toMatchObject({ action: 'keep', price: 1_154 })
})

test('a tier that would be no cheaper than the one before is left out, and none is below the floor', () => {
  const decided = market({ min: 1_100 }).look()
  expect(decided.decision.business?.tiers).toEqual([{ quantity: 5, price: 1_100 }])
  expect(decided.trace).toContainEqual({ code: 'tier_left_out', quantity: 10, price: 1_100 })
})

test('other tiers alone are a change, too', () => {
  const { look, world } = market()
  look()
  const next = marketOf(world.price, { config: business({ tiers: [{ quantity: 20, rate: 700 }] }), rivals: RIVALS, ours: () => true })
  Object.assign(next.world, { state: world.state, now: world.now })
  expect(next.look().decision.business).toMatchObject({ action: 'change', price: 1_154, tiers: [{ quantity: 20, price: 1_073 }] })
})

test('where consumers come to pay less than businesses may, the offer is taken back, and comes again when there is room', () => {
  const manual = (price: number, version: number) =>
    configOf({ strategy: { kind: 'manual', version, price }, business: { ...DISCOUNT, min: 1_150 } })
  const first = marketOf(1_200, { config: manual(1_200, 1), rivals: [], ours: () => true })
  expect(first.look().decision.business).toMatchObject({ action: 'change', price: 1_164 })
  const step = (price: number, version: number) => {
    const { world, look } = marketOf(first.world.price, { config: manual(price, version), rivals: [], ours: () => true })
    Object.assign(world, { state: first.world.state, now: first.world.now })
    const decided = look()
    Object.assign(first.world, { state: world.state, now: world.now, price: world.price })
    return decided.decision.business
  }
  expect(step(1_100, 2)).toEqual({ action: 'withdraw', price: null, tiers: [] })
  expect(step(1_100, 2)).toEqual({ action: 'keep', price: null, tiers: [] })
  expect(step(1_250, 3)).toMatchObject({ action: 'change', price: 1_164, why: 'offered_again' })
  expect(step(1_250, 3)).toMatchObject({ price: 1_212, why: 'discount' })
})

test('without a minimum of its own nothing is touched', () => {
  const decided = market({ min: null }).look()
  expect(decided.decision.business).toEqual({ action: 'keep', price: null, tiers: [] })
  expect(decided.trace.at(-1)).toEqual({ code: 'refused', reason: 'no_minimum' })
})

test('a strategy of its own looks at what businesses are shown, under one more ceiling', () => {
  const { look, world } = market({ strategy: { ...USUAL_BUY_BOX, version: 7 } }, 1_190)
  const shown = (price: number) => ({
    business: {
      at: world.now + 2 * MINUTE,
      offers: [offer({ sellerId: 'OURS', listing: price }), offer({ sellerId: 'B2B', listing: 1_050, inBuyBox: true })],
    },
  })
  world.beside = shown(1_150)
  expect(look().decision).toMatchObject({ price: 1_190, business: { action: 'change', price: 1_050, why: 'contest' } })
  world.beside = shown(1_300)
  const above = marketOf(1_190, { config: business({ strategy: { ...USUAL_BUY_BOX, version: 7 } }), rivals: RIVALS, ours: () => true })
  above.world.beside = { business: { at: NOW, offers: [offer({ sellerId: 'OURS', listing: 1_300, inBuyBox: true })] } }
  expect(above.look().decision.business).toMatchObject({ action: 'change', price: 1_190, why: 'repair' })
})

test('a look at businesses that makes no sense is not used, and the ceiling holds all the same', () => {
  const { look, world } = market({ strategy: { kind: 'manual', version: 1, price: 1_180 } }, 1_190)
  look()
  expect(world.state?.business?.pricing.price).toBe(1_180)
  world.beside = { business: { at: world.now - 7 * HOUR, offers: [offer({ sellerId: 'OURS', listing: 100 })] } }
  const stale = look()
  expect(stale.trace).toContainEqual({ code: 'unseen', reason: 'stale' })
  expect(stale.decision.business).toMatchObject({ action: 'keep', price: 1_180 })
})

const anyRule = fc.record({
  strategy: fc.constantFrom<BusinessConfig['strategy']>(
    { kind: 'discount', version: 1, rate: 700 },
    { kind: 'manual', version: 1, price: 1_450 },
    { kind: 'hold', version: 1 },
    { ...USUAL_BUY_BOX, undercut: 3 },
  ),
  min: fc.integer({ min: 700, max: 1_400 }),
  max: fc.integer({ min: 1_400, max: 2_000 }),
  tiers: fc.constantFrom(
    DISCOUNT.tiers,
    [],
    [
      { quantity: 2, rate: 1 },
      { quantity: 3, rate: 9_000 },
    ],
  ),
})
const anyStep = fc.record({
  after: fc.integer({ min: 0, max: 90 }),
  rival: fc.integer({ min: 700, max: 1_600 }),
  ours: fc.boolean(),
  theirs: fc.option(fc.integer({ min: 700, max: 1_900 }), { nil: undefined }),
})

function problemOf({ decision, state }: Decided): string | undefined {
  const { price, business: offered } = decision
  if (offered === undefined || price === null || offered.price === null) return undefined
  if (offered.price > price) return `businesses pay ${offered.price}, consumers ${price}`
  const falling = [offered.price, ...offered.tiers.map((tier) => tier.price)]
  if (falling.some((each, index) => index > 0 && each >= (falling[index - 1] ?? 0))) return `tiers that do not fall: ${falling}`
  return state.business?.tiers === undefined ? 'no state' : undefined
}

test('businesses never pay more than consumers, and tiers fall, whatever happens', () => {
  fc.assert(
    fc.property(anyRule, fc.array(anyStep, { maxLength: 40 }), (rule, lives) => {
      const { look, world } = marketOf(1_400, { config: business(rule), rivals: RIVALS, ours: () => world.ours })
      Object.assign(world, { ours: true })
      for (const { after, rival, ours, theirs } of lives) {
        world.rivals = [offer({ sellerId: 'FBA', listing: rival })]
        Object.assign(world, { ours })
        const own = world.state?.business?.pricing.price ?? 1_300
        const offers = [offer({ sellerId: 'OURS', listing: own }), offer({ sellerId: 'B2B', listing: theirs ?? 1_000, inBuyBox: true })]
        world.beside = theirs === undefined ? {} : { business: { at: world.now + after * MINUTE, offers } }
        const decided = look(after * MINUTE)
        const problem = problemOf(decided)
        if (problem !== undefined) expect.fail(`${problem}: ${JSON.stringify(codes(decided))}`)
      }
    }),
    { numRuns: runsOf(500) },
  )
})
