import { groupedBy } from '../../grouped.ts'
import { dayOf } from '../lots.ts'
import type { Judged } from './baseline.ts'
import type { Signal } from './clusters.ts'
import { cumulated, thresholdFor, weightsOf } from './cusum.ts'
import type { Options } from './options.ts'
import { countOn, incidentsOver } from './series.ts'

/** A CUSUM that is above 0. */
export interface Drift {
  readonly score: number
  /** `YYYY-MM-DD`: the first day since which it is. */
  readonly since: string
}

/** By name of series. */
export type Drifts = Readonly<Record<string, Drift>>

/** The CUSUMs after one day more, and those of them that have come too far. */
export function driftsOn(
  day: string,
  judged: readonly Judged[],
  before: Drifts,
  { driftFactor, driftRunLength, leastIncidents }: Options,
): { readonly drifts: Drifts; readonly signals: readonly Signal[] } {
  const drifts: Record<string, Drift> = {}
  const signals: Signal[] = []
  const today = dayOf(day)
  const levels = groupedBy(judged, ({ series }) => series.level)
  for (const { series, usual } of judged) {
    const weights = weightsOf(usual.countsOf({ first: today, last: today }), driftFactor)
    const { score: last, since } = before[series.name] ?? { score: 0, since: day }
    const score = cumulated(last, countOn(series, today), weights)
    if (score === 0) continue
    drifts[series.name] = { score, since }
    const threshold = thresholdFor(driftRunLength * (levels.get(series.level) ?? []).length)
    const days = { first: dayOf(since), last: today }
    const incidents = score < threshold ? [] : incidentsOver(series, days)
    if (incidents.length < leastIncidents) continue
    const isStillWithout = (gone: number): boolean =>
      incidents.length - gone >= leastIncidents && score - gone * weights.incident >= threshold
    signals.push({ series, kind: 'drift', since, incidents, expected: usual.countsOf(days).mean, p: Math.exp(-score), isStillWithout })
  }
  return { drifts, signals }
}
