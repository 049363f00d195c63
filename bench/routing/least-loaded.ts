import { baseLanguage } from '../../domain/languages.ts'
import type { AgentLanguage } from '../../domain/routing/team.ts'
import { stableHash } from '../../domain/stable-hash.ts'

/*
 * The rule before the ladder, as it was: the peer of the benchmark. Filters, whoever looks after the seller, the first language that
 * anybody speaks, the least loaded, a hash.
 */

const POLICY_VERSION = 'language-1'

interface AssignmentRequest {
  readonly customerId: string
  /** BCP 47, best first */
  readonly languages: readonly string[]
  readonly products: readonly string[]
  /** Agents who passed the call on. */
  readonly excluded?: readonly string[]
  /** Who looks after the customer already. */
  readonly preferredAgentId?: string
}

interface Candidate {
  readonly agentId: string
  readonly languages: readonly AgentLanguage[]
  /** Products this person can talk about. */
  readonly skills: readonly string[]
  /** Open calls this person carries at most, as long as anybody else has room. */
  readonly capacity: number
  /** Open calls this person carries now. */
  readonly load: number
  readonly inShift: boolean
  readonly absent: boolean
}

type DroppedBy = 'language' | 'shift' | 'absent' | 'excluded' | 'skill' | 'capacity'

interface JudgedCandidate {
  readonly agentId: string
  /** The customer's best language that this person can hold a call in, as the customer's list has it. */
  readonly language?: string
  readonly level?: AgentLanguage['level']
  readonly load: number
  /** The first filter that this person did not pass; absent for everybody who could have been chosen. */
  readonly droppedBy?: DroppedBy
}

interface AssignmentDecision {
  readonly agentId: string | undefined
  readonly language: string | undefined
  readonly why: {
    readonly code: 'language_match' | 'preferred' | 'nobody_speaks' | 'nobody_available'
    readonly params: Readonly<Record<string, unknown>>
  }
  readonly policyVersion: typeof POLICY_VERSION
  /** Everybody who was looked at, by agent id. */
  readonly candidates: readonly JudgedCandidate[]
}

export function leastLoaded(request: AssignmentRequest, candidates: readonly Candidate[]): AssignmentDecision {
  const withRoom = judgeAll(request, candidates)
  // Better a desk that is too full than a seller whom nobody calls: capacity counts as long as anybody has room.
  const judged = withRoom.some(isEligible)
    ? withRoom
    : judgeAll(
        request,
        candidates.map((candidate) => ({ ...candidate, capacity: Number.POSITIVE_INFINITY })),
      )
  const eligible = judged.filter(isEligible)
  const preferred = eligible.find(({ agentId }) => agentId === request.preferredAgentId)
  const chosen = preferred ?? bestOf(request, eligible)
  return {
    agentId: chosen?.agentId,
    language: chosen?.language,
    why: chosen === undefined ? whyNobody(request, judged) : whyChosen(chosen, eligible, chosen === preferred),
    policyVersion: POLICY_VERSION,
    candidates: judged,
  }
}

type Eligible = JudgedCandidate & { readonly language: string }

const isEligible = (candidate: JudgedCandidate): candidate is Eligible => candidate.droppedBy === undefined

function judgeAll(request: AssignmentRequest, candidates: readonly Candidate[]): JudgedCandidate[] {
  return candidates.map((candidate) => judge(request, candidate)).sort((a, b) => (a.agentId < b.agentId ? -1 : 1))
}

function judge(request: AssignmentRequest, candidate: Candidate): JudgedCandidate {
  const { agentId, load } = candidate
  const spoken = bestLanguage(request.languages, candidate.languages)
  const droppedBy = spoken === undefined ? 'language' : dropReason(request, candidate)
  return { agentId, ...spoken, load, ...(droppedBy === undefined ? {} : { droppedBy }) }
}

function dropReason({ excluded = [], products }: AssignmentRequest, candidate: Candidate): DroppedBy | undefined {
  if (!candidate.inShift) return 'shift'
  if (candidate.absent) return 'absent'
  if (excluded.includes(candidate.agentId)) return 'excluded'
  if (products.length > 0 && !products.some((product) => candidate.skills.includes(product))) return 'skill'
  if (candidate.load >= candidate.capacity) return 'capacity'
  return undefined
}

/** pt-BR and pt understand each other; "basic" is not enough to hold a call. */
function bestLanguage(
  wanted: readonly string[],
  spoken: readonly AgentLanguage[],
): { language: string; level: AgentLanguage['level'] } | undefined {
  for (const language of wanted) {
    const levels = spoken.filter(({ tag }) => baseLanguage(tag) === baseLanguage(language)).map(({ level }) => level)
    const level = (['native', 'fluent'] as const).find((enough) => levels.includes(enough))
    if (level !== undefined) return { language, level }
  }
  return undefined
}

function bestOf({ customerId, languages }: AssignmentRequest, eligible: readonly Eligible[]): Eligible | undefined {
  const language = languages.find((wanted) => eligible.some((one) => one.language === wanted))
  return eligible
    .filter((one) => one.language === language)
    .map((one) => ({ one, tie: stableHash(`${one.agentId}/${customerId}`) }))
    .sort((a, b) => a.one.load - b.one.load || a.tie - b.tie)[0]?.one
}

function whyChosen(chosen: Eligible, eligible: readonly Eligible[], preferred: boolean): AssignmentDecision['why'] {
  const { language, level, load } = chosen
  const speakers = eligible.filter((one) => one.language === language).length
  return { code: preferred ? 'preferred' : 'language_match', params: { language, level, load, speakers } }
}

function whyNobody({ languages }: AssignmentRequest, judged: readonly JudgedCandidate[]): AssignmentDecision['why'] {
  const speakers = judged.filter(({ droppedBy }) => droppedBy !== 'language').length
  return { code: speakers === 0 ? 'nobody_speaks' : 'nobody_available', params: { languages, speakers } }
}
