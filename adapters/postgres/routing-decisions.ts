import type { RoutingDecisionView } from '../../api/schemas/calls.ts'
import type { Coded } from '../../domain/codes.ts'
import type { JudgedCandidate } from '../../domain/routing/assign.ts'
import type { ScheduledCall } from '../../domain/routing/schedule.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { fromJson, iso } from './values.ts'

/** As it was stored; what older policies did not know (steps, scores) is left out. */
export function decisionView({ id, callId, decidedAt, decision: stored }: Prisma.AssignmentModel): RoutingDecisionView {
  const { agentId, language, dueAt, whyAssignment, whyTiming, decision } = fromJson<ScheduledCall>(stored)
  return {
    version: Number(id.slice(callId.length + 1)),
    at: iso(decidedAt),
    policyVersion: decision.policyVersion,
    agentId,
    language,
    dueAt,
    why: { assignment: reason(whyAssignment), timing: reason(whyTiming) },
    steps: (decision.steps ?? []).map((step) => ({ ...step, languages: [...step.languages] })),
    ...(decision.circle === undefined ? {} : { circle: [...decision.circle] }),
    candidates: decision.candidates.map(candidateView),
  }
}

const reason = ({ code, params }: Coded) => ({ code, params: { ...params } })

function candidateView({ scores, ...candidate }: JudgedCandidate): RoutingDecisionView['candidates'][number] {
  if (scores === undefined) return candidate
  const { idleSince } = scores
  return { ...candidate, scores: { ...scores, idleSince: idleSince === null ? null : iso(new Date(idleSince)) } }
}
