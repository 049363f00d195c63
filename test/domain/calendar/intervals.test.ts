import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Interval, intersectIntervals, mergeIntervals, subtractIntervals } from '../../../domain/calendar/intervals.ts'

const SPAN = 60
const someIntervals = fc.array(fc.record({ start: fc.integer({ min: 0, max: SPAN }), end: fc.integer({ min: 0, max: SPAN }) }), {
  maxLength: 12,
})
const points = (intervals: readonly Interval[]): boolean[] =>
  Array.from({ length: SPAN }, (_, point) => intervals.some(({ start, end }) => start <= point && point < end))

function expectDisjoint(intervals: readonly Interval[]): void {
  intervals.forEach(({ start, end }, index) => {
    expect(start).toBeLessThan(end)
    if (index > 0) expect(intervals[index - 1]!.end).toBeLessThanOrEqual(start)
  })
}

test('merging keeps every point, and answers sorted intervals with a hole between any two', () => {
  fc.assert(
    fc.property(someIntervals, (raw) => {
      const merged = mergeIntervals(raw)
      expect(points(merged)).toEqual(points(raw))
      expectDisjoint(merged)
      merged.slice(1).forEach(({ start }, index) => {
        expect(merged[index]!.end).toBeLessThan(start)
      })
    }),
  )
})

test('the intersection holds the points of both, the difference those of the first alone', () => {
  fc.assert(
    fc.property(someIntervals.map(mergeIntervals), someIntervals.map(mergeIntervals), (a, b) => {
      const both = intersectIntervals(a, b)
      const rest = subtractIntervals(a, b)
      expectDisjoint(both)
      expectDisjoint(rest)
      const inB = points(b)
      expect(points(both)).toEqual(points(a).map((inA, point) => inA && inB[point]))
      expect(points(rest)).toEqual(points(a).map((inA, point) => inA && !inB[point]))
    }),
    { numRuns: 500 },
  )
})
