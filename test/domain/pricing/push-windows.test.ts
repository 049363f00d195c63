import { expect, test } from 'vitest'
import type { PushStrategy } from '../../../domain/pricing/config.ts'
import { codes, HOUR, MINUTE } from './market.ts'
import { dime, push, shop } from './shop.ts'

const DAY = 24 * HOUR
const UP = { units: 5, change: { amount: 20 } }
const DOWN = { units: 1, change: { amount: -50 } }
const windowed = (window: Omit<NonNullable<PushStrategy['window']>, 'hours'>) => push({ window: { hours: 24, ...window } })

/** A shop in whose first window nothing was sold yet; when that began. */
function open(window: Parameters<typeof windowed>[0] = { up: UP, down: DOWN }) {
  const opened = shop(windowed(window))
  opened.look()
  return { ...opened, began: opened.world.now }
}

test('a window ends when its hours are over, not before, and that is when we look again', () => {
  const { look, began } = open()
  const before = look(DAY - 1)
  expect(before.decision).toMatchObject({ action: 'keep', checkAt: began + DAY })
  expect(before.trace).toEqual([{ code: 'costs_unknown' }, { code: 'push', units: 0, taken: 0 }])
  const ended = look(1)
  expect(ended.trace).toContainEqual({ code: 'sells_badly', units: 0, price: 950 })
  expect(ended.decision).toMatchObject({ action: 'change', price: 950, why: 'push' })
  expect(ended.state.push?.windowFrom).toBe(began + DAY)
})

test('as many units as make it sell well begin the next window at once', () => {
  const { look, sell, world } = open()
  sell(4)
  expect(codes(look(HOUR))).not.toContain('sells_well')
  sell(1)
  const well = look(HOUR)
  expect(well.trace).toContainEqual({ code: 'sells_well', units: 5, price: 1_020 })
  expect(well.state.push).toMatchObject({ windowFrom: world.now, used: 5 })
  sell(5)
  expect(look(HOUR).trace).toContainEqual({ code: 'sells_well', units: 5, price: 1_040 })
})

test.each([
  [1, 950],
  [2, 1_000],
])('a window in which %d were sold ends at a price of %d', (units, price) => {
  const { look, sell, world } = open()
  sell(units)
  look(DAY)
  expect(world.price).toBe(price)
})

test('what one window has sold does not count for the next', () => {
  const { look, sell, world } = open()
  sell(3)
  look(DAY)
  sell(3)
  expect(codes(look(HOUR))).not.toContain('sells_well')
  expect(world.price).toBe(1_000)
})

test('windows in which nobody looked change the price once, and the next ends when it would have anyway', () => {
  const { look, began } = open()
  const late = look(3 * DAY + HOUR)
  expect(codes(late).filter((code) => code === 'sells_badly')).toHaveLength(1)
  expect(late.state.push?.windowFrom).toBe(began + 3 * DAY)
  expect(codes(look(23 * HOUR - 1))).not.toContain('sells_badly')
  expect(codes(look(1))).toContain('sells_badly')
})

test('a rule may go up alone, or down alone', () => {
  const up = open({ up: UP })
  up.look(DAY)
  expect(up.world.price).toBe(1_000)
  const down = open({ down: DOWN })
  down.sell(50)
  down.look(DAY)
  expect(down.world.price).toBe(1_000)
})

test('up stops at the maximum', () => {
  const { look, sell, world } = shop(windowed({ up: { units: 1, change: { amount: 400 } } }), { max: 1_100 })
  look()
  sell(1)
  expect(look().trace).toContainEqual({ code: 'sells_well', units: 1, price: 1_100 })
  expect(world.price).toBe(1_100)
})

test('the first window begins at the last look on which a step was still to come', () => {
  const { look, sell, world } = shop(push({ steps: [{ units: 2, change: dime }], window: { hours: 24, down: DOWN } }))
  look()
  expect(codes(look(DAY))).not.toContain('sells_badly')
  sell(2)
  look()
  const began = world.now - 5 * MINUTE
  expect(codes(look(began + DAY - 1 - world.now))).not.toContain('sells_badly')
  expect(codes(look(1))).toContain('sells_badly')
})

test('a window that ended without stock says nothing of the one that begins with some', () => {
  const { look, world } = open()
  world.stock = 0
  const dry = look(DAY)
  expect(dry.trace).toContainEqual({ code: 'nothing_to_sell' })
  world.stock = 50
  expect(codes(look(DAY))).toContain('nothing_to_sell') // it began with nothing
  expect(codes(look(DAY))).toContain('sells_badly')
})

test('a window that begins as the last unit is sold is one without stock', () => {
  const { look, sell, world } = open()
  sell(5)
  world.stock = 0
  look(HOUR)
  world.stock = 50
  expect(codes(look(DAY))).toContain('nothing_to_sell')
})
