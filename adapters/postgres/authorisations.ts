import type { AuthorisationStore } from '../../activities/profile/ports.ts'
import { AmazonFailure } from '../../domain/amazon/failure.ts'
import { TEAM } from '../../domain/codes.ts'
import type { AmazonRegion } from '../../domain/customers.ts'
import type { CredentialCipher } from '../secrets.ts'
import { type Database, machineClock } from './database.ts'
import { writeEntries, writeNotices } from './trail.ts'
import { dateOrNull, isoOrNull } from './values.ts'

/** What sellers allow us to read, and the credentials for it. */
export const createAuthorisationStore = ({ client }: Database, cipher: CredentialCipher, clock = machineClock) =>
  ({
    async readable(customerId) {
      const all = await client.amazonAccount.findMany({ where: { customerId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
      const connected = all.filter(({ status }) => status === 'connected')
      const holds = connected.filter(({ authorizedUntil }) => (authorizedUntil?.getTime() ?? Infinity) > clock.now())
      return {
        accounts: holds.flatMap(({ id, sellingPartnerId, region, marketplaces, authorizedUntil }) =>
          sellingPartnerId === null
            ? []
            : [
                {
                  accountId: id,
                  sellingPartnerId,
                  region: region as AmazonRegion,
                  marketplaces,
                  authorizedUntil: isoOrNull(authorizedUntil),
                },
              ],
        ),
        revoked: all.some(({ status }) => status === 'revoked'),
        expired: holds.length < connected.length,
      }
    },

    async saveMarketplaces(accountId, marketplaceIds) {
      await client.amazonAccount.updateMany({ where: { id: accountId }, data: { marketplaces: [...marketplaceIds] } })
    },

    revoke: (customerId, { accountId, sellingPartnerId, region, authorizedUntil }) =>
      client.$transaction(async (tx) => {
        const now = new Date(clock.now())
        const { count } = await tx.amazonAccount.updateMany({
          where: { id: accountId, status: 'connected', authorizedUntil: dateOrNull(authorizedUntil) },
          data: { status: 'revoked' },
        })
        if (count === 0) return // told already, or there is a new consent
        const { agentId } = await tx.customer.findUniqueOrThrow({ where: { id: customerId } })
        const told = { kind: 'amazon_revoked', params: { sellingPartnerId, region } }
        // Once for each authorisation: the next one may be revoked, too.
        const key = `customer/${customerId}/revoked/${accountId}/${authorizedUntil ?? ''}`
        await writeEntries(tx, key, now, { customerId }, [{ ...told, actor: 'system' }])
        const proposed = { code: 'ask_for_consent' }
        await writeNotices(tx, key, now, { customerId }, [{ ...told, params: { ...told.params, proposed }, audience: agentId ?? TEAM }])
      }),

    async refreshToken(accountId) {
      const account = await client.amazonAccount.findUnique({ where: { id: accountId }, select: { refreshToken: true, status: true } })
      if (!account?.refreshToken || account.status === 'revoked')
        throw new AmazonFailure('revoked', 'no credential is kept of this account', { operation: 'lwa.refresh' })
      return cipher.open(account.refreshToken, accountId)
    },
  }) satisfies AuthorisationStore & { refreshToken(accountId: string): Promise<string> }
