import { execFile } from 'node:child_process'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMailer } from '../../adapters/mail/mailer.ts'
import { createSandbox, type Sandbox } from '../../sandbox/server.ts'
import { sampleInvitation, sampleMail } from './mail-samples.ts'

const root = resolve(import.meta.dirname, '..', '..')
const NOW = Date.parse('2026-03-01T12:00:00Z')
const FROM = '"Lotse, Team ☎" <lotse@lotse.example>'
const MINUTE = 60_000

/** Clocks that change in 2025-2028: Berlin's, New York's, Lord Howe's by half an hour, Santiago's at midnight. */
const SWITCHES = [2025, 2026, 2027, 2028].flatMap((year) =>
  ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago'].flatMap((zone) => switchesOf(zone, year)),
)

/** The instants of a year at which a zone's offset changes. */
function switchesOf(zone: string, year: number): number[] {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  const offset = (at: number) => format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value
  const found: number[] = []
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 30 * MINUTE)
    if (offset(at) !== offset(at - 30 * MINUTE)) found.push(at)
  return found
}

/** Around each: before it, up to it, from it on, across it, and in the hour that comes twice or never. */
const SLOTS = SWITCHES.flatMap((at) =>
  [-90, -45, -20, 0, 30, 60].map((minutes) => ({ start: at + minutes * MINUTE, end: at + (minutes + 45) * MINUTE })),
).map(({ start, end }) => ({ start: new Date(start).toISOString(), end: new Date(end).toISOString() }))

const NAMES = [
  'Ida Sommer',
  'Ida "die Chefin" Sommer',
  'Sommer, Ida: GmbH & Co',
  'Jürgen Groß-Łękawa, Ωmega 株式会社',
  'Zoë 🌞👩‍👩‍👧 O’Neil',
  `${'Äußerst langer Name '.repeat(10)}Ende`.slice(0, 200),
]
/** A quote cannot be written in a parameter at all (RFC 5545, 3.2). A semicolon can, only node-ical cuts there: mail-invitation.test.ts looks at the file. */
const asParameter = (name: string) => name.replaceAll('"', '').trim()

interface Read {
  readonly offset: number
  readonly events: readonly {
    readonly method: string
    readonly status: string
    readonly uid: string
    readonly sequence: number
    readonly stamp: string
    readonly start: string
    readonly end: string
    readonly organizer: { readonly name: string; readonly address: string }
    readonly attendees: readonly { readonly name: string; readonly address: string }[]
  }[]
}

/** Sends mails by SMTP from a process of one zone, and reads what arrived in a process of another. */
const SEND = `
const { createMailer } = await import(process.argv[1])
const { smtpUrl, from, now, mails } = JSON.parse(await new Response(process.stdin).text())
const sent = { wasSent: async () => false, recordSent: async () => {} }
const mailer = createMailer({ smtpUrl, from, sent, clock: { now: () => now } })
for (let from = 0; from < mails.length; from += 16) await Promise.all(mails.slice(from, from + 16).map((mail) => mailer.send(mail)))
mailer.close()
console.log(new Date('2026-07-01').getTimezoneOffset())
`
const READ = `
import ical from 'node-ical'
import PostalMime from 'postal-mime'
const raws = JSON.parse(await new Response(process.stdin).text())
const person = (one) => ({ name: String(one.params.CN), address: one.val.toLowerCase() })
const events = []
for (const raw of raws) {
  const { attachments } = await PostalMime.parse(Buffer.from(raw, 'utf8'), { attachmentEncoding: 'utf8' })
  const { content } = attachments.find(({ mimeType }) => mimeType === 'text/calendar')
  const event = Object.values(ical.sync.parseICS(content)).find((one) => one.type === 'VEVENT')
  const { method, status, uid, sequence, dtstamp, start, end, organizer, attendee } = event
  events.push({ method, status, uid, sequence, stamp: dtstamp, start, end, organizer: person(organizer), attendees: [attendee].flat().map(person) })
}
console.log(JSON.stringify({ offset: new Date('2026-07-01').getTimezoneOffset(), events }))
`

async function inZone(zone: string, code: string, args: readonly string[], input: unknown): Promise<string> {
  const child = promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code, ...args], {
    cwd: root,
    env: { ...process.env, TZ: zone },
    maxBuffer: 1 << 26,
  })
  child.child.stdin?.end(JSON.stringify(input))
  return (await child).stdout
}

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await createSandbox({ httpPort: 0, smtpPort: 0, seed: '1', apiUrl: 'http://127.0.0.1:9', telephonySecret: 'whsec_AAAA' })
})
afterAll(() => sandbox.close())

