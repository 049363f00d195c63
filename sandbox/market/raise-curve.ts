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

export interface RaiseCurve extends Watch {
  /** Per cent that were kept, of how many. */
  result(): Record<Case, { readonly kept: number; readonly of: number }>
}

/** Measures the same on markets of ours, of whoever has the Buy Box: we or a rival. One may watch many markets, one after the other. */
export function watchRaises(): RaiseCurve {
  const counts = Object.fromEntries(CASES.map((name) => [name, { kept: 0, of: 0 }])) as Record<Case, { kept: number; of: number }>
  let before: { holder: number; landed: number } | undefined
  return {
    everyMs: HOUR,
    look(at, { sellers, holder }) {
      if (at === BEGINS) before = undefined
      const was = before === undefined ? undefined : sellers[before.holder]
      if (before !== undefined && was?.available) {
        for (const name of casesOf(landedOf(was), before.landed, sellers)) {
          counts[name].of += 1
          if (before.holder === holder) counts[name].kept += 1
        }
      }
      const holds = sellers[holder]
      before = holder === NOBODY || holds === undefined ? undefined : { holder, landed: landedOf(holds) }
    },
    result: () =>
      Object.fromEntries(
        CASES.map((name) => [name, { kept: (100 * counts[name].kept) / counts[name].of, of: counts[name].of }]),
      ) as ReturnType<RaiseCurve['result']>,
  }
}

function casesOf(now: number, before: number, sellers: readonly Seller[]): Case[] {
  if (now === before) return ['all', 'unchanged']
  if (now < before) return ['all', 'lowered']
  const lowest = lowestOf(sellers)
  if (now <= lowest) return ['all', 'raisedStillLowest']
  return now > lowest * FAR ? ['all', 'raisedAboveLowest', 'raisedFarAbove'] : ['all', 'raisedAboveLowest']
}
