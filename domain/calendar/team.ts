import type { Interval } from './intervals.ts'
import type { Shift, WallHours } from './windows.ts'

/** One date of a wall calendar (YYYY-MM-DD) and all the hours that hold on it; none: closed. None of them crosses midnight. */
export interface DateHours {
  readonly date: string
  readonly hours: readonly WallHours[]
}

/** When one agent works and is free; intervals in epoch milliseconds. */
export interface AgentCalendar {
  readonly agentId: string
  readonly zone: string
  readonly shifts: readonly Shift[]
  /** Dates on which he works other hours than his shifts. */
  readonly ownDays?: readonly DateHours[]
  /** Dates on which the whole team works within these hours alone. */
  readonly teamDays?: readonly DateHours[]
  readonly absences: readonly Interval[]
  readonly busy: readonly Interval[]
}

/** The calendar of somebody who is more than that. */
export const agentCalendar = ({ agentId, zone, shifts, ownDays = [], teamDays = [], absences, busy }: AgentCalendar): AgentCalendar => ({
  agentId,
  zone,
  shifts,
  ownDays,
  teamDays,
  absences,
  busy,
})
