import type { Fulfilment } from '../amazon/types.ts'
import { createDistinctCounter } from './distinct-counter.ts'
import type { ListedItem, ListingSummary, MarketplaceItems, Stratum } from './listings.ts'
import { createPriceRanges } from './price-ranges.ts'
import { createSamplePool } from './sample-pool.ts'

/** ASINs kept of each account and fulfilment: with 20 ASINs a request and 2 requests a second all of them have their brand in two minutes. */
const ACTIVE_ASINS = 2000
const INACTIVE_ASINS = 200

interface OpenStratum extends Pick<Stratum, 'accountId' | 'active' | 'fulfilment'> {
  listings: number
  readonly pool: ReturnType<typeof createSamplePool>
}

/**
 * Takes the listings of a seller one by one, over all his accounts and marketplaces and in any order, and keeps counts, 64 bits a SKU and a
 * bounded sample.
 */
export function createListingSummary() {
  const skus = createDistinctCounter()
  const prices = createPriceRanges()
  const marketplaces = new Map<string, { active: number; inactive: number }>()
  const fulfilment = { active: { amazon: 0, merchant: 0 }, inactive: { amazon: 0, merchant: 0 } }
  const withoutAsin = { active: 0, inactive: 0 }
  const strata = new Map<string, OpenStratum>()

  const stratumOf = ({ accountId, active, fulfilment }: ListedItem): OpenStratum => {
    const key = `${active ? 0 : 1}/${fulfilment}/${accountId}`
    const open = strata.get(key)
    if (open !== undefined) return open
    const pool = createSamplePool(active ? ACTIVE_ASINS : INACTIVE_ASINS)
    const stratum: OpenStratum = { accountId, active, fulfilment, listings: 0, pool }
    strata.set(key, stratum)
    return stratum
  }

  return {
    add(listing: ListedItem): void {
      const state = listing.active ? 'active' : 'inactive'
      skus.add(`${listing.accountId}/${listing.sku}`)
      const items = marketplaces.get(listing.marketplaceId) ?? { active: 0, inactive: 0 }
      marketplaces.set(listing.marketplaceId, items)
      items[state] += 1
      fulfilment[state][listing.fulfilment] += 1
      if (listing.active && listing.price !== null) prices.add(listing.price)
      if (listing.asin === null) {
        withoutAsin[state] += 1
        return
      }
      const stratum = stratumOf(listing)
      stratum.listings += 1
      stratum.pool.add(listing.asin, listing)
    },

    summary(): ListingSummary {
      const perMarketplace = [...marketplaces].map(itemsOf).sort((a, b) => b.items - a.items || (a.id < b.id ? -1 : 1))
      const active = perMarketplace.reduce((sum, one) => sum + one.active, 0)
      const mix: Readonly<Record<Fulfilment, number>> = { ...fulfilment[active > 0 ? 'active' : 'inactive'] }
      return {
        skus: skus.count(),
        items: perMarketplace.reduce((sum, { items }) => sum + items, 0),
        active,
        marketplaces: perMarketplace,
        fulfilment: mix,
        prices: prices.ranges(),
        withoutAsin: { ...withoutAsin },
        strata: [...strata]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([, { pool, ...counts }]) => ({ ...counts, candidates: pool.candidates() })),
      }
    },
  }
}

const itemsOf = ([id, { active, inactive }]: readonly [string, { active: number; inactive: number }]): MarketplaceItems => ({
  id,
  items: active + inactive,
  active,
  inactive,
})
