import type { Asker } from '../calls/calls.ts'
import type { CallPurpose, RetryRules } from '../calls/retry-policy.ts'
import type { Coded } from '../codes.ts'
import { baseLanguage } from '../languages.ts'
import { type AssignmentDecision, inOrder } from './assign.ts'
import { assignAt } from './assign-at.ts'
import { climb, type Rung, type Step } from './ladder.ts'
import { standInFor } from './owner.ts'
import { isTooLateForNow, isWantedNow, occupiedNow } from './right-now.ts'
import { standInAt } from './substitutes.ts'
import type { RoutingView } from './team.ts'

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
  /** Who is away and gives the call up: whoever stands in for him comes first. */
  readonly insteadOf?: string
  /** Whom of the company to ask for. */
  readonly contactId?: string
  /** Who asked for it; absent: nobody. */
  readonly askedBy?: Asker
}

/** What a call learns of a decision; everybody who was looked at stays out of its history. */
export interface CallPlan {
  readonly agentId: string | null
  /** The language the call is held in. */
  readonly language: string | null
  /** ISO instant, or null where nobody can hold it */
  readonly dueAt: string | null
  readonly whyTiming: Coded
  readonly whyAssignment: Coded
  /** What follows its tries, by what it is about and may become; absent where no policies were read: as usual. */
  readonly retry?: RetryRules
  /** Before it becomes due it is asked whether it may be dialled; absent where it was planned before anybody asked. */
  readonly clears?: true
}

export interface RoutingDecision extends AssignmentDecision {
  /** What was tried, in order; none where the time was settled and somebody was there. */
  readonly steps: readonly Step[]
  /** Absent agents who name each other as substitutes. */
  readonly circle?: readonly string[]
}

export interface ScheduledCall extends CallPlan {
  readonly decision: RoutingDecision
}

/**
 * Those who speak one of the customer's languages, as the ladder orders them; the preferred one, if able, before all. Who is full comes
 * where he comes: whoever has a free hour can be booked for it.
 */
export function speakersInOrder(view: RoutingView, preferred?: string): string[] {
  const ids = inOrder(assignAt(view, { languages: view.customer.languages, fullToo: true }, undefined))
  const first = preferred ?? view.customer.agentId
  return [...new Set([...ids.filter((id) => id === first), ...ids])]
}

/**
 * Who could hold a slot from `start` on (epoch milliseconds) but the excluded, in order: whoever stands in for somebody who is away comes
 * first, else whoever looks after the customer.
 */
export function takersOf(
  view: RoutingView,
  start: number,
  { excluded, insteadOf }: Pick<ScheduleRequest, 'excluded' | 'insteadOf'>,
): string[] {
  const seen = insteadOf === undefined ? view : inPlaceOf(view, insteadOf, start)
  const first = insteadOf === undefined ? undefined : standInAt(view.team, insteadOf, start).agentId
  return speakersInOrder(seen, first).filter((id) => !excluded.includes(id))
}

/** The absent one's substitute comes as if the absent one looked after the customer; without one, whoever does. */
function inPlaceOf(view: RoutingView, absent: string, at: number): RoutingView {
  const { agentId, circle } = standInAt(view.team, absent, at)
  return agentId === undefined && !circle ? view : { ...view, customer: { ...view.customer, agentId: absent } }
}

/**
 * Time and agent of a call. A time that somebody named stands if anybody is at work then; else the ladder of `climb`. `now` is epoch
 * milliseconds.
 */
export function scheduleCall(request: ScheduleRequest, given: RoutingView, now: number): ScheduledCall {
  const { languages, excluded, because, insteadOf } = request
  const named = request.at === null ? undefined : Date.parse(request.at)
  const wished = named === undefined || insteadOf === undefined ? named : Math.max(named, now)
  const view = insteadOf === undefined ? given : inPlaceOf(given, insteadOf, wished ?? now)
  if (request.bookedWith !== undefined && wished !== undefined) return bookedCall(request, view, request.bookedWith, wished)
  if (wished !== undefined) {
    const { circle, ...substitute } = standInFor(view, wished)
    const decision = assignAt(view, { languages, excluded, ...substitute }, wished)
    if (decision.agentId !== undefined)
      return held({ ...decision, steps: [], ...circle }, wished, because ?? { code: 'asked_for', params: {} })
  }
  const wantedNow = isWantedNow(request)
  const { decision, at, rung, notBefore, ...found } = climb(request, wantedNow ? occupiedNow(view, now) : view, now)
  const notNow = wantedNow && isTooLateForNow(view, at, now) ? { notNow: true } : {}
  const late = found.late ? { late: true } : {}
  if (at !== undefined && rung !== undefined)
    return held(
      marked(decision, rung),
      at,
      timing(request, { notBefore: iso(notBefore), zone: view.customer.timeZone, ...late, ...notNow }),
    )
  const waits = { agentId: null, language: null, dueAt: null, whyTiming: { code: 'waits_for_agent', params: notNow } }
  return { ...waits, whyAssignment: decision.why, decision }
}

const iso = (at: number): string => new Date(at).toISOString()

function timing({ because, insteadOf, at }: ScheduleRequest, params: Coded['params']): Coded {
  if (insteadOf !== undefined) return { code: 'agent_away', params: { from: at, ...params } }
  return { code: because?.code ?? 'first_opening', params: { ...because?.params, ...params } }
}

/** A language that is only close to one of the customer's is said to be so: whoever calls asks first. */
function marked(decision: RoutingDecision, { wanted }: Rung): RoutingDecision {
  if (wanted === undefined) return decision
  return { ...decision, why: { code: 'close_language', params: { ...decision.why.params, wanted, askFirst: true } } }
}

const held = (decision: RoutingDecision, at: number, whyTiming: Coded): ScheduledCall => ({
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
  const decision = assignAt(view, { languages: request.languages, excluded: request.excluded }, at)
  return {
    agentId,
    language: language ?? null,
    dueAt: iso(at),
    whyTiming: { code: 'booked', params: {} },
    whyAssignment:
      request.insteadOf === undefined ? { code: 'booked', params: { agentId } } : whyInPlaceOf(view, request.insteadOf, agentId, at),
    decision: { ...decision, agentId, language, steps: [] },
  }
}

function whyInPlaceOf({ team }: RoutingView, insteadOf: string, agentId: string, at: number): Coded {
  const standIn = standInAt(team, insteadOf, at)
  if (agentId === standIn.agentId) return { code: 'substitute_of', params: { of: standIn.of } }
  return { code: 'free_then', params: { insteadOf } }
}
