import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { SandboxClock } from '../clock.ts'
import { openJournal } from '../journal.ts'
import { type Arrival, type Message, readMessage } from './message.ts'

/** The newest this many mails are kept, and of their raw text no more than MAX_BYTES. */
const MAX_MAILS = 5_000
const MAX_BYTES = 64 * 1024 * 1024

export interface Kept {
  readonly message: Message
  readonly raw: Buffer
}

export interface MailStore {
  add(raw: Buffer, envelope: Pick<Arrival, 'recipients' | 'sender'>): Promise<Message>
  /** Newest first. */
  list(): readonly Message[]
  find(id: string): Kept | undefined
  clear(): Promise<void>
  close(): Promise<void>
}

/** Mails in order of arrival. With a file they are there again after a restart: a mail is acknowledged only once it is written. */
export async function openMailStore({ file, clock, log }: { file?: string; clock: SandboxClock; log: Logger }): Promise<MailStore> {
  const journal = file === undefined ? undefined : await openJournal(file, log)
  let kept: Kept[] = []
  let bytes = 0
  let stale = { mails: 0, bytes: 0 }

  const keep = (entry: Kept) => {
    kept.push(entry)
    bytes += entry.raw.length
  }
  const drop = (count: number) => {
    for (const { raw } of kept.splice(0, count)) {
      bytes -= raw.length
      stale = { mails: stale.mails + 1, bytes: stale.bytes + raw.length }
    }
  }
  const rewrite = async () => {
    stale = { mails: 0, bytes: 0 }
    await journal?.rewrite(() => kept.map(toEntry))
  }
  const forgetOldest = async () => {
    while (kept.length > MAX_MAILS || (bytes > MAX_BYTES && kept.length > 1)) drop(1)
    if (stale.mails >= 1_000 || stale.bytes >= MAX_BYTES) await rewrite() // it is dear: now and then
  }

  // A mail that came while the file was rewritten stands in it twice.
  const revived = new Map((journal?.entries ?? []).flatMap(reviveKept).map((entry) => [entry.message.id, entry]))
  for (const entry of revived.values()) keep(entry)
  await forgetOldest()

  return {
    async add(raw, envelope) {
      const message = await readMessage(raw, { ...envelope, id: randomUUID(), receivedAt: clock.instant() })
      const entry = { message, raw }
      keep(entry) // before it is written, so that a rewrite between the two cannot lose it
      try {
        await journal?.append(toEntry(entry))
      } catch (error) {
        kept = kept.filter((other) => other !== entry)
        bytes -= raw.length
        throw error
      }
      await forgetOldest()
      return message
    },
    list: () => kept.map(({ message }) => message).reverse(),
    find: (id) => kept.find(({ message }) => message.id === id),
    async clear() {
      drop(kept.length)
      await rewrite()
    },
    close: async () => journal?.close(),
  }
}

const toEntry = ({ message, raw }: Kept) => ({ message, raw: raw.toString('base64') })

function reviveKept(entry: unknown): Kept[] {
  const { message, raw } = (entry ?? {}) as { message?: Message; raw?: string }
  return message?.id !== undefined && raw !== undefined ? [{ message, raw: Buffer.from(raw, 'base64') }] : []
}
