import type { Entry } from '../codes.ts'

// What people said about being called.

export const SCOPES = ['service', 'survey', 'marketing'] as const
export type Scope = (typeof SCOPES)[number]

/** An opt-out may also be from everything. */
export const OPT_OUT_SCOPES = [...SCOPES, 'all'] as const
export type OptOutScope = (typeof OPT_OUT_SCOPES)[number]

export const CHANNELS = ['phone', 'mail'] as const
export type Channel = (typeof CHANNELS)[number]

/** By which way somebody said it. */
export const WAYS = ['registration', 'phone', 'mail', 'web', 'contract'] as const
export type Way = (typeof WAYS)[number]

export const ACTS = ['granted', 'revoked', 'opted_out', 'opt_out_withdrawn'] as const
export type Act = (typeof ACTS)[number]

/** One thing that was said, as far as the rules look at it. */
export interface LedgerEntry {
  readonly id: string
  /** Who said it for himself; null: for the whole company. */
  readonly contactId: string | null
  readonly act: Act
  readonly scope: OptOutScope
  readonly channel: Channel
  /** ISO instant */
  readonly saidAt: string
}

/** The same with all that proves it. Nothing of it is ever changed: a new word is a new entry. */
export interface Statement extends LedgerEntry {
  /** Which text was agreed to. */
  readonly textVersion?: string
  readonly how: Way
  /** Where it can be looked up, or what was said. */
  readonly evidence: string
  /** The grant that is revoked. */
  readonly revokes?: string
  readonly by: string
}

const REFUSING: readonly Act[] = ['revoked', 'opted_out']
export const isRefusal = ({ act }: LedgerEntry): boolean => REFUSING.includes(act)

/** The newest word; of two in the same moment the one that refuses. */
function newest(entries: readonly LedgerEntry[]): LedgerEntry | undefined {
  return entries.reduce<LedgerEntry | undefined>((last, entry) => {
    if (last === undefined || entry.saidAt > last.saidAt) return entry
    return entry.saidAt === last.saidAt && isRefusal(entry) ? entry : last
  }, undefined)
}

const refusalIn = (entries: readonly LedgerEntry[]): LedgerEntry | undefined => {
  const last = newest(entries)
  return last !== undefined && isRefusal(last) ? last : undefined
}

const spoken = (ledger: readonly LedgerEntry[], scope: OptOutScope): LedgerEntry[] =>
  ledger.filter((entry) => entry.channel === 'phone' && entry.scope === scope)

/** The word by which somebody is not to be called: that of anybody for no calls at all, that of the company, or his own. */
export function refusalOf(ledger: readonly LedgerEntry[], scope: Scope, contactId: string | null): LedgerEntry | undefined {
  const said = spoken(ledger, scope)
  return (
    refusalIn(spoken(ledger, 'all')) ??
    refusalIn(said.filter((entry) => entry.contactId === null)) ??
    (contactId === null ? undefined : refusalIn(said.filter((entry) => entry.contactId === contactId)))
  )
}

/** The refusal that a withdrawal of these very words would take back. */
export const optOutOf = (ledger: readonly LedgerEntry[], scope: OptOutScope, contactId: string | null): LedgerEntry | undefined =>
  refusalIn(spoken(ledger, scope).filter((entry) => scope === 'all' || entry.contactId === contactId))

/** The word by which he, or the company, has agreed to such calls, and nobody has taken it back, nor refused every call since. */
export function grantOf(ledger: readonly LedgerEntry[], scope: Scope, contactId: string | null): LedgerEntry | undefined {
  if (refusalOf(ledger, scope, contactId) !== undefined) return undefined
  const refusedAt = newest(spoken(ledger, 'all').filter(isRefusal))?.saidAt ?? ''
  const own = spoken(ledger, scope).filter((entry) => entry.contactId === null || entry.contactId === contactId)
  const last = (of: string | null) => newest(own.filter((entry) => entry.contactId === of))
  return [last(contactId), last(null)].find((entry) => entry?.act === 'granted' && entry.saidAt > refusedAt)
}

const KINDS = {
  granted: 'consent_granted',
  revoked: 'consent_revoked',
  opted_out: 'opted_out',
  opt_out_withdrawn: 'opt_out_withdrawn',
} as const

/** The line of the timeline: what was said, never in which words. */
export function consentEntry({ id, act, scope, channel, how, contactId, revokes, by }: Statement): Entry {
  const params = { consentId: id, scope, channel, how, contactId, ...(revokes === undefined ? {} : { revokes }) }
  return { kind: KINDS[act], params, actor: by }
}

/** How a scope stands, of the company (null) or of one of its people. */
export interface Standing {
  readonly contactId: string | null
  readonly scope: Scope
  /** Ids of the words that stand. */
  readonly consents: string | null
  readonly refusedBy: string | null
}

export const standings = (ledger: readonly LedgerEntry[], people: readonly { readonly id: string }[]): Standing[] =>
  [null, ...people.map(({ id }) => id)].flatMap((contactId) =>
    SCOPES.map((scope) => ({
      contactId,
      scope,
      consents: grantOf(ledger, scope, contactId)?.id ?? null,
      refusedBy: refusalOf(ledger, scope, contactId)?.id ?? null,
    })),
  )
