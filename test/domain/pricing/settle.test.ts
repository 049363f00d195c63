import { expect, test } from 'vitest'
import { type PricingConfig, USUAL_LIMITS } from '../../../domain/pricing/config.ts'
import type { Wish } from '../../../domain/pricing/own-offer.ts'
import { settle } from '../../../domain/pricing/settle.ts'
import { type Draft, newState, type PendingChange } from '../../../domain/pricing/state.ts'
import type { Step } from '../../../domain/pricing/trace.ts'
import { configOf, HOUR, MINUTE, NOW } from './market.ts'

const draft = (fields: Partial<Draft> = {}): Draft => ({ ...newState(1), price: 1_000, ...fields })
const pending = (fields: Partial<PendingChange> = {}): PendingChange => ({
  from: 1_100,
  to: 1_000,
  why: 'contest',
  sentAt: NOW - HOUR,
  seenAt: null,
  ...fields,
})

/** Between 8 and 15 euros. */
function settled(before: Draft, wish: Wish, fields: Partial<PricingConfig> = {}, repairs?: boolean) {
  const steps: Step[] = []
  const settling = { config: configOf(fields), floor: 800, ceiling: 1_500, now: NOW, steps }
  return { priced: settle(before, wish, settling, repairs), steps, after: before }
}

test('nothing wished is nothing done, and when to look again is passed on', () => {
  expect(settled(draft(), {})).toMatchObject({ priced: { action: 'keep', price: 1_000, checkAt: null }, steps: [] })
  expect(settled(draft(), { checkAt: 77 }).priced).toEqual({ action: 'keep', price: 1_000, checkAt: 77 })
})

test('a wish is sent, and remembered as on its way', () => {
  const { priced, steps, after } = settled(draft(), { price: 1_100, why: 'probe' })
  expect(priced).toEqual({ action: 'change', price: 1_100, why: 'probe', checkAt: NOW + 20 * MINUTE })
  expect(steps).toEqual([{ code: 'changes', from: 1_000, to: 1_100, why: 'probe' }])
  expect(after).toMatchObject({ price: 1_100, change: { from: 1_000, to: 1_100, why: 'probe', sentAt: NOW, seenAt: null } })
})

test('a wish that is to be looked at sooner is', () => {
  expect(settled(draft(), { price: 1_100, checkAt: NOW + MINUTE }).priced.checkAt).toBe(NOW + MINUTE)
  expect(settled(draft(), { price: 1_100, checkAt: NOW + HOUR }).priced.checkAt).toBe(NOW + 20 * MINUTE)
})

test('what stands already is not sent', () => {
  expect(settled(draft(), { price: 1_000, checkAt: 77 })).toMatchObject({
    priced: { action: 'keep', price: 1_000, checkAt: 77 },
    steps: [],
  })
})

test('a wish outside of the bounds goes to the nearest of them', () => {
  expect(settled(draft({ price: 850 }), { price: 10 }).priced.price).toBe(800)
  expect(settled(draft({ price: 1_450 }), { price: 9_000 }).priced.price).toBe(1_500)
})

test.each([800, 1_500])('a price of %d on its bound is not out of it', (price) => {
  expect(settled(draft({ price }), {})).toMatchObject({ priced: { action: 'keep' }, steps: [] })
})

test.each([
  [799, 800],
  [1_501, 1_500],
  [100_000, 1_500],
])('a price of %d is brought back to %d unasked, and that is said', (price, to) => {
  const { priced, steps } = settled(draft({ price }), {})
  expect(priced).toMatchObject({ action: 'change', price: to, why: 'repair' })
  expect(steps).toEqual([
    { code: 'out_of_bounds', price, floor: 800, ceiling: 1_500 },
    { code: 'changes', from: price, to, why: 'repair' },
  ])
})

test('a price out of its bounds goes where the strategy wants it, at once and as a repair', () => {
  expect(settled(draft({ price: 5_000 }), { price: 1_000, why: 'contest' }).priced).toMatchObject({ price: 1_000, why: 'repair' })
})

test('a price that is brought back gets its ending, too', () => {
  expect(settled(draft({ price: 100_000 }), {}, { endings: [99] }).priced.price).toBe(1_499)
})

