/** A stretch of time in epoch milliseconds, half open: `start` belongs to it, `end` does not. */
export interface Interval {
  readonly start: number
  readonly end: number
}

/** Sorts, drops empty intervals and joins those that overlap or touch. Takes any list; all others here take sorted disjoint ones. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start)
  const merged: Interval[] = []
  for (const next of sorted) {
    const last = merged.at(-1)
    if (last === undefined || next.start > last.end) merged.push(next)
    else if (next.end > last.end) merged[merged.length - 1] = { start: last.start, end: next.end }
  }
  return merged
}

/** Time that lies in both. */
export function intersectIntervals(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const common: Interval[] = []
  let i = 0
  let j = 0
  for (;;) {
    const left = a[i]
    const right = b[j]
    if (left === undefined || right === undefined) return common
    const start = Math.max(left.start, right.start)
    const end = Math.min(left.end, right.end)
    if (start < end) common.push({ start, end })
    if (left.end < right.end) i += 1
    else j += 1
  }
}

/** Time of `a` that does not lie in `b`. */
export function subtractIntervals(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const left: Interval[] = []
  let j = 0
  for (const { start, end } of a) {
    let from = start
    while ((b[j]?.end ?? Number.POSITIVE_INFINITY) <= from) j += 1
    for (let k = j; from < end; k += 1) {
      const hole = b[k]
      if (hole === undefined || hole.start >= end) break
      if (hole.start > from) left.push({ start: from, end: hole.start })
      from = Math.max(from, hole.end)
    }
    if (from < end) left.push({ start: from, end })
  }
  return left
}
