import { isoCountry } from '../../domain/amazon/marketplaces.ts'
import type { Participation } from '../../domain/amazon/types.ts'
import type { Caller, CallOptions } from './caller.ts'
import { unexpected } from './failures.ts'

// No package types Sellers v1: from the model, what is read of it.
interface ParticipationsAnswer {
  readonly payload?: readonly {
    readonly marketplace: { readonly id: string; readonly countryCode: string; readonly defaultCurrencyCode: string }
    readonly storeName?: string
    readonly participation: { readonly isParticipating: boolean; readonly hasSuspendedListings: boolean }
  }[]
}

const OPERATION = 'getMarketplaceParticipations'

export const createSellers = ({ http, call }: Caller) => ({
  async getMarketplaceParticipations(options?: CallOptions): Promise<Participation[]> {
    const answer = await call(
      OPERATION,
      (config) => http.get<ParticipationsAnswer | null>('/sellers/v1/marketplaceParticipations', config),
      options,
    )
    if (!Array.isArray(answer?.payload)) throw unexpected(OPERATION, 'payload')
    return answer.payload.map(({ marketplace, storeName = '', participation }) => ({
      marketplaceId: marketplace.id,
      country: isoCountry(marketplace.countryCode),
      currency: marketplace.defaultCurrencyCode,
      storeName,
      participating: participation.isParticipating,
      suspendedListings: participation.hasSuspendedListings,
    }))
  },
})
