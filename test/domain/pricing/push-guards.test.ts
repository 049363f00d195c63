import { expect, test } from 'vitest'
import type { PushStrategy } from '../../../domain/pricing/config.ts'
import { decide } from '../../../domain/pricing/decide.ts'
import { codes, configOf, HOUR, MINUTE, marketOf, NOW, offer, snapshotOf } from './market.ts'
import { daily, dime, push, shop } from './shop.ts'

const five = (amount: number) => [{ units: 5, change: { amount } }]

test('each look says what was sold and how many steps were taken before, and each step says what it made', () => {
  const { look, sell } = shop(push({ steps: [...five(10), ...five(20)] }))
  look()
  sell(11)
  expect(look().trace).toEqual([
    { code: 'costs_unknown' },
    { code: 'push', units: 11, taken: 0 },
    { code: 'sold', units: 5, price: 1_010 },
    { code: 'sold', units: 10, price: 1_030 },
    { code: 'changes', from: 1_000, to: 1_030, why: 'push' },
  ])
  expect(look().trace).toEqual([{ code: 'costs_unknown' }, { code: 'push', units: 11, taken: 2 }])
})

test('steps stop at the maximum and at the minimum', () => {
  for (const [amount, price] of [
    [100, 1_050],
    [-100, 950],
  ] as const) {
    const { look, sell, world } = shop(push({ steps: five(amount) }), { min: 950, max: 1_050 })
    look()
    sell(5)
    look()
    expect(world.price).toBe(price)
  }
})

test('a start price outside of the bounds is the nearest within them', () => {
  const { look, world } = shop(push({ start: 1_400 }), { max: 1_150 })
  look()
  expect(world.price).toBe(1_150)
})

test('without steps and windows there is nothing to look again for', () => {
  const { look } = shop(push())
  expect(look().decision).toEqual({ action: 'keep', price: 1_000, checkAt: null })
})

test('orders from before the rule do not count', () => {
  const { look, sell, world } = shop(push({ steps: five(10) }))
  sell(50)
  world.now += 1
  look()
  look()
  expect(world.price).toBe(1_000)
})

test('a changed rule counts from when it is changed', () => {
  const { look, sell, world } = shop(push({ steps: five(10) }))
  look()
  sell(5)
  look()
  const strategy = push({ version: 2, steps: five(100) })
  const next = marketOf(world.price, { config: configOf({ strategy, min: 500, max: 5_000 }), rivals: [], ours: () => true })
  Object.assign(next.world, { state: world.state, now: world.now, beside: { sales: world.sales } })
  const changed = next.look()
  expect(changed.trace).toContainEqual({ code: 'push', units: 0, taken: 0 })
  expect(changed.state.push).toEqual({
    version: 2,
    start: 1_000,
    since: next.world.now,
    until: null,
    fired: 0,
    used: 0,
    target: 1_010,
    windowFrom: next.world.now,
    dry: false,
    low: false,
    held: true,
  })
})

test('where nobody knows our price nothing is touched, and that is said', () => {
  const config = configOf({ strategy: push({ start: 1_200 }) })
  const { decision, trace } = decide(null, snapshotOf([offer()], NOW, { sales: [] }), config, NOW)
  expect(decision).toMatchObject({ action: 'keep', price: null })
  expect(trace.at(-1)).toEqual({ code: 'own_offer_unknown' })
})

test('nothing gets cheaper while there is nothing to sell, dearer it may get', () => {
  for (const [amount, price] of [
    [-100, 1_000],
    [100, 1_100],
  ] as const) {
    const { look, sell, world } = shop(push({ steps: five(amount) }))
    look()
    sell(5)
    world.stock = 0
    expect(codes(look()).includes('no_cheaper_while_sold_out')).toBe(amount < 0)
    expect(world.price).toBe(price)
  }
})

test('an offer of ours that cannot be sent now is sold out, too', () => {
  const config = configOf({ strategy: push({ start: 900 }) })
  const unavailable = offer({ sellerId: 'OURS', listing: 1_000, available: false })
  const decided = decide(null, snapshotOf([unavailable], NOW, { sales: [] }), config, NOW)
  expect([decided.decision.action, codes(decided).at(-1)]).toEqual(['keep', 'no_cheaper_while_sold_out'])
})

test('where nobody counts the stock it is not sold out, and not low', () => {
  const strategy = push({ start: 900, lowStock: { units: 10, change: dime } })
  const { look, world } = marketOf(1_000, { config: configOf({ strategy }), rivals: [], ours: () => true })
  world.beside = { sales: [] }
  expect(look().decision).toMatchObject({ action: 'change', price: 900 })
})

test('low stock says what it makes of the price, within bounds', () => {
  const { look, world } = shop(push({ lowStock: { units: 10, change: { amount: 400 } } }), { max: 1_150 })
  look()
  world.stock = 7
  expect(look().trace).toContainEqual({ code: 'stock_is_low', stock: 7, price: 1_150 })
  expect(world.price).toBe(1_150)
})

