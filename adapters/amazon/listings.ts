import { AmazonFailure } from '../../domain/amazon/failure.ts'
import { marketplaceOf } from '../../domain/amazon/marketplaces.ts'
import type { Participation } from '../../domain/amazon/types.ts'
import type { Caller, CallOptions } from './caller.ts'
import { isTokenRefused, unexpected } from './failures.ts'

// No package types Listings Items 2021-08-01: from the model, what is read of it.
interface ListingsAnswer {
  readonly items?: readonly unknown[]
}

const OPERATION = 'searchListingsItems'
/** HTTP: what Amazon answers where a seller id is another's, or nobody's. */
const REFUSALS: readonly unknown[] = [400, 403, 404]

export const createListings = ({ http, call }: Caller) => ({
  /**
   * Whether this seller's listings may be looked at with the account's token, which is so for its own seller alone; he need not have
   * any. A role that the application lacks looks like another's listings: Amazon answers both alike.
   */
  async ownsListings(sellingPartnerId: string, marketplaceId: string, options?: CallOptions): Promise<boolean> {
    const path = `/listings/2021-08-01/items/${encodeURIComponent(sellingPartnerId)}`
    const params = { marketplaceIds: marketplaceId, pageSize: 1 }
    try {
      const answer = await call(OPERATION, (config) => http.get<ListingsAnswer | null>(path, { ...config, params }), options)
      if (!Array.isArray(answer?.items)) throw unexpected(OPERATION, 'items')
      return true
    } catch (error) {
      if (isRefusal(error)) return false
      throw error
    }
  },
})

const isRefusal = (error: unknown): boolean =>
  error instanceof AmazonFailure && error.operation === OPERATION && REFUSALS.includes(error.status) && !isTokenRefused(error)

interface ProvableAccount extends Pick<ReturnType<typeof createListings>, 'ownsListings'> {
  getMarketplaceParticipations(options?: CallOptions): Promise<Participation[]>
}

/** Whether an account is this selling partner's. An answer about a consent does not name him; listings are asked for by his id. */
export async function isAccountOf(account: ProvableAccount, sellingPartnerId: string, options?: CallOptions): Promise<boolean> {
  const all = await account.getMarketplaceParticipations(options)
  const marketplace = bestOf(all)
  return marketplace !== undefined && account.ownsListings(sellingPartnerId, marketplace.marketplaceId, options)
}

/** Where he sells, if he sells anywhere; a store of Amazon's own rather than one such as "Non-Amazon DE". */
function bestOf(all: readonly Participation[]): Participation | undefined {
  const sellingFirst = [...all.filter(({ participating }) => participating), ...all]
  return sellingFirst.find(({ marketplaceId }) => marketplaceOf(marketplaceId) !== undefined) ?? sellingFirst[0]
}
