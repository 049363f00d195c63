import type { Interval } from '../calendar/intervals.ts'

/** A time without somebody. Instants in epoch milliseconds. */
export interface Absence extends Interval {
  /** Who takes his calls meanwhile. */
  readonly substituteId: string | null
}

export interface Absent {
  readonly agentId: string
  readonly absences: readonly Absence[]
}

export interface StandIn {
  /** The first of the chain who is there; undefined where it leads to nobody. */
  readonly agentId: string | undefined
  /** Who is absent, each the substitute of the one before; empty where the first is there. */
  readonly of: readonly string[]
  /** The chain came back to one of its own. */
  readonly circle: boolean
}

/** Who takes somebody's calls at an instant (epoch milliseconds): himself, his substitute, the substitute's substitute. */
export function standInAt(team: readonly Absent[], agentId: string, at: number): StandIn {
  const of: string[] = []
  let next: string | null = agentId
  while (next !== null) {
    if (of.includes(next)) return { agentId: undefined, of, circle: true }
    const absences = coveringAt(team, next, at)
    if (absences.length === 0) return { agentId: next, of, circle: false }
    of.push(next)
    next = absences.find(({ substituteId }) => substituteId !== null)?.substituteId ?? null
  }
  return { agentId: undefined, of, circle: false }
}

const coveringAt = (team: readonly Absent[], agentId: string, at: number): readonly Absence[] =>
  team.find((one) => one.agentId === agentId)?.absences.filter(({ start, end }) => start <= at && at < end) ?? []

/**
 * Whom an absence would send in a circle, from the absent one back to him: at some moment each is away and names the next. Undefined
 * where it does not.
 */
export function circleOf(team: readonly Absent[], { agentId, absence }: { agentId: string; absence: Absence }): string[] | undefined {
  const follow = (chain: readonly string[], { start, end, substituteId }: Absence): string[] | undefined => {
    if (substituteId === null || start >= end) return undefined
    if (substituteId === agentId) return [...chain, agentId]
    if (chain.includes(substituteId)) return undefined // a circle that is there already, and not of this absence
    for (const next of team.find((one) => one.agentId === substituteId)?.absences ?? []) {
      const both = { start: Math.max(start, next.start), end: Math.min(end, next.end), substituteId: next.substituteId }
      const found = follow([...chain, substituteId], both)
      if (found !== undefined) return found
    }
    return undefined
  }
  return follow([agentId], absence)
}
