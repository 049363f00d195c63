import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cumulated, thresholdFor, weightsOf } from '../../../domain/reimbursement/anomalies/cusum.ts'
import { attainableTail, type Counts, upperTail } from '../../../domain/reimbursement/anomalies/negative-binomial.ts'
import { stepUp } from '../../../domain/reimbursement/anomalies/step-up.ts'

const chanceOf = (count: number, counts: Counts): number => upperTail(count, counts) - upperTail(count + 1, counts)

describe('the tail of counts', () => {
  test('a boy who has five bars to sell and sells at four houses of ten (a textbook example)', () => {
    // Houses where nobody buys: mean 5 * 0.6 / 0.4, and five is one by the dispersion.
    const houses = { mean: 7.5, dispersion: 1 / 5 }
    expect(chanceOf(5, houses)).toBeCloseTo(0.1003290624, 10)
    expect(1 - upperTail(4, houses)).toBeCloseTo(0.17367, 5)
  })

  test('without dispersion it is Poisson, as printed in tables', () => {
    expect(upperTail(3, { mean: 1, dispersion: 0 })).toBeCloseTo(0.0803, 4)
    expect(upperTail(10, { mean: 5, dispersion: 0 })).toBeCloseTo(0.0318, 4)
    expect(upperTail(10, { mean: 5, dispersion: 1e-9 })).toBeCloseTo(upperTail(10, { mean: 5, dispersion: 0 }), 7)
  })

  test('each chance is that of drawing failures before a whole number of successes', () => {
    const draws = fc.record({ successes: fc.integer({ min: 1, max: 6 }), mean: fc.double({ min: 0.01, max: 20, noNaN: true }) })
    fc.assert(
      fc.property(draws, fc.integer({ min: 0, max: 25 }), ({ successes, mean }, count) => {
        const failure = mean / (successes + mean)
        let exact = (1 - failure) ** successes
        for (let each = 1; each <= count; each += 1) exact *= (failure * (successes + each - 1)) / each
        expect(chanceOf(count, { mean, dispersion: 1 / successes })).toBeCloseTo(exact, 12)
      }),
    )
  })

  test('a tail far out keeps its digits: with dispersion 1 it is a power', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 50, noNaN: true }), fc.integer({ min: 0, max: 60 }), (mean, count) => {
        const exact = (mean / (1 + mean)) ** count
        expect(upperTail(count, { mean, dispersion: 1 }) / exact).toBeCloseTo(1, 9)
      }),
    )
  })

  test('where nothing is expected nothing is likely', () => {
    expect(upperTail(1, { mean: 0, dispersion: 1 })).toBe(0)
    expect(upperTail(0, { mean: 0, dispersion: 1 })).toBe(1)
  })

  test('what it can attain is the largest of its values that is not above the bound', () => {
    const counts = { mean: 0.7, dispersion: 0.4 }
    fc.assert(
      fc.property(fc.double({ min: 2e-9, max: 0.9, noNaN: true }), (bound) => {
        const values = Array.from({ length: 60 }, (_, place) => upperTail(place + 3, counts))
        expect(attainableTail(bound, 3, counts)).toBe(Math.max(...values.filter((value) => value <= bound)))
      }),
    )
  })
})

describe('what counts as found', () => {
  const plain = (ps: readonly number[]) => ps.map((p) => ({ p, atMost: (bound: number) => bound }))
  // Few different ones: ties come often; none where rounding would decide.
  const ps = fc.array(fc.constantFrom(0, 0.00113, 0.00417, 0.0097, 0.0123, 0.0211, 0.0303, 0.0517, 0.307, 1), { maxLength: 30 })
  const q = fc.constantFrom(0.01, 0.05, 0.2)

  test('the fifteen of Benjamini and Hochberg: four at 5 %', () => {
    const printed = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1]
    expect(stepUp(plain(printed.toReversed()), 0.05)).toBe(0.0095)
  })

  test('is what the step-up definition says: the largest k whose p is at most q k / m', () => {
    fc.assert(
      fc.property(ps, q, (values, share) => {
        const inTurn = values.toSorted((a, b) => a - b)
        const k = inTurn.findLastIndex((p, place) => p <= (share * (place + 1)) / values.length)
        expect(stepUp(plain(values), share)).toBe(inTurn[k])
      }),
    )
  })

  test('a larger share, and a smaller p, find no less', () => {
    fc.assert(
      fc.property(ps, q, fc.nat(), (values, share, place) => {
        const cut = stepUp(plain(values), share) ?? -1
        expect(stepUp(plain(values), share * 2) ?? -1).toBeGreaterThanOrEqual(cut)
        const smaller = values.map((p, other) => (values.length > 0 && other === place % values.length ? p / 10 : p))
        const found = (some: readonly number[], at: number) => some.filter((p) => p <= at).length
        expect(found(smaller, stepUp(plain(smaller), share) ?? -1)).toBeGreaterThanOrEqual(found(values, cut))
      }),
    )
  })

  test('tests that cannot be small hide nothing of one that is', () => {
    const rare = Array.from({ length: 200 }, () => ({ p: 1, atMost: (bound: number) => (bound >= 1 ? 1 : 1e-6) }))
    const small = { p: 0.01, atMost: (bound: number) => bound }
    expect(stepUp([small, ...rare], 0.05)).toBe(0.01)
    expect(stepUp(plain([0.01, ...rare.map(() => 1)]), 0.05)).toBeUndefined()
  })
})

describe('the CUSUM', () => {
  test('its reference value is that of Lucas for Poisson', () => {
    const { incident, day } = weightsOf({ mean: 4, dispersion: 0 }, 2)
    expect(-day / incident).toBeCloseTo((8 - 4) / Math.log(8 / 4), 12)
    const nearly = weightsOf({ mean: 4, dispersion: 1e-9 }, 2)
    expect(nearly.day).toBeCloseTo(day, 6)
    expect(nearly.incident).toBeCloseTo(incident, 6)
  })

  test('runs 37.2 days, and 5.49 after a shift, where a printed chart does (Lucas 1985, h 6, k 2)', () => {
    expect(runLength(1.88)).toBeCloseTo(37.2, 1)
    expect(runLength(1.88 + 0.9627 * Math.sqrt(1.88))).toBeCloseTo(5.49, 2)
  })

  test('the likelihood ratio of what is usual is 1 on average, so its bound on false alarms holds', () => {
    const counts = fc.record({
      mean: fc.double({ min: 0.01, max: 3, noNaN: true }),
      dispersion: fc.constantFrom(0, 0.1, 0.5, 1),
    })
    fc.assert(
      fc.property(counts, fc.double({ min: 1.2, max: 3, noNaN: true }), (usual, factor) => {
        const { incident, day } = weightsOf(usual, factor)
        let average = 0
        for (let count = 0; count < 400; count += 1) average += chanceOf(count, usual) * Math.exp(count * incident + day)
        expect(average).toBeCloseTo(1, 5)
      }),
      { numRuns: 40 },
    )
    expect(thresholdFor(100)).toBeCloseTo(Math.log(100), 12)
  })

  /** Exact: the mean days from each score to the alarm solve a linear system. */
  function runLength(mean: number): number {
    const scores = [0, 1, 2, 3, 4, 5]
    let days = scores.map(() => 0)
    for (let turn = 0; turn < 800; turn += 1)
      days = scores.map((score) => {
        let more = 1
        for (let count = 0; count < 12; count += 1) {
          const next = cumulated(score, count, { incident: 1, day: -2 })
          if (next < 6) more += chanceOf(count, { mean, dispersion: 0 }) * (days[next] as number)
        }
        return more
      })
    return days[0] as number
  }
})
