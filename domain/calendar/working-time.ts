import { type LocalDay, localDays } from './days.ts'
import { type Interval, mergeIntervals, subtractIntervals } from './intervals.ts'
import type { AgentCalendar } from './team.ts'
import { shiftWindows } from './windows.ts'

/** Somebody who is at work or not; bookings do not matter here. */
export type WorkingAgent = Omit<AgentCalendar, 'busy'>

/** In shift and not absent, for each agent in the order given. Each zone is looked up once. */
export function workingTimes(agents: readonly WorkingAgent[], from: number, to: number): Interval[][] {
  const daysOf = new Map<string, LocalDay[]>()
  return agents.map(({ zone, shifts, absences }) => {
    const days = daysOf.get(zone) ?? localDays(zone, from, to)
    daysOf.set(zone, days)
    return subtractIntervals(shiftWindows(shifts, zone, from, to, days), mergeIntervals(absences))
  })
}