test('a look that does not count the stock is no reason to raise for low stock again', () => {
  const { look, world } = shop(push({ lowStock: { units: 10, change: dime } }))
  look()
  for (const stock of [7, undefined, 7]) {
    Object.assign(world, { stock })
    look()
  }
  expect(world.price).toBe(1_010)
})

test('a step that Amazon does not show yet is waited for, and sent again when it never does', () => {
  const { look, sell, world } = shop(push({ steps: five(10) }))
  look()
  sell(5)
  look()
  const sent = world.now
  world.price = 1_000 // Amazon shows the old one still
  const waits = look()
  expect([waits.decision.action, waits.decision.checkAt]).toEqual(['keep', sent + 20 * MINUTE])
  world.price = 1_000
  expect(look(20 * MINUTE).decision).toMatchObject({ action: 'change', price: 1_010, why: 'push' })
})

/** A shop that has just raised its price by two euros while the Buy Box was its own. */
function raised(fields: Partial<PushStrategy> = {}, ours = true) {
  const opened = shop(push({ keepBuyBox: true, steps: five(200), ...fields }), { ours })
  opened.look()
  opened.sell(5)
  opened.look()
  return opened
}

test('a raise that lost the Buy Box says where it went back to, and stays there', () => {
  const { look, world } = raised({}, false)
  world.ours = false
  const lost = look()
  expect(lost.trace).toContainEqual({ code: 'lost', price: 1_200, back: 1_000 })
  expect(lost.decision).toMatchObject({ action: 'change', price: 1_000, why: 'revert' })
  for (const _ of [1, 2, 3]) look()
  expect(world.price).toBe(1_000)
})

test('a raise is on trial for half an hour after Amazon shows it', () => {
  const { look, world } = raised()
  world.ours = false // nobody has the Buy Box
  const shown = look()
  const until = world.now + 30 * MINUTE
  expect(shown.decision).toMatchObject({ action: 'keep', price: 1_200, checkAt: until })
  expect(look(30 * MINUTE - 1).decision.checkAt).toBe(until)
  expect(look(1).state.change).toBeNull()
  expect(world.price).toBe(1_200)
})

test('a Buy Box that is lost after the trial is nothing that the raise is to blame for', () => {
  const { look, world } = raised({}, false)
  look()
  look(31 * MINUTE)
  world.ours = false
  expect(codes(look())).not.toContain('lost')
  expect(world.price).toBe(1_200)
})

test('a price that went down is not taken back, whoever has the Buy Box', () => {
  const { look, world } = raised({ steps: five(-100) }, false)
  world.ours = false
  expect(codes(look())).not.toContain('lost')
  expect(world.price).toBe(900)
})

test('a repair that loses the Buy Box is not taken back', () => {
  const { look, world } = shop(push({ start: 1_100, keepBuyBox: true }), { start: 900, min: 1_000, ours: false })
  expect(look().decision).toMatchObject({ action: 'change', price: 1_100, why: 'repair' })
  world.ours = false
  expect(codes(look())).not.toContain('lost')
  expect(world.price).toBe(1_100)
})

test('a day that ends says when the next one does, and what it begins at', () => {
  const { look } = shop(daily({ steps: five(10) }))
  const midnight = Date.parse('2026-11-23T23:00:00Z')
  expect(look().decision.checkAt).toBe(midnight)
  expect(codes(look(midnight - NOW - 5 * MINUTE - 1))).not.toContain('new_day')
  expect(look(1).trace).toContainEqual({ code: 'new_day', price: 1_000, until: midnight + 24 * HOUR })
})

test('a day of 25 hours that is looked at in its first instant has them all', () => {
  const { look, world } = shop(daily({ steps: [] }))
  world.now = Date.parse('2026-10-24T21:59:00Z')
  look(0)
  expect(look(MINUTE).trace).toContainEqual({ code: 'new_day', price: 1_000, until: Date.parse('2026-10-25T23:00:00Z') })
})

test('a new day takes its steps anew, from its first order on', () => {
  const { look, sell, world } = shop(daily({ steps: [...five(10), ...five(10)] }))
  look()
  sell(7)
  look()
  world.now = Date.parse('2026-11-23T23:30:00Z')
  sell(5)
  const next = look()
  expect(next.trace).toContainEqual({ code: 'daily_push', units: 5, taken: 0 })
  expect(next.trace).toContainEqual({ code: 'sold', units: 5, price: 1_010 })
})

test('a day of a marketplace that nobody knows is a day of UTC', () => {
  const listing = { ...configOf().listing, marketplaceId: 'ELSEWHERE' }
  const config = configOf({ listing, strategy: daily({}) })
  const look = snapshotOf([offer({ sellerId: 'OURS', listing: 1_000 })], NOW, { marketplaceId: 'ELSEWHERE', sales: [] })
  expect(decide(null, look, config, NOW).decision.checkAt).toBe(Date.parse('2026-11-24T00:00:00Z'))
})
