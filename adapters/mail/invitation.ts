import ical, { ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { type Invitation, type Mail, mailLanguage } from '../../domain/mail.ts'
import { oneLine } from './one-line.ts'
import { purposeName } from './render.ts'
import { wordsIn } from './words.ts'

export interface Organizer {
  readonly name: string
  readonly email: string
}

/**
 * The iTIP message (RFC 5546) of a mail's invitation. The organizer is the mail's sender, because calendars accept changes only from
 * the address that invited; the agent is an attendee who has said yes. `now` becomes DTSTAMP.
 */
export function invitationCalendar(mail: Mail & { invitation: Invitation }, organizer: Organizer, now: Date): string {
  const { uid, sequence, method, start, end, purpose, agent } = mail.invitation
  const words = wordsIn(mailLanguage(mail.languages))
  const cancelled = method === 'CANCEL'
  const calendar = ical({ prodId: { company: 'Lotse', product: 'Lotse' }, method: ICalCalendarMethod[method] })
  calendar.createEvent({
    id: uid,
    sequence,
    stamp: now,
    // Instants as they are, in UTC: with `timezone` ical-generator writes the server's local fields under that zone's name.
    start: new Date(start),
    end: new Date(end),
    summary: words('invitation.summary', { purpose: purposeName(words, purpose), brand: parameter(organizer.name) }),
    description: words('invitation.description', { agentName: oneLine(agent.name) }),
    location: words('invitation.location'),
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: parameter(organizer.name), email: organizer.email },
    attendees: [
      attendee(mail.to, cancelled ? {} : { rsvp: true, status: ICalAttendeeStatus.NEEDSACTION }),
      ...(agent.email === organizer.email ? [] : [attendee(agent, { status: ICalAttendeeStatus.ACCEPTED })]),
    ],
  })
  return calendar.toString()
}

const attendee = (person: Organizer, answer: { rsvp?: boolean; status?: ICalAttendeeStatus }) => ({
  name: parameter(person.name),
  email: person.email,
  role: ICalAttendeeRole.REQ,
  ...answer,
})

/** A quote cannot be written in an iCalendar parameter at all (RFC 5545, 3.2). */
const parameter = (name: string): string => oneLine(name).replaceAll('"', '').replaceAll('\\', '')
