import { localDays } from '../calendar/days.ts'
import { type Interval, mergeIntervals } from '../calendar/intervals.ts'
import { hoursOn, minutesOf } from '../calendar/windows.ts'
import type { ScheduledEvent } from './config.ts'

const DAY = 24 * 60 * 60_000
/** How far ahead the next begin or end is looked for; later ones are found later. */
const AHEAD_MS = 8 * DAY

/** Says what the price is, or that the present one stays. */
export type PriceEvent = Extract<ScheduledEvent, { readonly action: 'price' | 'lock' }>

/** What scheduled events say of now; each absent where none does. */
export interface Scheduled {
  readonly min?: number
  readonly max?: number
  readonly says?: PriceEvent
  /** When one of them begins or ends next: epoch milliseconds. */
  readonly until?: number
}

type Mutable<T> = { -readonly [Field in keyof T]: T[Field] }

/** Of each kind the first in the list that is in force counts; one that says the price goes before every strategy. */
export function scheduledAt(events: readonly ScheduledEvent[], now: number): Scheduled {
  const scheduled: Mutable<Scheduled> = {}
  for (const event of events) {
    const spans = spansOf(event, now)
    for (const { start, end } of spans)
      for (const turn of [start, end]) if (turn > now) scheduled.until = Math.min(scheduled.until ?? turn, turn)
    scheduled.until ??= now + AHEAD_MS
    if (!spans.some(({ start, end }) => start <= now && now < end)) continue
    if (event.action === 'price' || event.action === 'lock') scheduled.says ??= event
    else scheduled[event.action] ??= event.price
  }
  return scheduled
}

/** When it is in force around now. Wall time: 10:00 stays 10:00 when the clocks change. */
function spansOf({ timeZone, from, until, weekdays, hours }: ScheduledEvent, now: number): Interval[] {
  const days = localDays(timeZone, now, now + AHEAD_MS)
  const spans = days.flatMap((day, index) => {
    const { date, weekday, start, end } = day
    const begins = (from === undefined || date >= from) && (until === undefined || date <= until) && (weekdays?.includes(weekday) ?? true)
    if (!begins) return []
    return hours === undefined ? [{ start, end }] : hoursOn(day, days[index + 1], timeZone, [minutesOf(hours)])
  })
  return mergeIntervals(spans)
}
