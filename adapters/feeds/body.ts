import { FeedFailure } from './failure.ts'

const MOST_EVENTS = 5_000

/** What a cheap look shows: that it is a whole calendar, and how many events it has. Throws FeedFailure. */
export function calendarBody(text: string): { readonly body: string; readonly events: number } {
  const body = text.replace(/^\uFEFF/, '').trim()
  if (!/^BEGIN:VCALENDAR\s*\n/i.test(body) || !/\nEND:VCALENDAR$/i.test(body)) throw new FeedFailure('not_a_calendar')
  const events = body.match(/^BEGIN:VEVENT\s*$/gim)?.length ?? 0
  if (events > MOST_EVENTS) throw new FeedFailure('too_many_events', { events, most: MOST_EVENTS })
  return { body, events }
}
