import { NO_BRAND, OTHER_BRANDS } from '../../domain/profile/groups.ts'
import type { GroupKind } from '../../domain/profile/judge.ts'
import { generatedBusiness } from '../../sandbox/amazon/world/generated.ts'
import type { ItemClass } from '../../sandbox/amazon/world/items.ts'
import { createWorld } from '../../sandbox/amazon/world/world.ts'
import { median } from '../figures.ts'
import { type JudgedGroup, type JudgedSeller, judgeSeller } from './judge.ts'
import { PEERS, type Peer } from './naive.ts'
import { asOne, CLASSES, itemsOf, type Judged, type Score, score } from './score.ts'

/** `one`: the seller's second account is not connected and looks like a stranger. `all`: it is connected, too. */
export type Connected = 'one' | 'all'

export interface Row extends Score {
  /** Whose verdict, or on what. */
  readonly of: string
  readonly truth: ItemClass
  readonly by: 'groups' | 'items'
}

/** Groups, or items of groups, that share what is said of them. */
export interface Share {
  readonly of: string
  readonly groups: number
  readonly items: number
  /** Of the items, truly private label. */
  readonly own: number
}

export interface Measured {
  readonly connected: Connected
  readonly readings: { readonly median: number; readonly p90: number; readonly most: number }
  readonly groups: number
  /** With items of both classes; of them as many of either. */
  readonly mixed: number
  readonly ties: number
  readonly idle: number
  readonly rule: readonly Row[]
  readonly peers: readonly Row[]
  readonly bySeller: readonly Row[]
  readonly bySort: readonly Row[]
  /** By the code of the evidence. */
  readonly unknown: readonly Share[]
  /** Items that are called what they are not, by what they are: most first. */
  readonly mistakes: readonly { readonly called: GroupKind; readonly sort: string; readonly cause: string; readonly items: number }[]
}

/** Sellers generated-1 to generated-n of the sandbox's world, one after the other. */
export function* judgedSellers(seed: string, sellers: number, connected: Connected): Generator<JudgedSeller> {
  const world = createWorld(seed)
  for (let number = 1; number <= sellers; number += 1) {
    const business = generatedBusiness(seed, number)
    yield judgeSeller(world, business, connected === 'all' ? business.accounts : business.accounts.slice(0, 1))
  }
}

export function measured(sellers: readonly JudgedSeller[], connected: Connected): Measured {
  const groups = sellers.flatMap((one) => one.groups)
  const mixed = groups.filter(({ truth }) => truth.private_label > 0 && truth.trade_goods > 0)
  const readings = sellers.map((one) => one.readings).sort((a, b) => a - b)
  const names = Object.keys(PEERS) as Peer[]
  return {
    connected,
    readings: { median: median(readings), p90: readings[Math.floor(readings.length * 0.9)] ?? 0, most: readings.at(-1) ?? 0 },
    groups: groups.length,
    mixed: mixed.length,
    ties: mixed.filter(({ truth }) => truth.private_label === truth.trade_goods).length,
    idle: groups.filter(({ active }) => active === 0).length,
    rule: rowsOf('rule', groups),
    peers: names.flatMap((peer) =>
      rowsOf(
        `peer: ${peer}`,
        groups.map(({ truth, peers }) => ({ truth, called: peers[peer] })),
      ),
    ),
    bySeller: among(groups, ({ seller }) => seller).flatMap(([seller, some]) => rowsOf(`seller: ${seller}`, some)),
    bySort: among(groups, ({ sort }) => sort).flatMap(([sort, some]) => rowsOf(`group: ${sort}`, some)),
    unknown: among(
      groups.filter(({ called }) => called === 'unknown'),
      ({ code, sort }) => `${code}, ${sort}`,
    )
      .map(([of, some]) => ({ of, groups: some.length, items: sum(some, itemsOf), own: sum(some, ({ truth }) => truth.private_label) }))
      .sort((a, b) => b.items - a.items),
    mistakes: mistakesOf(groups),
  }
}

const rowsOf = (of: string, judged: readonly Judged[]): Row[] =>
  CLASSES.flatMap((truth) => [
    { of, truth, by: 'groups', ...score(judged.map(asOne), truth) } as const,
    { of, truth, by: 'items', ...score(judged, truth) } as const,
  ])

const sum = <T>(some: readonly T[], of: (one: T) => number): number => some.reduce((total, one) => total + of(one), 0)

/** In the order of their names, pooled and brandless groups last. */
function among(groups: readonly JudgedGroup[], of: (one: JudgedGroup) => string): (readonly [string, readonly JudgedGroup[]])[] {
  const last: readonly string[] = [OTHER_BRANDS, NO_BRAND]
  const names = [...new Set(groups.map(of))].sort((a, b) => last.indexOf(a) - last.indexOf(b) || (a < b ? -1 : 1))
  return names.map((name) => [name, groups.filter((one) => of(one) === name)])
}

function mistakesOf(groups: readonly JudgedGroup[]): Measured['mistakes'] {
  const counts = new Map<string, Measured['mistakes'][number]>()
  for (const { called, sort, causes } of groups)
    for (const [cause, items] of causes) {
      const truth: ItemClass = cause.startsWith('own_') ? 'private_label' : 'trade_goods'
      if (called === 'unknown' || called === truth) continue
      const key = `${called} ${sort} ${cause}`
      counts.set(key, { called, sort, cause, items: (counts.get(key)?.items ?? 0) + items })
    }
  return [...counts.values()].sort((a, b) => b.items - a.items)
}
