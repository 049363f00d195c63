import { expect, test } from 'vitest'
import { type BusinessConfig, type PricingConfig, USUAL_BUY_BOX } from '../../../domain/pricing/config.ts'
import { type Decided, decide } from '../../../domain/pricing/decide.ts'
import type { MarketOffer, Snapshot } from '../../../domain/pricing/snapshot.ts'
import type { PricingState } from '../../../domain/pricing/state.ts'
import { codes, configOf, HOUR, MINUTE, NOW, offer, snapshotOf } from './market.ts'

const DISCOUNT: BusinessConfig = { strategy: { kind: 'discount', version: 1, rate: 300 }, min: 800, max: 1_500, tiers: [] }
const manual = (price: number, version = 1): BusinessConfig['strategy'] => ({ kind: 'manual', version, price })
const hold = { kind: 'hold', version: 1 } as const
const buyBox = { strategy: { ...USUAL_BUY_BOX, version: 7 } }

/** A life in which the test says what consumers pay, what the rule is and what businesses are shown. */
function life() {
  const at = { now: NOW, state: null as PricingState | null }
  return {
    at,
    look(
      consumers: number | null,
      rule: Partial<BusinessConfig> = {},
      beside: Partial<Snapshot> = {},
      fields: Partial<PricingConfig> = {},
    ) {
      at.now += 2 * MINUTE
      const offers = consumers === null ? [] : [offer({ sellerId: 'OURS', listing: consumers })]
      const config = configOf({ strategy: hold, business: { ...DISCOUNT, ...rule }, ...fields })
      const decided = decide(at.state, snapshotOf(offers, at.now, beside), config, at.now)
      at.state = decided.state
      return decided
    },
    /** What businesses are shown by now. */
    shown: (...offers: MarketOffer[]): Partial<Snapshot> => ({ business: { at: at.now + 2 * MINUTE, offers } }),
  }
}
const ours = (listing: number, fields: Partial<MarketOffer> = {}) => offer({ sellerId: 'OURS', listing, ...fields })

/** What the trace says after consumers were seen to. */
const ofBusiness = ({ trace }: Decided) => trace.slice(trace.findIndex(({ code }) => code === 'business'))

test('a discount says how much it is and what it makes of the consumer price', () => {
  expect(ofBusiness(life().look(1_190))).toEqual([
    { code: 'business' },
    { code: 'unseen', reason: 'no_look' },
    { code: 'costs_unknown' },
    { code: 'discount', rate: 300, price: 1_154 },
    { code: 'changes', from: 1_154, to: 1_154, why: 'discount' },
  ])
})

test('where nobody knows what consumers pay businesses are offered nothing', () => {
  const decided = life().look(null)
  expect(decided.decision.business).toEqual({ action: 'keep', price: null, tiers: [] })
  expect(decided.trace.at(-1)).toEqual({ code: 'refused', reason: 'consumer_price_unknown' })
})

test('what businesses pay may be exactly what consumers pay', () => {
  expect(life().look(1_190, { strategy: manual(1_190) }).decision.business).toMatchObject({ price: 1_190 })
  expect(life().look(1_190, { strategy: manual(1_300) }).decision.business).toMatchObject({ price: 1_190 })
})

test('the maximum for businesses holds where consumers pay more', () => {
  expect(life().look(1_190, { strategy: manual(1_180), max: 1_100 }).decision.business).toMatchObject({ price: 1_100 })
})

test('without a maximum of its own nothing is touched', () => {
  const decided = life().look(1_190, { max: null })
  expect(decided.decision.business).toEqual({ action: 'keep', price: null, tiers: [] })
  expect(decided.trace.at(-1)).toEqual({ code: 'refused', reason: 'no_maximum' })
})

test('a price that cannot be decided any more stays, until consumers come to pay less', () => {
  const { look } = life()
  look(1_190)
  expect(look(1_190, { min: null }).decision.business).toEqual({ action: 'keep', price: 1_154, tiers: [] })
  expect(look(1_154, { min: null }).decision.business).toEqual({ action: 'keep', price: 1_154, tiers: [] })
  const withdrawn = look(1_153, { min: null })
  expect(withdrawn.decision.business).toEqual({ action: 'withdraw', price: null, tiers: [] })
  expect(withdrawn.trace.at(-1)).toEqual({ code: 'withdrawn', price: 1_154 })
  expect(withdrawn.state.business).toMatchObject({ withdrawn: 1_154, tiers: [], pricing: { price: null, change: null } })
})

