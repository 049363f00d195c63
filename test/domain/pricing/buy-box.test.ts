import { expect, test } from 'vitest'
import { codes, configOf, HOUR, MINUTE, marketOf, offer } from './market.ts'

const RIVALS = [offer({ sellerId: 'FBA', listing: 1_190 }), offer({ sellerId: 'FBM', listing: 1_090, fba: false })]

test('between 8 and 15 euros, told step by step: to 11.90, up, lost, back, halfway, and no further than half a per cent', () => {
  // The Buy Box of this market is ours up to 12.05.
  const { look, world } = marketOf(1_400, { rivals: RIVALS, ours: (price) => price <= 1_205 })

  // 10.90 of a merchant is worth 12.54 beside an offer that Amazon fulfils: the price to meet is 11.90.
  const first = look()
  expect(first.decision).toMatchObject({ action: 'change', price: 1_190, why: 'contest' })
  expect(first.trace).toContainEqual({ code: 'market', rivals: 2, holder: 'rival', lowest: 1_190, landed: 1_090 })
  expect(codes(look())).toContain('won')

  // A quarter of an hour of rest, then two per cent up.
  expect(look().decision).toMatchObject({ action: 'keep', price: 1_190 })
  const up = look(20 * MINUTE)
  expect(up.decision).toMatchObject({ action: 'change', price: 1_214, why: 'probe' })
  expect(codes(up)).toContain('worth_a_try')

  // Lost: back at once, and half an hour of rest.
  expect(look().decision).toMatchObject({ action: 'change', price: 1_190, why: 'revert' })
  expect(codes(look())).toContain('won')
  expect(look(10 * MINUTE).decision.action).toBe('keep')

  // Halfway between what held and what lost, and again. A raise is believed after ten minutes.
  expect(look(30 * MINUTE).decision).toMatchObject({ action: 'change', price: 1_202, why: 'probe' })
  expect(codes(look())).toContain('waits_for_verdict')
  expect(codes(look(10 * MINUTE))).toContain('won')
  expect(look(20 * MINUTE).decision).toMatchObject({ action: 'change', price: 1_208, why: 'probe' })
  expect(look().decision).toMatchObject({ action: 'change', price: 1_202, why: 'revert' })
  expect(codes(look())).toContain('won')

  // 12.02 holds, 12.08 does not: six cents are half a per cent.
  const last = look(40 * MINUTE)
  expect(last.decision).toMatchObject({ action: 'keep', price: 1_202 })
  expect(last.trace).toContainEqual({ code: 'as_high_as_it_holds', held: 1_202, lost: 1_208 })
  expect(world.price).toBe(1_202)
})

test('a contest that is lost goes down to the least price that anybody asks, a little below it, and then back up to rest', () => {
  const { look } = marketOf(1_190, { rivals: RIVALS, ours: () => false })
  expect(look().decision).toMatchObject({ action: 'change', price: 1_090, why: 'contest' })
  expect(codes(look())).toContain('waits_for_verdict')
  const prices = [1, 2, 3, 4].map(() => {
    const next = look(20 * MINUTE).decision.price
    look() // Amazon shows it
    return next
  })
  expect(prices).toEqual([1_089, 1_079, 1_068, 1_046]) // a cent, and 1, 2, 4 % below 10.90
  const floored = look(20 * MINUTE)
  expect(floored.decision).toMatchObject({ action: 'change', price: 1_090, why: 'raise' })
  expect(codes(floored)).toContain('floored')
  expect(look().decision.action).toBe('keep')
  expect(look(30 * MINUTE).decision.action).toBe('keep')
  expect(look(HOUR).decision).toMatchObject({ action: 'change', why: 'contest' })
})

test('what won the last time is tried first, one rung higher', () => {
  const { look, world } = marketOf(1_190, { rivals: RIVALS, ours: (price) => price <= 1_079 })
  while (look(20 * MINUTE).state.phase !== 'holding');
  expect(world.state?.ladder.won).toBe(3)
  const lost = marketOf(1_190, { rivals: RIVALS, ours: () => false })
  Object.assign(lost.world, { state: world.state, now: world.now + HOUR, price: 1_190 })
  const again = lost.look()
  expect([again.decision.price, codes(again).at(-2)]).toEqual([1_089, 'below_the_lowest_price'])
})

