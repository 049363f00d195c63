import { Temporal as T } from 'temporal-polyfill'
import { offsetTime } from './periods.ts'

/** What somebody promised: a wall time where the customer is, with the offset it had when it was promised. */
export interface LocalIntent {
  /** `2026-10-25T02:30:00+01:00`: the second of the two that night */
  readonly localStart: string
  /** IANA */
  readonly zone: string
}

export interface Meant {
  /** Epoch milliseconds */
  readonly at: number
  /** The clocks leave that wall time out: `at` is the first moment after the gap. */
  readonly gap: boolean
}

/** The wall time that an instant (epoch milliseconds) is in a zone. */
export const intentOf = (instant: number, zone: string): LocalIntent => ({ localStart: offsetTime(instant, zone), zone })

/**
 * The instant that a wall time means by the rules that this process knows. The offset counts only where it is one of two that the rules
 * allow (a wall time that comes twice); else the wall time alone. Throws RangeError on what is no wall time, or no zone.
 */
export function instantOf({ localStart, zone }: LocalIntent): Meant {
  const wall = T.PlainDateTime.from(localStart)
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' })
  if (!later.toPlainDateTime().equals(wall)) {
    const end = earlier.getTimeZoneTransition('next') ?? later
    return { at: end.epochMilliseconds, gap: true }
  }
  return { at: (localStart.endsWith(later.offset) ? later : earlier).epochMilliseconds, gap: false }
}
