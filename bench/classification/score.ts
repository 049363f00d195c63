import type { GroupKind } from '../../domain/profile/judge.ts'
import type { ItemClass } from '../../sandbox/amazon/world/items.ts'

export const CLASSES: readonly ItemClass[] = ['private_label', 'trade_goods']

/** A group: what it was called, and how many of its items are truly what. */
export interface Judged {
  readonly called: GroupKind
  readonly truth: Readonly<Record<ItemClass, number>>
}

export interface Score {
  /** Of this class in truth. */
  readonly there: number
  readonly called: number
  /** Null where nothing was called so. */
  readonly precision: number | null
  readonly recall: number | null
  /** Recall among those that were not called unknown. */
  readonly settled: number | null
  readonly unknown: number
}

/** The group as one thing, of the class of most of its items; with as many of either it is half of each. */
export function asOne<J extends Judged>(judged: J): J {
  const { private_label: own, trade_goods: traded } = judged.truth
  const share = own === traded ? 0.5 : Number(own > traded)
  return { ...judged, truth: { private_label: share, trade_goods: 1 - share } }
}

export const itemsOf = ({ truth }: Judged): number => truth.private_label + truth.trade_goods

/** Each item counts by its own class, so the minority of a mixed group is a mistake whatever the group is called. */
export function score(judged: readonly Judged[], of: ItemClass): Score {
  const sum = (some: readonly Judged[], weight: (one: Judged) => number) => some.reduce((total, one) => total + weight(one), 0)
  const ofClass = ({ truth }: Judged): number => truth[of]
  const named = judged.filter(({ called }) => called === of)
  const there = sum(judged, ofClass)
  const called = sum(named, itemsOf)
  const right = sum(named, ofClass)
  const unknown = sum(
    judged.filter((one) => one.called === 'unknown'),
    ofClass,
  )
  return { there, called, precision: share(right, called), recall: share(right, there), settled: share(right, there - unknown), unknown }
}

export const share = (part: number, whole: number): number | null => (whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000)
