import { ApplicationFailure } from '@temporalio/activity'
import { type Booking, slotMinutes } from '../domain/bookings.ts'
import { FailureType } from '../domain/errors.ts'
import type { Mail, MailTemplate } from '../domain/mail.ts'

export interface Addressee {
  readonly name: string
  readonly email: string
  readonly languages: readonly string[]
  readonly timeZone: string
  readonly company: string
}

export interface AddressBook {
  addressee(customerId: string): Promise<Addressee | undefined>
  agent(agentId: string): Promise<{ readonly name: string; readonly email: string } | undefined>
}

export interface Mailer {
  /** Hands a mail over once: the sink remembers the Message-ID. Throws an error named MailRefusedError where it will never be taken. */
  send(mail: Mail): Promise<{ readonly language: string; readonly alreadySent: boolean }>
}

export interface MailLog {
  /** A line of the customer's timeline; `key` makes a repeat harmless. */
  note(customerId: string, kind: 'mail_sent' | 'mail_refused', params: Readonly<Record<string, unknown>>, key: string): Promise<void>
}

export interface MailDeps {
  readonly addressBook: AddressBook
  readonly mailer: Mailer
  readonly log: MailLog
}

/** Which mail to whom. No name and no address travels through a workflow: they are looked up when the mail is sent. */
export interface MailRequest {
  /** Made of domain ids: the same key is the same mail, however often it is asked for. */
  readonly key: string
  readonly template: MailTemplate
  readonly customerId: string
  readonly agentId?: string | null
  /** ISO instant */
  readonly at?: string | null
  readonly purpose?: string
  readonly language?: string
  readonly booking?: Booking
}

export const createMailActivities = ({ addressBook, mailer, log }: MailDeps) => ({
  /** Retried until the mail server takes it; a refused address ends it and is said on the timeline. */
  async sendMail({ key, template, customerId, agentId, at, purpose, language, booking }: MailRequest): Promise<void> {
    const to = await addressBook.addressee(customerId)
    if (!to) throw ApplicationFailure.nonRetryable(`customer ${customerId} not found`, FailureType.CustomerNotFound)
    const agent = await agentBehind(addressBook, booking?.agentId ?? agentId)
    const mail: Mail = {
      messageId: `<${key.replaceAll('/', '.')}@lotse>`,
      customerId,
      template,
      to: { name: to.name, email: to.email },
      languages: to.languages,
      timeZone: to.timeZone,
      params: {
        company: to.company,
        ...(agent ? { agentName: agent.name } : {}),
        ...(at ? { at } : booking ? { at: booking.start } : {}),
        ...(booking ? { minutes: slotMinutes(booking) } : {}),
        ...(purpose ? { purpose } : booking ? { purpose: booking.purpose } : {}),
        ...(language ? { language } : {}),
      },
      ...(booking && agent
        ? {
            invitation: {
              uid: `${booking.id}@lotse`,
              sequence: booking.sequence,
              method: template === 'booking_cancelled' ? ('CANCEL' as const) : ('REQUEST' as const),
              start: booking.start,
              end: booking.end,
              purpose: booking.purpose,
              agent,
            },
          }
        : {}),
    }
    try {
      const { language: written } = await mailer.send(mail)
      await log.note(customerId, 'mail_sent', { template, language: written }, `mail/${key}`)
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'MailRefusedError') throw error
      await log.note(customerId, 'mail_refused', { template }, `mail/${key}`)
      throw ApplicationFailure.nonRetryable(error.message, FailureType.MailRefused)
    }
  },
})

async function agentBehind(addressBook: AddressBook, agentId: string | null | undefined) {
  return agentId ? addressBook.agent(agentId) : undefined
}

export type MailActivities = ReturnType<typeof createMailActivities>