test('a repair needs no budget, a revert neither; anything else does', () => {
  const limits = { ...USUAL_LIMITS, changesPerHour: 1 }
  const busy = (price: number) => draft({ price, changes: [NOW - MINUTE] })
  expect(settled(busy(5_000), {}, { limits }).priced.action).toBe('change')
  expect(settled(busy(1_000), { price: 990, why: 'revert' }, { limits }).priced.action).toBe('change')
  expect(settled(busy(1_000), { price: 990, why: 'contest', checkAt: 77 }, { limits })).toMatchObject({
    priced: { action: 'keep', price: 1_000, checkAt: 77 },
    steps: [{ code: 'changed_often_enough' }],
  })
})

test('where nothing may be touched, a price out of its bounds stays', () => {
  expect(settled(draft({ price: 5_000 }), {}, {}, false)).toMatchObject({ priced: { action: 'keep', price: 5_000 }, steps: [] })
})

test('what is on its way counts as the price, not what Amazon shows still', () => {
  const before = draft({ price: 1_490, change: pending({ to: 1_600 }) })
  expect(settled(before, {}).steps[0]).toEqual({ code: 'out_of_bounds', price: 1_600, floor: 800, ceiling: 1_500 })
  expect(settled(draft({ price: 1_100, change: pending() }), { price: 500 }).priced.price).toBe(800) // a fifth of 10.00, not of 11.00
})

test('what was sent and never seen is sent again, from where the price came', () => {
  const { priced, after } = settled(draft({ change: pending() }), { price: 1_000, why: 'contest' })
  expect(priced).toMatchObject({ action: 'change', price: 1_000, why: 'contest' })
  expect(after.change).toEqual({ from: 1_100, to: 1_000, why: 'contest', sentAt: pending().sentAt, seenAt: null })
})

test('what is on its way is not sent again unasked', () => {
  expect(settled(draft({ change: pending() }), {}).priced.action).toBe('keep')
})

test('a first price comes from nowhere, and no step caps it', () => {
  const { priced, steps } = settled(draft({ price: null }), { price: 1_400, why: 'offered_again' })
  expect(priced).toMatchObject({ action: 'change', price: 1_400, why: 'offered_again' })
  expect(steps).toEqual([{ code: 'changes', from: 1_400, to: 1_400, why: 'offered_again' }])
})

test('where nobody knows the price and nothing is wished, none is', () => {
  expect(settled(draft({ price: null }), {}).priced).toEqual({ action: 'keep', price: null, checkAt: null })
})

test('changes of the last day are remembered, older ones are not', () => {
  const { after } = settled(draft({ changes: [NOW - 24 * HOUR, NOW - 24 * HOUR + 1, NOW - HOUR] }), { price: 1_010 })
  expect(after.changes).toEqual([NOW - 24 * HOUR + 1, NOW - HOUR, NOW])
})

test('the higher prices of a day are remembered with until when they stood, and no others', () => {
  const highs = [
    { price: 1_300, until: NOW - 24 * HOUR },
    { price: 1_200, until: NOW - 24 * HOUR + 1 },
    { price: 900, until: NOW - HOUR },
  ]
  expect(settled(draft({ highs }), { price: 950 }).after.highs).toEqual([
    { price: 1_200, until: NOW - 24 * HOUR + 1 },
    { price: 1_000, until: NOW },
  ])
})

test('in a dry run nothing is remembered, and when to look again is as it was asked', () => {
  const before = draft({ changes: [NOW - HOUR] })
  const { priced, steps, after } = settled({ ...before }, { price: 1_100, why: 'probe', checkAt: 77 }, { dryRun: true })
  expect(priced).toEqual({ action: 'keep', price: 1_000, why: 'probe', would: 1_100, checkAt: 77 })
  expect(steps).toEqual([{ code: 'would_change', from: 1_000, to: 1_100, why: 'probe' }])
  expect(after).toEqual(before)
  expect(settled(draft(), { price: 1_100, why: 'probe' }, { dryRun: true }).priced.checkAt).toBeNull()
})
