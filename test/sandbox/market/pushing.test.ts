import { expect, test } from 'vitest'
import { drawMarket } from '../../../sandbox/market/market.ts'
import { constantPrice, pushing } from '../../../sandbox/market/pushing.ts'
import { DAY, HOUR, OURS } from '../../../sandbox/market/scene.ts'
import { BEGINS, tryIn, type Watch } from '../../../sandbox/market/trial.ts'
import { usualPush } from '../../../sandbox/market/usual-push.ts'

const market = (number: number, rivals = false) => drawMarket(`pushing/${number}`, { privateLabel: { rivals } })

/** Prices of ours as buyers see them, hour by hour. */
function watchPrice(): Watch & { readonly seen: { at: number; price: number }[] } {
  const seen: { at: number; price: number }[] = []
  return { everyMs: HOUR, seen, look: (at, { sellers }) => void seen.push({ at, price: sellers[OURS]?.listing ?? 0 }) }
}

test('a constant price is constant', () => {
  const watch = watchPrice()
  const { changes } = tryIn(market(1), constantPrice, 20, [watch])
  expect(changes).toBe(0)
  expect(new Set(watch.seen.map(({ price }) => price))).toEqual(new Set([market(1).own.start]))
})

test('for two weeks Push holds the start price, then it tries others, none of them out of bounds', () => {
  let moved = 0
  for (const [number, rivals] of [
    [1, false],
    [2, true],
    [3, false],
  ] as const) {
    const { own } = market(number, rivals)
    const watch = watchPrice()
    expect(tryIn(market(number, rivals), pushing, 30, [watch]).violations).toBe(0)
    const before = watch.seen.filter(({ at }) => at < BEGINS + 14 * DAY)
    expect(new Set(before.map(({ price }) => price))).toEqual(new Set([own.start]))
    for (const { price } of watch.seen) {
      expect(price).toBeGreaterThanOrEqual(own.terms.min)
      expect(price).toBeLessThanOrEqual(own.terms.max)
    }
    if (watch.seen.some(({ price }) => price !== own.start)) moved += 1
  }
  expect(moved).toBeGreaterThan(1)
})

test('the same market is the same answer', () => {
  expect(tryIn(market(5, true), pushing, 22)).toEqual(tryIn(market(5, true), pushing, 22))
})

test('the usual rule asks for what is missing of a fair margin, waits for whole weeks, and bears the more loss of units the less a unit leaves over', () => {
  const costs = { unit: 800, fees: 300, referral: 1_500, vat: 1_900 }
  const rule = usualPush({ start: 2_000, days: 14, units: 100, costs })
  expect(rule).toMatchObject({ start: 2_000, steps: [{ units: 50, change: { rate: 800 } }] })
  expect(rule.window).toEqual({
    hours: 7 * 24,
    up: { units: 80, change: { rate: 300 } },
    down: { units: 23, change: { rate: -300 } },
  })
  const thin = usualPush({ start: 2_000, days: 14, units: 100, costs: { ...costs, unit: 950 } })
  expect(thin.window?.down?.units).toBeLessThan(23)
  expect(usualPush({ start: 2_000, days: 14, units: 40, costs }).window?.hours).toBe(14 * 24)
  expect(usualPush({ start: 2_000, days: 14, units: 0, costs }).window).toMatchObject({ up: { units: 2 }, down: { units: 0 } })
})

test('the usual rule begins lower where much of the price is left over, by no more than it would raise it', () => {
  const fat = { unit: 300, fees: 300, referral: 1_500, vat: 1_900 }
  expect(usualPush({ start: 2_000, days: 14, units: 100, costs: fat })).toMatchObject({ start: 1_840, steps: [] })
  const fair = usualPush({ start: 2_000, days: 14, units: 100, costs: { ...fat, unit: 590 } })
  expect(fair).toMatchObject({ start: 1_969, steps: [] })
})
