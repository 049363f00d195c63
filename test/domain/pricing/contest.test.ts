import { expect, test } from 'vitest'
import { USUAL_BUY_BOX } from '../../../domain/pricing/config.ts'
import type { Step } from '../../../domain/pricing/trace.ts'
import { codes, configOf, HOUR, MINUTE, marketOf, offer } from './market.ts'

const rival = (listing: number, sellerId = 'FBA') => offer({ sellerId, listing })
const never = () => false
const codeIn = (trace: readonly Step[], code: string) => trace.find((step) => step.code === code)

test('the market is told before anything is done: how many rivals, who holds the Buy Box, and what the lowest is worth', () => {
  const rivals = [rival(1_190), offer({ sellerId: 'FBM', listing: 1_000, fba: false })]
  expect(codeIn(marketOf(1_400, { rivals, ours: never }).look().trace, 'market')).toEqual({
    code: 'market',
    rivals: 2,
    holder: 'rival',
    lowest: 1_150,
    landed: 1_000,
  })
  expect(codeIn(marketOf(1_400, { rivals: [], ours: () => true }).look().trace, 'market')).toEqual({
    code: 'market',
    rivals: 0,
    holder: 'ours',
  })
})

test('to the price that wins, and that is said', () => {
  const { trace } = marketOf(1_400, { rivals: [rival(1_190)], ours: never }).look()
  expect(trace.slice(-2)).toEqual([
    { code: 'to_the_price_that_wins', price: 1_190 },
    { code: 'changes', from: 1_400, to: 1_190, why: 'contest' },
  ])
})

test('to the least price that anybody asks, and that is said', () => {
  const rivals = [rival(1_190), offer({ sellerId: 'FBM', listing: 1_090, fba: false })]
  const { trace } = marketOf(1_190, { rivals, ours: never }).look()
  expect(codeIn(trace, 'to_the_lowest_price')).toEqual({ code: 'to_the_lowest_price', price: 1_090 })
})

test('who undercuts goes below by as much as he is told', () => {
  const config = configOf({ strategy: { ...USUAL_BUY_BOX, undercut: 3 } })
  expect(marketOf(1_400, { config, rivals: [rival(1_190)], ours: never }).look().decision.price).toBe(1_187)
})

test('it is what buyers pay that has to win: our shipping is part of it', () => {
  const config = configOf({ listing: { ...configOf().listing, shipping: 90 } })
  const { look } = marketOf(1_300, { config, rivals: [rival(1_190)], ours: never, own: { landed: 1_390 } })
  expect(look().decision.price).toBe(1_100)
})

test('a rival below the floor is followed to it, and no further', () => {
  const config = configOf({ min: 1_150 })
  const { look, world } = marketOf(1_400, { config, rivals: [rival(1_100)], ours: never })
  look()
  look()
  const floored = look(40 * MINUTE)
  expect([world.price, codes(floored).includes('floored'), floored.state.phase]).toEqual([1_150, true, 'floored'])
  expect(look(HOUR).decision.action).toBe('keep')
})

test('a price that was seen has a quarter of an hour to win before the next one is tried', () => {
  const { look, world } = marketOf(1_400, { rivals: [rival(1_190)], ours: never })
  look()
  const seen = look()
  const until = world.now + 15 * MINUTE
  expect(seen.decision).toMatchObject({ action: 'keep', price: 1_190, checkAt: until })
  expect(codeIn(seen.trace, 'waits_for_verdict')).toEqual({ code: 'waits_for_verdict', until })
  expect(codes(look(15 * MINUTE - 1))).toContain('waits_for_verdict')
  expect(look(1).decision).toMatchObject({ action: 'change', why: 'contest' })
})

test('a rival who crawls by cents while we wait is waited out', () => {
  const { look, world } = marketOf(1_400, { rivals: [rival(1_190)], ours: never })
  look()
  look()
  world.rivals = [rival(1_189)]
  expect(codes(look())).toContain('waits_for_verdict')
})

test('a rival who moves while we wait is answered at once', () => {
  const { look, world } = marketOf(1_400, { rivals: [rival(1_190)], ours: never })
  look()
  look()
  world.rivals = [rival(1_150)]
  expect(look().decision).toMatchObject({ action: 'change', price: 1_150, why: 'contest' })
})

