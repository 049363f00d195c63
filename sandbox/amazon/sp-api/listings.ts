import type { FastifyInstance } from 'fastify'
import { itemOf, titleOf } from '../world/items.ts'
import { type Listing, listingsOf } from '../world/listings.ts'
import type { Marketplace } from '../world/marketplaces.ts'
import type { Seller, World } from '../world/world.ts'
import { invalidInput, unauthorized } from './errors.ts'
import type { Gate } from './gate.ts'
import { knownMarketplace, listIn, oneOf, type Query, textIn } from './query.ts'

interface Found {
  readonly marketplace: Marketplace
  readonly listing: Listing
}

/** A SKU of a seller, as it is listed in the marketplaces that were asked for. */
interface Sku {
  /** Where it stands: a product has two places, one for each SKU it may have. */
  readonly place: number
  readonly sku: string
  readonly found: readonly Found[]
}

/** From where a page begins, and how many SKUs are before it. */
interface Begin {
  readonly place: number
  readonly before: number
}

const PLAYED = ['marketplaceIds', 'issueLocale', 'includedData', 'pageSize', 'pageToken']
const MOST = 20
/** No more can be paged through, says the model. */
const REACH = 1_000
const STATUSES = { Active: ['BUYABLE', 'DISCOVERABLE'], Inactive: ['DISCOVERABLE'], Incomplete: [] } as const

/** As the report of listings has it (reports/listings-report.ts): the ages of listings count from here. */
const PRESENT = Date.parse('2026-11-01T09:00:00Z')
const DAY = 86_400_000
/** Between the last changes of two products: without another wish the newest change comes first, and that is the world's own order. */
const CHANGED_EVERY = 10_000

/** Listings Items API 2021-08-01, for a seller who looks at all of his own. */
export async function listingsRoutes(app: FastifyInstance, { gate, world }: { gate: Gate; world: World }): Promise<void> {
  app.get<{ Querystring: Query; Params: { sellerId: string } }>(
    '/listings/2021-08-01/items/:sellerId',
    gate.enter('searchListingsItems'),
    async (request) => {
      const { query, params } = request
      const seller = gate.seller(request)
      if (params.sellerId !== seller.account.sellingPartnerId) throw unauthorized('')
      checkPlayed(query)
      const marketplaces = marketplacesIn(query, seller)
      const size = pageSizeIn(query)
      const { place, before } = beginIn(query)
      const count = Math.min(size, REACH - before)
      const page = taken(skusFrom(world, seller, marketplaces, place, 1), count + 1)
      const next = before + count < REACH ? page[count] : undefined
      const previous = before > 0 ? taken(skusFrom(world, seller, marketplaces, place - 1, -1), size).at(-1) : undefined
      const pagination = {
        ...(next ? { nextToken: tokenOf({ place: next.place, before: before + count }) } : {}),
        ...(previous ? { previousToken: tokenOf({ place: previous.place, before: Math.max(0, before - size) }) } : {}),
      }
      return {
        numberOfResults: resultsOf(world, seller, marketplaces),
        ...(Object.keys(pagination).length > 0 ? { pagination } : {}),
        items: page.slice(0, count).map(({ sku, found }) => ({ sku, summaries: found.map(summary) })),
      }
    },
  )
}

/** One product after the other, upwards or downwards; no more of them are worked out than are taken. */
function* skusFrom(world: World, seller: Seller, marketplaces: readonly Marketplace[], place: number, step: 1 | -1): Generator<Sku> {
  const { business } = seller
  for (let number = Math.floor(place / 2); number >= 0 && number < business.size; number += step) {
    const all = skusOf(world, seller, marketplaces, number).filter((one) => (one.place - place) * step >= 0)
    yield* step === 1 ? all : all.reverse()
  }
}

function skusOf(world: World, { business, account }: Seller, marketplaces: readonly Marketplace[], number: number): Sku[] {
  const item = itemOf(world, business, number)
  const listed = marketplaces.map((marketplace) => ({ marketplace, listings: listingsOf(world, business, account, marketplace, item) }))
  return [0, 1].flatMap((nth) => {
    const found = listed.flatMap(({ marketplace, listings }) => {
      const listing = listings[nth]
      return listing ? [{ marketplace, listing }] : []
    })
    const [first] = found
    return first ? [{ place: number * 2 + nth, sku: first.listing.sku, found }] : []
  })
}

function taken<Value>(values: Iterable<Value>, count: number): Value[] {
  const all: Value[] = []
  for (const value of values) {
    all.push(value)
    if (all.length === count) break
  }
  return all
}

/** At most as many as can be reached. A range that is far larger is not counted for that: it would take seconds. */
function resultsOf(world: World, seller: Seller, marketplaces: readonly Marketplace[]): number {
  const { account, business } = seller
  const shares = account.ranges.filter(({ marketplace }) => marketplaces.includes(marketplace)).map(({ share }) => share)
  if (shares.length === 0) return 0
  if (business.size * Math.max(...shares) >= 5 * REACH) return REACH
  return taken(skusFrom(world, seller, marketplaces, 0, 1), REACH).length
}

function summary({ marketplace, listing }: Found) {
  const { item, status, age } = listing
  return {
    marketplaceId: marketplace.id,
    asin: item.asin,
    productType: item.kind.productType,
    conditionType: 'new_new',
    status: STATUSES[status],
    itemName: titleOf(item, marketplace),
    createdDate: new Date(PRESENT - age * DAY).toISOString(),
    lastUpdatedDate: new Date(PRESENT - item.number * CHANGED_EVERY).toISOString(),
  }
}

function checkPlayed(query: Query): void {
  const other = Object.keys(query).find((name) => !PLAYED.includes(name))
  if (other !== undefined) throw invalidInput(`The sandbox does not play ${other}.`)
  for (const part of listIn(query, 'includedData')) oneOf(['summaries'], 'includedData', part)
}

function marketplacesIn(query: Query, { account }: Seller): readonly Marketplace[] {
  const ids = listIn(query, 'marketplaceIds')
  if (ids.length === 0) throw invalidInput('Missing required parameter: marketplaceIds.')
  const marketplaces = [...new Set(ids)].map(knownMarketplace)
  const foreign = marketplaces.find(({ region }) => region !== account.region)
  if (foreign) throw invalidInput(`${foreign.id} is not a marketplace of this region.`)
  return marketplaces
}

function pageSizeIn(query: Query): number {
  const size = Number(textIn(query, 'pageSize') ?? 10)
  if (!Number.isInteger(size) || size < 1 || size > MOST) throw invalidInput(`pageSize must be from 1 to ${MOST}.`)
  return size
}

const tokenOf = ({ place, before }: Begin): string => Buffer.from(`from ${place} after ${before}`).toString('base64url')

function beginIn(query: Query): Begin {
  const token = textIn(query, 'pageToken')
  if (token === undefined) return { place: 0, before: 0 }
  const [, place, before] = /^from ([0-9]{1,9}) after ([0-9]{1,3})$/.exec(Buffer.from(token, 'base64url').toString()) ?? []
  if (place === undefined || before === undefined) throw invalidInput('pageToken is not valid.')
  return { place: Number(place), before: Number(before) }
}
