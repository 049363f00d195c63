import { expect, test } from 'vitest'
import { USUAL_LIMITS } from '../../../domain/pricing/config.ts'
import { capped, mayChange } from '../../../domain/pricing/guards.ts'
import { type Draft, newState } from '../../../domain/pricing/state.ts'
import type { Step } from '../../../domain/pricing/trace.ts'
import { codes, configOf, HOUR, MINUTE, marketOf, NOW, offer } from './market.ts'

const draft = (fields: Partial<Draft> = {}): Draft => ({ ...newState(1), ...fields })

test.each([
  ['down by no more than a fifth', 1_000, 500, {}, 800],
  ['up by no more than a fifth', 1_000, 1_500, {}, 1_200],
  ['within it as far as wished', 1_000, 900, {}, 900],
  ['in a day never below half of its highest price', 600, 490, { highs: [{ price: 1_000, until: NOW - HOUR }] }, 500],
  ['a day later from where it is', 600, 490, { highs: [{ price: 1_000, until: NOW - 25 * HOUR }] }, 490],
  ['at least a cent', 3, 1, {}, 2],
  ['by whole cents, never more than the fifth', 333, 1, {}, 267],
  ['to exactly a day later by the highest price of before', 600, 490, { highs: [{ price: 1_000, until: NOW - 24 * HOUR + 1 }] }, 500],
  ['never below half of an odd price, either', 600, 490, { highs: [{ price: 1_001, until: NOW - HOUR }] }, 501],
  ['no further down where it is below that already', 400, 390, { highs: [{ price: 1_000, until: NOW - HOUR }] }, 400],
  ['up as ever where it is below that already', 400, 450, { highs: [{ price: 1_000, until: NOW - HOUR }] }, 450],
])('a price goes %s', (_, from, to, fields, allowed) => {
  const steps: Step[] = []
  expect(capped(draft(fields), from, to, USUAL_LIMITS, NOW, steps)).toBe(allowed)
  expect(steps).toEqual(allowed === to ? [] : [{ code: 'step_capped', wished: to, allowed }])
})

test('a highest price of the day that is below the present one holds nobody up', () => {
  const limits = { ...USUAL_LIMITS, perChange: 9_000 }
  expect(capped(draft({ highs: [{ price: 800, until: NOW - HOUR }] }), 1_000, 200, limits, NOW, [])).toBe(500)
})

test('an hour and a day see so many changes, and no more', () => {
  const limits = { ...USUAL_LIMITS, changesPerHour: 2, changesPerDay: 3 }
  const ago = (...minutes: number[]) => draft({ changes: minutes.map((minute) => NOW - minute * MINUTE) })
  expect(mayChange(ago(50), limits, NOW, [])).toBe(true)
  expect(mayChange(ago(50, 10), limits, NOW, [])).toBe(false)
  expect(mayChange(ago(600, 500, 400), limits, NOW, [])).toBe(false)
  expect(mayChange(ago(1_500, 500, 400), limits, NOW, [])).toBe(true)
  expect(mayChange(ago(60, 10), limits, NOW, [])).toBe(true)
  expect(mayChange(ago(24 * 60, 500, 400), limits, NOW, [])).toBe(true)
})

test('whoever has changed often enough is told how often', () => {
  const steps: Step[] = []
  const changes = [500, 50, 10].map((minutes) => NOW - minutes * MINUTE)
  mayChange(draft({ changes }), { ...USUAL_LIMITS, changesPerHour: 2 }, NOW, steps)
  expect(steps).toEqual([{ code: 'changed_often_enough', hour: 2, day: 3 }])
})

test('a probe that lost is taken back although the hour has seen all its changes', () => {
  const config = configOf({ limits: { ...USUAL_LIMITS, changesPerHour: 1 } })
  const { look } = marketOf(1_190, { config, rivals: [offer()], ours: (price) => price <= 1_190 })
  look()
  expect(look(20 * MINUTE).decision).toMatchObject({ why: 'probe' })
  expect(look().decision).toMatchObject({ action: 'change', why: 'revert', price: 1_190 })
  expect(codes(look(20 * MINUTE))).toContain('won')
})
