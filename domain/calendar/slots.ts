import { ceilMinute, localTimeOfDay, MINUTE_MS } from './days.ts'
import { type Interval, intersectIntervals, mergeIntervals, subtractIntervals } from './intervals.ts'
import type { AgentCalendar } from './team.ts'
import { type Callable, callableWindows } from './windows.ts'
import { workingHours, workingTimes } from './working-time.ts'

export interface Slot extends Interval {
  readonly agentId: string
}

export interface SlotSearch {
  /** Epoch milliseconds; a slot lies wholly between the two. */
  readonly from: number
  readonly to: number
  /** Length of a slot. */
  readonly minutes: number
  /** Slots begin on multiples of this on the customer's wall clock (the first of his zones). Default 30. */
  readonly stepMinutes?: number
  readonly customer: Callable
  readonly agents: readonly AgentCalendar[]
  /** Most slots that are answered, earliest first. Default 200. */
  readonly limit?: number
}

/**
 * Bookable slots inside callable window ∩ shift − absences − bookings, ordered by start, then agent id. They are instants: of a wall time
 * that comes twice both are offered, of one that the clocks leave out none.
 */
export function freeSlots({ from, to, minutes, stepMinutes = 30, customer, agents, limit = 200 }: SlotSearch): Slot[] {
  if (!(minutes > 0 && stepMinutes > 0)) throw new RangeError('minutes and stepMinutes must be above zero')
  const [clock] = customer.zones
  if (clock === undefined || !(from < to)) return []
  const windows = callableWindows(customer, from, to)
  const ordered = [...agents].sort((a, b) => (a.agentId < b.agentId ? -1 : 1))
  const working = workingTimes(ordered, from, to)
  const calendars = ordered.map(({ agentId, busy }, index) => ({
    agentId,
    covers: coverage(subtractIntervals(intersectIntervals(windows, working[index] ?? []), mergeIntervals(busy))),
  }))

  const slots: Slot[] = []
  for (const window of windows) {
    for (let start = firstOnGrid(window.start, clock, stepMinutes); start < window.end; start += stepMinutes * MINUTE_MS) {
      const end = start + minutes * MINUTE_MS
      for (const { agentId, covers } of calendars) {
        if (slots.length >= limit) return slots
        if (covers(start, end)) slots.push({ start, end, agentId })
      }
    }
  }
  return slots
}

export type NotFree = 'outside_shift' | 'absent' | 'busy' | 'outside_customer_window'

/** Always an object: read `.free`. */
export type Freedom = { readonly free: true } | { readonly free: false; readonly reason: NotFree }

/** Whether one agent can take one interval. Without a customer his callable hours do not matter: he chose the time himself. */
export function isFree(agent: AgentCalendar, interval: Interval, customer?: Callable): Freedom {
  const { start, end } = interval
  const callable = customer === undefined ? [interval] : callableWindows(customer, start, end)
  const reason = whyNotFree(agent, interval, callable)
  return reason === undefined ? { free: true } : { free: false, reason }
}

function whyNotFree(agent: AgentCalendar, wanted: Interval, callable: readonly Interval[]): NotFree | undefined {
  const overlaps = (other: Interval) => other.start < wanted.end && wanted.start < other.end
  if (subtractIntervals([wanted], workingHours(agent, wanted.start, wanted.end)).length > 0) return 'outside_shift'
  if (agent.absences.some(overlaps)) return 'absent'
  if (agent.busy.some(overlaps)) return 'busy'
  if (subtractIntervals([wanted], callable).length > 0) return 'outside_customer_window'
  return undefined
}

/** Tells whether one of the intervals contains [start, end). Must be asked with ever later times: it never looks back. */
function coverage(intervals: readonly Interval[]): (start: number, end: number) => boolean {
  let index = 0
  let interval = intervals[index]
  return (start, end) => {
    while (interval !== undefined && interval.end < end) interval = intervals[++index]
    return interval !== undefined && interval.start <= start
  }
}

function firstOnGrid(instant: number, zone: string, stepMinutes: number): number {
  const start = ceilMinute(instant)
  const past = localTimeOfDay(start, zone) % stepMinutes
  return past === 0 ? start : start + (stepMinutes - past) * MINUTE_MS
}
