import { type ClearSearch, nextClear } from '../calendar/clear-times.ts'
import { dayOf } from '../calendar/days.ts'
import type { Interval } from '../calendar/intervals.ts'
import { isFree } from '../calendar/slots.ts'
import { agentCalendar } from '../calendar/team.ts'
import { type Callable, callableWindows, localTimeOfDay } from '../calendar/windows.ts'
import { isOpen } from '../calls/calls.ts'
import { type Clearance, type ClearanceRequest, isActive, type OtherCall, type PastTry } from '../calls/clearance.ts'
import type { RetryRule } from '../calls/retry-policy.ts'
import { countedTries } from '../calls/tries.ts'
import type { Coded } from '../codes.ts'
import { speakersInOrder } from './schedule.ts'
import type { RoutingView } from './team.ts'
import { watchOf } from './watch.ts'

/** What a clearance looks at. */
export interface ClearanceView extends RoutingView {
  /** The call's own tries, oldest first. */
  readonly tries: readonly PastTry[]
  readonly others: readonly OtherCall[]
  /** Why this seller is not to be called for this purpose any more. */
  readonly stopped: Coded | null
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** A call that wakes later than this after its time was slept over: nobody knows whether it is still an hour to call. */
const PUNCTUAL = 15 * MINUTE
/** After so long a call that joined another one looks whether that is over. */
const LOOK_AGAIN = 60 * MINUTE

type PutOff = Extract<Clearance, { readonly postpone: unknown }>

/**
 * Whether a call whose moment has come may be dialled (brief 2.4). What the seller asked for or booked, and a time that somebody named,
 * is put off only where it was slept over until no hour of his; a call that the company starts yields to another one with the same person, and to what a day allows.
 * `now` is epoch milliseconds.
 */
export function clearanceOf(request: ClearanceRequest, view: ClearanceView, now: number): Clearance {
  if (!request.booked && view.stopped !== null) return { stop: view.stopped }
  // Nobody is rung at night for what he wanted in the afternoon, whoever named the time.
  if (sleptOverHours(request.dueAt, view.customer, now)) return putOff(request, view, now, 'out_of_hours', { due: request.dueAt })
  if (request.booked) return { go: watchOf(request, view, now) }
  const ours = !ruleOf(request, view).exempt
  const movable = ours && !request.chosen
  const later = movable ? putOffOf(request, view, now) : undefined
  if (later !== undefined) return later
  const { agentId } = request
  if (agentId !== null && !isThere(request, view, now, movable && !request.accepted)) return { reroute: { from: agentId } }
  return { go: watchOf(request, view, now) }
}

/** When it is dialled: at its time, or now where it was slept over. */
const momentOf = ({ dueAt }: ClearanceRequest, now: number): number => (isSleptOver(dueAt, now) ? now : Date.parse(dueAt))

const isSleptOver = (due: string, now: number): boolean => now - Date.parse(due) > PUNCTUAL

/** What should have been at an ISO instant comes late, and at none of the seller's hours. */
export const sleptOverHours = (due: string, customer: Callable, now: number): boolean =>
  isSleptOver(due, now) && callableWindows(customer, now, now + 1).length === 0

function putOff(request: ClearanceRequest, view: ClearanceView, notBefore: number, code: string, params: Coded['params']): PutOff {
  const at = searched(request, view, notBefore) ?? notBefore + DAY
  return { postpone: { at: new Date(at).toISOString(), why: { code, params } } }
}

function putOffOf(request: ClearanceRequest, view: ClearanceView, now: number): PutOff | undefined {
  const { customer, policies } = view
  const today = dayOf(now, customer.timeZone)
  const later = (notBefore: number, code: string, params: Coded['params'] = {}) => putOff(request, view, notBefore, code, params)
  const before = view.others.find((other) => holdsUp(other, today)) ?? view.others.find((other) => comesBefore(other, request, view, now))
  if (before !== undefined) return later(now + LOOK_AGAIN, 'joined_call', { callId: before.callId })
  const escalated = view.others.find((other) => other.escalated && isOpen(other.status))
  if (request.purpose === 'survey' && escalated !== undefined) return later(today.end, 'call_escalated', { callId: escalated.callId })
  const own = { ...policies.retry, [request.purpose]: ruleOf(request, view) }
  const tries = [...countedTries([{ purpose: request.purpose, tries: view.tries }], own), ...countedTries(view.others, policies.retry)]
  const todays = tries.filter((at) => today.start <= at && at < today.end).length
  if (!request.redial && todays >= policies.triesPerDay) return later(today.end, 'tries_of_the_day', { tries: todays })
  const failedThen = !request.redial && isFailedTime(request, view, now)
  return failedThen && searched(request, view, now) !== undefined ? later(now, 'failed_time_of_day', { due: request.dueAt }) : undefined
}

/** A retry keeps away from these times by itself; one that went to another agent meanwhile may have come to one. */
function isFailedTime(request: ClearanceRequest, view: ClearanceView, now: number): boolean {
  const { failedAt } = request
  const { customer } = view
  const wait = ruleOf(request, view).waits[failedAt.length - 1]
  if (wait?.kind !== 'other_day') return false
  const time = localTimeOfDay(momentOf(request, now), customer.timeZone)
  return failedAt.some((failed) => Math.abs(localTimeOfDay(Date.parse(failed), customer.timeZone) - time) <= wait.avoidMinutesAround)
}

/** The rule that the call itself goes by. */
const ruleOf = ({ purpose, rule }: ClearanceRequest, { policies }: RoutingView): RetryRule => rule ?? policies.retry[purpose]

/** Somebody talks, or is to dial today. What nobody dialled on the day it was due has been told to the leads, and holds up nothing else. */
function holdsUp({ status, dueAt }: OtherCall, today: Interval): boolean {
  const waits = status === 'due' || status === 'wrap_up'
  return isActive(status) && !(waits && dueAt !== null && dueAt < today.start)
}

/** Of two whose moment has come together the earlier one, then the lower id; one that never yields goes first. */
function comesBefore({ callId, purpose, status, dueAt }: OtherCall, request: ClearanceRequest, view: ClearanceView, now: number): boolean {
  // One that has been about to come for a day does not come any more.
  if ((status !== 'planned' && status !== 'retry_wait') || dueAt === null || dueAt > now || dueAt <= now - DAY) return false
  if (view.policies.retry[purpose].exempt) return true
  const own = Date.parse(request.dueAt)
  return dueAt < own || (dueAt === own && callId < request.callId)
}

/** The first moment from then on of whoever holds the call, else of anybody who speaks with the seller. */
function searched(request: ClearanceRequest, view: ClearanceView, notBefore: number): number | undefined {
  const { agentId, failedAt } = request
  const { customer, team } = view
  const avoid = ruleOf(request, view).waits.map((wait) => ('avoidMinutesAround' in wait ? wait.avoidMinutesAround : 0))
  const search: Omit<ClearSearch, 'agents'> = {
    notBefore,
    zone: customer.timeZone,
    customer,
    failedAt: failedAt.map((instant) => Date.parse(instant)),
    avoidMinutesAround: Math.max(0, ...avoid),
  }
  const by = (ids: readonly string[]) =>
    nextClear({ ...search, agents: team.filter((member) => ids.includes(member.agentId)).map(agentCalendar) })
  return by(agentId === null ? [] : [agentId]) ?? by(speakersInOrder(view))
}

/** Nobody is prompted while away; for a time that we chose ourselves its agent is at work, too. */
function isThere(request: ClearanceRequest, { team }: RoutingView, now: number, atWork: boolean): boolean {
  const member = team.find(({ agentId }) => agentId === request.agentId)
  if (member === undefined) return false
  if (member.absences.some(({ start, end }) => start <= now && now < end)) return false
  if (!atWork) return true
  const start = momentOf(request, now)
  return isFree({ ...agentCalendar(member), busy: [], absences: [] }, { start, end: start + 1 }).free
}