test.each([
  ['the Buy Box to us', true, 'holding'],
  ['nobody in it', false, 'suppressed'],
])('rivals who leave while we wait leave %s', (_, ours, phase) => {
  const { look, world } = marketOf(1_400, { rivals: [rival(1_190)], ours: () => ours && world.rivals.length === 0 })
  look()
  world.rivals = []
  const alone = look()
  expect([alone.decision.action, alone.state.phase, alone.state.change]).toEqual(['keep', ours ? 'solo' : phase, null])
})

test('who has won says so, rests a quarter of an hour, and knows what held', () => {
  const { look, world } = marketOf(1_400, { rivals: [rival(1_190)], ours: (price) => price <= 1_190 })
  look()
  const won = look()
  expect(codeIn(won.trace, 'won')).toEqual({ code: 'won', price: 1_190 })
  expect(won.decision).toMatchObject({ action: 'keep', price: 1_190, checkAt: world.now + 15 * MINUTE })
  expect(won.state).toMatchObject({ phase: 'holding', change: null, search: { held: 1_190 }, kept: [0, 0, 0], ladder: { won: 0 } })
  const rests = look(15 * MINUTE - 1)
  expect(codes(rests)).toContain('holds')
  expect(rests.decision).toMatchObject({ action: 'keep', checkAt: world.now + 1 })
  expect(look(1).decision.why).toBe('probe')
})

test('who finds the Buy Box his own rests as long, and knows what held', () => {
  const { look, world } = marketOf(1_150, { rivals: [rival(1_190)], ours: () => true })
  const { decision, state, trace } = look()
  const until = world.now + 15 * MINUTE
  expect([decision.action, decision.checkAt, state.phase, state.search?.held]).toEqual(['keep', until, 'holding', 1_150])
  expect(trace.at(-1)).toEqual({ code: 'holds', until })
})

test('where nothing is worth a try it is asked again in half an hour', () => {
  const { look, world } = marketOf(1_500, { rivals: [rival(1_600)], ours: () => true })
  look()
  const held = look(20 * MINUTE)
  expect(codes(held)).toContain('at_the_ceiling')
  expect(held.decision).toEqual({ action: 'keep', price: 1_500, checkAt: world.now + 30 * MINUTE })
})

/** A market that is ours up to a price, in which a probe has just been sent. */
function probing(limit: number, start = 1_190) {
  const market = marketOf(start, { rivals: [rival(1_190)], ours: (price) => price <= limit })
  market.look()
  expect(market.look(20 * MINUTE).decision.why).toBe('probe')
  return market
}

test('a probe that keeps the Buy Box counts as one of its kind, and makes the next wait as short as ever', () => {
  const { look, world } = probing(1_500)
  world.state = { ...world.state!, backoff: 4 * HOUR }
  expect(codes(look())).toContain('waits_for_verdict')
  const { state } = look(10 * MINUTE)
  expect(state).toMatchObject({ kept: [0, 1, 0], lost: [0, 0, 0], backoff: 30 * MINUTE })
  expect(state.search?.held).toBe(world.price)
})

test('what kind of a probe it was is what buyers pay: our shipping is part of it', () => {
  const config = configOf({ listing: { ...configOf().listing, shipping: 100 } })
  const { look } = marketOf(1_090, { config, rivals: [rival(1_190)], ours: () => true, own: { landed: 1_190 } })
  look()
  expect(look(20 * MINUTE).decision.why).toBe('probe')
  look()
  expect(look(10 * MINUTE).state.kept).toEqual([0, 1, 0])
})

test('a probe that loses it counts, too, says where it goes back to, and makes the next one wait twice as long', () => {
  const { look, world } = probing(1_190)
  const tried = world.price
  const lost = look()
  expect(codeIn(lost.trace, 'lost')).toEqual({ code: 'lost', price: tried, back: 1_190 })
  expect(lost.state).toMatchObject({
    kept: [0, 0, 0],
    lost: [0, 1, 0],
    probeAt: world.now + 30 * MINUTE,
    backoff: HOUR,
    search: { held: 1_190, lost: tried, lostAt: world.now },
  })
})

test('a price that was gone back to and holds again makes no rest longer than the lost probe did', () => {
  const { look, world } = probing(1_190)
  const { state } = look()
  expect(codes(look(18 * MINUTE))).toContain('won')
  expect(world.state).toMatchObject({ probeAt: state.probeAt, ladder: { won: 0 } })
})

test('a Buy Box that is lost at the price that held is contested', () => {
  let limit = 1_500
  const { look } = marketOf(1_190, { rivals: [rival(1_150)], ours: (price) => price <= limit })
  look()
  limit = 1_150
  expect(look().decision).toMatchObject({ action: 'change', price: 1_150, why: 'contest' })
})

