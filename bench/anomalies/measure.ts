import { USUAL_OPTIONS } from '../../domain/reimbursement/anomalies/options.ts'
import { interval } from '../../sandbox/market/simulate.ts'
import { median, round } from '../figures.ts'
import { ours, shewhart, watchDays } from './watch.ts'
import { type Change, drawIncidents, type Place, type World } from './world.ts'

const RULES = {
  ours,
  shewhart: () => shewhart({ leastIncidents: 0, quietDays: 0 }),
  // The same rule with what is not statistics of ours.
  'shewhart, from 3, quiet': () => shewhart(USUAL_OPTIONS),
} as const
export type Name = keyof typeof RULES
export const NAMES = Object.keys(RULES) as Name[]

const SHAPE = { centres: 5, fnskus: 40, dayDispersion: 0.2, centreDispersion: 0.4 }
/** Chance that an incident brings another of the same FNSKU, centre and day. */
export const KINDS = { alone: 0, 'in batches': 0.25 } as const
export type Kind = keyof typeof KINDS
export const RATES = [1, 4, 20] as const
export const FACTORS = [2, 4, 8] as const

const worldOf = (kind: Kind, perMonth: number): World => ({ ...SHAPE, perMonth, another: KINDS[kind] })

const YEAR = 365
/** From this day on all days that tell what is usual are there. */
const READY = USUAL_OPTIONS.usualDays + USUAL_OPTIONS.gapDays + 1
/** Days that a rule has watched before a change, and the most that it is waited for. */
const WATCHED = 21
export const WAITED = { spike: 30, drift: 120 } as const

export interface FalseAlarms {
  readonly kind: Kind
  readonly perMonth: number
  readonly rule: Name
  /** A month, with the 95 % interval over accounts. */
  readonly alarms: ReturnType<typeof interval>
  /** How many, by kind and level of series. */
  readonly of: Readonly<Record<string, number>>
}

export function falseAlarmsOf(kind: Kind, perMonth: number, rule: Name, accounts: number): FalseAlarms {
  const of: Record<string, number> = {}
  const perAccount = Array.from({ length: accounts }, (_, account) => {
    const incidents = drawIncidents(`${kind}/${perMonth}/${account}`, worldOf(kind, perMonth), READY + YEAR)
    let count = 0
    watchDays(RULES[rule](), incidents, { first: READY, last: READY + YEAR - 1 }, (_day, alarms) => {
      for (const { kind: what, series } of alarms) {
        count += 1
        const name = `${what} ${series.split(' ')[0]}`
        of[name] = (of[name] ?? 0) + 1
      }
      return true
    })
    return count / 12
  })
  const { mean, low, high } = hundredths(perAccount)
  return { kind, perMonth, rule, alarms: { mean, low, high }, of }
}

/** The house's interval rounds to tenths. */
function hundredths(values: readonly number[]): ReturnType<typeof interval> {
  const { mean, low, high } = interval(values.map((value) => value * 100))
  return { mean: round(mean / 100, 2), low: round(low / 100, 2), high: round(high / 100, 2) }
}

export interface Delay {
  readonly perMonth: number
  /** `4x, one centre`; `drift`. */
  readonly change: string
  readonly rule: Name
  /** Days; null where it was not found in time by the median. */
  readonly median: number | null
  /** Percent found on the first, the second, the third day, and in the time that it is waited. */
  readonly found: readonly number[]
}

export function delayOf(
  perMonth: number,
  name: string,
  changeFrom: (day: number) => Change,
  waited: number,
  rule: Name,
  accounts: number,
): Delay {
  const delays = Array.from({ length: accounts }, (_, account) => {
    // On each day of the week as often.
    const from = READY + WATCHED + (account % 7)
    const last = from + waited
    const incidents = drawIncidents(`${name}/${perMonth}/${account}`, worldOf('alone', perMonth), last + 1, changeFrom(from))
    let delay = Number.POSITIVE_INFINITY
    watchDays(RULES[rule](), incidents, { first: READY, last }, (day, alarms) => {
      if (day >= from && alarms.length > 0) delay = day - from
      return delay === Number.POSITIVE_INFINITY
    })
    return delay
  })
  const middle = median(delays)
  const within = (days: number): number => round((100 * delays.filter((delay) => delay <= days).length) / accounts)
  return { perMonth, change: name, rule, median: Number.isFinite(middle) ? middle : null, found: [0, 1, 2, waited].map(within) }
}

export const spikeFrom =
  (place: Place, factor: number) =>
  (from: number): Change => ({ place, factorOn: (day) => (day >= from ? factor : 1) })

/** Grows by its usual rate in sixty days, up to three times of it. */
export const driftFrom = (from: number): Change => ({
  place: 'everywhere',
  factorOn: (day) => Math.min(3, 1 + Math.max(0, day - from) / 60),
})
