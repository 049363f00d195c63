import type { FastifyInstance } from 'fastify'
import { type Marketplace, marketplacesOf } from '../world/marketplaces.ts'
import type { Seller } from '../world/world.ts'
import type { Gate } from './gate.ts'

/** Sellers API v1. */
export async function sellersRoutes(app: FastifyInstance, { gate }: { readonly gate: Gate }): Promise<void> {
  app.get('/sellers/v1/marketplaceParticipations', gate.enter('getMarketplaceParticipations'), async (request) => {
    const seller = gate.seller(request)
    return { payload: marketplacesOf(seller.account.region).map((marketplace) => participation(seller, marketplace)) }
  })
}

function participation({ account, business }: Seller, marketplace: Marketplace) {
  const { id, country, currency, language, domain } = marketplace
  return {
    marketplace: {
      id,
      name: domain.replace(/^www\.a/, 'A'),
      countryCode: country,
      defaultCurrencyCode: currency,
      defaultLanguageCode: language,
      domainName: domain,
    },
    storeName: business.name,
    participation: { isParticipating: account.ranges.some((range) => range.marketplace === marketplace), hasSuspendedListings: false },
  }
}
