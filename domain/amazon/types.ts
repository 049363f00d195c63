import type { Money } from '../money.ts'

/** A marketplace that a seller is registered in. */
export interface Participation {
  readonly marketplaceId: string
  /** ISO 3166-1 alpha-2 */
  readonly country: string
  /** ISO 4217 */
  readonly currency: string
  readonly storeName: string
  /** False where he could sell and does not. */
  readonly participating: boolean
  readonly suspendedListings: boolean
}

export type ReportStatus = 'queued' | 'running' | 'done' | 'cancelled' | 'fatal'

export interface Report {
  readonly reportId: string
  readonly type: string
  readonly status: ReportStatus
  /** Of a report that is done; of a fatal one, where there is one, the reason in words. */
  readonly documentId?: string
}

export interface ReportRequest {
  /** e.g. `GET_MERCHANT_LISTINGS_ALL_DATA` */
  readonly type: string
  /** One at most 25. */
  readonly marketplaceIds: readonly string[]
  /** ISO instants */
  readonly from?: string
  readonly until?: string
  readonly options?: Readonly<Record<string, string>>
}

/** The link is a credential by itself and lasts five minutes: never stored, never logged. */
export interface ReportDocument {
  readonly documentId: string
  readonly url: string
  readonly gzip: boolean
}

export type Fulfilment = 'amazon' | 'merchant'
/** `other` for what Amazon has invented since. */
export type ListingStatus = 'active' | 'inactive' | 'incomplete' | 'other'

/** One SKU of a seller in one marketplace. */
export interface Listing {
  readonly sku: string
  /** An incomplete listing may have none yet. */
  readonly asin?: string
  readonly title: string
  readonly price?: Money
  /** Amazon leaves it out for what it fulfils itself. */
  readonly quantity?: number
  readonly fulfilment: Fulfilment
  readonly status: ListingStatus
  /** ISO instant; left out where its zone is unknown to us. */
  readonly openedAt?: string
}

export interface SalesRank {
  readonly category: string
  readonly rank: number
}

/** An ASIN as the catalog knows it. */
export interface CatalogItem {
  readonly asin: string
  readonly title?: string
  readonly brand?: string
  readonly manufacturer?: string
  /** Amazon's, e.g. `LUGGAGE`. */
  readonly productType?: string
  /** Of the store front, e.g. `Kitchen`. */
  readonly displayGroup?: string
  /** Of the browse tree, the deepest one. */
  readonly category?: { readonly id: string; readonly name: string }
  readonly salesRanks: readonly SalesRank[]
  /** Of a variation. */
  readonly parentAsins: readonly string[]
}

/** One seller's offer of an ASIN. */
export interface Offer {
  readonly sellerId?: string
  /** Where Amazon says so. */
  readonly mine?: boolean
  readonly fulfilment: Fulfilment
  readonly listingPrice: Money
  readonly shipping: Money
  /** Listing price and shipping less points (Japan): what buyers compare. */
  readonly landedPrice: Money
  readonly buyBoxWinner: boolean
  /** May win the Buy Box. */
  readonly featured: boolean
  readonly feedback?: { readonly count: number; readonly positivePercent?: number }
}

/** Who offers an ASIN in new condition. */
export interface Offers {
  readonly asin: string
  readonly marketplaceId: string
  /** `too_soon`: Amazon has them from `availableAt` on. */
  readonly status: 'known' | 'no_buyable_offers' | 'too_soon' | 'other'
  /** Of all conditions, also those beyond the twenty that are listed. */
  readonly total: number
  readonly count: Readonly<Record<Fulfilment, number>>
  readonly buyBoxPrice?: Money
  /** Above it an offer may lose the Buy Box. */
  readonly competitivePriceThreshold?: Money
  /** The twenty with the lowest landed price. */
  readonly offers: readonly Offer[]
  /** ISO instant */
  readonly availableAt?: string
}

/** Each ASIN of a batch has an answer of its own. */
export type OffersOfAsin =
  | { readonly asin: string; readonly offers: Offers }
  | { readonly asin: string; readonly failure: 'throttled' | 'not_found' | 'invalid' | 'unavailable'; readonly message: string }