const smtpUrl = () => `smtp://127.0.0.1:${sandbox.smtpPort}`
const mailbox = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${sandbox.httpPort}/mailbox/messages${path}`, init)

/** What was received, as it was. */
async function received(): Promise<string[]> {
  const { items } = (await (await mailbox('')).json()) as { items: { id: string }[] }
  return Promise.all(items.map(async ({ id }) => (await mailbox(`/${id}/raw`)).text()))
}

/** Each slot is one booking: asked for, moved to the next slot, called off; with one name after the other. */
const BOOKINGS = SLOTS.slice(0, NAMES.length * 4).map((slot, index) => ({ slot, next: SLOTS[(index + 7) % SLOTS.length]!, index }))
const MAILS = [
  ...SLOTS.map((slot, index) => letter(`edge-${index}`, 0, slot, NAMES[index % NAMES.length]!)),
  ...BOOKINGS.flatMap(({ slot, next, index }) => {
    const name = NAMES[index % NAMES.length]!
    return [letter(`b-${index}`, 0, slot, name), letter(`b-${index}`, 1, next, name), letter(`b-${index}`, 2, next, name)]
  }),
]

function letter(id: string, sequence: number, slot: { start: string; end: string }, name: string) {
  const method = sequence === 2 ? ('CANCEL' as const) : ('REQUEST' as const)
  const agent = { name: `Jonas ${name}`.slice(0, 200), email: 'jonas@lotse.example' }
  const invitation = sampleInvitation({ uid: `${id}@lotse`, sequence, method, ...slot, agent })
  const template = (['booking_confirmed', 'booking_moved', 'booking_cancelled'] as const)[sequence]!
  return sampleMail({ messageId: `<${id}.${sequence}@lotse>`, template, to: { name, email: 'ida@seller.example' }, invitation })
}

/** Several are on their way at once: which arrives first is chance. */
const inOrder = (events: Read['events']): Read['events'] =>
  events.toSorted((a, b) => (`${a.uid} ${a.sequence}` < `${b.uid} ${b.sequence}` ? -1 : 1))

const expected = MAILS.map(({ to, invitation }) => ({
  method: invitation!.method,
  status: invitation!.method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED',
  uid: invitation!.uid,
  sequence: invitation!.sequence,
  stamp: new Date(NOW).toISOString(),
  start: invitation!.start,
  end: invitation!.end,
  organizer: { name: 'Lotse, Team ☎', address: 'mailto:lotse@lotse.example' },
  attendees: [
    { name: asParameter(to.name), address: 'mailto:ida@seller.example' },
    { name: asParameter(invitation!.agent.name), address: 'mailto:jonas@lotse.example' },
  ],
}))

const ZONES = [
  ['UTC', 0],
  ['Europe/Berlin', -120],
  ['America/Sao_Paulo', 180],
] as const

test('the changes of the clocks of four years are among what is sent', () => {
  expect(SWITCHES).toHaveLength(32)
  expect(SWITCHES).toEqual(expect.arrayContaining([Date.parse('2025-03-30T01:00:00Z'), Date.parse('2028-10-29T01:00:00Z')]))
})

describe.each(ZONES)('sent from a machine in %s', (zone, offset) => {
  let raws: string[]
  beforeAll(async () => {
    await mailbox('', { method: 'DELETE' })
    const input = { smtpUrl: smtpUrl(), from: FROM, now: NOW, mails: MAILS }
    expect(Number(await inZone(zone, SEND, [join(root, 'adapters/mail/mailer.ts')], input))).toBe(offset)
    raws = await received()
  })

  test.each(ZONES)(
    'requests, moves and cancellations are read in %s as the same instants, uid, sequence, stamp and people',
    async (reader, hisOffset) => {
      const read: Read = JSON.parse(await inZone(reader, READ, [], raws))
      expect(read.offset).toBe(hisOffset)
      expect(inOrder(read.events)).toEqual(inOrder(expected))
    },
  )
})

test('a mail that is sent from here arrives as it does from elsewhere', async () => {
  await mailbox('', { method: 'DELETE' })
  const mailer = createMailer({
    smtpUrl: smtpUrl(),
    from: FROM,
    sent: { wasSent: async () => false, recordSent: async () => {} },
    clock: { now: () => NOW },
  })
  await mailer.send(MAILS[0]!)
  mailer.close()
  const read: Read = JSON.parse(await inZone('UTC', READ, [], await received()))
  expect(read.events).toEqual([expected[0]])
})
