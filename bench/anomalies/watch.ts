import { type Alarm, alarmsOn, NEW_WATCH } from '../../domain/reimbursement/anomalies/alarms.ts'
import type { Incident } from '../../domain/reimbursement/anomalies/incidents.ts'
import { type Options, USUAL_OPTIONS } from '../../domain/reimbursement/anomalies/options.ts'
import { namesOf } from '../../domain/reimbursement/anomalies/series.ts'
import { BEGIN, dateOf } from './world.ts'

/** What a rule tells of a day, as names of series; called day after day. */
export type Rule = (day: number, incidents: readonly Incident[]) => readonly Pick<Alarm, 'kind' | 'series'>[]

/** Incidents older than this no rule looks at. */
const LOOKS_BACK = 200

export function ours(): Rule {
  let watch = NEW_WATCH
  return (day, incidents) => {
    const judged = alarmsOn(dateOf(day), { since: BEGIN, incidents }, watch)
    watch = judged.watch
    return judged.alarms
  }
}

/** c-charts of a day's incidents with Shewhart's three sigmas, for the same series; however many of them alarm, a day is one page. */
export function shewhart({ leastIncidents, quietDays }: Pick<Options, 'leastIncidents' | 'quietDays'>): Rule {
  const { usualDays } = USUAL_OPTIONS
  const quiet = new Map<string, number>()
  return (day, incidents) => {
    const [today, first] = [dateOf(day), dateOf(day - usualDays)]
    const before = new Map<string, number>()
    const now = new Map<string, number>()
    for (const incident of incidents.filter(({ date }) => date >= first))
      for (const name of namesOf(incident)) {
        const counts = incident.date === today ? now : before
        counts.set(name, (counts.get(name) ?? 0) + 1)
      }
    const found = [...now].filter(([name, count]) => {
      const mean = (before.get(name) ?? 0) / usualDays
      return count >= leastIncidents && count > mean + 3 * Math.sqrt(mean) && (quiet.get(name) ?? day) <= day
    })
    for (const [name] of found) quiet.set(name, day + quietDays + 1)
    return found.slice(0, 1).map(([series]) => ({ kind: 'spike', series }))
  }
}

/** Lets a rule look at days in turn; stops where it is told to. */
export function watchDays(
  rule: Rule,
  incidents: readonly Incident[],
  { first, last }: { readonly first: number; readonly last: number },
  onDay: (day: number, alarms: ReturnType<Rule>) => boolean,
): void {
  let [from, to] = [0, 0]
  for (let day = first; day <= last; day += 1) {
    const [today, oldest] = [dateOf(day), dateOf(day - LOOKS_BACK)]
    while (to < incidents.length && (incidents[to] as Incident).date <= today) to += 1
    while (from < to && (incidents[from] as Incident).date < oldest) from += 1
    if (!onDay(day, rule(day, incidents.slice(from, to)))) return
  }
}
