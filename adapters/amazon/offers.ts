import { ProductPricingApi } from '@sp-api-sdk/product-pricing-api-v0'
import { AmazonFailure } from '../../domain/amazon/failure.ts'
import type { Offers, OffersOfAsin } from '../../domain/amazon/types.ts'
import type { Caller, CallOptions } from './caller.ts'
import { clean, codeOf, unexpected } from './failures.ts'
import { offersOf } from './offers-answer.ts'

const MOST = 20
/** B2C: business prices and their tiers are another question. */
const NEW_FOR_CONSUMERS = { ItemCondition: 'New', CustomerType: 'Consumer' } as const

export const createOffers = ({ http, call }: Caller) => {
  const api = new ProductPricingApi(undefined, '', http)

  return {
    /** Who offers an ASIN in new condition. */
    async getItemOffers(marketplaceId: string, asin: string, options?: CallOptions): Promise<Offers> {
      const request = { marketplaceId, asin, itemCondition: 'New', customerType: 'Consumer' } as const
      const answer = await call('getItemOffers', (config) => api.getItemOffers(request, config), options)
      const offers = answer?.payload && offersOf(answer.payload, marketplaceId, asin)
      if (!offers) throw unexpected('getItemOffers', 'payload')
      return offers
    },

    /** Up to twenty ASINs at a fifth of the calls. The answer has one entry for each of them, in their order; each may fail by itself. */
    async getItemOffersBatch(marketplaceId: string, asins: readonly string[], options?: CallOptions): Promise<OffersOfAsin[]> {
      const operation = 'getItemOffersBatch'
      if (asins.length === 0) return []
      if (asins.length > MOST) throw new AmazonFailure('invalid', `${asins.length} ASINs, at most ${MOST}`, { operation })
      const requests = asins.map((asin) => ({
        uri: `/products/pricing/v0/items/${encodeURIComponent(asin)}/offers`,
        method: 'GET' as const,
        MarketplaceId: marketplaceId,
        ...NEW_FOR_CONSUMERS,
      }))
      const answer = await call(
        operation,
        (config) => api.getItemOffersBatch({ getItemOffersBatchRequestBody: { requests } }, config),
        options,
      )
      if (!Array.isArray(answer?.responses)) throw unexpected(operation, 'responses')
      const byAsin = new Map(answer.responses.map((one) => [one.request?.Asin ?? one.body?.payload?.ASIN, one]))
      return asins.map((asin) => {
        const one = byAsin.get(asin)
        const status = one?.status?.statusCode ?? 500
        const offers = status < 300 && one?.body?.payload ? offersOf(one.body.payload, marketplaceId, asin) : undefined
        if (offers) return { asin, offers }
        const [error] = (one?.body?.errors ?? []) as { code?: string; message?: string }[]
        return { asin, failure: failureOf(status), message: clean(`${status} ${error?.code ?? ''} ${error?.message ?? ''}`).trim() }
      })
    },
  }
}

function failureOf(status: number) {
  const code = codeOf(status)
  return code === 'throttled' || code === 'not_found' || code === 'invalid' ? code : 'unavailable'
}
