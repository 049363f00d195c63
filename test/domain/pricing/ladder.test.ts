import { expect, test } from 'vitest'
import { type PricingConfig, USUAL_BUY_BOX } from '../../../domain/pricing/config.ts'
import { codes, configOf, HOUR, MINUTE, marketOf, offer } from './market.ts'

const rival = (listing: number) => offer({ sellerId: 'FBA', listing })
const LOWEST = 1_090
/** Beside 10.90 of a merchant, which is worth 12.54. */
const RIVALS = [rival(1_190), offer({ sellerId: 'FBM', listing: LOWEST, fba: false })]

/** The prices of a contest that nothing wins, until it gives up; and the look in which it does. */
function downTo(fields: Partial<PricingConfig> = {}) {
  const { look, world } = marketOf(1_400, { config: configOf(fields), rivals: RIVALS, ours: () => false })
  const prices: number[] = []
  for (let looks = 0; looks < 30; looks += 1) {
    const decided = look(20 * MINUTE)
    if (decided.state.phase === 'floored') return { prices, gaveUp: decided, look, world }
    if (decided.decision.action === 'change') prices.push(decided.decision.price ?? 0)
  }
  return expect.fail(`never gave up: ${prices}`)
}

test('down to the best offer as buyers see it, to the lowest price asked, below that in growing steps, and no further', () => {
  const { prices } = downTo()
  expect(prices.slice(0, 3)).toEqual([1_190, LOWEST, LOWEST - 1])
  const steps = prices.slice(2).map((price) => LOWEST - price)
  expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b))
  expect(steps.at(-1)).toBeLessThan(LOWEST / 10)
})

test('cheaper than all others without winning is no reason to stay so: back to the lowest price asked, and a rest', () => {
  const { gaveUp, look, world } = downTo()
  const until = world.now + HOUR
  expect(gaveUp.decision).toMatchObject({ action: 'change', price: LOWEST, why: 'raise' })
  expect(gaveUp.trace).toContainEqual({ code: 'floored', until })
  expect(look().decision).toEqual({ action: 'keep', price: LOWEST, checkAt: until })
  const rests = look(HOUR - 2 * MINUTE - 1)
  expect([rests.decision.action, codes(rests).at(-1)]).toEqual(['keep', 'floored'])
  expect(look(1).decision).toMatchObject({ action: 'change', why: 'contest' })
})

test('below the lowest price asked nobody goes where a unit leaves over less than a part of what it leaves there', () => {
  const costs = { unit: LOWEST - 50, fees: 0, referral: 0, vat: 0 }
  const { prices, gaveUp } = downTo({ costs })
  expect(Math.min(...prices)).toBeLessThan(LOWEST - 1)
  expect(Math.min(...prices)).toBeGreaterThanOrEqual(LOWEST - 30) // two fifths of half a euro are left
  expect(gaveUp.decision.price).toBe(LOWEST)
})

test('where there is nothing to earn at the lowest price asked the contest ends at the floor from costs', () => {
  const { prices, gaveUp } = downTo({ costs: { unit: LOWEST + 20, fees: 0, referral: 0, vat: 0 } })
  expect(prices).toEqual([1_190, LOWEST + 20])
  expect(gaveUp.decision).toMatchObject({ action: 'keep', price: LOWEST + 20 })
})

test('who undercuts does so on each rung, and is not the lower for it where the rung is lower still', () => {
  const { prices } = downTo({ strategy: { ...USUAL_BUY_BOX, undercut: 30 } })
  expect(prices.slice(0, 2)).toEqual([1_160, LOWEST - 30])
  expect(prices.at(-1)).toBe(downTo().prices.at(-1))
})

test('it is what buyers pay that goes down: our shipping is part of it', () => {
  const { prices } = downTo({ listing: { ...configOf().listing, shipping: 50 } })
  expect(prices.slice(0, 3)).toEqual([1_140, LOWEST - 50, LOWEST - 51])
})

test('a price that lost is judged on its way back before the contest begins', () => {
  let limit = 1_190
  const { look, world } = marketOf(1_190, { rivals: [rival(1_190)], ours: (price) => price <= limit })
  look()
  expect(look(20 * MINUTE).decision.why).toBe('probe')
  limit = 0
  expect(look().decision).toMatchObject({ price: 1_190, why: 'revert' })
  const waits = look()
  expect(waits.decision).toEqual({ action: 'keep', price: 1_190, checkAt: world.now + 15 * MINUTE })
  expect(codes(waits).at(-1)).toBe('waits_for_verdict')
  expect(look(20 * MINUTE).decision).toMatchObject({ action: 'change', why: 'contest' })
})

test('a raise of who was alone that meets a rival is taken back', () => {
  const { look, world } = marketOf(1_000, { rivals: [], ours: (price) => price <= 1_000 })
  look()
  expect(look(30 * MINUTE).decision).toMatchObject({ price: 1_050, why: 'raise' })
  world.rivals = [rival(1_040)]
  const met = look()
  expect(met.decision).toMatchObject({ action: 'change', price: 1_000, why: 'revert' })
  expect(met.trace).toContainEqual({ code: 'lost', price: 1_050, back: 1_000 })
})
