import { expect, test } from 'vitest'
import { backOff, calmDown, draftOf, newState, type PricingState, startAnew } from '../../../domain/pricing/state.ts'
import { HOUR, MINUTE, NOW } from './market.ts'

/** Every field is another than it begins with. */
const LIVED: PricingState = {
  strategy: 7,
  phase: 'holding',
  price: 1_190,
  lookedAt: NOW,
  change: { from: 1_200, to: 1_190, why: 'contest', sentAt: NOW, seenAt: null },
  search: { fingerprint: 5, lowest: 1_190, held: 1_190, lost: 1_214, lostAt: NOW },
  searches: [{ fingerprint: 4, lowest: 1_200, held: 1_180, lost: null, lostAt: 0 }],
  war: { lowest: 1_190, undercuts: [NOW], until: NOW, wars: 1, began: 1_200, night: NOW },
  ladder: { rung: 2, won: 1, until: NOW, rests: 1 },
  probeAt: NOW,
  backoff: 4 * HOUR,
  kept: [1, 2, 3],
  lost: [3, 2, 1],
  changes: [NOW],
  highs: [{ price: 1_200, until: NOW }],
  checkAt: NOW,
  push: null,
  event: 'e',
  business: { pricing: newState(2), tiers: [], withdrawn: null },
}

test('a draft remembers everything that the state does', () => {
  expect(draftOf(LIVED)).toEqual(LIVED)
  expect(Object.keys(draftOf(LIVED))).toEqual(Object.keys(newState(1)))
})

test('in the beginning nothing is known, and nothing is held against anybody', () => {
  expect(newState(3)).toEqual({
    strategy: 3,
    phase: 'start',
    price: null,
    lookedAt: 0,
    change: null,
    search: null,
    searches: [],
    war: null,
    ladder: { rung: -1, won: 0, until: 0, rests: 0 },
    probeAt: 0,
    backoff: 30 * MINUTE,
    kept: [0, 0, 0],
    lost: [0, 0, 0],
    changes: [],
    highs: [],
    checkAt: null,
    push: null,
    event: null,
    business: null,
  })
})

test('who starts anew forgets the market, not what was sent, changed and learnt', () => {
  const draft = draftOf(LIVED)
  startAnew(draft)
  expect(draft).toEqual({ ...LIVED, phase: 'start', search: null, searches: [], probeAt: 0, backoff: 30 * MINUTE })
})

test('each loss makes the next try wait twice as long, a day at most, until one keeps', () => {
  const draft = newState(1)
  const waits = Array.from({ length: 8 }, () => {
    backOff(draft, NOW)
    return (draft.probeAt - NOW) / MINUTE
  })
  expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1_440, 1_440])
  calmDown(draft)
  backOff(draft, NOW)
  expect(draft.probeAt).toBe(NOW + 30 * MINUTE)
})
