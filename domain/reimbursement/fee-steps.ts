import { dateAfter } from '../calendar/dates.ts'
import { compare } from '../compare.ts'
import { groupedBy } from '../grouped.ts'
import type { Charge } from './charges.ts'
import { bySource, dayOf } from './lots.ts'

/** Charges of one product that follow each other, all with the same fee for a unit. */
export interface Run {
  readonly fee: number
  /** In the order of their days. */
  readonly charges: readonly [Charge, ...Charge[]]
}

/** A product is charged more for a unit than before. */
export interface FeeStep {
  readonly from: number
  readonly to: number
  /** The last charge of the old fee. */
  readonly before: Charge
  readonly charges: readonly [Charge, ...Charge[]]
  /** The new fee was charged before, or this step made more than once: what it goes by may differ from order to order. */
  readonly isRepeated: boolean
  readonly hasPriceRisen: boolean
  /** What other products say of Amazon's rates: it moves those of all products at once. */
  readonly rates: Rates
}

export type Rates = 'stand' | 'moved' | 'unknown'

/** A charge is posted so many days after the day by whose rates it goes, at most. */
const POSTED_WITHIN = 3

export const lastOf = ({ charges }: Pick<Run, 'charges'>): Charge => charges.at(-1) ?? charges[0]
const firstDay = ({ charges: [first] }: Run): number => dayOf(first.date)
const lastDay = (run: Run): number => dayOf(lastOf(run).date)

/** On a day with two fees those that go on with the run of the day before come first. */
export function runsOf(charges: readonly Charge[]): Run[] {
  const runs: { fee: number; charges: [Charge, ...Charge[]] }[] = []
  const days = groupedBy(
    charges.toSorted((a, b) => compare(a.date, b.date) || a.feePerUnit - b.feePerUnit || bySource(a, b)),
    ({ date }) => date,
  )
  for (const ofDay of days.values()) {
    const now = runs.at(-1)?.fee
    for (const charge of [
      ...ofDay.filter(({ feePerUnit }) => feePerUnit === now),
      ...ofDay.filter(({ feePerUnit }) => feePerUnit !== now),
    ]) {
      const run = runs.at(-1)
      if (run?.fee === charge.feePerUnit) run.charges.push(charge)
      else runs.push({ fee: charge.feePerUnit, charges: [charge] })
    }
  }
  return runs
}

/** Whether one of some runs was surely charged between charges of the other, by whose rates these all go: a season may come and go between two. */
export function chargedDuring(other: Run): (runs: readonly Run[], wanted?: (run: Run) => boolean) => boolean {
  const since = dateAfter(other.charges[0].date, { days: POSTED_WITHIN })
  const until = dateAfter(lastOf(other).date, { days: -POSTED_WITHIN })
  if (since >= until) return () => false
  return (runs, wanted = () => true) => runs.some((run) => wanted(run) && run.charges.some(({ date }) => date > since && date <= until))
}

/** Rates that go by price put every dearer sale above every cheaper one: one that is not contradicts them. */
export function isDearer({ charges }: Pick<Run, 'charges'>, before: readonly Run[]): boolean {
  const dearest = before.flatMap((run) => run.charges).reduce((most, { pricePerUnit }) => Math.max(most, pricePerUnit), 0)
  return charges.every(({ pricePerUnit }) => pricePerUnit > dearest)
}

/** Where the fee of a product went up; the same step made again is one with the first. */
export function stepsOf(runs: readonly Run[], witnesses: Witnesses): FeeStep[] {
  const ups = runs.flatMap((run, place) => {
    const old = runs[place - 1]
    return old === undefined || run.fee < old.fee ? [] : [{ old, run }]
  })
  return [...groupedBy(ups, ({ old, run }) => `${old.fee} ${run.fee}`).values()].map((same) => {
    const [{ old, run }] = same as [(typeof ups)[number]]
    const charges: FeeStep['charges'] = [...run.charges, ...same.slice(1).flatMap((again) => again.run.charges)]
    return {
      from: old.fee,
      to: run.fee,
      before: lastOf(old),
      charges,
      isRepeated: same.length > 1 || runs.slice(0, runs.indexOf(run)).some(({ fee }) => fee === run.fee),
      hasPriceRisen: isDearer(
        { charges },
        same.map((each) => each.old),
      ),
      rates: ratesAt(old, run, witnesses),
    }
  })
}

interface Change {
  readonly old: Run
  readonly run: Run
}

/** What the products of one marketplace and currency were charged, by fee: the changes from it, and the runs of it. */
export interface Witnesses {
  readonly changes: ReadonlyMap<number, readonly Change[]>
  readonly runs: ReadonlyMap<number, readonly Run[]>
}

export const witnessesOf = (products: readonly (readonly Run[])[]): Witnesses => ({
  changes: groupedBy(
    products.flatMap((runs) => runs.slice(1).map((run, place) => ({ old: runs[place] as Run, run }))),
    ({ old }) => old.fee,
  ),
  runs: groupedBy(products.flat(), ({ fee }) => fee),
})

/** Other products of the same old fee are the best witnesses, and where there are none all others. */
function ratesAt(old: Run, run: Run, { changes, runs }: Witnesses): Rates {
  const [{ sku }] = run.charges
  const [after, until] = [lastDay(old), firstDay(run)]
  /** Changed between days that may be the same as ours. */
  const hasMoved = (change: Change): boolean =>
    change.run.charges[0].sku !== sku && lastDay(change.old) <= until + POSTED_WITHIN && after <= firstDay(change.run) + POSTED_WITHIN
  const before = dateAfter(lastOf(old).date, { days: -POSTED_WITHIN })
  const isMeanwhile = chargedDuring(run)
  const hasStayed = (some: readonly Run[]): boolean =>
    isMeanwhile(some, ({ charges: [first] }) => first.sku !== sku && first.date <= before)
  const hasSame = [changes.get(old.fee)?.some(hasMoved) === true, hasStayed(runs.get(old.fee) ?? [])]
  const [moved, stood] = hasSame.includes(true)
    ? hasSame
    : [[...changes.values()].some((some) => some.some(hasMoved)), [...runs.values()].some(hasStayed)]
  if (moved === stood) return 'unknown'
  return moved ? 'moved' : 'stand'
}
