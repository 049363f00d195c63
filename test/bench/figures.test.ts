import { expect, test } from 'vitest'
import { inParallel, median, slope } from '../../bench/figures.ts'

test('the median is the middle value, or the mean of the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([4, 1, 2, 100])).toBe(3)
})

test('the slope does not count what is there without a single life', () => {
  const points = [100, 300, 1000].map((x) => ({ x, y: 50_000_000 + 2_000 * x }))
  expect(slope(points)).toBeCloseTo(2_000)
})

test('everything is worked at once, never more than so many at a time', async () => {
  const done: number[] = []
  let busy = 0
  let most = 0
  await inParallel([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    busy += 1
    most = Math.max(most, busy)
    await Promise.resolve()
    done.push(item)
    busy -= 1
  })
  expect(done).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(most).toBe(3)
})
