import { isFree } from '../calendar/slots.ts'
import { agentCalendar } from '../calendar/team.ts'
import { type AssignmentDecision, type AssignmentRequest, assignAgent } from './assign.ts'
import { bestLanguageOf, type Candidate } from './filters.ts'
import type { RoutingView, TeamMember } from './team.ts'

const MINUTE = 60_000

/** As at an instant; undefined: whenever. */
export const candidateAt = (member: TeamMember, at: number | undefined): Candidate => {
  const { agentId, languages, skills, capacity, load, carriedSince, lastAssignedAt, joinedAt, absences, occupied = [] } = member
  const free = at === undefined ? undefined : isFree({ ...agentCalendar(member), busy: occupied }, { start: at, end: at + MINUTE })
  const reason = free === undefined || free.free ? undefined : free.reason
  return {
    agentId,
    languages,
    skills,
    capacity,
    load,
    carriedSince,
    lastAssignedAt,
    away: [{ start: Number.NEGATIVE_INFINITY, end: joinedAt }, ...absences],
    inShift: reason !== 'outside_shift',
    absent: reason === 'absent',
    takenUp: reason === 'busy',
  }
}

/** What is asked beside what the view says of the customer. */
export type Wish = Pick<AssignmentRequest, 'languages' | 'excluded' | 'rankFrom' | 'substitute' | 'fullToo'>

/** Who calls at an instant (epoch milliseconds); undefined: whoever could at some time. */
export function assignAt({ customer, team }: RoutingView, wish: Wish, at: number | undefined): AssignmentDecision {
  const { customerId, products, agentId } = customer
  const request = { customerId, products, ...(agentId === null ? {} : { preferredAgentId: agentId }), ...wish }
  const spokenBy = bestLanguageOf(wish.languages)
  // Who does not speak it is dropped before anybody asks for his calendar.
  const candidates = team.map((member) => candidateAt(member, spokenBy(member.languages) === undefined ? undefined : at))
  return assignAgent(request, candidates)
}

/** Whoever passed every filter, by agent id. */
export const eligibleOf = (decision: AssignmentDecision): string[] =>
  decision.candidates.filter((one) => one.droppedBy === undefined).map((one) => one.agentId)
