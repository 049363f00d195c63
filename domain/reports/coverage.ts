/** Days from the first to the last, `YYYY-MM-DD`, both included. */
export interface Days {
  readonly from: string
  readonly to: string
}

const DAY = 86_400_000

/** The days that ranges cover together, in order; those that touch are one, and those with fewer days between them than `hole`. */
export function covered(ranges: readonly Days[], hole = 1): Days[] {
  const whole: Days[] = []
  for (const { from, to } of ranges.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const last = whole.at(-1)
    if (last === undefined || Date.parse(from) > Date.parse(last.to) + hole * DAY) whole.push({ from, to })
    else if (to > last.to) whole.splice(-1, 1, { from: last.from, to })
  }
  return whole
}

/** Exports are known by their first and last row: so many days without one between two of them may be quiet days. */
const QUIET_DAYS = 7

/** Whether exports reach from one day to another. */
export const reaches = (exports: readonly Days[], { from, to }: Days): boolean =>
  covered(exports, QUIET_DAYS).some((whole) => whole.from <= from && whole.to >= to)

/** From the last day before to the first day after what lies between exports and is in none. */
export function gapsBetween(exports: readonly Days[]): Days[] {
  const whole = covered(exports, QUIET_DAYS)
  return whole.slice(1).map(({ from }, place) => ({ from: (whole[place] as Days).to, to: from }))
}
