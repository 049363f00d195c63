import pg from 'pg'
import type { CallView } from '../../api/schemas/calls.ts'
import type { CustomerView, TimelineItem } from '../../api/schemas/customers.ts'
import type { StackFile } from '../../bin/embedded/stack-file.ts'
import type { Message } from '../../sandbox/mailbox/message.ts'
import type { PhoneCall } from '../../sandbox/phone/call.ts'
import type { Client } from './client.ts'
import { each } from './drive.ts'

export interface BookingRow {
  readonly id: string
  readonly call_id: string
  readonly customer_id: string
  readonly starts_at: Date
  readonly status: string
}

/** Everything as it stands at the end, seen from outside: API, sandbox, and the rows that no route shows. */
export interface Picture {
  /** Of the demo's clock, epoch milliseconds. */
  readonly now: number
  readonly customers: readonly CustomerView[]
  readonly calls: readonly CallView[]
  /** By customer id. */
  readonly timelines: ReadonlyMap<string, readonly TimelineItem[]>
  readonly mails: readonly Message[]
  readonly phoneCalls: readonly PhoneCall[]
  readonly bookings: readonly BookingRow[]
  /** Message-IDs of mails that Lotse says it sent. */
  readonly sentMails: readonly string[]
  /** Keys of the trail's entries `mail_sent`. */
  readonly mailNotes: readonly string[]
  /** Webhook ids of the telephone that were worked off. */
  readonly telephonyEvents: readonly string[]
  /** Telephone calls that count as a try, once for each try. */
  readonly telephoneTries: readonly string[]
}

/** Rows as they are; the session can write nothing. */
async function readRows(databaseUrl: string) {
  const session = new pg.Client({ connectionString: databaseUrl, options: '-c default_transaction_read_only=on' })
  await session.connect()
  try {
    const rows = async <T>(sql: string): Promise<T[]> => (await session.query(sql)).rows
    const column = async (sql: string): Promise<string[]> => (await rows<{ value: string }>(sql)).map(({ value }) => value)
    return {
      bookings: await rows<BookingRow>('select id, call_id, customer_id, starts_at, status from bookings'),
      sentMails: await column('select message_id as value from sent_mails'),
      mailNotes: await column("select key as value from audit_entries where kind = 'mail_sent'"),
      telephonyEvents: await column('select id as value from telephony_events'),
      telephoneTries: await column('select pbx_call_id as value from call_attempts where pbx_call_id is not null'),
    }
  } finally {
    await session.end()
  }
}

export async function takePicture(stack: StackFile, client: Client): Promise<Picture> {
  const customers: CustomerView[] = await client.readAll('/v1/customers')
  const timelines = new Map<string, TimelineItem[]>()
  await each(customers, async ({ id }) => void timelines.set(id, await client.readAll(`/v1/customers/${id}/timeline`)))
  return {
    now: Date.parse((await client.read('/v1/demo/clock')).now),
    customers,
    timelines,
    calls: await client.readAll('/v1/calls'),
    mails: (await client.sandbox('GET', '/mailbox/messages')).items,
    phoneCalls: (await client.sandbox('GET', '/phone/calls')).items,
    ...(await readRows(stack.databaseUrl)),
  }
}
