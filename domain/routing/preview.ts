import { type AbsenceCalls, HAND_OVER_ALL } from '../absences.ts'
import type { Interval } from '../calendar/intervals.ts'
import type { CallPurpose } from '../calls/retry-policy.ts'
import type { Coded } from '../codes.ts'
import { freeOf } from './free.ts'
import { type ScheduleRequest, scheduleCall, takersOf } from './schedule.ts'
import type { Absence } from './substitutes.ts'
import type { RoutedCustomer, RoutingView, TeamMember } from './team.ts'

/** An open call that somebody carries. */
export interface CarriedCall {
  readonly callId: string
  readonly purpose: CallPurpose
  /** ISO instant */
  readonly dueAt: string
  readonly customer: RoutedCustomer
  readonly closeLanguages: RoutingView['closeLanguages']
  /** Agents who passed the call on. */
  readonly passedBy: readonly string[]
  /** Of a booked call: the slot that was promised. */
  readonly slot?: Interval
}

/** Where a call would go. */
export interface Move {
  readonly call: CarriedCall
  readonly to: { readonly agentId: string; readonly language: string | null; readonly dueAt: string } | null
  readonly why: Coded
}

/** Who works, and by which rules. */
export type Office = Pick<RoutingView, 'team' | 'policies'>

/**
 * Where the calls of somebody would go if he were absent: to his substitute first, else as the ladder says; a booked slot only to
 * somebody who is free at its time. One after the other by time, and each counts for whoever gets it. The same rules as when the absence
 * begins (`insteadOf`). `now` is epoch milliseconds.
 */
export function previewAbsence(
  { team, policies }: Office,
  calls: readonly CarriedCall[],
  {
    agentId,
    absence,
    treatment = HAND_OVER_ALL,
  }: { readonly agentId: string; readonly absence: Absence; readonly treatment?: AbsenceCalls },
  now: number,
): Move[] {
  let members = team.map((member) => (member.agentId === agentId ? { ...member, absences: [...member.absences, absence] } : member))
  return [...calls]
    .sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt) || (a.callId < b.callId ? -1 : 1))
    .map((call) => {
      const treated = treatment[call.slot === undefined ? 'planned' : 'booked']
      if (treated !== 'hand_over') return { call, to: null, why: { code: STAYING[treated], params: {} } }
      const { customer, closeLanguages } = call
      const view: RoutingView = { customer, team: members, closeLanguages, policies }
      const move = call.slot === undefined ? moveOf(call, view, agentId, now) : slotMoveOf(call, call.slot, view, agentId)
      if (move.to !== null) members = members.map((member) => (member.agentId === move.to?.agentId ? carrying(member, call, now) : member))
      return move
    })
}

const STAYING = { keep: 'kept', ask: 'leads_are_asked' } as const

/** A call that stays because it was so wished, not for lack of somebody. */
export const staysAsWished = ({ why }: Move): boolean => Object.values<string>(STAYING).includes(why.code)

function moveOf(call: CarriedCall, view: RoutingView, absent: string, now: number): Move {
  const { agentId, language, dueAt, whyAssignment } = scheduleCall(requestOf(call, absent), view, now)
  return { call, to: agentId === null || dueAt === null ? null : { agentId, language, dueAt }, why: whyAssignment }
}

const requestOf = ({ callId, customer, purpose, dueAt, passedBy }: CarriedCall, absent: string): ScheduleRequest => ({
  callId,
  customerId: customer.customerId,
  purpose,
  languages: customer.languages,
  at: dueAt,
  topic: null,
  excluded: [...passedBy, absent],
  insteadOf: absent,
  version: 0,
  actor: 'system',
})

function slotMoveOf(call: CarriedCall, { start, end }: Interval, view: RoutingView, absent: string): Move {
  const request = requestOf(call, absent)
  const able = takersOf(view, start, request)
  const [agentId] = freeOf(view, able, new Date(start).toISOString(), new Date(end).toISOString())
  if (agentId === undefined) return { call, to: null, why: { code: 'nobody_free_then', params: { able: able.length } } }
  const { language, whyAssignment } = scheduleCall({ ...request, at: new Date(start).toISOString(), bookedWith: agentId }, view, start)
  return { call, to: { agentId, language, dueAt: call.dueAt }, why: whyAssignment }
}

const carrying = (member: TeamMember, { slot }: CarriedCall, now: number): TeamMember => ({
  ...member,
  load: member.load + 1,
  carriedSince: [...member.carriedSince, now],
  lastAssignedAt: now,
  busy: slot === undefined ? member.busy : [...member.busy, slot],
})
