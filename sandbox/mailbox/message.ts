import ical from 'node-ical'
import PostalMime, { type Address, type Email } from 'postal-mime'

export interface ReceivedInvitation {
  readonly method: string
  readonly uid: string
  readonly sequence: number
  /** ISO instants */
  readonly start: string
  readonly end: string
  readonly summary: string
}

/** A mail as it was received and read. `to` joins several recipients with ", ". */
export interface Message {
  readonly id: string
  readonly messageId: string
  readonly from: string
  readonly to: string
  readonly subject: string
  /** ISO instant of its Date header, null where it has none. */
  readonly date: string | null
  /** ISO instant */
  readonly receivedAt: string
  readonly text: string
  readonly html: string
  readonly invitation?: ReceivedInvitation
}

export interface Arrival {
  readonly id: string
  readonly receivedAt: string
  /** From SMTP's envelope: who it was really for, whatever the headers say. */
  readonly recipients: readonly string[]
  readonly sender: string
}

/** Reads a mail. Whatever a sender got wrong, the mail is shown as far as it can be read: a mailbox refuses nothing. */
export async function readMessage(raw: Buffer, { id, receivedAt, recipients, sender }: Arrival): Promise<Message> {
  const email = await PostalMime.parse(raw, { attachmentEncoding: 'utf8' }).catch(() => UNREADABLE)
  const invitation = invitationIn(email)
  const date = email.date === undefined ? Number.NaN : Date.parse(email.date)
  return {
    id,
    messageId: email.messageId ?? '',
    from: addressOf(email.from) ?? sender,
    to: recipients.join(', '),
    subject: email.subject ?? '',
    date: Number.isNaN(date) ? null : new Date(date).toISOString(),
    receivedAt,
    text: email.text ?? '',
    html: email.html ?? '',
    ...(invitation ? { invitation } : {}),
  }
}

const UNREADABLE: Email = { headers: [], headerLines: [], subject: '(unreadable mail)', attachments: [] }

const addressOf = (address: Address | undefined): string | undefined => address?.address

function invitationIn({ attachments }: Email): ReceivedInvitation | undefined {
  const part = attachments.find(({ mimeType }) => mimeType === 'text/calendar' || mimeType === 'application/ics')
  if (typeof part?.content !== 'string') return undefined
  try {
    const event = Object.values(ical.sync.parseICS(part.content)).find((component) => component?.type === 'VEVENT')
    if (event?.type !== 'VEVENT') return undefined
    const { uid, sequence, method, start, end, summary } = event
    return {
      method: String(method ?? ''),
      uid,
      sequence: Number(sequence ?? 0),
      start: start.toISOString(),
      end: (end ?? start).toISOString(),
      summary: typeof summary === 'string' ? summary : String(summary?.val ?? ''),
    }
  } catch {
    return undefined // not a calendar after all; the attachment is in the raw mail
  }
}
