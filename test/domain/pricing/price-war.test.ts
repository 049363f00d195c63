import { expect, test } from 'vitest'
import { nightlyReset, truceUntil } from '../../../domain/pricing/price-war.ts'
import type { MarketView } from '../../../domain/pricing/rivals.ts'
import { sidesOf } from '../../../domain/pricing/sides.ts'
import { type Draft, newState } from '../../../domain/pricing/state.ts'
import type { Step } from '../../../domain/pricing/trace.ts'
import { configOf, HOUR, MINUTE, NOW, snapshotOf } from './market.ts'

const view = (lowest: number, lowestSeller = 'CENT'): MarketView => ({
  holder: 'rival',
  rivals: 1,
  lowest,
  lowestSeller,
  lowestLanded: lowest,
  fingerprint: lowest,
})

/** Descents between 8 and 16 euros, one after the other. We always meet him. */
function descents(draft: Draft = newState(1)) {
  const at = { now: NOW, price: 1_400 }
  const steps: Step[] = []
  return {
    draft,
    at,
    steps,
    /** He goes down to a price, and so should we from ours, some time later. */
    down(lowest: number, { after = MINUTE, seller = 'CENT', target = lowest, price = at.price, shipping = 0 } = {}) {
      at.now += after
      at.price = lowest
      const config = configOf({ listing: { ...configOf().listing, shipping } })
      const looking = {
        snapshot: snapshotOf([]),
        own: undefined,
        sides: sidesOf([], []),
        config,
        floor: 800,
        ceiling: 1_600,
        now: at.now,
        steps,
      }
      return truceUntil(draft, view(lowest, seller), { price, target }, looking)
    },
  }
}

/** The war is on. */
function atWar() {
  const war = descents()
  const truces = [1_399, 1_398, 1_397].map((price) => war.down(price))
  return { ...war, truces, until: truces[2] ?? 0 }
}

test('whoever makes us go down for the third time within an hour is not followed for hours, and that is said', () => {
  const { truces, at, steps } = atWar()
  expect(truces.slice(0, 2)).toEqual([undefined, undefined])
  expect(truces[2]).toBeGreaterThanOrEqual(at.now + HOUR)
  expect(steps).toEqual([{ code: 'price_war', sellerId: 'CENT', wars: 1, least: 1_000 }])
})

test('a truce ends when it was said to end, whatever he does meanwhile, and is told but once', () => {
  const { down, draft, steps, until, at } = atWar()
  const { war } = draft
  expect(down(1_200)).toBe(until)
  expect(down(1_100, { after: until - at.now - 1 })).toBe(until)
  expect([draft.war, steps.length]).toEqual([war, 1])
  expect(down(1_099, { after: 1 })).toBeUndefined()
})

test('after a truce three more descents make the next war', () => {
  const { down, until, at, steps } = atWar()
  expect([down(1_390, { after: until - at.now }), down(1_389), down(1_388)].map((truce) => truce !== undefined)).toEqual([
    false,
    false,
    true,
  ])
  expect(steps.at(-1)).toMatchObject({ code: 'price_war', wars: 2 })
})

test('descents that are an hour apart are none of a war', () => {
  const { down } = descents()
  for (let step = 0; step < 10; step += 1) expect(down(1_399 - step, { after: 30 * MINUTE })).toBeUndefined()
  const { down: faster } = descents()
  expect([1_399, 1_398, 1_397].map((price) => faster(price, { after: 30 * MINUTE - 1 }) !== undefined)).toEqual([false, false, true])
})

test('several steps down to a price that stays where it is, or goes up, are one descent', () => {
  const { down, draft } = descents()
  for (const price of [1_100, 1_100, 1_100, 1_105]) expect(down(price)).toBeUndefined()
  expect(draft.war).toMatchObject({ undercuts: [NOW + MINUTE], wars: 0 })
})

test('who goes on below a price that we never met undercuts nobody', () => {
  const { down, draft } = descents()
  down(1_350)
  for (const price of [1_340, 1_330, 1_320]) expect(down(price, { price: 1_400 })).toBeUndefined()
  expect(draft.war?.undercuts).toHaveLength(1)
})

test('whether we met him is what buyers pay: our shipping is part of it', () => {
  const { down, draft } = descents()
  down(1_350, { shipping: 100 })
  down(1_340, { shipping: 100, price: 1_251 })
  expect(draft.war?.undercuts).toHaveLength(1)
  down(1_330, { shipping: 100, price: 1_240 })
  expect(draft.war?.undercuts).toHaveLength(2)
})

