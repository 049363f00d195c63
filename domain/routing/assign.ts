import { groupedBy } from '../grouped.ts'
import { stableHash } from '../stable-hash.ts'
import { bestLanguageOf, type Candidate, type Demand, type DroppedBy, dropReason, type Spoken } from './filters.ts'
import { shortfalls } from './share.ts'

export type { Candidate } from './filters.ts'

export const POLICY_VERSION = 'ladder-2'

export interface AssignmentRequest extends Demand {
  readonly customerId: string
  /** How many of the customer's languages come before `languages`. */
  readonly rankFrom?: number
  /** Who looks after the customer already. */
  readonly preferredAgentId?: string
  /** Who stands in for whoever looks after him, and for whom in turn: the absent one first. */
  readonly substitute?: { readonly agentId: string; readonly of: readonly string[] }
}

/** What the ladder compares, the first difference decides: lower rank, native, larger shortfall, longer idle, lower tie. */
export interface Scores {
  /** Place of the language in the customer's list, from 0. */
  readonly languageRank: number
  readonly level: Spoken['level']
  /** Calls short of a fair share among those of the same language and level. */
  readonly shortfall: number
  /** When the last call came, epoch milliseconds; null where none ever did, which is longest. */
  readonly idleSince: number | null
  /** Hash of agent and customer, the same on every machine. */
  readonly tie: number
}

export interface JudgedCandidate {
  readonly agentId: string
  /** The customer's best language that this person can hold a call in, as the customer's list has it. */
  readonly language?: string
  readonly level?: Spoken['level']
  readonly load: number
  /** The first filter that this person did not pass; absent for everybody who could have been chosen. */
  readonly droppedBy?: DroppedBy
  /** Of everybody who could have been chosen. */
  readonly scores?: Scores
}

/** The rung of the ladder that put the chosen one before the next. */
export type DecidedBy = 'only' | 'language' | 'level' | 'shortfall' | 'idle' | 'hash'

export interface AssignmentDecision {
  readonly agentId: string | undefined
  readonly language: string | undefined
  readonly why: {
    readonly code: 'language_match' | 'close_language' | 'preferred' | 'substitute_of' | 'nobody_speaks' | 'nobody_available'
    readonly params: Readonly<Record<string, unknown>>
  }
  readonly policyVersion: typeof POLICY_VERSION
  /** Everybody who was looked at, by agent id. */
  readonly candidates: readonly JudgedCandidate[]
}

/**
 * Who calls (issue 6, brief 2.2): of those who pass every filter, whoever looks after the customer already, or stands in for him; else by
 * language as the customer ranks them, native before fluent, largest shortfall of calls, longest idle, a stable hash. Never silently
 * another language. The same answer for the same question, on every machine.
 */
export function assignAgent(request: AssignmentRequest, candidates: readonly Candidate[]): AssignmentDecision {
  const spokenBy = bestLanguageOf(request.languages)
  const seen = candidates.map((candidate) => ({ candidate, spoken: spokenBy(candidate.languages) }))
  seen.sort((a, b) => (a.candidate.agentId < b.candidate.agentId ? -1 : 1))
  // Better a desk that is too full than a seller whom nobody calls: capacity counts as long as anybody has room.
  const withRoom = judgeAll(request, seen)
  const judged = withRoom.some(isEligible) ? withRoom : judgeAll({ ...request, fullToo: true }, seen)
  const eligible = judged.filter(isEligible)
  const settled = eligible.find(({ agentId }) => agentId === request.preferredAgentId)
  const standIn = settled ? undefined : eligible.find(({ agentId }) => agentId === request.substitute?.agentId)
  const chosen = settled ?? standIn ?? first(eligible)
  return {
    agentId: chosen?.agentId,
    language: chosen?.language,
    why: chosen === undefined ? whyNobody(request, judged) : whyChosen(request, chosen, eligible),
    policyVersion: POLICY_VERSION,
    candidates: judged,
  }
}

/** Those who could have been chosen, as the ladder orders them. */
export const inOrder = (decision: AssignmentDecision): string[] =>
  decision.candidates
    .filter(isEligible)
    .sort((a, b) => (comesFirst(a, b) ? -1 : 1))
    .map(({ agentId }) => agentId)

