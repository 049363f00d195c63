import { expect, test } from 'vitest'
import type { PricingConfig } from '../../../domain/pricing/config.ts'
import { decide } from '../../../domain/pricing/decide.ts'
import type { PricingState } from '../../../domain/pricing/state.ts'
import { codes, configOf, HOUR, NOW, offer, snapshotOf } from './market.ts'

/** A look at rivals of whom none has the Buy Box, nor have we; Amazon takes so much for usual. */
const look = (price: number, usual?: number, fields: Partial<PricingConfig> = {}, state: PricingState | null = null, now = NOW) =>
  decide(
    state,
    snapshotOf([offer({ sellerId: 'OURS', listing: price }), offer()], now, usual === undefined ? {} : { priceThreshold: usual }),
    configOf(fields),
    now,
  )

test('where nobody has the Buy Box what Amazon takes for usual may bring it back', () => {
  const decided = look(1_400, 1_250)
  expect(decided.decision).toMatchObject({ action: 'change', price: 1_250, why: 'contest' })
  expect(decided.trace).toContainEqual({ code: 'to_the_usual_price', price: 1_250 })
  expect(decided.state.phase).toBe('suppressed')
})

test('what is usual is what buyers pay, our shipping included', () => {
  expect(look(1_400, 1_250, { listing: { ...configOf().listing, shipping: 50 } }).decision.price).toBe(1_200)
})

test.each<[string, number, number | undefined, Partial<PricingConfig>]>([
  ['where nobody knows what is usual', 1_400, undefined, {}],
  ['at the usual price', 1_250, 1_250, {}],
  ['below it', 1_200, 1_250, {}],
  ['where it is below the floor', 1_400, 1_250, { min: 1_251 }],
])('%s nothing is tried', (_, price, usual, fields) => {
  const decided = look(price, usual, fields)
  expect([decided.decision.action, codes(decided).at(-1), decided.state.phase]).toEqual(['keep', 'suppressed', 'suppressed'])
})

test('a usual price that is the floor is tried', () => {
  expect(look(1_400, 1_250, { min: 1_250 }).decision.price).toBe(1_250)
})

test('a price that somebody raises meanwhile is brought back to what Amazon takes for usual', () => {
  const first = look(1_200, 1_250)
  const later = look(1_400, 1_250, {}, first.state, NOW + HOUR)
  expect(later.decision).toMatchObject({ action: 'change', why: 'contest' })
})
