import type { FastifyInstance } from 'fastify'
import type { Business } from '../world/businesses.ts'
import { type Item, itemOf } from '../world/items.ts'
import { itemOfSku } from '../world/listings.ts'
import { isInCatalog } from '../world/offers.ts'
import type { World } from '../world/world.ts'
import { catalogItem, INCLUDED, type Included } from './catalog-item.ts'
import { AmazonError, invalidInput } from './errors.ts'
import type { Gate } from './gate.ts'
import { knownMarketplace, listIn, oneOf, type Query, textIn } from './query.ts'

interface Found {
  readonly item: Item
  readonly business: Business
}

const TYPES = ['ASIN', 'EAN', 'GTIN', 'ISBN', 'JAN', 'MINSAN', 'SKU', 'UPC'] as const
const MOST = 20

/** Catalog Items API 2022-04-01: items by ASIN or SKU. A search by keywords finds nothing. */
export async function catalogRoutes(app: FastifyInstance, { gate, world }: { gate: Gate; world: World }): Promise<void> {
  const path = '/catalog/2022-04-01/items'

  app.get<{ Querystring: Query }>(path, gate.enter('searchCatalogItems'), async ({ query }) => {
    const marketplace = onlyMarketplace(query)
    const included = includedIn(query)
    const { found, refinements } = identified(query)
    const size = pageSizeIn(query)
    const begin = pageIn(query)
    const items = found.filter((one) => isInCatalog(world, one.business, one.item, marketplace))
    const token = (from: number) => Buffer.from(`from ${from}`).toString('base64url')
    const pagination = {
      ...(begin + size < items.length ? { nextToken: token(begin + size) } : {}),
      ...(begin > 0 ? { previousToken: token(Math.max(0, begin - size)) } : {}),
    }
    return {
      numberOfResults: items.length,
      ...(Object.keys(pagination).length > 0 ? { pagination } : {}),
      ...refinements,
      items: items.slice(begin, begin + size).map(({ item }) => catalogItem(item, marketplace, included)),
    }
  })

  app.get<{ Querystring: Query; Params: { asin: string } }>(
    `${path}/:asin`,
    gate.enter('getCatalogItem'),
    async ({ query, params: { asin } }) => {
      const marketplace = onlyMarketplace(query)
      const included = includedIn(query)
      const found = world.product(asin)
      if (!found || !isInCatalog(world, found.business, found.item, marketplace))
        throw new AmazonError(404, 'NOT_FOUND', `Requested item '${asin}' not found in marketplace(s) ${marketplace.id}.`)
      return catalogItem(found.item, marketplace, included)
    },
  )

  function identified(query: Query): { found: Found[]; refinements: object } {
    const identifiers = listIn(query, 'identifiers')
    if (identifiers.length === 0) {
      if (listIn(query, 'keywords').length === 0) throw invalidInput('Either identifiers or keywords is required.')
      return { found: [], refinements: { refinements: { brands: [], classifications: [] } } }
    }
    if (identifiers.length > MOST) throw invalidInput(`identifiers has more than ${MOST} entries.`)
    const type = oneOf(TYPES, 'identifiersType', textIn(query, 'identifiersType') ?? '')
    const found = identifiers.flatMap((identifier) => (type === 'SKU' ? bySku(query, identifier) : byAsin(type, identifier)))
    return { found: [...new Map(found.map((one) => [one.item.asin, one])).values()], refinements: {} }
  }

  function byAsin(type: string, asin: string): Found[] {
    if (type !== 'ASIN') throw invalidInput(`The sandbox finds items by ASIN or SKU, not by ${type}.`)
    const found = world.product(asin)
    return found ? [found] : []
  }

  function bySku(query: Query, sku: string): Found[] {
    const sellerId = textIn(query, 'sellerId')
    if (sellerId === undefined) throw invalidInput('sellerId is required when identifiersType is SKU.')
    const business = world.seller(sellerId)?.business
    const number = business && itemOfSku(business, sku)
    return business && number !== undefined ? [{ business, item: itemOf(world, business, number) }] : []
  }
}

function onlyMarketplace(query: Query) {
  const [id, ...others] = listIn(query, 'marketplaceIds')
  if (id === undefined) throw invalidInput('Missing required parameter: marketplaceIds.')
  if (others.length > 0) throw invalidInput('marketplaceIds has more than 1 entry.')
  return knownMarketplace(id)
}

function includedIn(query: Query): readonly Included[] {
  const wanted = listIn(query, 'includedData').map((one) => oneOf(INCLUDED, 'includedData', one))
  return wanted.length > 0 ? wanted : ['summaries']
}

/** Ten unless asked for more: whoever asks for twenty items and no page size gets them in two pages. */
function pageSizeIn(query: Query): number {
  const size = Number(textIn(query, 'pageSize') ?? 10)
  if (!Number.isInteger(size) || size < 1 || size > MOST) throw invalidInput(`pageSize must be from 1 to ${MOST}.`)
  return size
}

function pageIn(query: Query): number {
  const token = textIn(query, 'pageToken')
  if (token === undefined) return 0
  const from = /^from ([0-9]{1,9})$/.exec(Buffer.from(token, 'base64url').toString())?.[1]
  if (from === undefined) throw invalidInput('pageToken is not valid.')
  return Number(from)
}
