import type { AmazonAccountStore, NewConsent } from '../../activities/amazon-accounts.ts'
import type { AmazonAccountView, ConsentRequests } from '../../api/amazon-consent.ts'
import type { ConsentEffect, ConsentResult } from '../../domain/amazon/accounts.ts'
import { TEAM } from '../../domain/codes.ts'
import type { AmazonRegion } from '../../domain/customers.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import type { CredentialCipher } from '../secrets.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { customerNotFound } from './errors.ts'
import { lockNames } from './locks.ts'
import { writeEntries, writeNotices } from './trail.ts'
import { isoOrNull } from './values.ts'

/** Accounts at Amazon as the records have them, and the consents that sellers were asked for. */
export const createAmazonAccountStore = (
  { client }: Database,
  cipher: CredentialCipher,
  clock = machineClock,
): AmazonAccountStore & ConsentRequests => ({
  connect: (consent) => client.$transaction((tx) => connect(tx, consent, { cipher, now: new Date(clock.now()) })),

  ask: ({ accountId, customerId, region, stateHash, actor, at, expiresAt }) =>
    client.$transaction(async (tx) => {
      const createdAt = new Date(at)
      await tx.amazonAccount.create({ data: { id: accountId, customerId, region, status: 'pending', marketplaces: [], createdAt } })
      await tx.amazonConsent.create({ data: { stateHash, accountId, customerId, region, createdAt, expiresAt: new Date(expiresAt) } })
      const entry = { kind: 'amazon_consent_asked', params: { accountId, region }, actor }
      await writeEntries(tx, `customer/${customerId}/consent-asked/${accountId}`, createdAt, { customerId }, [entry])
    }),

  async find(stateHash) {
    const row = await client.amazonConsent.findUnique({ where: { stateHash }, include: { customer: { select: { languages: true } } } })
    if (!row) return undefined
    const { accountId, customerId, region, expiresAt, usedAt, sellingPartnerId, sealedToken, exchangedAt, customer } = row
    const kept = sellingPartnerId !== null && sealedToken !== null && exchangedAt !== null
    return {
      accountId,
      customerId,
      region: region as AmazonRegion,
      languages: customer.languages,
      isOpen: usedAt === null && expiresAt.getTime() > clock.now(),
      ...(kept
        ? {
            consent: {
              accountId,
              sellingPartnerId,
              region: region as AmazonRegion,
              sealedRefreshToken: Buffer.from(sealedToken).toString('base64'),
              consentedAt: exchangedAt.toISOString(),
            },
          }
        : {}),
    }
  },

  async keep(stateHash, { sellingPartnerId, sealedRefreshToken, consentedAt }) {
    await client.amazonConsent.updateMany({
      where: { stateHash, exchangedAt: null },
      data: { sellingPartnerId, sealedToken: bytes(sealedRefreshToken), exchangedAt: new Date(consentedAt) },
    })
  },

  async forget(stateHash) {
    await client.amazonConsent.updateMany({
      where: { stateHash, usedAt: null },
      data: { sellingPartnerId: null, sealedToken: null, exchangedAt: null },
    })
  },

  /** The credential stands in its account by now; here it is forgotten. */
  async finish(stateHash) {
    await client.amazonConsent.updateMany({
      where: { stateHash, usedAt: null },
      data: { usedAt: new Date(clock.now()), sealedToken: null },
    })
  },

  refuse: (stateHash) => client.$transaction((tx) => giveUp(tx, stateHash, new Date(clock.now()), 'refused')),

  mismatch: (stateHash) => client.$transaction((tx) => giveUp(tx, stateHash, new Date(clock.now()), 'mismatch')),

  async list(customerId) {
    const rows = await client.amazonAccount.findMany({ where: { customerId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
    return rows.map((row) => accountView(row, clock.now()))
  },
})

const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))

/** Ends a consent that comes to nothing, once: the account that waited for it goes, and whoever looks after the seller hears of it. */
async function giveUp(queries: Queries, stateHash: string, now: Date, ending: 'refused' | 'mismatch'): Promise<void> {
  const { count } = await queries.amazonConsent.updateMany({ where: { stateHash, usedAt: null }, data: { usedAt: now, sealedToken: null } })
  if (count === 0) return
  const { accountId, customerId, region, sellingPartnerId } = await queries.amazonConsent.findUniqueOrThrow({ where: { stateHash } })
  await queries.amazonAccount.deleteMany({ where: { id: accountId, status: 'pending' } })
  const { agentId } = await queries.customer.findUniqueOrThrow({ where: { id: customerId } })
  const [params, actor] = ending === 'mismatch' ? [{ region, sellingPartnerId }, 'system'] : [{ region }, 'customer']
  const told = { kind: `amazon_consent_${ending}`, params }
  const key = `customer/${customerId}/consent-${ending}/${accountId}`
  await writeEntries(queries, key, now, { customerId }, [{ ...told, actor }])
  await writeNotices(queries, key, now, { customerId }, [{ ...told, audience: agentId ?? TEAM }])
}

async function connect(
  queries: Queries,
  { customerId, consent, authorizedUntil, told }: NewConsent,
  { cipher, now }: { readonly cipher: CredentialCipher; readonly now: Date },
): Promise<ConsentResult> {
  const { accountId, sellingPartnerId, region, sealedRefreshToken } = consent
  await lockNames(queries, [`amazon/${sellingPartnerId}`])
  const customer = await queries.customer.findUnique({ where: { id: customerId }, select: { id: true } })
  if (!customer) throw customerNotFound(customerId)
  const known = await queries.amazonAccount.findMany({ where: { sellingPartnerId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  const owner = known.find((account) => account.customerId !== customerId)
  const before = known.find((account) => account.region === region)
  const id = before?.id ?? accountId
  const effect: ConsentEffect = owner ? 'elsewhere' : before && before.id !== accountId ? 'renewed' : 'connected'
  if (!owner) {
    const sealed = bytes(sealedRefreshToken)
    // A credential is sealed for the row it stands in.
    const refreshToken = id === accountId ? sealed : cipher.seal(cipher.open(sealed, accountId), id)
    const data = { sellingPartnerId, refreshToken, status: 'connected', authorizedUntil: new Date(authorizedUntil) }
    await queries.amazonAccount.upsert({
      where: { id },
      update: { ...data, customerId },
      create: { ...data, id, customerId, region, marketplaces: [], createdAt: now },
    })
  }
  if (owner || id !== accountId) await queries.amazonAccount.deleteMany({ where: { id: accountId, customerId, status: 'pending' } })
  const { key, entries, notices = [] } = told(effect)
  const written = await writeEntries(queries, `customer/${customerId}/${key}`, now, { customerId }, entries)
  if (written > 0) await writeNotices(queries, `customer/${customerId}/${key}`, now, { customerId }, notices)
  return { effect, customerId: owner?.customerId ?? customerId, accountId: id }
}

function accountView(row: Prisma.AmazonAccountModel, now: number): AmazonAccountView {
  const { id, sellingPartnerId, region, marketplaces, status, authorizedUntil } = row
  const expired = status === 'connected' && authorizedUntil !== null && authorizedUntil.getTime() <= now
  return {
    id,
    sellingPartnerId,
    region: region as AmazonRegion,
    marketplaces,
    status: expired ? 'expired' : (status as AmazonAccountView['status']),
    authorizedUntil: isoOrNull(authorizedUntil),
  }
}
