import type { Sale } from './sales.ts'

/** One seller's offer, as a look at the market shows it. Prices in integer minor units. */
export interface MarketOffer {
  readonly sellerId: string
  /** What buyers compare: listing price and shipping, less points. */
  readonly landed: number
  readonly listing: number
  readonly fba: boolean
  /** May be in the Buy Box at all (IsFeaturedMerchant). */
  readonly featured: boolean
  readonly inBuyBox: boolean
  /** Can be sent now, not only later. */
  readonly available: boolean
  readonly feedbackCount: number
  readonly feedbackPercent: number
  readonly maximumHours: number
  /** Amazon sells it itself. */
  readonly retail?: boolean
}

/** A look at offers beside those of our own ASIN's consumers, with a time of its own: epoch milliseconds. */
export interface SideLook {
  readonly at: number
  readonly offers: readonly MarketOffer[]
}

/** A look at another ASIN, whose price is followed. */
export interface FollowedLook extends SideLook {
  readonly asin: string
}

/** A look at all offers of an ASIN in one condition: at most the twenty cheapest, ours not always among them. */
export interface Snapshot {
  /** When the offers were so: epoch milliseconds. */
  readonly at: number
  readonly asin: string
  readonly marketplaceId: string
  /** ISO 4217 */
  readonly currency: string
  readonly offers: readonly MarketOffer[]
  /** Landed price above which Amazon may take an offer out of the Buy Box. */
  readonly priceThreshold?: number
  /** Our orders of this ASIN since the rule began to count (`push.since`) or longer, in whatever order they were heard of; absent where nobody counts. */
  readonly sales?: readonly Sale[]
  /** Units of ours that can be sold now; absent where nobody knows. */
  readonly stock?: number
  /** What businesses are shown (Amazon Business); absent where nobody looked. */
  readonly business?: SideLook
  /** Of the ASINs that are followed. */
  readonly followed?: readonly FollowedLook[]
}
