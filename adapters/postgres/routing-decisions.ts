import type { RoutingDecisionView } from '../../api/schemas/calls.ts'
import type { Coded } from '../../domain/codes.ts'
import type { JudgedCandidate } from '../../domain/routing/assign.ts'
import type { RoutingDecision, ScheduledCall, ScheduleRequest } from '../../domain/routing/schedule.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { fromJson, iso } from './values.ts'

/** What beside the answer itself is stored of a decision: what was asked, and the version of the policies it went by. */
export interface Asked {
  readonly request: ScheduleRequest
  readonly policies: number
}

/** In the part of it that never leaves the database with the answer. */
export const asStored = (scheduled: ScheduledCall, request: ScheduleRequest, policies: number) => ({
  ...scheduled,
  decision: { ...scheduled.decision, asked: { request, policies } satisfies Asked },
})

type Stored = Omit<ScheduledCall, 'decision'> & { readonly decision: RoutingDecision & { readonly asked?: Asked } }

/** As it was answered the first time. */
export function asAnswered(stored: Prisma.JsonValue): ScheduledCall {
  const { decision, ...plan } = fromJson<Stored>(stored)
  const { asked: _asked, ...answered } = decision
  return { ...plan, decision: answered }
}

/** As it was stored; what older policies did not know (steps, scores, policies) is left out. */
export function decisionView({ id, callId, decidedAt, decision: stored }: Prisma.AssignmentModel): RoutingDecisionView {
  const { agentId, language, dueAt, whyAssignment, whyTiming, decision } = fromJson<Stored>(stored)
  return {
    version: Number(id.slice(callId.length + 1)),
    at: iso(decidedAt),
    policyVersion: decision.policyVersion,
    ...(decision.asked === undefined ? {} : { policies: decision.asked.policies }),
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