test('an offer that comes again comes at its price of before, as far as its bounds allow', () => {
  const { look } = life()
  look(1_190)
  look(1_000, { min: 1_100 })
  const again = look(1_120, { min: 1_100 })
  expect(again.decision.business).toMatchObject({ action: 'change', price: 1_120, why: 'offered_again' })
  expect(again.state.business?.withdrawn).toBeNull()
})

test('on hold the price stays, but never above what consumers pay', () => {
  const { look } = life()
  look(1_190)
  expect(look(1_300, { strategy: hold }).decision.business).toMatchObject({ action: 'keep', price: 1_154 })
  expect(look(1_154, { strategy: hold }).decision.business).toMatchObject({ action: 'keep', price: 1_154 })
  expect(look(1_100, { strategy: hold }).decision.business).toMatchObject({ action: 'change', price: 1_100, why: 'repair' })
})

test('on hold a price below its minimum is not touched', () => {
  const { look } = life()
  look(1_190)
  expect(look(1_190, { strategy: hold, min: 1_180 }).decision.business).toMatchObject({ action: 'keep', price: 1_154 })
})

test('what consumers are asked for elsewhere counts as well: costs are the floor for businesses, too', () => {
  const costs = { unit: 500, fees: 300, referral: 1_500, vat: 1_900 }
  const decided = life().look(1_190, {}, {}, { costs })
  expect(decided.decision.business?.price).toBe(1_159)
  expect(ofBusiness(decided)).toContainEqual({ code: 'floor_by_costs', floor: 1_159 })
})

test('a tier that is left out says so, and the next is held against the one before it', () => {
  const tiers = [
    { quantity: 2, rate: 1 },
    { quantity: 5, rate: 0 },
    { quantity: 10, rate: 1_000 },
    { quantity: 20, rate: 1_000 },
  ]
  const decided = life().look(1_190, { strategy: manual(1_000), tiers })
  expect(decided.decision.business?.tiers).toEqual([
    { quantity: 2, price: 999 },
    { quantity: 10, price: 900 },
  ])
  expect(decided.trace.filter(({ code }) => code === 'tier_left_out')).toEqual([
    { code: 'tier_left_out', quantity: 5, price: 1_000 },
    { code: 'tier_left_out', quantity: 20, price: 900 },
  ])
})

test.each<[string, BusinessConfig['tiers'], 'keep' | 'change']>([
  ['the same', [{ quantity: 5, rate: 500 }], 'keep'],
  ['from other quantities on', [{ quantity: 6, rate: 500 }], 'change'],
  ['at other prices', [{ quantity: 5, rate: 600 }], 'change'],
  [
    'one more',
    [
      { quantity: 5, rate: 500 },
      { quantity: 6, rate: 700 },
    ],
    'change',
  ],
  ['none any more', [], 'change'],
])('tiers that are %s: %s', (_, tiers, action) => {
  const { look } = life()
  look(1_190, { tiers: [{ quantity: 5, rate: 500 }] })
  expect(look(1_190, { tiers }).decision.business).toMatchObject({ action, price: 1_154 })
})

test('a rule that changes begins anew', () => {
  const { look } = life()
  look(1_190, { strategy: manual(1_100) })
  const changed = look(1_190, { strategy: manual(1_050, 2) })
  expect(changed.decision.business).toMatchObject({ action: 'change', price: 1_050, why: 'manual' })
  expect(changed.state.business?.pricing.strategy).toBe(2)
})

test('a rule that changes forgets how long it had to wait, one that stays does not', () => {
  for (const [version, backoff] of [
    [7, 4 * HOUR],
    [8, HOUR / 2],
  ] as const) {
    const { look, at } = life()
    look(1_190, buyBox)
    const { pricing, ...rest } = at.state!.business!
    at.state = { ...at.state!, business: { ...rest, pricing: { ...pricing, backoff: 4 * HOUR } } }
    expect(look(1_190, { strategy: { ...USUAL_BUY_BOX, version } }).state.business?.pricing.backoff).toBe(backoff)
  }
})

