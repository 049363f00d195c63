import { dateAfter } from '../../calendar/dates.ts'
import { groupedBy } from '../../grouped.ts'
import { dayOf } from '../lots.ts'
import type { Judged } from './baseline.ts'
import type { Signal } from './clusters.ts'
import { attainableTail, upperTail } from './negative-binomial.ts'
import type { Options } from './options.ts'
import { incidentsOver } from './series.ts'
import { stepUp } from './step-up.ts'

/** Series that have more incidents in the last days than chance gives them, among all series of the day. */
export function spikesOn(day: string, judged: readonly Judged[], { spikeDays, leastIncidents, falseShare }: Options): Signal[] {
  const since = dateAfter(day, { days: 1 - spikeDays })
  const days = { first: dayOf(since), last: dayOf(day) }
  const seen = judged.map((each) => ({ ...each, incidents: incidentsOver(each.series, days) }))
  if (!seen.some(({ incidents }) => incidents.length >= leastIncidents)) return []
  const levels = groupedBy(seen, ({ series }) => series.level)
  const tests = seen.map((each) => {
    const counts = each.usual.countsOf(days)
    // Each level weighs as much as another (weighted by Genovese, Roeder and Wasserman 2006): many FNSKUs must not drown the account.
    const weight = seen.length / levels.size / (levels.get(each.series.level) ?? []).length
    const pOf = (count: number): number => (count < leastIncidents ? 1 : upperTail(count, counts) / weight)
    return {
      ...each,
      counts,
      pOf,
      p: pOf(each.incidents.length),
      // Of too few incidents the p is 1, and always at most that.
      atMost: (bound: number) => (bound >= 1 ? 1 : attainableTail(bound * weight, leastIncidents, counts)),
    }
  })
  const cut = stepUp(tests, falseShare)
  return tests
    .filter(({ p }) => cut !== undefined && p <= cut)
    .map(({ series, incidents, counts, p, pOf }) => ({
      series,
      kind: 'spike',
      since,
      incidents,
      expected: counts.mean,
      p,
      isStillWithout: (gone) => pOf(incidents.length - gone) <= (cut as number),
    }))
}
