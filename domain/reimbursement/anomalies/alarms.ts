import { dateAfter } from '../../calendar/dates.ts'
import { dayOf } from '../lots.ts'
import { judge } from './baseline.ts'
import { type Cluster, clustersOf, type Signal } from './clusters.ts'
import { type Drifts, driftsOn } from './drifts.ts'
import type { Incident } from './incidents.ts'
import { type Options, USUAL_OPTIONS } from './options.ts'
import { allSeries, type History, LEVELS, type Level } from './series.ts'
import { spikesOn } from './spikes.ts'

/** What is kept from day to day: plain data, by name of series. */
export interface Watch {
  readonly drifts: Drifts
  /** The last day of its quiet, `YYYY-MM-DD`. */
  readonly quiet: Readonly<Record<string, string>>
}

export const NEW_WATCH: Watch = { drifts: {}, quiet: {} }

/** One matter of which a person should know. */
export interface Alarm {
  readonly day: string
  readonly kind: Signal['kind']
  readonly level: Level
  /** `fnsku X001`, `centre LEJ1` or `account`: the most specific series that explains what is seen. */
  readonly series: string
  /** Other series that show it. */
  readonly alsoSeen: readonly string[]
  /** `YYYY-MM-DD`: the incidents are of the days from this one on. */
  readonly since: string
  readonly incidents: readonly Incident[]
  /** How many of them would have been usual. */
  readonly expected: number
}

/**
 * What is unusual on a day of an account, and the watch to hand in for the next day. To be called day after day, each once it is complete;
 * of the history what lies in the last `usualDays + gapDays + 1` days matters; of a drift that began before them the later incidents are told.
 */
export function alarmsOn(
  day: string,
  history: History,
  watch: Watch = NEW_WATCH,
  options: Options = USUAL_OPTIONS,
): { readonly alarms: readonly Alarm[]; readonly watch: Watch } {
  const { usualDays, leastUsualDays, gapDays } = options
  const last = dayOf(day) - gapDays - 1
  const days = { first: Math.max(dayOf(history.since), last - usualDays + 1), last }
  if (last - days.first + 1 < leastUsualDays) return { alarms: [], watch }
  const judged = judge(allSeries(history, { first: days.first, last: dayOf(day) }), days)
  const { drifts, signals } = driftsOn(day, judged, watch.drifts, options)
  const quiet = Object.fromEntries(Object.entries(watch.quiet).filter(([, until]) => until >= day))
  const clusters = clustersOf([...spikesOn(day, judged, options), ...signals]).filter(
    (cluster) => isNews(cluster, day) && !isTold(cluster, quiet),
  )
  const told = new Set(clusters.flatMap(({ reported, others }) => [reported, ...others].map(({ series }) => series.name)))
  const until = dateAfter(day, { days: options.quietDays })
  return {
    alarms: clusters.map((cluster) => alarmOf(day, cluster)),
    watch: {
      drifts: Object.fromEntries(Object.entries(drifts).filter(([name]) => !told.has(name))),
      quiet: { ...quiet, ...Object.fromEntries(clusters.map(({ reported }) => [reported.series.name, until])) },
    },
  }
}

/** What explains it went on today. */
const isNews = ({ reported }: Cluster, day: string): boolean => reported.incidents.some(({ date }) => date === day)

/** As this series, or within a wider one; where it is wider now than what was told, it is news. */
const isTold = ({ reported, others }: Cluster, quiet: Watch['quiet']): boolean =>
  [reported, ...others].some(({ series }) => series.name in quiet && LEVELS.indexOf(series.level) >= LEVELS.indexOf(reported.series.level))

const alarmOf = (day: string, { reported: { series, kind, since, incidents, expected }, others }: Cluster): Alarm => ({
  day,
  kind,
  level: series.level,
  series: series.name,
  alsoSeen: [...new Set(others.map((other) => other.series.name))].filter((name) => name !== series.name),
  since,
  incidents,
  expected,
})
