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
  const all = flat(carriers)
  const oldest = least(all)
  const missed = carriers.map(({ away }) => mergeIntervals(away.filter(({ end }) => end > oldest)))
  const away = missed.filter((times) => times.length > 0).length
  if (away === 0) return []
  const count = away < WORTH_SORTING ? (time: Interval) => within(all, time) : sortedCount(all.sort())
  return carriers.map(({ carriedSince }, index) => {
    const own = weights[index] ?? 1
    const times = missed[index] ?? []
    if (times.length === 0 || weight === own) return 0
    const mine = Float64Array.from(carriedSince)
    const his = sum(times.map((time) => within(mine, time)))
    return Math.max(0, (own * (sum(times.map(count)) - his)) / (weight - own) - his)
  })
}

/** For so many who were away sorting what is counted pays. */
const WORTH_SORTING = 16

const sortedCount =
  (sorted: Float64Array) =>
  ({ start, end }: Interval): number =>
    before(sorted, end) - before(sorted, start)

/** When all their open calls came, in a typed array: a decision looks at thousands. */
function flat(carriers: readonly Carrier[]): Float64Array {
  const all = new Float64Array(sum(carriers.map(({ carriedSince }) => carriedSince.length)))
  let index = 0
  for (const { carriedSince } of carriers) {
    all.set(carriedSince, index)
    index += carriedSince.length
  }
  return all
}

function least(instants: Float64Array): number {
  let found = Number.POSITIVE_INFINITY
  for (let index = 0; index < instants.length; index += 1) found = Math.min(found, instants[index] ?? found)
  return found
}

function within(instants: Float64Array, { start, end }: Interval): number {
  let count = 0
  for (let index = 0; index < instants.length; index += 1) {
    const at = instants[index] ?? Number.NaN
    if (start <= at && at < end) count += 1
  }
  return count
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** How many of the sorted values are less. */
function before(sorted: Float64Array, limit: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) < limit) low = middle + 1
    else high = middle
  }
  return low
}
