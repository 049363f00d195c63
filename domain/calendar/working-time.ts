import { onceEach } from '../once-each.ts'
import { type LocalDay, localDays } from './days.ts'
import { type Interval, intersectIntervals, mergeIntervals, subtractIntervals } from './intervals.ts'
import type { AgentCalendar, DateHours } from './team.ts'
import { hoursOn, minutesOf, shiftWindows, weekOf } from './windows.ts'

/** Somebody who is at work or not; bookings do not matter here. */
export type WorkingAgent = Omit<AgentCalendar, 'busy'>

/** In shift and not absent, for each agent in the order given. Each zone, and the hours of those who work the same ones, are looked up once. */
export function workingTimes(agents: readonly WorkingAgent[], from: number, to: number): Interval[][] {
  const daysOf = onceEach(
    (zone: string) => zone,
    (zone) => localDays(zone, from, to),
  )
  const hoursOf = onceEach(
    ({ zone, shifts, ownDays, teamDays }: WorkingAgent) => JSON.stringify([zone, shifts, ownDays, teamDays]),
    (agent) => workingHours(agent, from, to, daysOf(agent.zone)),
  )
  return agents.map((agent) => subtractIntervals(hoursOf(agent), mergeIntervals(agent.absences)))
}

/**
 * The hours of an agent's own calendar within the team's, as instants between `from` and `to`, sorted and disjoint. On a date with hours
 * of his own those count instead of his shifts; on one with hours of the team nobody works outside of them. A date is one of the agent's
 * wall calendar, and what begins on it goes by it; what a night shift leaves for the next day keeps to that one's hours, too.
 */
export function workingHours(
  { zone, shifts, ownDays = [], teamDays = [] }: Omit<WorkingAgent, 'agentId' | 'absences'>,
  from: number,
  to: number,
  days: readonly LocalDay[] = localDays(zone, from, to),
): Interval[] {
  if (ownDays.length === 0 && teamDays.length === 0) return shiftWindows(shifts, zone, from, to, days)
  const week = weekOf(shifts)
  const own = byDate(ownDays)
  const team = byDate(teamDays)
  const windows = days.flatMap((day, index) => {
    const next = days[index + 1]
    const begun = mergeIntervals(hoursOn(day, next, zone, own.get(day.date) ?? week(day.weekday)))
    const limits = team.get(day.date)
    if (limits !== undefined) return intersectIntervals(begun, mergeIntervals(hoursOn(day, next, zone, limits)))
    const nextHours = next && (own.has(next.date) ? [] : team.get(next.date))
    if (next === undefined || nextHours === undefined) return begun
    const kept = intersectIntervals(begun, mergeIntervals(hoursOn(next, undefined, zone, nextHours)))
    return [...subtractIntervals(begun, [next]), ...kept]
  })
  return intersectIntervals(mergeIntervals(windows), [{ start: from, end: to }])
}

const byDate = (dates: readonly DateHours[]) => new Map(dates.map(({ date, hours }) => [date, hours.map(minutesOf)]))
