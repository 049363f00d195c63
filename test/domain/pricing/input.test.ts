import { expect, test } from 'vitest'
import { refuseSnapshot } from '../../../domain/pricing/input.ts'
import type { Sale } from '../../../domain/pricing/sales.ts'
import { configOf, HOUR, MINUTE, NOW, offer, snapshotOf } from './market.ts'

const refusal = (at: number, lookedAt = 0) => refuseSnapshot(snapshotOf([offer()], at), configOf(), lookedAt, NOW)

test('clocks may differ by five minutes', () => {
  expect(refusal(NOW + 5 * MINUTE)).toBeUndefined()
  expect(refusal(NOW + 5 * MINUTE + 1)).toBe('from_the_future')
})

test('what is six hours old says something still', () => {
  expect(refusal(NOW - 6 * HOUR)).toBeUndefined()
  expect(refusal(NOW - 6 * HOUR - 1)).toBe('stale')
})

test('a look as old as the last one is used, an older one is not', () => {
  expect(refusal(NOW - MINUTE, NOW - MINUTE)).toBeUndefined()
  expect(refusal(NOW - MINUTE, NOW - MINUTE + 1)).toBe('out_of_order')
})

test('one price of an offer that is none spoils the look, whichever it is', () => {
  for (const spoilt of [offer({ landed: 0 }), offer({ listing: 0, landed: 1_190 })])
    expect(refuseSnapshot(snapshotOf([offer(), spoilt]), configOf(), 0, NOW)).toBe('not_a_price')
})

const sale: Sale = { id: 'o/1', sku: 'SKU-1', at: NOW, units: 1, cancelled: 0, business: false }

test.each<[string, Partial<Sale>]>([
  ['without a time', { at: Number.NaN }],
  ['of half a unit', { units: 0.5 }],
  ['of less than nothing', { units: -1 }],
  ['of nobody knows how many', { units: Number.NaN }],
  ['of which less than nothing is cancelled', { cancelled: -1 }],
])('a sale %s spoils the look', (_, fields) => {
  const refusalOf = (sales: Sale[]) => refuseSnapshot(snapshotOf([offer()], NOW, { sales }), configOf(), 0, NOW)
  expect(refusalOf([sale, { ...sale, units: 0 }])).toBeUndefined()
  expect(refusalOf([sale, { ...sale, ...fields }])).toBe('not_a_sale')
})