interface Seen {
  readonly candidate: Candidate
  readonly spoken: Spoken | undefined
}

type Eligible = JudgedCandidate & { readonly language: string; readonly level: Spoken['level']; readonly scores: Scores }

const isEligible = (candidate: JudgedCandidate): candidate is Eligible => candidate.scores !== undefined

function judgeAll(request: AssignmentRequest, seen: readonly Seen[]): JudgedCandidate[] {
  const reasons = seen.map(({ candidate, spoken }) => (spoken === undefined ? 'language' : dropReason(request, candidate)))
  const short = shortfallsAmongEquals(seen.filter((_, index) => reasons[index] === undefined))
  return seen.map(({ candidate, spoken }, index) => {
    const { agentId, load, lastAssignedAt } = candidate
    const droppedBy = reasons[index]
    if (spoken === undefined) return { agentId, load, droppedBy: 'language' }
    const { language, level } = spoken
    if (droppedBy !== undefined) return { agentId, language, level, load, droppedBy }
    const scores: Scores = {
      languageRank: (request.rankFrom ?? 0) + spoken.rank,
      level,
      shortfall: short.get(agentId) ?? 0,
      idleSince: lastAssignedAt,
      tie: stableHash(`${agentId}/${request.customerId}`),
    }
    return { agentId, language, level, load, scores }
  })
}

/** By agent: a share is a share among those who speak the same language equally well, for only they are compared. */
function shortfallsAmongEquals(eligible: readonly Seen[]): Map<string, number> {
  const groups = groupedBy(eligible, ({ spoken }) => `${spoken?.rank} ${spoken?.level}`)
  const found = new Map<string, number>()
  for (const group of groups.values())
    for (const [index, shortfall] of shortfalls(group.map(({ candidate }) => candidate)).entries())
      found.set(group[index]?.candidate.agentId ?? '', shortfall)
  return found
}

const LEVELS: readonly Spoken['level'][] = ['native', 'fluent']

/** Each step of the ladder: below zero where `a` comes first. */
const STEPS: readonly (readonly [DecidedBy, (a: Scores, b: Scores) => number])[] = [
  ['language', (a, b) => a.languageRank - b.languageRank],
  ['level', (a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level)],
  ['shortfall', (a, b) => b.shortfall - a.shortfall],
  ['idle', (a, b) => (a.idleSince ?? 0) - (b.idleSince ?? 0)],
  ['hash', (a, b) => a.tie - b.tie],
]

function comesFirst(a: Eligible, b: Eligible): boolean {
  for (const [, compare] of STEPS) {
    const order = compare(a.scores, b.scores)
    if (order !== 0) return order < 0
  }
  return a.agentId < b.agentId
}

const first = (eligible: readonly Eligible[]): Eligible | undefined =>
  eligible.reduce<Eligible | undefined>((best, one) => (best === undefined || comesFirst(one, best) ? one : best), undefined)

function whyChosen(request: AssignmentRequest, chosen: Eligible, eligible: readonly Eligible[]): AssignmentDecision['why'] {
  const { agentId, language, level, load } = chosen
  const speakers = eligible.filter((one) => one.language === language).length
  const params = { language, level, load, speakers }
  if (agentId === request.preferredAgentId) return { code: 'preferred', params }
  if (agentId === request.substitute?.agentId) return { code: 'substitute_of', params: { ...params, of: request.substitute.of } }
  const next = first(eligible.filter((one) => one !== chosen))
  return { code: 'language_match', params: { ...params, by: next === undefined ? 'only' : decidedBy(chosen, next) } }
}

const decidedBy = (chosen: Eligible, next: Eligible): DecidedBy =>
  STEPS.find(([, compare]) => compare(chosen.scores, next.scores) !== 0)?.[0] ?? 'hash'

function whyNobody({ languages }: AssignmentRequest, judged: readonly JudgedCandidate[]): AssignmentDecision['why'] {
  const speakers = judged.filter(({ droppedBy }) => droppedBy !== 'language').length
  return { code: speakers === 0 ? 'nobody_speaks' : 'nobody_available', params: { languages, speakers } }
}
