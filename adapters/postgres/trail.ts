import type { Entry, NewNotice } from '../../domain/codes.ts'
import type { Queries } from './database.ts'
import { json } from './values.ts'

/** What a line of the trail or a notice is about. */
export interface About {
  readonly customerId: string | null
  readonly callId?: string
}

/**
 * Writes entries under `<key>/<n>` and answers how many were new: a repeat writes none.
 * Key: made of domain ids, the same for a repeat and for nothing else.
 */
export async function writeEntries(queries: Queries, key: string, at: Date, about: About, entries: readonly Entry[]): Promise<number> {
  if (entries.length === 0) return 0
  const data = entries.map(({ kind, params, actor }, n) => ({
    ...subject(about),
    key: `${key}/${n}`,
    at,
    kind,
    params: json(params),
    actor,
  }))
  const { count } = await queries.auditEntry.createMany({ data, skipDuplicates: true })
  return count
}

/** Writes notices under `<key>/<n>`. Last in a transaction: from here on until its end nobody else can write one. */
export async function writeNotices(queries: Queries, key: string, at: Date, about: About, notices: readonly NewNotice[]): Promise<void> {
  if (notices.length === 0) return
  const data = notices.map(({ audience, kind, params }, n) => ({
    ...subject(about),
    key: `${key}/${n}`,
    at,
    kind,
    params: json(params),
    audience,
  }))
  await queries.notice.createMany({ data, skipDuplicates: true })
}

/** Field by field: what is given may be a whole registration or booking. */
const subject = ({ customerId, callId }: About) => ({ customerId, callId: callId ?? null })
