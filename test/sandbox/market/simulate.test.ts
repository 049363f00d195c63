import { expect, test } from 'vitest'
import { USUAL_BUY_BOX } from '../../../domain/pricing/config.ts'
import { CASES, MEASURED, watchRaises } from '../../../sandbox/market/raise-curve.ts'
import { contendersWith, interval, outcomesOf, simulate } from '../../../sandbox/market/simulate.ts'

const WANTED = { strategy: USUAL_BUY_BOX, markets: 6, days: 2, seed: 5 }

test('the same seed is the same answer, another one another', () => {
  const once = simulate(WANTED)
  expect(simulate(WANTED)).toEqual(once)
  expect(simulate({ ...WANTED, seed: 6 }).strategies).not.toEqual(once.strategies)
})

test('more markets leave those before as they were, and a wider spread draws others', () => {
  const contenders = contendersWith(USUAL_BUY_BOX)
  const [few, more] = [outcomesOf(contenders, WANTED), outcomesOf(contenders, { ...WANTED, markets: 8 })]
  expect(more.slice(0, 6)).toEqual(few)
  expect(outcomesOf(contenders, { ...WANTED, options: { spread: 2 } })).not.toEqual(few)
})

test('nobody leaves floor and ceiling', () => {
  const { strategies } = simulate({ ...WANTED, markets: 30, days: 3 })
  expect(strategies.map(({ name, violations }) => [name, violations])).toEqual([
    ['buy_box', 0],
    ['beat_by_a_cent', 0],
    ['match_lowest', 0],
    ['stop_when_featured', 0],
    ['step_up_only', 0],
    ['amazon_sample', 0],
  ])
})

test('an interval is the mean and what it may be by chance', () => {
  expect(interval([1, 2, 3, 4, 5])).toEqual({ mean: 3, low: 1.6, high: 4.4 })
  expect(interval([7])).toEqual({ mean: 7, low: 7, high: 7 })
})

test('holders who raise keep the Buy Box about as often as in the series that was measured', () => {
  const curve = watchRaises()
  const contenders = contendersWith(USUAL_BUY_BOX)
  for (const seed of [1, 2, 3, 4]) outcomesOf(contenders, { markets: 30, days: 4, seed, watches: [curve] })
  const measured = curve.result()
  for (const name of CASES) {
    expect(measured[name].of, name).toBeGreaterThan(200)
    expect(Math.abs(measured[name].kept - MEASURED[name]), `${name}: ${measured[name].kept}`).toBeLessThanOrEqual(5)
  }
})
