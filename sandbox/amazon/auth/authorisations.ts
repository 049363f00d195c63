import { createHash, randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import { openJournal } from '../../journal.ts'
import type { Seller, World } from '../world/world.ts'

const AUTHORISATIONS = ['active', 'revoked', 'expired'] as const
export type AuthorisationStatus = (typeof AUTHORISATIONS)[number]

export interface Authorisation {
  readonly seller: Seller
  readonly status: AuthorisationStatus
}

export interface Authorisations {
  /** A new refresh token, by a seller's consent. */
  issue(seller: Seller): Promise<string>
  ofToken(refreshToken: string): Authorisation | undefined
  /** Of a refresh token that was named by its fingerprint. */
  ofFingerprint(sellingPartnerId: string, fingerprint: string): Authorisation | undefined
  /** All tokens of a seller, as he or Amazon may end them; tokens issued later are active. */
  change(seller: Seller, status: AuthorisationStatus): Promise<void>
  /** Those that are not active. */
  ended(): readonly Authorisation[]
  /** Active as long as any token of the seller is. */
  statusOf(seller: Seller): AuthorisationStatus
  close(): Promise<void>
}

type Entry =
  | { readonly sellingPartnerId: string; readonly issued: string }
  | { readonly sellingPartnerId: string; readonly status: AuthorisationStatus }

/** Says which refresh token it was without giving it away. */
export const fingerprintOf = (refreshToken: string): string => createHash('sha256').update(refreshToken).digest('base64url').slice(0, 22)

/** Refresh tokens and what became of them. With a file they are known after a restart. */
export async function openAuthorisations({ world, file, log }: { world: World; file?: string; log: Logger }): Promise<Authorisations> {
  const journal = file === undefined ? undefined : await openJournal(file, log)
  /** By seller the status of each of his tokens, by fingerprint. */
  const known = new Map<string, Map<string, AuthorisationStatus>>()

  const tokensOf = ({ account, business }: Seller): Map<string, AuthorisationStatus> => {
    const { sellingPartnerId, refreshToken } = account
    const tokens = known.get(sellingPartnerId) ?? new Map([[fingerprintOf(refreshToken), business.revoked ? 'revoked' : 'active'] as const])
    known.set(sellingPartnerId, tokens)
    return tokens
  }
  const apply = (seller: Seller, entry: Entry): void => {
    const tokens = tokensOf(seller)
    if ('issued' in entry) tokens.set(entry.issued, 'active')
    else for (const fingerprint of tokens.keys()) tokens.set(fingerprint, entry.status)
  }
  const statusOf = (seller: Seller): AuthorisationStatus => {
    const statuses = [...tokensOf(seller).values()]
    return statuses.includes('active') ? 'active' : (statuses.at(-1) ?? 'active')
  }
  const record = async (seller: Seller, entry: Entry): Promise<void> => {
    await journal?.append(entry)
    apply(seller, entry)
  }
  const ofFingerprint = (sellingPartnerId: string, fingerprint: string): Authorisation | undefined => {
    const seller = world.seller(sellingPartnerId)
    const status = seller && tokensOf(seller).get(fingerprint)
    return seller && status && { seller, status }
  }

  for (const entry of (journal?.entries ?? []).flatMap(readEntry)) {
    const seller = world.seller(entry.sellingPartnerId)
    if (seller) apply(seller, entry)
  }

  return {
    async issue(seller) {
      const { sellingPartnerId } = seller.account
      // It names its seller, so that finding it needs no list.
      const token = `Atzr|${sellingPartnerId}.${randomBytes(48).toString('base64url')}`
      await record(seller, { sellingPartnerId, issued: fingerprintOf(token) })
      return token
    },
    ofToken(refreshToken) {
      const id = /^Atzr\|([A-Z0-9]+)\./.exec(refreshToken)?.[1] ?? world.sellerOfToken(refreshToken)?.account.sellingPartnerId
      return id === undefined ? undefined : ofFingerprint(id, fingerprintOf(refreshToken))
    },
    ofFingerprint,
    change: (seller, status) => record(seller, { sellingPartnerId: seller.account.sellingPartnerId, status }),
    ended: () =>
      [...new Set([...world.sellers(0).map(({ account }) => account.sellingPartnerId), ...known.keys()])].flatMap((id) => {
        const seller = world.seller(id)
        const status = seller && statusOf(seller)
        return seller && status && status !== 'active' ? [{ seller, status }] : []
      }),
    statusOf,
    close: async () => journal?.close(),
  }
}

function readEntry(entry: unknown): Entry[] {
  const { sellingPartnerId, issued, status } = (entry ?? {}) as { sellingPartnerId?: unknown; issued?: unknown; status?: unknown }
  if (typeof sellingPartnerId !== 'string') return []
  if (typeof issued === 'string') return [{ sellingPartnerId, issued }]
  const found = AUTHORISATIONS.find((one) => one === status)
  return found ? [{ sellingPartnerId, status: found }] : []
}
