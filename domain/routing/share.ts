import { type Interval, mergeIntervals } from '../calendar/intervals.ts'

/** What one person carries, and when nothing could come to this person. Instants in epoch milliseconds. */
export interface Carrier {
  /** Open calls this person carries at most: the weight of the share. */
  readonly capacity: number
  /** Open calls now. */
  readonly load: number
  /** When each of them came. */
  readonly carriedSince: readonly number[]
  /** Absences, and everything before this person joined; in any order. */
  readonly away: readonly Interval[]
}

/**
 * How many calls each of these equals is short of a fair share of what they carry together, the next call included; in the order given,
 * to a thousandth of a call. A share is as large as the capacity. What the others still carry of the time in which somebody was away
 * counts for him as if he had taken his part of it: whoever returns or is new gets what everybody gets, and is not flooded to catch up
 * (as Cal.com's `getLuckyUser` calibrates).
 */
export function shortfalls(carriers: readonly Carrier[]): number[] {
  const weights = carriers.map(({ capacity }) => Math.max(1, capacity))
  const weight = sum(weights)
  const excused = excusedLoads(carriers, weights, weight)
  const carried = carriers.map(({ load }, index) => load + (excused[index] ?? 0))
  const total = sum(carried) + 1
  return carried.map((own, index) => Math.round((((weights[index] ?? 1) * total) / weight - own) * 1000) / 1000)
}

/** Of each: the part of the others' open calls that came while he was away, less what came to him even then. None: nobody missed any. */
function excusedLoads(carriers: readonly Carrier[], weights: readonly number[], weight: number): number[] {
  const oldest = oldestOf(carriers)
  const missed = carriers.map(({ away }) => mergeIntervals(away.filter(({ end }) => end > oldest)))
  const limits = Float64Array.from(missed.flat().flatMap(({ start, end }) => [start, end])).sort()
  if (limits.length === 0) return []
  const before = countsBefore(limits, carriers)
  return carriers.map(({ carriedSince }, index) => {
    const own = weights[index] ?? 1
    const times = missed[index] ?? []
    if (times.length === 0 || weight === own) return 0
    const all = sum(times.map(({ start, end }) => before(end) - before(start)))
    const his = carriedSince.filter((at) => times.some(({ start, end }) => start <= at && at < end)).length
    return Math.max(0, (own * (all - his)) / (weight - own) - his)
  })
}

function oldestOf(carriers: readonly Carrier[]): number {
  let oldest = Number.POSITIVE_INFINITY
  for (const { carriedSince } of carriers) for (const at of carriedSince) if (at < oldest) oldest = at
  return oldest
}

/**
 * How many of all their calls came before each of the sorted limits. A decision looks at thousands of calls and at few limits: each call is
 * looked up among the limits, once, and nothing is sorted.
 */
function countsBefore(limits: Float64Array, carriers: readonly Carrier[]): (limit: number) => number {
  const between = new Uint32Array(limits.length + 1)
  for (const { carriedSince } of carriers)
    for (const at of carriedSince) {
      const place = placeOf(limits, at)
      between[place] = (between[place] ?? 0) + 1
    }
  for (let place = 1; place < between.length; place += 1) between[place] = (between[place] ?? 0) + (between[place - 1] ?? 0)
  return (limit) => between[limits.indexOf(limit)] ?? 0 // the first of its kind: as many limits are less
}

/** How many of the sorted limits are not behind an instant. */
function placeOf(limits: Float64Array, at: number): number {
  let low = 0
  let high = limits.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((limits[middle] ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
