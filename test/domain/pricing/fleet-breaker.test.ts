import { expect, test } from 'vitest'
import { type FleetChange, fleetBreaker } from '../../../domain/pricing/fleet-breaker.ts'
import { MINUTE, NOW } from './market.ts'

const drops = (count: number, fields: Partial<FleetChange> = {}): FleetChange[] =>
  Array.from({ length: count }, (_, n) => ({ sku: `S${n}`, at: NOW - MINUTE, from: 1_000, to: 700, ...fields }))

test.each([
  [10, 5],
  [60, 6],
  [59, 5],
  [5_000, 500],
  [100_000, 500],
])('of %d listings %d may drop within a quarter of an hour, and one more stops all', (listings, allowed) => {
  expect(fleetBreaker(drops(allowed), listings, NOW)).toBeUndefined()
  expect(fleetBreaker(drops(allowed + 1), listings, NOW)).toEqual({ dropped: allowed + 1, allowed })
})

test.each<[string, Partial<FleetChange>, boolean]>([
  ['of this very moment', { at: NOW }, true],
  ['of a quarter of an hour ago, nearly', { at: NOW - 15 * MINUTE + 1 }, true],
  ['of a quarter of an hour ago', { at: NOW - 15 * MINUTE }, false],
  ['that is yet to come', { at: NOW + 1 }, false],
  ['by more than a fifth', { to: 799 }, true],
  ['by a fifth', { to: 800 }, false],
  ['upwards', { to: 1_300 }, false],
])('a change %s counts: %s', (_, fields, counts) => {
  expect(fleetBreaker(drops(6, fields), 10, NOW) !== undefined).toBe(counts)
})

test('a price that went up first has dropped from where it was highest', () => {
  const up = drops(6, { at: NOW - 3 * MINUTE, from: 700, to: 1_000 })
  expect(fleetBreaker([...up, ...drops(6, { from: 1_000, to: 790 })], 10, NOW)).toEqual({ dropped: 6, allowed: 5 })
})

test('a price that comes back after it had dropped has dropped all the same', () => {
  const back = drops(6, { at: NOW, from: 700, to: 1_000 })
  expect(fleetBreaker([...drops(6), ...back], 10, NOW)).toEqual({ dropped: 6, allowed: 5 })
})
