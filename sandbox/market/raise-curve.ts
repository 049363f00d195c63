import { HOUR, landedOf, lowestOf, NOBODY, type Seller } from './scene.ts'
import { BEGINS, type Watch } from './trial.ts'

/** What a holder had done since the look before. */
export const CASES = ['all', 'unchanged', 'raisedStillLowest', 'raisedAboveLowest', 'raisedFarAbove', 'lowered'] as const
export type Case = (typeof CASES)[number]

/** How often whoever had the Buy Box an hour ago still had it, in per cent: as measured on a series of hourly looks (brief repricing 4.3). */
export const MEASURED: Readonly<Record<Case, number>> = {
  all: 96.3,
  unchanged: 97,
  raisedStillLowest: 93.9,
  raisedAboveLowest: 43.7,
  raisedFarAbove: 21.5,
  lowered: 88,
}

const FAR = 1.05

/**
 * Of one kind of move one run in one market counts at most as so many: a strategy that goes to the same edge again and again would
 * otherwise speak for all markets. In the series no ASIN has more raises.
 */
const MOST_OF_ONE = 12

export interface RaiseCurve extends Watch {
  /** Per cent that were kept, of how many. */
  result(): Record<Case, { readonly kept: number; readonly of: number }>
}

type Counts = Record<Case, { kept: number; of: number }>

const noCounts = (): Counts => Object.fromEntries(CASES.map((name) => [name, { kept: 0, of: 0 }])) as Counts

/** Measures the same on markets of ours, of whoever has the Buy Box: we or a rival. One may watch many markets, one after the other. */
export function watchRaises(): RaiseCurve {
  const total = noCounts()
  let one = noCounts()
  let before: { holder: number; landed: number } | undefined

  const add = (): void => {
    for (const name of CASES) {
      const { kept, of } = one[name]
      const most = name === 'all' || name === 'unchanged' ? of : MOST_OF_ONE
      const weight = of === 0 ? 0 : Math.min(of, most) / of
      total[name].kept += kept * weight
      total[name].of += of * weight
    }
    one = noCounts()
    before = undefined
  }
  return {
    everyMs: HOUR,
    look(at, { sellers, holder }) {
      if (at === BEGINS) add()
      const was = before === undefined ? undefined : sellers[before.holder]
      if (before !== undefined && was?.available) {
        for (const name of casesOf(landedOf(was), before.landed, sellers)) {
          one[name].of += 1
          if (before.holder === holder) one[name].kept += 1
        }
      }
      const holds = sellers[holder]
      before = holder === NOBODY || holds === undefined ? undefined : { holder, landed: landedOf(holds) }
    },
    result() {
      add()
      const figures = CASES.map((name) => [name, { kept: (100 * total[name].kept) / total[name].of, of: Math.round(total[name].of) }])
      return Object.fromEntries(figures) as ReturnType<RaiseCurve['result']>
    },
  }
}

function casesOf(now: number, before: number, sellers: readonly Seller[]): Case[] {
  if (now === before) return ['all', 'unchanged']
  if (now < before) return ['all', 'lowered']
  const lowest = lowestOf(sellers)
  if (now <= lowest) return ['all', 'raisedStillLowest']
  return now > lowest * FAR ? ['all', 'raisedAboveLowest', 'raisedFarAbove'] : ['all', 'raisedAboveLowest']
}
