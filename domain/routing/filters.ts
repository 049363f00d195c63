import { baseLanguage } from '../languages.ts'
import type { Carrier } from './share.ts'
import type { AgentLanguage } from './team.ts'

export interface Candidate extends Carrier {
  readonly agentId: string
  readonly languages: readonly AgentLanguage[]
  /** Products this person can talk about. */
  readonly skills: readonly string[]
  readonly inShift: boolean
  readonly absent: boolean
  /** On the telephone, or booked within minutes: asked only where a call is wanted at once. */
  readonly takenUp?: boolean
  /** When the last call came, epoch milliseconds; null where none ever did. */
  readonly lastAssignedAt: number | null
}

export type DroppedBy = 'language' | 'shift' | 'absent' | 'busy' | 'excluded' | 'skill' | 'capacity'

/** What somebody has to pass. */
export interface Demand {
  /** BCP 47, best first */
  readonly languages: readonly string[]
  readonly products: readonly string[]
  /** Agents who passed the call on. */
  readonly excluded?: readonly string[]
  /** Capacity drops nobody. */
  readonly fullToo?: boolean
}

/** The customer's best language that a person can hold a call in, as the customer's list has it. */
export interface Spoken {
  /** Its place in the list, from 0. */
  readonly rank: number
  readonly language: string
  readonly level: Exclude<AgentLanguage['level'], 'basic'>
}

/** Tells of each person the best of the wanted languages. pt-BR and pt understand each other; "basic" is not enough to hold a call. */
export function bestLanguageOf(wanted: readonly string[]): (spoken: readonly AgentLanguage[]) => Spoken | undefined {
  const bases = new Map<string, string>() // a team has few languages and many speakers
  const baseOf = (tag: string): string => {
    const known = bases.get(tag)
    if (known !== undefined) return known
    const base = baseLanguage(tag)
    bases.set(tag, base)
    return base
  }
  const ranked = wanted.map((language, rank) => ({ language, rank, base: baseLanguage(language) }))
  return (spoken) => {
    for (const { language, rank, base } of ranked) {
      let level: Spoken['level'] | undefined
      for (const one of spoken) if (one.level !== 'basic' && level !== 'native' && baseOf(one.tag) === base) level = one.level
      if (level !== undefined) return { rank, language, level }
    }
    return undefined
  }
}

/** The first filter behind that of language which somebody does not pass. */
export function dropReason(demand: Demand, candidate: Candidate): DroppedBy | undefined {
  const { excluded = [], products, fullToo = false } = demand
  if (!candidate.inShift) return 'shift'
  if (candidate.absent) return 'absent'
  if (candidate.takenUp) return 'busy'
  if (excluded.includes(candidate.agentId)) return 'excluded'
  if (products.length > 0 && !products.some((product) => candidate.skills.includes(product))) return 'skill'
  if (!fullToo && candidate.load >= candidate.capacity) return 'capacity'
  return undefined
}
