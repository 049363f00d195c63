import { isFree } from '../calendar/slots.ts'
import { agentCalendar } from '../calendar/team.ts'
import { firstOpening } from '../calendar/timing.ts'
import type { CallPurpose } from '../calls/retry-policy.ts'
import type { Coded } from '../codes.ts'
import { baseLanguage } from '../languages.ts'
import { type AssignmentDecision, assignAgent, type Candidate } from './assign.ts'
import type { RoutingView, TeamMember } from './team.ts'

export interface ScheduleRequest {
  readonly callId: string
  readonly customerId: string
  readonly purpose: CallPurpose
  /** BCP 47, best first */
  readonly languages: readonly string[]
  /** ISO instant, where somebody named a time */
  readonly at: string | null
  readonly topic: string | null
  /** Agents who passed the call on. */
  readonly excluded: readonly string[]
  /** The version of the call that this decision makes: a repeated activity finds its own answer under it. */
  readonly version: number
  readonly actor: string
  /** Why it is called now, where no person asked for it. */
  readonly because?: Coded
  /** The agent of a booked slot: time and person are settled, only the language is found. */
  readonly bookedWith?: string
}

export interface ScheduledCall {
  readonly agentId: string | null
  /** The language the call is held in. */
  readonly language: string | null
  /** ISO instant, or null where nobody can hold it */
  readonly dueAt: string | null
  readonly whyTiming: Coded
  readonly whyAssignment: Coded
  readonly decision: AssignmentDecision
}

const MINUTE = 60_000
const HORIZON_DAYS = 14

/** How long after the wish the call is aimed at, so that an agent can read the card first: at most 4 business hours for a welcome, 2 minutes for "call me now" (brief 2.4). */
const LEAD_MINUTES: Readonly<Record<CallPurpose, number>> = {
  welcome: 30,
  call_me_now: 0,
  onboarding: 0,
  trial_end: 30,
  survey: 30,
  consultation: 30,
  anomaly: 30,
  setup_help: 30,
}

const candidateAt = (member: TeamMember, at: number | undefined): Candidate => {
  const { agentId, languages, skills, capacity, load } = member
  const free = at === undefined ? undefined : isFree({ ...agentCalendar(member), busy: [] }, { start: at, end: at + MINUTE })
  const reason = free === undefined || free.free ? undefined : free.reason
  return { agentId, languages, skills, capacity, load, inShift: reason !== 'outside_shift', absent: reason === 'absent' }
}

function assignAt(
  { customer, team }: RoutingView,
  languages: readonly string[],
  excluded: readonly string[],
  at: number | undefined,
): AssignmentDecision {
  return assignAgent(
    {
      customerId: customer.customerId,
      languages,
      products: customer.products,
      excluded,
      ...(customer.agentId === null ? {} : { preferredAgentId: customer.agentId }),
    },
    team.map((member) => candidateAt(member, at)),
  )
}

const eligible = (decision: AssignmentDecision): string[] =>
  decision.candidates.filter((one) => one.droppedBy === undefined).map((one) => one.agentId)

/**
 * Those who speak one of the customer's languages, the first language's speakers first; the preferred one, if able, before all. How many
 * open calls they carry orders them and excludes nobody: whoever has a free hour can be booked for it.
 */
export function speakersInOrder(view: RoutingView, preferred?: string): string[] {
  const unburdened = { ...view, team: view.team.map((member) => ({ ...member, load: 0 })) }
  const ids = view.customer.languages.flatMap((language) => {
    const able = eligible(assignAt(unburdened, [language], [], undefined))
    return view.team
      .filter((member) => able.includes(member.agentId))
      .sort((a, b) => a.load - b.load)
      .map((member) => member.agentId)
  })
  const first = preferred ?? view.customer.agentId
  return [...new Set([...ids.filter((id) => id === first), ...ids])]
}

/** Time and agent of a call: for each of the customer's languages in order, the first moment at which he may be called and a speaker is at work. */
export function scheduleCall(request: ScheduleRequest, view: RoutingView, now: number): ScheduledCall {
  const { customer, team } = view
  const wished = request.at === null ? undefined : Date.parse(request.at)
  if (request.bookedWith !== undefined && wished !== undefined) return bookedCall(request, view, request.bookedWith, wished)
  if (wished !== undefined) {
    const decision = assignAt(view, request.languages, request.excluded, wished)
    if (decision.agentId !== undefined) return held(decision, wished, request.because ?? { code: 'asked_for', params: {} })
  }
  const notBefore = Math.max(wished ?? 0, now + LEAD_MINUTES[request.purpose] * MINUTE)
  for (const language of request.languages) {
    const able = eligible(assignAt(view, [language], request.excluded, undefined))
    const agents = team.filter((member) => able.includes(member.agentId)).map(agentCalendar)
    const opening =
      agents.length === 0 ? undefined : firstOpening({ notBefore, horizonDays: HORIZON_DAYS, customerZones: customer.zones, agents })
    if (opening === undefined) continue
    const decision = assignAt(view, [language], request.excluded, opening.at)
    if (decision.agentId !== undefined)
      return held(decision, opening.at, timing(request, { notBefore: iso(notBefore), zone: customer.timeZone }))
  }
  const decision = assignAt(view, request.languages, request.excluded, undefined)
  return {
    agentId: null,
    language: null,
    dueAt: null,
    whyTiming: { code: 'waits_for_agent', params: {} },
    whyAssignment:
      decision.agentId === undefined
        ? decision.why
        : { code: 'nobody_available', params: { languages: request.languages, days: HORIZON_DAYS } },
    decision: { ...decision, agentId: undefined, language: undefined },
  }
}

const iso = (at: number): string => new Date(at).toISOString()

const timing = ({ because }: ScheduleRequest, params: Coded['params']): Coded => ({
  code: because?.code ?? 'first_opening',
  params: { ...because?.params, ...params },
})

const held = (decision: AssignmentDecision, at: number, whyTiming: Coded): ScheduledCall => ({
  agentId: decision.agentId ?? null,
  language: decision.language ?? null,
  dueAt: iso(at),
  whyTiming,
  whyAssignment: decision.why,
  decision,
})

/** A booked call: whoever holds the slot holds the call, in the first of the customer's languages that he speaks. */
function bookedCall(request: ScheduleRequest, view: RoutingView, agentId: string, at: number): ScheduledCall {
  const spoken = view.team.find((member) => member.agentId === agentId)?.languages.map(({ tag }) => baseLanguage(tag)) ?? []
  const language = request.languages.find((tag) => spoken.includes(baseLanguage(tag)))
  const decision = assignAt(view, request.languages, request.excluded, at)
  return {
    agentId,
    language: language ?? null,
    dueAt: iso(at),
    whyTiming: { code: 'booked', params: {} },
    whyAssignment: { code: 'booked', params: { agentId } },
    decision: { ...decision, agentId, language },
  }
}
