import type { Interval } from './intervals.ts'
import type { Shift } from './windows.ts'

/** When one agent works and is free; intervals in epoch milliseconds. */
export interface AgentCalendar {
  readonly agentId: string
  readonly zone: string
  readonly shifts: readonly Shift[]
  readonly absences: readonly Interval[]
  readonly busy: readonly Interval[]
}

export const agentCalendar = ({ agentId, zone, shifts, absences, busy }: AgentCalendar): AgentCalendar => ({
  agentId,
  zone,
  shifts,
  absences,
  busy,
})
