import { expect, test } from 'vitest'
import type { PricingConfig } from '../../../domain/pricing/config.ts'
import { codes, configOf, HOUR, MINUTE, marketOf, offer } from './market.ts'

const alone = (start: number, fields: Partial<PricingConfig> = {}) =>
  marketOf(start, { config: configOf(fields), rivals: [], ours: () => true })

test('who is alone waits for half an hour before the first step up, and between any two', () => {
  const { look, world } = alone(1_000)
  const first = look()
  const until = world.now + 30 * MINUTE
  expect(first.decision).toEqual({ action: 'keep', price: 1_000, checkAt: until })
  expect(first.trace.at(-1)).toEqual({ code: 'alone', until })
  expect(look(30 * MINUTE - 1).decision.action).toBe('keep')
  const up = look(1)
  expect(up.decision).toMatchObject({ action: 'change', price: 1_050, why: 'raise' })
  expect(codes(up).slice(-2)).toEqual(['alone', 'changes'])
  for (let waited = 0; waited < 25; waited += 5) expect(look(5 * MINUTE).decision.action).toBe('keep')
  const later = Array.from({ length: 12 }, () => look(5 * MINUTE).decision.why)
  expect(later.filter((why) => why === 'raise').length).toBeGreaterThan(0)
})

test('a step up of who is alone is a cent at least', () => {
  const { look } = alone(4, { min: 1, max: 100 })
  look()
  expect(look(30 * MINUTE).decision.price).toBe(5)
})

test('who is alone stops at the maximum, and says so', () => {
  const { look } = alone(1_490)
  look()
  expect(look(30 * MINUTE).decision.price).toBe(1_500)
  look()
  look(HOUR) // it holds
  const top = look()
  expect([top.decision.action, codes(top).at(-1)]).toEqual(['keep', 'alone_at_the_ceiling'])
})

test('who is alone stops at what Amazon takes for too dear, shipping counted in', () => {
  const { look, world } = alone(1_190, { listing: { ...configOf().listing, shipping: 100 } })
  world.beside = { priceThreshold: 1_300 }
  look()
  expect(look(30 * MINUTE).decision.price).toBe(1_200)
})

test('rivals who left are forgotten, and who comes back is contested anew', () => {
  const { look, world } = marketOf(1_150, { rivals: [offer({ listing: 1_190 })], ours: (price) => price <= 1_190 })
  look()
  world.rivals = []
  const { state } = look()
  expect([state.phase, state.search]).toEqual(['solo', null])
  world.rivals = [offer({ listing: 1_190 })]
  expect(look().state).toMatchObject({ phase: 'holding', search: { held: 1_150 } })
})
