import { createTransport } from 'nodemailer'
import addressparser from 'nodemailer/lib/addressparser'
import type { Clock } from '../../domain/clock.ts'
import type { Invitation, Mail } from '../../domain/mail.ts'
import { invitationCalendar, type Organizer } from './invitation.ts'
import { oneLine } from './one-line.ts'
import { asRefusal, MailRefusedError } from './refused.ts'
import { renderMail } from './render.ts'

/** Remembers what was handed to the mail server: SMTP itself knows no idempotency. */
export interface SentMailLog {
  wasSent(messageId: string): Promise<boolean>
  recordSent(entry: { messageId: string; template: string; language: string; customerId: string }): Promise<void>
}

export interface MailerOptions {
  /** `smtp://user:password@host:587` or `smtps://…` */
  readonly smtpUrl: string
  /** `Lotse <lotse@lotse.example>`: sender, organizer of invitations, and the name the texts use. */
  readonly from: string
  readonly sent: SentMailLog
  /** By which mails are dated: the machine's unless told. */
  readonly clock?: Clock
}

export interface Mailer {
  send(mail: Mail): Promise<{ language: string; alreadySent: boolean }>
  close(): void
}

/**
 * Sends a mail at most once per Message-ID as far as the log knows. A crash between the mail server's yes and the log's entry repeats
 * the mail under the same Message-ID, by which mail programs recognise it. Throws MailRefusedError where a repeat is pointless.
 */
export function createMailer({ smtpUrl, from, sent, clock = { now: () => Date.now() } }: MailerOptions): Mailer {
  const sender = parseSender(from)
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    dnsTimeout: 5_000,
    socketTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })

  return {
    async send(mail) {
      refuseMalformed(mail)
      const { language, subject, text, html } = renderMail(mail, sender.name)
      if (await sent.wasSent(mail.messageId)) return { language, alreadySent: true }
      const now = new Date(clock.now())
      await transport
        .sendMail({
          from: { name: sender.name, address: sender.email },
          to: { name: oneLine(mail.to.name), address: mail.to.email },
          messageId: mail.messageId,
          date: now,
          subject: oneLine(subject),
          text,
          html,
          headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': language },
          ...invitationParts(mail, sender, now),
        })
        .catch((error: unknown) => {
          throw asRefusal(error)
        })
      await sent.recordSent({ messageId: mail.messageId, template: mail.template, language, customerId: mail.customerId })
      return { language, alreadySent: false }
    },
    close: () => transport.close(),
  }
}

/** With an appointment, an answer reaches the agent who holds it. */
function invitationParts(mail: Mail, sender: Organizer, now: Date) {
  if (!hasInvitation(mail)) return {}
  const { method, agent } = mail.invitation
  return {
    replyTo: { name: oneLine(agent.name), address: agent.email },
    icalEvent: { method, filename: 'invitation.ics', content: invitationCalendar(mail, sender, now) },
  }
}

const hasInvitation = (mail: Mail): mail is Mail & { invitation: Invitation } => mail.invitation !== undefined

const ADDRESS = /^[^\s"<>(),:;@[\]\\]+@[^\s"<>(),:;@[\]\\]+$/

function refuseMalformed({ to, messageId, invitation }: Mail): void {
  if (!ADDRESS.test(to.email)) throw new MailRefusedError('EADDRESS', 'the recipient is not a mail address')
  if (invitation && !ADDRESS.test(invitation.agent.email))
    throw new MailRefusedError('EADDRESS', "the agent's address is not a mail address")
  if (!/^<[^\s<>@]+@[^\s<>@]+>$/.test(messageId)) throw new MailRefusedError('EMESSAGEID', `not a Message-ID: ${oneLine(messageId)}`)
}

function parseSender(from: string): Organizer {
  const [first] = addressparser(from, { flatten: true })
  if (!first?.address || !ADDRESS.test(first.address)) throw new Error(`not a sender, write "Name <address>": ${from}`)
  return { name: oneLine(first.name) || 'Lotse', email: first.address }
}
