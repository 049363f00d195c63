import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { createMailer, type SentMailLog } from '../../adapters/mail/mailer.ts'
import type { Mail } from '../../domain/mail.ts'
import { openSandbox } from '../sandbox/rooms.ts'
import { AT, sampleInvitation, sampleMail } from './mail-samples.ts'

const FROM = 'Lotse <lotse@lotse.example>'

function memoryLog() {
  const entries: Parameters<SentMailLog['recordSent']>[0][] = []
  const sent: SentMailLog = {
    wasSent: async (messageId) => entries.some((entry) => entry.messageId === messageId),
    recordSent: async (entry) => void entries.push(entry),
  }
  return { entries, sent }
}

function openMailer(smtpUrl: string, from = FROM) {
  const { entries, sent } = memoryLog()
  const mailer = createMailer({ smtpUrl, from, sent })
  onTestFinished(() => mailer.close())
  return { send: mailer.send, entries }
}

/** A mail server that answers as a test wants it to. */
async function openSmtpServer(options: SMTPServerOptions): Promise<string> {
  const server = new SMTPServer({ disabledCommands: ['AUTH', 'STARTTLS'], disableReverseLookup: true, closeTimeout: 100, ...options })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
}
const answering = (responseCode: number) => Object.assign(new Error('so it is'), { responseCode })
const failureOf = (mail: Promise<unknown>): Promise<Error & { code?: string; responseCode?: number }> =>
  mail.then(
    () => expect.unreachable('the mail was sent'),
    (error) => error,
  )

test('a mail arrives once, under its Message-ID, with its invitation', async () => {
  const box = await openSandbox()
  const { send, entries } = openMailer(box.smtpUrl)
  expect(await send(sampleMail({ invitation: sampleInvitation() }))).toEqual({ language: 'de', alreadySent: false })

  const { items, duplicates } = await box.mails(`?messageId=${encodeURIComponent('<booking-1.0@lotse.example>')}`)
  expect([items.length, duplicates]).toEqual([1, []])
  expect(items[0]).toMatchObject({
    from: 'lotse@lotse.example',
    to: 'ida@seller.example',
    subject: expect.stringContaining('Termin'),
    text: expect.stringContaining('Guten Tag Ida Sommer'),
    html: expect.stringContaining('<html lang="de">'),
    invitation: { method: 'REQUEST', uid: 'booking-1@lotse.example', sequence: 0, start: AT, end: '2027-03-05T00:15:00.000Z' },
  })
  expect(entries).toEqual([{ messageId: '<booking-1.0@lotse.example>', template: 'booking_confirmed', language: 'de', customerId: 'c1' }])
})

test('a mail that was sent is not sent again', async () => {
  const box = await openSandbox()
  const { send } = openMailer(box.smtpUrl)
  await send(sampleMail())
  expect(await send(sampleMail())).toEqual({ language: 'de', alreadySent: true })
  expect((await box.mails()).total).toBe(1)
})

