import { type Limits, WHOLE } from './config.ts'
import type { Draft } from './state.ts'
import type { Step } from './trace.ts'

const HOUR = 60 * 60_000
const DAY = 24 * HOUR

/** Guard layer 4: as far as a change, and the drops of a day, may go. */
export function capped(draft: Draft, from: number, to: number, { perChange, dropPerDay }: Limits, now: number, steps: Step[]): number {
  const most = Math.max(1, Math.floor((from * perChange) / WHOLE))
  const step = Math.min(Math.max(to, from - most), from + most)
  const high = draft.highs.reduce((most, { price, until }) => (until > now - DAY ? Math.max(most, price) : most), from)
  const least = Math.ceil((high * (WHOLE - dropPerDay)) / WHOLE)
  const allowed = Math.max(step, Math.min(least, from))
  if (allowed !== to) steps.push({ code: 'step_capped', wished: to, allowed })
  return allowed
}

/** Whether one more change is within what an hour and a day may see. */
export function mayChange({ changes }: Draft, { changesPerHour, changesPerDay }: Limits, now: number, steps: Step[]): boolean {
  let [hour, day] = [0, 0]
  for (const at of changes) {
    if (at > now - DAY) day += 1
    if (at > now - HOUR) hour += 1
  }
  if (hour < changesPerHour && day < changesPerDay) return true
  steps.push({ code: 'changed_often_enough', hour, day })
  return false
}