test.each([
  ['up', 1_200, 1_150],
  ['nowhere', 1_190, 1_150],
  ['down', 1_180, null],
])('a probe that loses while the rivals go %s: what held before is remembered only where it may hold still', (_, listing, held) => {
  let have = true
  const { look, world } = marketOf(1_150, { rivals: [rival(1_190)], ours: () => have })
  look()
  expect(look(20 * MINUTE).decision.why).toBe('probe')
  have = false
  world.rivals = [rival(listing, 'OTHER')]
  const lost = look()
  expect(lost.decision).toMatchObject({ price: 1_150, why: 'revert' })
  expect(lost.state.search?.held).toBe(held)
})

test('a truce in a war of prices is kept, and says when it ends', () => {
  const { look, world } = marketOf(1_400, { rivals: [], ours: never })
  const last = [1_350, 1_300, 1_250].map((price) => {
    world.rivals = [rival(price)]
    return look(5 * MINUTE)
  })[2]!
  const until = world.state?.war?.until
  expect(until).toBeGreaterThan(world.now)
  expect(last.decision).toEqual({ action: 'keep', price: 1_300, checkAt: until })
  expect(last.trace.at(-1)).toEqual({ code: 'contest', until })
  expect(last.state.phase).toBe('contest')
})

test('after a raise that lost the price before it is judged first: the contest begins a quarter of an hour later, where it won', () => {
  let have = true
  const { look, world } = marketOf(1_150, { rivals: [rival(1_190)], ours: () => have })
  look()
  look(20 * MINUTE)
  have = false
  world.rivals = [rival(1_100)]
  const lost = look()
  expect(lost.state).toMatchObject({ phase: 'contest', ladder: { rung: -1, won: 0, until: world.now + 15 * MINUTE } })
  expect(look(MINUTE).decision.action).toBe('keep')
  expect(look(16 * MINUTE).decision).toMatchObject({ action: 'change', price: 1_100, why: 'contest' })
})

test('a night in a war takes the price up, and a truce waits no longer than for it', () => {
  const { look, world } = marketOf(1_400, { rivals: [], ours: never })
  const down = (price: number) => {
    world.rivals = [rival(price)]
    return look(5 * MINUTE)
  }
  for (const price of [1_350, 1_300, 1_250]) down(price)
  const night = world.state?.war?.night ?? 0
  world.state = { ...world.state!, war: { ...world.state!.war!, until: night + HOUR } }
  const before = look(5 * MINUTE)
  expect(before.decision).toMatchObject({ action: 'keep', checkAt: night })
  const reset = look(night - world.now)
  expect(reset.decision).toMatchObject({ action: 'change', price: 1_350, why: 'raise' })
  expect(reset.state.phase).toBe('contest')
  expect(look(5 * MINUTE).decision).toMatchObject({ action: 'keep', price: 1_350 })
})

test('without costs a fifth of the least price counts as profit, and every rung leaves enough of that', () => {
  const seen = new Set<number>()
  const { look, world } = marketOf(1_400, { rivals: [rival(1_000)], ours: never })
  for (let step = 0; step < 40; step += 1) {
    look(16 * MINUTE)
    seen.add(world.price)
  }
  expect([...seen].slice(0, 6)).toEqual([1_120, 1_000, 999, 990, 980, 960])
  expect(Math.min(...seen)).toBe(960)
})

test('what lost beside some rivals is remembered while others are there, and until they come back', () => {
  let have = true
  const { look, world } = marketOf(1_150, { rivals: [rival(1_190)], ours: () => have })
  look()
  const probed = look(20 * MINUTE).decision.price
  have = false
  look()
  have = true
  const lost = look(5 * MINUTE).state.search
  expect(lost).toMatchObject({ lost: probed })
  const other = (price: number) => {
    world.rivals = [rival(price, 'OTHER')]
    return look(MINUTE).state
  }
  expect(other(1_195)).toMatchObject({ search: { lost: null }, searches: [lost] })
  world.rivals = [rival(1_190)]
  const back = look(MINUTE).state
  expect(back.search).toEqual(lost)
  expect(back.searches.map(({ lowest }) => lowest)).toEqual([1_195])
  for (const price of [1_196, 1_197, 1_198, 1_199, 1_200]) other(price)
  expect(world.state?.searches.map(({ lowest }) => lowest)).toEqual([1_199, 1_198, 1_197, 1_196])
})
