import { expect, test } from 'vitest'
import type { PricingConfig } from '../../../domain/pricing/config.ts'
import { decide } from '../../../domain/pricing/decide.ts'
import { configOf, HOUR, MINUTE, NOW, offer, snapshotOf } from './market.ts'

const LOOK = snapshotOf([offer({ sellerId: 'OURS', listing: 1_190 })])
const manual = (price: number, version = 1): Partial<PricingConfig> => ({ strategy: { kind: 'manual', version, price } })
const later = { ...LOOK, at: NOW + MINUTE }

test('a changed strategy says from which version to which', () => {
  const { state } = decide(null, LOOK, configOf(manual(1_190)), NOW)
  const decided = decide(state, later, configOf(manual(1_190, 4)), NOW + MINUTE)
  expect(decided.trace[0]).toEqual({ code: 'strategy_changed', from: 1, to: 4 })
  expect(decided.state.strategy).toBe(4)
  expect(decide(decided.state, later, configOf(manual(1_190, 4)), NOW + MINUTE).trace).toEqual([
    { code: 'costs_unknown' },
    { code: 'manual' },
  ])
})

test('an event is said as long as it lasts, and once that it is over', () => {
  const during = configOf({ ...manual(1_190), events: [{ id: 'sale', timeZone: 'UTC', action: 'price', price: 1_190 }] })
  const begun = decide(null, LOOK, during, NOW)
  expect(begun.trace).toEqual([{ code: 'costs_unknown' }, { code: 'event', event: 'sale' }])
  expect(begun.state.event).toBe('sale')
  expect(decide(begun.state, later, during, NOW + MINUTE).trace).toEqual(begun.trace)
  const over = decide(begun.state, later, configOf({ ...manual(1_190), events: [] }), NOW + MINUTE)
  expect(over.trace).toEqual([{ code: 'event_over', event: 'sale' }, { code: 'costs_unknown' }, { code: 'manual' }])
  expect(over.state.event).toBeNull()
})

test('what is refused by its bounds keeps the price, and the look counts all the same', () => {
  const { decision, state, trace } = decide(null, LOOK, configOf({ min: null }), NOW)
  expect(decision).toEqual({ action: 'keep', price: 1_190, checkAt: null })
  expect(trace).toEqual([{ code: 'refused', reason: 'no_minimum' }])
  expect(state.lookedAt).toBe(NOW)
})

test('another strategy forgets the count of sales', () => {
  const strategy = { kind: 'push', version: 1, start: 1_190, countBy: 'sku', buyers: 'all', keepBuyBox: false, steps: [] } as const
  const counted = decide(null, { ...LOOK, sales: [] }, configOf({ strategy }), NOW)
  expect(counted.state.push).toMatchObject({ version: 1, target: 1_190 })
  expect(decide(counted.state, { ...later, sales: [] }, configOf({ strategy }), NOW + MINUTE).state.push).toMatchObject({ since: NOW })
  expect(decide(counted.state, later, configOf(manual(1_190)), NOW + MINUTE).state.push).toBeNull()
})

test('daily sales are counted on from look to look', () => {
  const strategy = { kind: 'daily_push', version: 1, start: 1_190, countBy: 'sku', buyers: 'all', keepBuyBox: false, steps: [] } as const
  const counted = decide(null, { ...LOOK, sales: [] }, configOf({ strategy }), NOW)
  expect(decide(counted.state, { ...later, sales: [] }, configOf({ strategy }), NOW + MINUTE).state.push).toMatchObject({ since: NOW })
})

test('whichever comes first is when to look again: an event or what was sent', () => {
  const config = (until: string, price: number) =>
    configOf({ ...manual(price), events: [{ id: 'e', timeZone: 'UTC', action: 'min', price: 900, hours: { from: '08:00', until } }] })
  expect(decide(null, LOOK, config('09:10', 1_200), NOW).decision.checkAt).toBe(NOW + 10 * MINUTE)
  expect(decide(null, LOOK, config('11:00', 1_200), NOW).decision.checkAt).toBe(NOW + 20 * MINUTE)
  expect(decide(null, LOOK, config('11:00', 1_190), NOW).decision.checkAt).toBe(NOW + 2 * HOUR)
})

test('a changed strategy and an event that begins forget how long they had to wait, nothing else does', () => {
  const { state } = decide(null, LOOK, configOf(manual(1_190)), NOW)
  const backoffOf = (fields: Partial<PricingConfig>) => decide({ ...state, backoff: 4 * HOUR }, later, configOf(fields), NOW).state.backoff
  expect(backoffOf(manual(1_190))).toBe(4 * HOUR)
  expect(backoffOf(manual(1_190, 2))).toBe(HOUR / 2)
  expect(backoffOf({ ...manual(1_190), events: [{ id: 'e', timeZone: 'UTC', action: 'lock' }] })).toBe(HOUR / 2)
})

test('a decision says why, what would be, and what businesses pay only where there is something to say', () => {
  expect(decide(null, LOOK, configOf(manual(1_190)), NOW).decision).toStrictEqual({ action: 'keep', price: 1_190, checkAt: null })
})