test('a cancellation withdraws the same event, and answers go to the agent', async () => {
  const box = await openSandbox()
  const { send } = openMailer(box.smtpUrl)
  await send(sampleMail({ template: 'booking_cancelled', invitation: sampleInvitation({ method: 'CANCEL', sequence: 1 }) }))
  const [mail] = (await box.mails()).items
  expect(mail.invitation).toMatchObject({ method: 'CANCEL', uid: 'booking-1@lotse.example', sequence: 1 })
  const { text } = await box.request('GET', `/mailbox/messages/${mail.id}/raw`)
  expect(text).toMatch(/^Reply-To: "?Jonas"? <jonas@lotse\.example>\r$/m)
  expect(text).toMatch(/^Content-Language: de\r$/m)
  expect(text).toMatch(/^Auto-Submitted: auto-generated\r$/m)
  expect(text).toMatch(/text\/calendar;[^\n]*(\n[ \t][^\n]*)*method="?CANCEL/i)
})

test('names with line breaks make no header and no recipient', async () => {
  const box = await openSandbox()
  const { send } = openMailer(box.smtpUrl)
  const name = 'Ida\r\nBcc: all@seller.example\r\nX-Evil: yes\r\n\r\n"body"'
  await send(
    sampleMail({
      template: 'welcome_call_planned',
      to: { name, email: 'ida@seller.example' },
      params: { company: name, agentName: name, at: AT },
      invitation: sampleInvitation({ agent: { name, email: 'jonas@lotse.example' } }),
    }),
  )
  const { items } = await box.mails()
  expect(items.map(({ to }: { to: string }) => to)).toEqual(['ida@seller.example'])
  const { text } = await box.request('GET', `/mailbox/messages/${items[0].id}/raw`)
  const [header = ''] = text.split('\r\n\r\n', 1) // below it, quoted-printable may break a line anywhere
  expect(header).toMatch(/^Content-Type: multipart/im)
  expect(header).not.toMatch(/^(Bcc|X-Evil):/im)
})

test.each(['no address', 'ida@seller.example, eva@seller.example', 'ida@seller.example\r\nRCPT TO:<eva@x.example>', 'a@b>c.example', ''])(
  'a recipient %j is refused before a mail server hears of it',
  async (email) => {
    const failure = await failureOf(openMailer('smtp://127.0.0.1:9').send(sampleMail({ to: { name: 'Ida', email } })))
    expect(failure).toMatchObject({ name: 'MailRefusedError', code: 'EADDRESS' })
  },
)

test.each([
  [{ messageId: 'no brackets@x' }, 'EMESSAGEID'],
  [{ messageId: '<a@x>\r\nBcc: b@x' }, 'EMESSAGEID'],
  [{ invitation: sampleInvitation({ agent: { name: 'Jonas', email: 'jonas' } }) }, 'EADDRESS'],
] satisfies [Partial<Mail>, string][])('a mail with %j is refused as %s', async (changes, code) => {
  const failure = await failureOf(openMailer('smtp://127.0.0.1:9').send(sampleMail(changes)))
  expect(failure).toMatchObject({ name: 'MailRefusedError', code })
})

test('a recipient whom the mail server refuses with 550 is refused for good', async () => {
  const { send, entries } = openMailer(await openSmtpServer({ onRcptTo: (_address, _session, done) => done(answering(550)) }))
  expect(await failureOf(send(sampleMail()))).toMatchObject({ name: 'MailRefusedError', code: 'EENVELOPE', responseCode: 550 })
  expect(entries).toEqual([])
})

test.each([
  ['a recipient deferred with 450', { onRcptTo: (_address, _session, done) => done(answering(450)) }],
  ['a sender refused with 550', { onMailFrom: (_address, _session, done) => done(answering(550)) }],
  ['a mail server that is busy with 421', { onConnect: (_session, done) => done(answering(421)) }],
  [
    'a mail refused for now with 451',
    {
      onData: (stream, _session, done) => {
        stream.resume().once('end', () => done(answering(451)))
      },
    },
  ],
] satisfies [string, SMTPServerOptions][])('%s may be tried again', async (_, options) => {
  const { send, entries } = openMailer(await openSmtpServer(options))
  const failure = await failureOf(send(sampleMail()))
  expect(failure).toBeInstanceOf(Error)
  expect(failure.name).not.toBe('MailRefusedError')
  expect(entries).toEqual([])
})

test('a mail server that is down may be tried again, and the next try arrives', async () => {
  const box = await openSandbox()
  const { send } = openMailer(box.smtpUrl)
  await box.request('PUT', '/mailbox/state', { accepting: false })
  expect((await failureOf(send(sampleMail()))).name).not.toBe('MailRefusedError')
  await box.request('PUT', '/mailbox/state', { accepting: true })
  expect(await send(sampleMail())).toMatchObject({ alreadySent: false })
  expect((await box.mails()).total).toBe(1)

  await box.close()
  const failure = await failureOf(send(sampleMail({ messageId: '<other@lotse.example>' })))
  expect(failure.name).not.toBe('MailRefusedError')
})

test.each(['Lotse', 'Lotse <lotse>', ''])('a sender %j is refused at the start', (from) => {
  expect(() => createMailer({ smtpUrl: 'smtp://127.0.0.1:9', from, sent: memoryLog().sent })).toThrow('not a sender')
})
