import { gapProblem } from '../domain/calendar/gaps.ts'
import { invalidField } from './problems.ts'

/** Refuses a wall time that the clocks of the seller's zone leave out: nobody is there then. */
export function refuseGap(field: string, instant: string, timeZone: string): void {
  const gap = gapProblem(instant, timeZone)
  if (gap !== undefined) throw invalidField(field, `is no time: ${gap}`)
}
