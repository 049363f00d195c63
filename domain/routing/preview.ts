import type { Interval } from '../calendar/intervals.ts'
import type { CallPurpose } from '../calls/retry-policy.ts'
import type { Coded } from '../codes.ts'
import { freeOf } from './free.ts'
import { type ScheduledCall, type ScheduleRequest, scheduleCall, speakersInOrder } from './schedule.ts'
import { type Absence, standInAt } from './substitutes.ts'
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
 * somebody who is free at its time. One after the other by time, and each counts for whoever gets it. `now` is epoch milliseconds.
 */
export function previewAbsence(
  { team, policies }: Office,
  calls: readonly CarriedCall[],
  { agentId, absence }: { readonly agentId: string; readonly absence: Absence },
  now: number,
): Move[] {
  let members = team.map((member) => (member.agentId === agentId ? { ...member, absences: [...member.absences, absence] } : member))
  return [...calls]
    .sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt) || (a.callId < b.callId ? -1 : 1))
    .map((call) => {
      const view = viewWithout(call, { team: members, policies }, agentId)
      const move = call.slot === undefined ? moveOf(call, view, agentId, now) : slotMoveOf(call, call.slot, view, agentId)
      if (move.to !== null) members = members.map((member) => (member.agentId === move.to?.agentId ? carrying(member, call, now) : member))
      return move
    })
}

/** The absent one's substitute comes as if he looked after the seller; without one, whoever does. */
function viewWithout({ customer, closeLanguages, dueAt }: CarriedCall, { team, policies }: Office, absent: string): RoutingView {
  const standIn = standInAt(team, absent, Date.parse(dueAt))
  return { customer: standIn.agentId === undefined ? customer : { ...customer, agentId: absent }, team, closeLanguages, policies }
}

function moveOf(call: CarriedCall, view: RoutingView, absent: string, now: number): Move {
  const { agentId, language, dueAt, whyAssignment }: ScheduledCall = scheduleCall(requestOf(call, absent, now), view, now)
  return { call, to: agentId === null || dueAt === null ? null : { agentId, language, dueAt }, why: whyAssignment }
}

const requestOf = ({ callId, customer, purpose, dueAt, passedBy }: CarriedCall, absent: string, now: number): ScheduleRequest => ({
  callId,
  customerId: customer.customerId,
  purpose,
  languages: customer.languages,
  at: new Date(Math.max(Date.parse(dueAt), now)).toISOString(),
  topic: null,
  excluded: [...passedBy, absent],
  version: 0,
  actor: 'system',
})

function slotMoveOf(call: CarriedCall, { start, end }: Interval, view: RoutingView, absent: string): Move {
  const standIn = standInAt(view.team, absent, start)
  const able = speakersInOrder(view, standIn.agentId).filter((id) => id !== absent && !call.passedBy.includes(id))
  const [agentId] = freeOf(view, able, new Date(start).toISOString(), new Date(end).toISOString())
  if (agentId === undefined) return { call, to: null, why: { code: 'nobody_free_then', params: { able: able.length } } }
  const { language } = scheduleCall({ ...requestOf(call, absent, start), bookedWith: agentId }, view, start)
  const why: Coded =
    agentId === standIn.agentId
      ? { code: 'substitute_of', params: { of: standIn.of } }
      : { code: 'free_then', params: { able: able.length } }
  return { call, to: { agentId, language, dueAt: call.dueAt }, why }
}

const carrying = (member: TeamMember, { slot }: CarriedCall, now: number): TeamMember => ({
  ...member,
  load: member.load + 1,
  carriedSince: [...member.carriedSince, now],
  lastAssignedAt: now,
  busy: slot === undefined ? member.busy : [...member.busy, slot],
})