test('each further war with one rival makes a longer truce, of a day at most', () => {
  const { down, at } = descents()
  let price = 1_590
  const hours = Array.from({ length: 7 }, () => {
    for (;;) {
      price -= 1
      const until = down(price)
      if (until === undefined) continue
      const truce = until - at.now
      at.now = until
      return truce / HOUR
    }
  })
  expect(hours).toEqual([...hours].sort((a, b) => a - b))
  expect(hours[1]).toBeGreaterThan(hours[0] ?? 0)
  expect(hours.slice(-2)).toEqual([24, 24])
})

test('several who undercut us in turn are one war', () => {
  const { down } = descents()
  down(1_399)
  down(1_398, { seller: 'OTHER' })
  expect(down(1_397)).toBeDefined()
})

test('after a week of peace no war is remembered', () => {
  const { down, until, at } = atWar()
  expect(down(1_000, { after: until + 7 * 24 * HOUR - at.now })).toBeUndefined()
})

test('whom we had a war with is never again followed into the last quarter above the floor', () => {
  const { down, until, at } = atWar()
  expect(down(1_000, { after: until - at.now })).toBeUndefined()
  expect(down(999)).toBeGreaterThan(at.now)
})

test('whom we had no war with may be followed to the floor', () => {
  expect(descents().down(800)).toBeUndefined()
})

/** Asks at an instant whether the night takes our price back. Germany's midnight is 22:00 UTC in summer, 23:00 in winter. */
function resetAt(
  draft: Draft,
  now: number,
  { price = 1_300, ceiling = 1_600, priceThreshold }: { price?: number; ceiling?: number; priceThreshold?: number } = {},
) {
  const steps: Step[] = []
  const snapshot = { ...snapshotOf([]), ...(priceThreshold === undefined ? {} : { priceThreshold }) }
  const looking = { snapshot, own: undefined, sides: sidesOf([], []), config: configOf(), floor: 800, ceiling, now, steps }
  return { wish: nightlyReset(draft, price, looking), steps }
}
const DAY = 24 * HOUR
const nightOf = (draft: Draft): number => draft.war?.night ?? 0

test('at midnight where the marketplace is a war takes the price back to where it began, once a night, and follows nobody for an hour', () => {
  const { draft, at } = atWar()
  const night = nightOf(draft)
  expect(night).toBeGreaterThan(at.now)
  expect(new Date(night).toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin' })).toBe('00:00:00')
  expect(resetAt(draft, night - 1).wish).toBeUndefined()
  const { wish, steps } = resetAt(draft, night)
  expect(wish).toEqual({ price: 1_399, why: 'raise' })
  expect(steps).toEqual([{ code: 'nightly_reset', price: 1_399 }])
  expect(draft.war).toMatchObject({ until: night + HOUR, wars: 1, began: 1_399 })
  expect(resetAt(draft, night + 1).wish).toBeUndefined()
  expect(resetAt(draft, nightOf(draft)).wish).toEqual({ price: 1_399, why: 'raise' })
  expect(nightOf(draft) - night).toBe(2 * DAY)
})

test('a night takes no price down, none above what is allowed or what Amazon takes for too dear', () => {
  const back = (more: Parameters<typeof resetAt>[2]) => {
    const { draft } = atWar()
    return resetAt(draft, nightOf(draft), more).wish?.price
  }
  expect(back({ price: 1_399 })).toBeUndefined()
  expect(back({ price: 1_398 })).toBe(1_399)
  expect(back({ ceiling: 1_350 })).toBe(1_350)
  expect(back({ priceThreshold: 1_340 })).toBe(1_340)
})

test('no night changes anything where there was no war, nor after a week of peace', () => {
  const { draft, down } = descents()
  expect(resetAt(draft, NOW + DAY).wish).toBeUndefined()
  down(1_399)
  expect(resetAt(draft, NOW + DAY).wish).toBeUndefined()
  const { draft: over, until } = atWar()
  expect(resetAt(over, until + 7 * DAY).wish).toBeUndefined()
  expect(resetAt(over, until + 7 * DAY - 1).wish).toBeDefined()
})

test('wars within a week began where the first did', () => {
  const { down, draft, until, at } = atWar()
  for (const price of [1_390, 1_389, 1_388]) down(price, { after: price === 1_390 ? until - at.now : MINUTE })
  expect(draft.war).toMatchObject({ wars: 2, began: 1_399 })
})
