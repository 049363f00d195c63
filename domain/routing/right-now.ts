import { isFree } from '../calendar/slots.ts'
import { agentCalendar } from '../calendar/team.ts'
import type { WorkingAgent } from '../calendar/working-time.ts'
import type { ScheduleRequest } from './schedule.ts'
import type { RoutingView, TeamMember } from './team.ts'

const MINUTE = 60_000

/** Whether somebody waits at his telephone for this call: then nothing counts but who is at work and free. */
export const isWantedNow = ({ purpose, at }: ScheduleRequest): boolean => purpose === 'call_me_now' && at === null

/** The team as somebody sees it who wants a call at once: whoever talks, or has a booking that comes, is not free. */
export function occupiedNow(view: RoutingView, now: number): RoutingView {
  const clear = view.policies.clearMinutes * MINUTE
  const team = view.team.map((member) => {
    const talk = member.talking ? [{ start: now, end: now + clear }] : []
    const booked = member.busy.map(({ start, end }) => ({ start: start - clear, end }))
    return { ...member, occupied: [...talk, ...booked] }
  })
  return { ...view, team }
}

/** When he is at work and not kept from a call. */
export const openTo = (member: TeamMember): WorkingAgent => {
  const { busy: _busy, ...calendar } = agentCalendar(member)
  return { ...calendar, absences: [...calendar.absences, ...(member.occupied ?? [])] }
}

/** Whether he could begin at this very moment; the hours of a seller who asks for it himself do not matter. */
export const isOpenAt = (member: TeamMember, at: number): boolean =>
  isFree({ ...openTo(member), busy: [] }, { start: at, end: at + MINUTE }).free

/** Whether a call is later than somebody who waits for it at his telephone was to be told. */
export const isTooLateForNow = ({ policies }: RoutingView, at: number | undefined, now: number): boolean =>
  at === undefined || at > now + policies.slaMinutes.call_me_now * MINUTE
