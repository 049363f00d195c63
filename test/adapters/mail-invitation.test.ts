import { execFile } from 'node:child_process'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import ical, { type VEvent } from 'node-ical'
import { expect, test } from 'vitest'
import { invitationCalendar } from '../../adapters/mail/invitation.ts'
import { type Invitation, MAIL_LANGUAGES, type Mail } from '../../domain/mail.ts'
import { AT, sampleInvitation, sampleMail } from './mail-samples.ts'

const root = resolve(import.meta.dirname, '..', '..')
const ORGANIZER = { name: 'Lotse', email: 'lotse@lotse.example' }
const NOW = new Date('2027-03-01T12:00:00Z')

const calendarOf = (invitation: Partial<Invitation> = {}, mail: Partial<Mail> = {}) =>
  invitationCalendar({ ...sampleMail(mail), invitation: sampleInvitation(invitation) }, ORGANIZER, NOW)

function eventIn(calendar: string): VEvent {
  const events = Object.values(ical.sync.parseICS(calendar)).filter((component) => component?.type === 'VEVENT')
  expect(events).toHaveLength(1)
  return events[0] as VEvent
}
/** Lines of the file, folded ones put together. */
const linesOf = (calendar: string) => calendar.replaceAll('\r\n ', '').split('\r\n')

/** Writes and reads an invitation in a process whose own zone is another. */
const CHILD = `
import ical from 'node-ical'
const { invitationCalendar } = await import(process.argv[1])
const { mail, organizer, now } = JSON.parse(process.argv[2])
const text = invitationCalendar(mail, organizer, new Date(now))
const { start, end } = Object.values(ical.sync.parseICS(text)).find(({ type }) => type === 'VEVENT')
console.log(JSON.stringify({ offset: new Date(start).getTimezoneOffset(), text, start, end }))
`

test.each([
  ['UTC', 0],
  ['Europe/Berlin', -60],
  ['America/Sao_Paulo', 180],
])(
  'an invitation written on a machine in %s is read as the same instant',
  async (zone, offset) => {
    const mail = sampleMail({ invitation: sampleInvitation() })
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        '--import',
        'tsx',
        '--input-type=module',
        '-e',
        CHILD,
        join(root, 'adapters/mail/invitation.ts'),
        JSON.stringify({ mail, organizer: ORGANIZER, now: NOW }),
      ],
      { cwd: root, env: { ...process.env, TZ: zone } },
    )
    const child = JSON.parse(stdout)
    expect(child.offset).toBe(offset)
    expect(child).toMatchObject({ start: AT, end: '2027-03-05T00:15:00.000Z' })
    expect(child.text).toBe(calendarOf())
  },
  60_000,
)

test('a request invites the customer and names who invites and who will call', () => {
  const calendar = calendarOf()
  expect(eventIn(calendar)).toMatchObject({ method: 'REQUEST', uid: 'booking-1@lotse.example', status: 'CONFIRMED' })
  const lines = linesOf(calendar)
  expect(lines).toContain('METHOD:REQUEST')
  expect(lines).toContain('SEQUENCE:0')
  expect(lines).toContain('DTSTAMP:20270301T120000Z')
  expect(lines.find((line) => line.startsWith('ORGANIZER'))).toMatch(/CN="?Lotse"?.*:mailto:lotse@lotse\.example$/i)
  const attendees = lines.filter((line) => line.startsWith('ATTENDEE'))
  expect(attendees).toHaveLength(2)
  expect(attendees[0]).toMatch(/RSVP=TRUE.*:mailto:ida@seller\.example$/i)
  expect(attendees[1]).toMatch(/PARTSTAT=ACCEPTED.*:mailto:jonas@lotse\.example$/i)
})

test('a moved booking keeps its uid under a higher sequence, and its cancellation takes it away', () => {
  const first = eventIn(calendarOf())
  const moved = eventIn(calendarOf({ sequence: 1, start: '2027-03-09T09:00:00Z', end: '2027-03-09T09:45:00Z' }))
  const cancelled = eventIn(calendarOf({ sequence: 2, method: 'CANCEL' }))
  expect([moved.uid, cancelled.uid]).toEqual([first.uid, first.uid])
  expect([first, moved, cancelled].map(({ sequence }) => Number(sequence))).toEqual([0, 1, 2])
  expect(moved.start.toISOString()).toBe('2027-03-09T09:00:00.000Z')
  expect(cancelled).toMatchObject({ method: 'CANCEL', status: 'CANCELLED' })
  expect(linesOf(calendarOf({ method: 'CANCEL' }))).toContain('METHOD:CANCEL')
})

test('names with quotes, line breaks and separators break neither a line nor a parameter', () => {
  const calendar = calendarOf(
    { agent: { name: 'Jo"nas\r\nATTENDEE:mailto:x@y.example', email: 'jonas@lotse.example' } },
    { to: { name: 'Ida "die; Chefin": Sommer, \\ GmbH', email: 'ida@seller.example' } },
  )
  const attendees = linesOf(calendar).filter((line) => line.startsWith('ATTENDEE'))
  expect(attendees).toHaveLength(2)
  for (const line of attendees) expect(line.replaceAll(/"[^"]*"/g, '')).not.toContain('"')
  const read = eventIn(calendar)
  expect(read.start.toISOString()).toBe(AT)
  expect([read.attendee].flat().map((one) => (typeof one === 'string' ? one : one?.val)?.toLowerCase())).toEqual([
    'mailto:ida@seller.example',
    'mailto:jonas@lotse.example',
  ])
})

test.each(MAIL_LANGUAGES)('an invitation in %s has a whole summary, description and place', (language) => {
  const { summary, description, location } = eventIn(calendarOf({}, { languages: [language] }))
  for (const text of [summary, description, location]) expect(String(text)).toMatch(/^[^{}]{5,}$/)
  expect(String(summary)).toContain('(Lotse)')
  expect(String(description)).toContain('Jonas')
})

test('an agent who is the sender himself is not invited to his own call', () => {
  const calendar = calendarOf({ agent: { name: 'Lotse', email: ORGANIZER.email } })
  expect(linesOf(calendar).filter((line) => line.startsWith('ATTENDEE'))).toHaveLength(1)
})
