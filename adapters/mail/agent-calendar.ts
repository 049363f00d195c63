import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { mailLanguage } from '../../domain/mail.ts'
import { oneLine } from './one-line.ts'
import { purposeName } from './render.ts'
import { wordsIn } from './words.ts'

/** A booking or a planned call as its agent's calendar program may know it: about what and with which company, never with whom. */
export interface AgentEvent {
  readonly id: string
  /** Counts the changes. */
  readonly sequence: number
  /** Call purpose, a code. */
  readonly purpose: string
  readonly company: string
  readonly start: Date
  readonly end: Date
  readonly changedAt: Date
  readonly cancelled: boolean
}

const REFRESH_SECONDS = 900

/** A calendar to subscribe to. The same events are the same text, and a booking has the uid of its invitation. */
export function agentCalendarText(events: readonly AgentEvent[], languages: readonly string[]): string {
  const words = wordsIn(mailLanguage(languages))
  const calendar = ical({
    prodId: { company: 'Lotse', product: 'Lotse' },
    name: 'Lotse',
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_SECONDS,
  })
  for (const { id, sequence, purpose, company, start, end, changedAt, cancelled } of events)
    calendar.createEvent({
      id: `${id}@lotse`,
      sequence,
      stamp: changedAt,
      start,
      end,
      summary: `${purposeName(words, purpose)}: ${oneLine(company)}`,
      status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    })
  return calendar.toString()
}
