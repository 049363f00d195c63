import { groupedBy } from '../grouped.ts'
import type { FollowedBoth, RoutedBoth } from './dry-run.ts'
import type { Followed } from './followed.ts'
import type { Routed } from './routed.ts'

/** Of one set of rules. */
export interface Counts {
  readonly inTime: number
  readonly late: number
  readonly nobody: number
  /** Tries after which nobody would try any more. */
  readonly givenUp: number
  /** The hour in which most calls are due; null where none is. */
  readonly busiestHour: { readonly from: string; readonly calls: number } | null
}

export interface Figures {
  readonly calls: number
  /** Calls that would go to another agent. */
  readonly moved: number
  /** Tries that nobody answered. */
  readonly tries: number
  readonly today: Counts
  readonly proposed: Counts
}

const HOUR = 3_600_000

export function figuresOf(calls: readonly RoutedBoth[], tries: readonly FollowedBoth[]): Figures {
  const countsOf = (which: 'today' | 'proposed'): Counts =>
    counts(
      calls.map((one) => one[which]),
      tries.map((one) => one[which]),
    )
  const moved = calls.filter(
    ({ today, proposed }) => today.agentId !== null && proposed.agentId !== null && today.agentId !== proposed.agentId,
  )
  return { calls: calls.length, moved: moved.length, tries: tries.length, today: countsOf('today'), proposed: countsOf('proposed') }
}

function counts(calls: readonly Routed[], tries: readonly Followed[]): Counts {
  const nobody = calls.filter(({ agentId }) => agentId === null).length
  const late = calls.filter((call) => call.late).length
  return {
    inTime: calls.length - nobody - late,
    late,
    nobody,
    givenUp: tries.filter(({ follows }) => follows === 'give_up').length,
    busiestHour: busiestHour(calls.flatMap(({ dueAt }) => (dueAt === null ? [] : [Date.parse(dueAt)]))),
  }
}

/** Of two that are as busy, the earlier. */
function busiestHour(instants: readonly number[]): Counts['busiestHour'] {
  const hours = [...groupedBy(instants, (at) => Math.floor(at / HOUR) * HOUR)]
  const [busiest] = hours.sort(([a, one], [b, other]) => other.length - one.length || a - b)
  return busiest === undefined ? null : { from: new Date(busiest[0]).toISOString(), calls: busiest[1].length }
}
