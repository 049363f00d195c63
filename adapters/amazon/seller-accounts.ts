import type { SellerAccount, SellerAccounts } from '../../activities/profile/ports.ts'
import { marketplaceOf } from '../../domain/amazon/marketplaces.ts'
import type { Listing } from '../../domain/amazon/types.ts'
import type { Amazon } from './amazon.ts'
import { LISTINGS_REPORT, type ListingsCount, readListings } from './listings-report.ts'

export interface Credentials {
  /** Of an account; fails as AmazonFailure `revoked` where there is none any more. */
  refreshToken(accountId: string): Promise<string>
}

/** Sellers' accounts at Amazon, opened with the credentials they gave. */
export const createSellerAccounts = (amazon: Pick<Amazon, 'forAccount'>, credentials: Credentials): SellerAccounts => ({
  open({ accountId, region }): SellerAccount {
    const account = amazon.forAccount({ accountId, region, refreshToken: () => credentials.refreshToken(accountId) })
    return {
      marketplaces: (how) => account.getMarketplaceParticipations(how),
      requestListings: (marketplaceId, how) => account.createReport({ ...LISTINGS_REPORT, marketplaceIds: [marketplaceId] }, how),
      report: (reportId, how) => account.getReport(reportId, how),
      catalogue: (marketplaceId, asins, how) => account.searchCatalogItems(marketplaceId, asins, how),
      offers: (marketplaceId, asins, how) => account.getItemOffersBatch(marketplaceId, asins, how),

      listings(documentId, marketplaceId, how) {
        const currency = marketplaceOf(marketplaceId)?.currency ?? ''
        let count: ListingsCount | undefined
        async function* stream(): AsyncGenerator<Listing> {
          // The link is asked for when it is needed: it lasts five minutes.
          const document = await account.getReportDocument(documentId, how)
          const read = readListings(account.downloadDocument(document, { marketplaceId, ...(how?.signal ? { signal: how.signal } : {}) }), {
            currency,
          })
          count = read.count
          yield* read.listings
        }
        return { listings: stream(), unread: () => Object.values(count?.bad ?? {}).reduce((sum, lines) => sum + lines, 0) }
      },
    }
  },
})
