import { expect, test } from 'vitest'
import { refuseSnapshot } from '../../../domain/pricing/input.ts'
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