test('a price below what businesses have to pay at least is brought up at once, whatever the strategy', () => {
  const { look, shown } = life()
  expect(look(1_190, buyBox, shown(ours(700))).decision.business).toMatchObject({ action: 'change', price: 800, why: 'repair' })
})

test('a business price that needs no further look leaves the consumers’ one as it is', () => {
  const { look, at } = life()
  const strategy = { kind: 'manual', version: 1, price: 1_200 } as const
  expect(look(1_190, { strategy: hold }, {}, { strategy }).decision.checkAt).toBe(at.now + 20 * MINUTE)
})

test('a business price says why, and what would be, only where there is something to say', () => {
  expect(life().look(null).decision.business).toStrictEqual({ action: 'keep', price: null, tiers: [] })
})

test('in a dry run businesses are offered nothing, and what would be is said', () => {
  const { decision, state } = life().look(1_190, { tiers: [{ quantity: 5, rate: 500 }] }, {}, { dryRun: true })
  expect(decision.business).toEqual({ action: 'keep', price: null, tiers: [], why: 'discount', would: 1_154 })
  expect(state.business?.tiers).toEqual([])
})

test('in a dry run tiers stay as they were sent', () => {
  const { look } = life()
  const { decision } = look(1_190, { tiers: [{ quantity: 5, rate: 500 }] })
  const dry = look(1_190, { tiers: [{ quantity: 6, rate: 900 }] }, {}, { dryRun: true })
  expect(dry.decision.business).toMatchObject({ action: 'keep', tiers: decision.business?.tiers })
})

test('what businesses are shown is noticed, and has a time of its own', () => {
  const { look, shown, at } = life()
  const { state, trace } = look(1_190, { strategy: manual(1_150) }, shown(ours(1_150)))
  expect(trace.map(({ code }) => code)).not.toContain('unseen')
  expect(state.business?.pricing).toMatchObject({ price: 1_150, lookedAt: at.now })
})

test('of two looks at businesses the older one is not used', () => {
  const { look, shown, at } = life()
  look(1_190, { strategy: manual(1_150) }, shown(ours(1_150)))
  const older: Partial<Snapshot> = { business: { at: at.now - 1, offers: [ours(1_000)] } }
  const decided = look(1_190, { strategy: manual(1_150) }, older)
  expect(decided.trace).toContainEqual({ code: 'unseen', reason: 'out_of_order' })
  expect(decided.decision.business?.price).toBe(1_150)
})

test('a strategy for the Buy Box that sees nobody leaves the price where it is, for hours', () => {
  const { look, shown, at } = life()
  look(1_190, buyBox, shown(ours(1_100)))
  expect(look(1_190, buyBox).decision.business).toMatchObject({ action: 'keep', price: 1_100 })
  expect(look(1_190, buyBox, shown()).decision.business).toMatchObject({ action: 'keep', price: 1_100 })
  at.now += HOUR
  expect(look(1_190, buyBox).decision.business).toMatchObject({ action: 'keep', price: 1_100 })
})

test('a strategy for the Buy Box follows what businesses are shown, not what consumers are', () => {
  const { look, shown } = life()
  const market = shown(ours(1_150), offer({ listing: 1_100, inBuyBox: true }))
  expect(look(1_190, buyBox, market).decision.business).toMatchObject({ action: 'change', price: 1_100, why: 'contest' })
})

test('whoever has to look again sooner says when, consumers or businesses', () => {
  const { look, shown, at } = life()
  const decided = look(1_190, { strategy: manual(1_100) }, shown(ours(1_150)))
  expect(decided.decision.checkAt).toBe(at.now + 20 * MINUTE)
  const day = { id: 'day', timeZone: 'UTC', action: 'lock', hours: { from: '09:00', until: '09:10' } } as const
  expect(look(1_190, { strategy: manual(1_000) }, {}, { events: [day] }).decision.checkAt).toBe(NOW + 10 * MINUTE)
})

test('no look at businesses for hours: a price that was sent is not sent again for want of a sight', () => {
  const { look, at } = life()
  look(1_190, { strategy: manual(1_100) })
  at.now += HOUR
  const later = look(1_190, { strategy: manual(1_100) })
  expect(later.decision.business).toMatchObject({ action: 'keep', price: 1_100 })
  expect(codes(later)).not.toContain('never_seen')
})
