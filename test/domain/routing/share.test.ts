import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Carrier, shortfalls } from '../../../domain/routing/share.ts'

const DAY = 86_400_000
const NOW = 100 * DAY
const carrier = (since: readonly number[], fields: Partial<Carrier> = {}): Carrier => ({
  capacity: 20,
  load: since.length,
  carriedSince: since,
  away: [],
  ...fields,
})

test('a share is as large as the capacity', () => {
  expect(shortfalls([carrier([], { capacity: 30 }), carrier([], { capacity: 10 })])).toEqual([0.75, 0.25])
  expect(shortfalls([carrier([1, 2, 3], { capacity: 30 }), carrier([1], { capacity: 10 })])).toEqual([0.75, 0.25])
  expect(shortfalls([carrier([1], { capacity: 0 })])).toEqual([1])
  expect(shortfalls([])).toEqual([])
})

test('what the others carry of the time in which somebody was away is none of his shortfall', () => {
  const meanwhile = [NOW - 3 * DAY, NOW - 2 * DAY, NOW - DAY]
  const there = carrier(meanwhile)
  const back = carrier([], { away: [{ start: NOW - 14 * DAY, end: NOW - DAY / 2 }] })
  expect(shortfalls([there, there, back])).toEqual([0.333, 0.333, 0.333])
  expect(shortfalls([there, there, carrier([])])[2]).toBeCloseTo(2.333, 3)
})

test('who joined later owes nothing of what was there before', () => {
  const before = carrier([NOW - 5 * DAY, NOW - 4 * DAY])
  const newcomer = carrier([], { away: [{ start: Number.NEGATIVE_INFINITY, end: NOW - DAY }] })
  expect(shortfalls([before, newcomer])).toEqual([0.5, 0.5])
})

test('what came to him even while he was away counts', () => {
  const there = carrier([NOW - 3 * DAY, NOW - 2 * DAY])
  const away = [{ start: NOW - 7 * DAY, end: NOW - DAY }]
  expect(shortfalls([there, carrier([NOW - 2 * DAY], { away })])).toEqual([0.5, 0.5])
})

const someCarriers = fc.array(
  fc.record({
    capacity: fc.integer({ min: 0, max: 100 }),
    carriedSince: fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 20 }),
    away: fc.array(
      fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1000 })).map(([start, end]) => ({ start, end })),
      { maxLength: 3 },
    ),
  }),
  { minLength: 1, maxLength: 15 },
)
const loaded = (carriers: readonly Omit<Carrier, 'load'>[]): Carrier[] => carriers.map((one) => ({ ...one, load: one.carriedSince.length }))

test('what all are short of is the next call, and an absence never makes anybody shorter of it than without', () => {
  fc.assert(
    fc.property(someCarriers, (some) => {
      const carriers = loaded(some)
      const short = shortfalls(carriers)
      expect(short.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 1)
      carriers.forEach((one, index) => {
        const neverAway = shortfalls(carriers.map((other) => (other === one ? { ...one, away: [] } : other)))
        expect(short[index]!).toBeLessThanOrEqual(neverAway[index]! + 0.001)
      })
    }),
  )
})

test('one who was away for a fortnight gets, once back, at most his fair share and one more a day', () => {
  const dice = fc.sample(fc.integer({ min: 0, max: 1_000_000 }), { numRuns: 400, seed: 7 })
  const size = 4
  const perDay = 12
  const since: number[][] = Array.from({ length: size }, () => [])
  const away = { start: 20 * DAY, end: 34 * DAY }
  let thrown = 0
  for (let day = 0; day < 60; day += 1) {
    // A call is open for a week on average: a seventh of what is open ends each day.
    for (const open of since)
      for (let index = open.length - 1; index >= 0; index -= 1) if (dice[thrown++ % dice.length]! % 7 === 0) open.splice(index, 1)
    let his = 0
    for (let n = 0; n < perDay; n += 1) {
      const at = day * DAY + n
      const here = since.map((_, index) => index).filter((index) => index !== 0 || at < away.start || at >= away.end)
      const carriers = here.map((index) => carrier(since[index]!, { away: index === 0 && at >= away.end ? [away] : [] }))
      const short = shortfalls(carriers)
      const winner = here[short.indexOf(Math.max(...short))]!
      since[winner]!.push(at)
      if (winner === 0) his += 1
    }
    if (day === 34 || day === 35 || day === 36) expect(his).toBeLessThanOrEqual(perDay / size + 1)
  }
})
