import { compare } from '../compare.ts'

/** Days from the first to the last, `YYYY-MM-DD`, both included. */
export interface Days {
  readonly from: string
  readonly to: string
}

const DAY = 86_400_000

/** The days that ranges cover together, in order; those that touch are one, and those with fewer days between them than `hole`. */
export function covered(ranges: readonly Days[], hole = 1): Days[] {
  const whole: Days[] = []
  for (const { from, to } of ranges.toSorted((a, b) => compare(a.from, b.from))) {
    const last = whole.at(-1)
    if (last === undefined || Date.parse(from) > Date.parse(last.to) + hole * DAY) whole.push({ from, to })
    else if (to > last.to) whole.splice(-1, 1, { from: last.from, to })
  }
  return whole
}

/** Exports are known by their first and last row: so many days without one between two of them may be quiet days. */
const QUIET_DAYS = 7

/** Whether exports reach from one day to another. */
export const reaches = (exports: readonly Days[], { from, to }: Days, quietDays = QUIET_DAYS): boolean =>
  covered(exports, quietDays).some((whole) => whole.from <= from && whole.to >= to)

/** From the last day before to the first day after what lies between exports and is in none. */
export function gapsBetween(exports: readonly Days[], quietDays = QUIET_DAYS): Days[] {
  const whole = covered(exports, quietDays)
  return whole.slice(1).map(({ from }, place) => ({ from: (whole[place] as Days).to, to: from }))
}

/** With fewer days than so many nobody can say what is usual. */
const MANY_DAYS = 30
/** A hole is so many times as long as the usual distance of two days with rows. */
const UNUSUAL = 10

/** The days that an export covers by its rows: where most days have some, weeks without any are a hole. */
export function rangesOf(days: Iterable<string>): Days[] {
  const ranges = [...days].sort().map((day) => ({ from: day, to: day }))
  const [first, last] = [ranges[0], ranges.at(-1)]
  if (first === undefined || last === undefined) return []
  if (ranges.length < MANY_DAYS) return [{ from: first.from, to: last.to }]
  const usual = (Date.parse(last.to) - Date.parse(first.from)) / DAY / ranges.length
  return covered(ranges, Math.max(QUIET_DAYS, UNUSUAL * usual))
}
