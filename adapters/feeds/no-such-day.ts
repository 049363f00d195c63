import { FeedFailure } from './failure.ts'

const BEGINS_OR_ENDS = /^(?:DTSTART|DTEND|RECURRENCE-ID)(?:;[^:\r\n]*)?:(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d))?/gim

/** Refuses 31 February and 25 o'clock: node-ical would roll them over, and a day be closed that nobody wrote. Lines are unfolded. */
export function refuseNoSuchDay(text: string): string {
  for (const [, year, month, day, hour = 0, minute = 0] of text.matchAll(BEGINS_OR_ENDS)) {
    const at = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month) - 1, Number(day))) // leap years come again after 400
    const isDay = at.getUTCMonth() + 1 === Number(month) && at.getUTCDate() === Number(day)
    if (!isDay || Number(hour) > 23 || Number(minute) > 59) throw new FeedFailure('unreadable')
  }
  return text
}
