import { groupedBy } from '../../grouped.ts'
import type { Counts } from './negative-binomial.ts'
import { countOn, type Days, type Series } from './series.ts'

/** What a series does when nothing is wrong. */
export interface Usual {
  /** What is expected of these days together. */
  countsOf(days: Days): Counts
}

/** What is known of any account before its first row: little, and so little weighs it. In variance by squared mean. */
const DISPERSION = 0.5
const DISPERSION_WEIGHS = 1
/** A weekday is as the others until it has more than this many incidents. */
const WEEKDAY_WEIGHS = 8
/** The series of a level tell of one of them as much as so many incidents of its own, at most. */
const POOL_WEIGHS = 10

export interface Judged {
  readonly series: Series
  readonly usual: Usual
}

/** Judges all series of an account by these days. */
export function judge(series: readonly Series[], days: Days): Judged[] {
  const account = series.find(({ level }) => level === 'account')
  const weekdays = account === undefined ? new Array<number>(7).fill(1) : weekdaysOf(account, days)
  return [...groupedBy(series, ({ level }) => level).values()].flatMap((level) => usualOf(level, weekdays, days))
}

/** What is usual for each series of one level, judged by these days: a gamma prior by moments, and what its own days make of it. */
function usualOf(level: readonly Series[], weekdays: readonly number[], days: Days): Judged[] {
  const seen = level.map((series) => {
    const exposureOn = (day: number): number => series.exposureOn(day) * (weekdays[day % 7] as number)
    const count = sumOver(days, (day) => countOn(series, day))
    return { series, exposureOn, count, exposure: sumOver(days, exposureOn), squares: sumOver(days, (day) => exposureOn(day) ** 2) }
  })
  const prior = priorOf(seen)
  const rates = seen.map((each) => {
    const rate = (prior.shape + each.count) / (prior.exposure + each.exposure)
    const square = rate ** 2 * each.squares
    return { ...each, rate, square, spread: square + excessOf(each.series, (day) => rate * each.exposureOn(day), days) }
  })
  const pooled = dispersionOf(DISPERSION, sum(rates, 'spread'), sum(rates, 'square'))
  return rates.map(({ series, exposureOn, count, rate, spread, square }) => {
    const dispersion = Math.max(pooled, dispersionOf(pooled, spread, square))
    const shape = prior.shape + count
    return { series, usual: { countsOf: (wanted) => countsOver(wanted, (day) => rate * exposureOn(day), dispersion, shape) } }
  })
}

/** Of `(count - mean) ** 2 - count` what is not `mean ** 2`: only days with incidents have any. */
function excessOf({ incidents }: Series, meanOn: (day: number) => number, { first, last }: Days): number {
  let excess = 0
  for (const [day, { length }] of incidents) if (day >= first && day <= last) excess += length * (length - 1 - 2 * meanOn(day))
  return excess
}

/** Days differ by themselves; how well the rate is known they have in common. */
function countsOver(days: Days, meanOn: (day: number) => number, dispersion: number, shape: number): Counts {
  const mean = sumOver(days, meanOn)
  const squares = sumOver(days, (day) => meanOn(day) ** 2)
  return { mean, dispersion: (dispersion * squares) / mean ** 2 + 1 / shape }
}

const dispersionOf = (before: number, spread: number, square: number): number =>
  Math.max((before * DISPERSION_WEIGHS + spread) / (DISPERSION_WEIGHS + square), 0)

interface Gamma {
  /** As many incidents. */
  readonly shape: number
  /** In as much exposure. */
  readonly exposure: number
}

/** How the rates of a level are spread: by moments, less what chance alone spreads them. */
function priorOf(seen: readonly { readonly count: number; readonly exposure: number }[]): Gamma {
  const [count, exposure] = [sum(seen, 'count'), sum(seen, 'exposure')]
  // One series alone, or none with an incident, has nothing to learn from: half an incident (Jeffreys).
  if (seen.length < 2 || count === 0) return { shape: 0.5, exposure: 0 }
  const mean = count / exposure
  const spread = seen.reduce((all, each) => all + each.exposure * (each.count / each.exposure - mean) ** 2, 0) / exposure
  const variance = spread - mean / (exposure / seen.length)
  const shape = variance <= 0 ? POOL_WEIGHS : Math.min(mean ** 2 / variance, POOL_WEIGHS)
  return { shape, exposure: shape / mean }
}

/** How much more happens on each day of the week than on others; by `day % 7`. */
function weekdaysOf(account: Series, days: Days): number[] {
  const ofWeek = (weekday: number, of: (day: number) => number): number => sumOver(days, (day) => (day % 7 === weekday ? of(day) : 0))
  const rate = sumOver(days, (day) => countOn(account, day)) / sumOver(days, account.exposureOn)
  return Array.from({ length: 7 }, (_, weekday) => {
    const expected = rate * ofWeek(weekday, account.exposureOn)
    return (WEEKDAY_WEIGHS + ofWeek(weekday, (day) => countOn(account, day))) / (WEEKDAY_WEIGHS + expected)
  })
}

function sumOver({ first, last }: Days, of: (day: number) => number): number {
  let total = 0
  for (let day = first; day <= last; day += 1) total += of(day)
  return total
}

const sum = <Name extends string>(rows: readonly Readonly<Record<Name, number>>[], name: Name): number =>
  rows.reduce((total, row) => total + row[name], 0)