test('only a look younger than our change confirms it', () => {
  const { look, world } = marketOf(1_400, { rivals: RIVALS, ours: (price) => price <= 1_205 })
  look()
  const { state, now } = world
  world.now = now - 3 * MINUTE // a look of before comes late
  const late = look()
  expect(codes(late)).toEqual(['refused'])
  expect(late.decision.action).toBe('keep')
  expect(late.state.change).toEqual(state?.change)
  world.now = now
  expect(codes(look())).toContain('won')
})

test('a change that no look ever shows is sent once more, and nothing else is tried meanwhile', () => {
  const { look, world } = marketOf(1_400, { rivals: RIVALS, ours: () => false })
  expect(look().decision.price).toBe(1_190)
  const shows = (after: number) => {
    world.price = 1_400 // Amazon still has the old one
    return look(after)
  }
  expect(codes(shows(5 * MINUTE))).toContain('waits_until_visible')
  const again = shows(20 * MINUTE)
  expect(again.decision).toMatchObject({ action: 'change', price: 1_190, why: 'contest' })
  expect(codes(again)).toContain('never_seen')
})

test('who has nobody to compete with goes up slowly, to the maximum', () => {
  const { look, world } = marketOf(1_000, { rivals: [], ours: () => true })
  const prices = Array.from({ length: 60 }, () => look(10 * MINUTE).decision.price ?? 0)
  expect(prices.at(-1)).toBe(1_500)
  for (const [index, price] of prices.entries()) expect(price).toBeGreaterThanOrEqual(prices[index - 1] ?? 0)
  expect(world.price).toBe(1_500)
})

test('who is alone goes up by a twentieth each half hour', () => {
  const { look, world } = marketOf(1_000, { rivals: [], ours: () => true })
  for (let minutes = 0; minutes < 5 * 60; minutes += 10) look(10 * MINUTE)
  expect(world.price).toBe(1_500)
})

test('whoever may not be in the Buy Box chases nobody', () => {
  const { look } = marketOf(1_190, { rivals: RIVALS, ours: () => false, own: { featured: false } })
  const decided = look()
  expect(decided.decision).toMatchObject({ action: 'keep', price: 1_190 })
  expect(codes(decided)).toContain('ineligible')
})

test('when the Buy Box is lost without a change of ours, the price that held before these rivals is gone back to once, then the contest begins', () => {
  const { look, world } = marketOf(1_190, { rivals: RIVALS, ours: (price) => price <= 1_190 })
  expect(codes(look())).toContain('holds')
  world.rivals = [offer({ sellerId: 'FBA', listing: 1_150 }), RIVALS[1]!]
  const { rivals } = world
  const lost = marketOf(1_190, { rivals, ours: (price) => price <= 1_150 })
  lost.world.state = world.state
  lost.world.now = world.now
  expect(lost.look().decision).toMatchObject({ action: 'change', price: 1_150, why: 'contest' })
})

test('against one who undercuts by a cent the war ends: a dozen changes a day at most, and never near the floor', () => {
  const { look, world } = marketOf(1_400, { rivals: [offer({ sellerId: 'CENT', listing: 1_399 })], ours: () => false })
  const days = 30
  let changes = 0
  let followed = 0
  let nights = 0
  for (let minute = 0; minute < days * 24 * 60; minute += 5) {
    const decided = look(5 * MINUTE)
    const { decision } = decided
    if (decision.action === 'change') changes += 1
    if (decision.why === 'contest') followed += 1
    if (codes(decided).includes('nightly_reset') && decision.price === 1_399) nights += 1
    world.rivals = [offer({ sellerId: 'CENT', listing: Math.max(100, world.price - 1) })]
  }
  expect(changes / days).toBeLessThanOrEqual(12)
  expect(nights).toBeGreaterThan(days - 3) // and goes back up each night, to see who follows
  expect(followed).toBeGreaterThan(days) // it does follow, as long as that is no war
  expect(world.price).toBeGreaterThanOrEqual(800 + (1_500 - 800) / 4)
})

test('from far above it goes down in several steps to a price that stays where it is, whatever others do: that is no war', () => {
  const config = configOf({ max: 5_000 })
  const { look, world } = marketOf(2_300, { config, rivals: RIVALS, ours: (price) => price <= 1_190 })
  const prices = Array.from({ length: 8 }, (_, step) => {
    world.rivals = [...RIVALS, offer({ sellerId: 'DEAR', listing: 2_000 + step })]
    look(12 * MINUTE)
    return world.price
  })
  expect(prices).toContain(1_190)
  expect(world.state?.war?.wars).toBe(0)
})
