import { expect, test } from 'vitest'
import { type Choice, fitLogit, sharesOf } from '../../bench/buybox/logit.ts'
import { mulberry32 } from '../../sandbox/amazon/world/draws.ts'

/** Choices of somebody who truly weighs like that. */
function choicesBy(weights: readonly number[], count: number): Choice[] {
  const next = mulberry32(7)
  return Array.from({ length: count }, () => {
    const options = Array.from({ length: 4 }, () => weights.map(() => 2 * next() - 1))
    let rest = next()
    const chosen = sharesOf(options, weights).findIndex((share) => {
      rest -= share
      return rest < 0
    })
    return { options, chosen: Math.max(0, chosen), weight: 1 }
  })
}

test('the weights behind many choices are found again', () => {
  const found = fitLogit(choicesBy([2, -3, 0], 5_000), { prior: [0, 0, 0], firmness: [0.01, 0.01, 0.01] })
  for (const [index, weight] of [2, -3, 0].entries()) expect(found[index]).toBeCloseTo(weight, 0)
})

test('where nothing is known the prior stands, and a firm one stands against much', () => {
  expect(fitLogit([], { prior: [1, -1], firmness: [1, 1] })).toEqual([1, -1])
  const [firm = 0, loose = 0] = fitLogit(choicesBy([2, 2], 500), { prior: [0, 0], firmness: [1e6, 0.01] })
  expect(Math.abs(firm)).toBeLessThan(0.01)
  expect(loose).toBeGreaterThan(1)
})
