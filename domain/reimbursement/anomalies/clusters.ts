import { compare } from '../../compare.ts'
import type { Incident } from './incidents.ts'
import { LEVELS, type Series } from './series.ts'

/** Something unusual that one series shows. */
export interface Signal {
  readonly series: Series
  readonly kind: 'spike' | 'drift'
  /** `YYYY-MM-DD`: the incidents are those of the days from this one on. */
  readonly since: string
  readonly incidents: readonly Incident[]
  /** How many of them would have been usual. */
  readonly expected: number
  /** How likely it is by chance, about. */
  readonly p: number
  /** Whether it would still be unusual without so many of its incidents. */
  isStillWithout(incidents: number): boolean
}

/** Signals that are one matter. */
export interface Cluster {
  /** The most specific that explains all others. */
  readonly reported: Signal
  readonly others: readonly Signal[]
}

/** Signals that have incidents in common, directly or by way of others, are one cluster. */
export function clustersOf(signals: readonly Signal[]): Cluster[] {
  let clusters: Signal[][] = []
  for (const signal of signals) {
    const touched = clusters.filter((cluster) => cluster.some((other) => shared(signal, other) > 0))
    clusters = [...clusters.filter((cluster) => !touched.includes(cluster)), [...touched.flat(), signal]]
  }
  return clusters.map((cluster) => {
    const inTurn = cluster.toSorted(bySpecificity)
    const reported = (inTurn.find((signal) => inTurn.every((other) => explains(signal, other))) ?? inTurn.at(-1)) as Signal
    return { reported, others: inTurn.filter((signal) => signal !== reported) }
  })
}

const bySpecificity = (a: Signal, b: Signal): number =>
  LEVELS.indexOf(a.series.level) - LEVELS.indexOf(b.series.level) || a.p - b.p || compare(a.series.name, b.series.name)

/** Without what this one shows, the other shows nothing unusual. */
const explains = (signal: Signal, other: Signal): boolean => signal.series === other.series || !other.isStillWithout(shared(signal, other))

function shared({ incidents }: Signal, other: Signal): number {
  const own = new Set(incidents)
  return other.incidents.filter((incident) => own.has(incident)).length
}
