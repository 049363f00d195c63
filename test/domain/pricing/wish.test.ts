import { expect, test } from 'vitest'
import type { PricingConfig, TwinListing } from '../../../domain/pricing/config.ts'
import { decide } from '../../../domain/pricing/decide.ts'
import { configOf, NOW, offer, snapshotOf } from './market.ts'

const OURS = offer({ sellerId: 'OURS', listing: 1_200 })
const RIVAL = offer({ listing: 1_100, inBuyBox: true })
const twin = (fields: Partial<TwinListing> = {}): TwinListing => ({
  sku: 'SKU-0',
  fba: true,
  shipping: 0,
  price: 1_150,
  ...fields,
})
const decided = (fields: Partial<PricingConfig>) => decide(null, snapshotOf([OURS, RIVAL]), configOf(fields), NOW)
const ALWAYS = { id: 'always', timeZone: 'UTC' } as const

test('a twin says whom it follows', () => {
  expect(decided({ twins: [twin()] }).trace).toEqual([
    { code: 'costs_unknown' },
    { code: 'follows_twin', sku: 'SKU-0', price: 1_150 },
    { code: 'changes', from: 1_200, to: 1_150, why: 'twin' },
  ])
})

test('a twin asks buyers for what its leader asks them for, whoever ships dearer', () => {
  const listing = { ...configOf().listing, shipping: 100 }
  expect(decided({ listing, twins: [twin({ shipping: 30 })] }).decision).toMatchObject({ price: 1_080, why: 'twin' })
})

test('a twin whose leader has no known price stays where it is', () => {
  const { decision, trace } = decided({ twins: [twin({ price: null })] })
  expect(decision).toMatchObject({ action: 'keep', price: 1_200 })
  expect(trace).toEqual([{ code: 'costs_unknown' }, { code: 'follows_twin', sku: 'SKU-0', price: null }])
})

test('a twin that leads goes by its own strategy', () => {
  expect(decided({ twins: [twin({ sku: 'SKU-2' })] }).decision).toMatchObject({ price: 1_100, why: 'contest' })
})

test('an event goes before a twin that leads', () => {
  const twins = [twin()]
  expect(decided({ twins, events: [{ ...ALWAYS, action: 'price', price: 1_300 }] }).decision).toMatchObject({ price: 1_300, why: 'event' })
  expect(decided({ twins, events: [{ ...ALWAYS, action: 'lock' }] }).decision).toMatchObject({ action: 'keep', price: 1_200 })
})

test('an event says the price by hand, and the strategy is not asked', () => {
  const { trace } = decided({ events: [{ ...ALWAYS, action: 'price', price: 1_300 }] })
  expect(trace).toEqual([
    { code: 'costs_unknown' },
    { code: 'event', event: 'always' },
    { code: 'changes', from: 1_200, to: 1_300, why: 'event' },
  ])
})

test('a lock says which event it is', () => {
  const { decision, trace } = decided({ events: [{ ...ALWAYS, action: 'lock' }] })
  expect([decision.action, trace.at(-1)]).toEqual(['keep', { code: 'locked', event: 'always' }])
})

test.each<[PricingConfig['strategy'], string]>([
  [{ kind: 'hold', version: 1 }, 'hold'],
  [{ kind: 'manual', version: 1, price: 1_200 }, 'manual'],
])('%j says so, and does not look at the market', (strategy, code) => {
  const { decision, trace } = decided({ strategy })
  expect(decision).toEqual({ action: 'keep', price: 1_200, checkAt: null })
  expect(trace).toEqual([{ code: 'costs_unknown' }, { code }])
})
