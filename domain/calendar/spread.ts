import { stableHash } from '../stable-hash.ts'
import { ceilMinute, type Holidays, MINUTE_MS, NO_HOLIDAYS } from './days.ts'
import type { Interval } from './intervals.ts'
import { CALLABLE, callableWindows, type Shift } from './windows.ts'

/** One of 0..parts-1, for ever the same for a key, and over many keys each as often as any other. */
export const share = (key: string, parts: number): number => Math.floor((stableHash(key) / 2 ** 32) * parts)

/** The key's own full minute in all the time of these windows, laid end to end. Throws RangeError where there is none. */
export function placeIn(windows: readonly Interval[], key: string): number {
  const minutes = windows.map(({ start, end }) => Math.max(0, Math.ceil((end - ceilMinute(start)) / MINUTE_MS)))
  let left = share(
    key,
    minutes.reduce((sum, some) => sum + some, 0),
  )
  for (const [index, { start }] of windows.entries()) {
    const here = minutes[index] ?? 0
    if (left < here) return ceilMinute(start) + left * MINUTE_MS
    left -= here
  }
  throw new RangeError('no full minute to choose from')
}

/**
 * When a customer may be called; where the zones he may be in share no such hour, that of the first alone; where holidays leave none
 * (a week of them at Chinese New Year), as if there were no holidays: a clock has to ring some time.
 */
export function callableTime(
  zones: readonly string[],
  from: number,
  to: number,
  holidays: Holidays = NO_HOLIDAYS,
  hours: readonly Shift[] = CALLABLE,
): Interval[] {
  for (const free of [holidays, NO_HOLIDAYS])
    for (const some of [zones, zones.slice(0, 1)]) {
      const windows = callableWindows({ zones: some, holidays: free, hours }, from, to)
      if (windows.length > 0) return windows
    }
  return []
}
