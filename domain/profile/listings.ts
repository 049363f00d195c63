import type { Fulfilment } from '../amazon/types.ts'
import type { Money } from '../money.ts'

/** A SKU in a marketplace, as far as a profile looks at it. */
export interface ListedItem {
  readonly accountId: string
  readonly marketplaceId: string
  readonly sku: string
  /** An incomplete listing has none yet. */
  readonly asin: string | null
  readonly active: boolean
  readonly fulfilment: Fulfilment
  readonly price: Money | null
}

/** An ASIN that may be asked about, with the listing that stands for it. */
export interface Candidate {
  readonly accountId: string
  readonly marketplaceId: string
  readonly asin: string
  readonly active: boolean
  readonly fulfilment: Fulfilment
  readonly price: Money | null
  /** Listings of this ASIN in its stratum: SKUs times marketplaces. */
  readonly listings: number
}

/** Listings that are counted in full and known by a sample: a uniform draw of their ASINs. */
export interface Stratum {
  readonly accountId: string
  readonly active: boolean
  readonly fulfilment: Fulfilment
  readonly listings: number
  readonly candidates: readonly Candidate[]
}

/** Prices asked in one currency. */
export interface PriceRange {
  readonly currency: string
  readonly items: number
  readonly lowest: number
  /** Within 5 %. */
  readonly median: number
  readonly highest: number
}

/** What the listings of all accounts and marketplaces of a seller come to. An item is a SKU in a marketplace. */
export interface ListingSummary {
  /** Distinct (account, SKU). */
  readonly skus: number
  readonly items: number
  readonly active: number
  /** Largest first. */
  readonly marketplaces: readonly MarketplaceItems[]
  /** Of active items; of all where none is active. */
  readonly fulfilment: Readonly<Record<Fulfilment, number>>
  /** Of active items; the currency of most items first. */
  readonly prices: readonly PriceRange[]
  /** Items without an ASIN, hence without brand or rivals. */
  readonly withoutAsin: { readonly active: number; readonly inactive: number }
  readonly strata: readonly Stratum[]
}

export interface MarketplaceItems {
  readonly id: string
  readonly items: number
  readonly active: number
  readonly inactive: number
}
