import { Temporal as T } from 'temporal-polyfill'

/** RFC 3339 with a numeric offset. `-00:00` says, like `Z`, that nobody's wall clock is meant (RFC 3339, 4.3). */
const WALL_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?!-00:00)([+-]\d\d:\d\d)$/i

/**
 * Why an RFC 3339 instant names a wall time that its customer's clocks leave out; undefined where it does not, or was not written by
 * that wall clock: another offset than those on both sides of the gap, or `Z`. What is no instant at all is for others to refuse.
 */
export function gapProblem(text: string, timeZone: string): string | undefined {
  const [, written, offset] = WALL_TIME.exec(text) ?? []
  const wall = written === undefined ? undefined : plainDateTime(written)
  if (wall === undefined) return undefined
  const before = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  const after = wall.toZonedDateTime(timeZone, { disambiguation: 'later' })
  const inGap = !after.toPlainDateTime().equals(wall)
  if (!inGap || (offset !== before.offset && offset !== after.offset)) return undefined
  const to = before.getTimeZoneTransition('next')?.toPlainDateTime() ?? wall
  const from = to.subtract({ nanoseconds: after.offsetNanoseconds - before.offsetNanoseconds })
  return `${minuteOf(wall)} does not exist in ${timeZone} on ${dateOf(wall)}: the clocks go from ${describeChange(from, to)}`
}

function describeChange(from: T.PlainDateTime, to: T.PlainDateTime): string {
  const ends = [from, to].map((end) => (dateOf(from) === dateOf(to) ? minuteOf(end) : `${dateOf(end)} ${minuteOf(end)}`))
  return ends.join(' to ')
}

const dateOf = (wall: T.PlainDateTime): string => wall.toPlainDate().toString()
const minuteOf = (wall: T.PlainDateTime): string => wall.toPlainTime().toString({ smallestUnit: 'minute' })

function plainDateTime(text: string): T.PlainDateTime | undefined {
  try {
    return T.PlainDateTime.from(text)
  } catch {
    return undefined
  }
}
