import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { SandboxClock } from '../../clock.ts'
import type { Faults } from '../admin/faults.ts'
import { itemOf } from '../world/items.ts'
import { itemOfSku, listingsOf } from '../world/listings.ts'
import { isInCatalog, offersFor } from '../world/offers.ts'
import type { Seller, World } from '../world/world.ts'
import { AmazonError, errorBody, invalidInput, notFound, quotaExceeded } from './errors.ts'
import type { Gate } from './gate.ts'
import { CONDITIONS, CUSTOMERS, offersPayload } from './offers.ts'
import { knownMarketplace, oneOf, type Query, requiredText, textIn } from './query.ts'

export interface PricingDeps {
  readonly gate: Gate
  readonly world: World
  readonly faults: Faults
  readonly clock: SandboxClock
}

const Batch = Type.Object({
  requests: Type.Array(Type.Object({ uri: Type.String(), method: Type.String() }), { minItems: 1, maxItems: 20 }),
})
interface BatchBody {
  readonly requests: readonly (Query & { readonly uri: string; readonly method: string })[]
}

const ASIN = /^[A-Z0-9]{10}$/

/** Product Pricing API v0, as far as it tells who offers a product. */
export async function pricingRoutes(app: FastifyInstance, { gate, world, faults, clock }: PricingDeps): Promise<void> {
  const path = '/products/pricing/v0'
  const question = (query: Query, askedBy: string) => ({
    marketplace: knownMarketplace(requiredText(query, 'MarketplaceId')),
    condition: oneOf(CONDITIONS, 'ItemCondition', requiredText(query, 'ItemCondition')),
    customer: oneOf(CUSTOMERS, 'CustomerType', textIn(query, 'CustomerType') ?? 'Consumer'),
    askedBy,
  })

  const itemOffers = ({ account }: Seller, asin: string, query: Query) => {
    const asked = question(query, account.sellingPartnerId)
    if (!ASIN.test(asin)) throw invalidInput(`${asin} is an invalid ASIN for marketplace ${asked.marketplace.id}.`)
    const found = world.product(asin)
    if (!found || !isInCatalog(world, found.business, found.item, asked.marketplace))
      throw notFound(`${asin} is not in the catalog of marketplace ${asked.marketplace.id}.`)
    return { payload: offersPayload(found.item, offersFor(world, found.business, found.item, asked.marketplace), asked) }
  }

  const listingOffers = ({ account, business }: Seller, sku: string, query: Query) => {
    const asked = { ...question(query, account.sellingPartnerId), sku }
    const number = itemOfSku(business, sku)
    const item = number === undefined ? undefined : itemOf(world, business, number)
    const listed = item && listingsOf(world, business, account, asked.marketplace, item).some((listing) => listing.sku === sku)
    if (!listed) throw notFound(`${sku} is no SKU of the seller in marketplace ${asked.marketplace.id}.`)
    return { payload: offersPayload(item, offersFor(world, business, item, asked.marketplace), asked) }
  }

  app.get<{ Querystring: Query; Params: { asin: string } }>(`${path}/items/:asin/offers`, gate.enter('getItemOffers'), async (request) =>
    itemOffers(gate.seller(request), request.params.asin, request.query),
  )
  app.get<{ Querystring: Query; Params: { sku: string } }>(
    `${path}/listings/:sku/offers`,
    gate.enter('getListingOffers'),
    async (request) => listingOffers(gate.seller(request), request.params.sku, request.query),
  )

  const batch = (
    operation: 'getItemOffersBatch' | 'getListingOffersBatch',
    name: 'Asin' | 'SellerSKU',
    uri: RegExp,
    answer: typeof itemOffers,
  ) => {
    const one = (request: FastifyRequest, asked: BatchBody['requests'][number]) => {
      const seller = gate.seller(request)
      const { MarketplaceId, ItemCondition, CustomerType } = asked
      const subject = subjectOf(uri, asked.uri)
      const echo = { MarketplaceId, ItemCondition, ...(CustomerType === undefined ? {} : { CustomerType }), [name]: subject ?? '' }
      const headers = { 'x-amzn-RequestId': randomUUID(), Date: new Date(clock.now()).toUTCString() }
      const told = (statusCode: number, reasonPhrase: string, body: object) => ({
        status: { statusCode, reasonPhrase },
        headers,
        body,
        request: echo,
      })
      try {
        if (asked.method !== 'GET' || subject === undefined)
          throw invalidInput(`${asked.method} ${asked.uri} cannot be asked in this batch.`)
        if (faults.strikes('batch_item_throttled', operation, seller.account.sellingPartnerId)) throw quotaExceeded()
        return told(200, 'OK', answer(seller, subject, asked))
      } catch (error) {
        if (!(error instanceof AmazonError)) throw error
        return told(error.status, error.code, errorBody(error))
      }
    }
    const kind = name === 'Asin' ? 'itemOffers' : 'listingOffers'
    app.post<{ Body: BatchBody }>(`/batches${path}/${kind}`, { ...gate.enter(operation), schema: { body: Batch } }, async (request) => ({
      responses: request.body.requests.map((asked) => one(request, asked)),
    }))
  }
  batch('getItemOffersBatch', 'Asin', /^\/products\/pricing\/v0\/items\/([^/]+)\/offers$/, itemOffers)
  batch('getListingOffersBatch', 'SellerSKU', /^\/products\/pricing\/v0\/listings\/([^/]+)\/offers$/, listingOffers)
}

/** The ASIN or SKU in the address of a request in a batch. */
function subjectOf(pattern: RegExp, uri: string): string | undefined {
  const found = pattern.exec(uri)?.[1]
  try {
    return found === undefined ? undefined : decodeURIComponent(found)
  } catch {
    return undefined // a lone percent sign
  }
}
