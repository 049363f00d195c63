/** Rates are in basis points: 1 % is 100. */
export const WHOLE = 10_000

/** Of one listing in one marketplace. Prices in integer minor units of its currency. */
export interface PricedListing {
  readonly sku: string
  readonly asin: string
  readonly marketplaceId: string
  /** ISO 4217 */
  readonly currency: string
  readonly fba: boolean
  /** What we ask for shipping, beside the price. */
  readonly shipping: number
}

/** What a unit costs; rates in basis points (1 % is 100). */
export interface Costs {
  readonly unit: number
  /** Fixed fees a unit: fulfilment, closing. */
  readonly fees: number
  /** Referral fee, of the price with tax. */
  readonly referral: number
  /** Value added tax that is in the price. */
  readonly vat: number
  /** What has to be left over at least: an amount, or a part of the price without tax. */
  readonly margin?: number
  readonly marginRate?: number
}

/** Which offers are taken for rivals. */
export interface RivalFilter {
  readonly leastRatings?: number
  readonly leastPercent?: number
  readonly mostHours?: number
  readonly only?: 'fba' | 'fbm'
  readonly withoutRetail?: boolean
  readonly exclude?: readonly string[]
}

/** How far and how often prices may move; rates in basis points. */
export interface Limits {
  readonly perChange: number
  readonly dropPerDay: number
  readonly changesPerHour: number
  readonly changesPerDay: number
}

export interface BuyBoxStrategy {
  readonly kind: 'buy_box'
  /** Counts up with every change of it. */
  readonly version: number
  /** Below the rival's price by so much; 0 matches it. */
  readonly undercut: number
  /** How much dearer an offer that Amazon fulfils may be than one of a merchant, at the same chance: basis points. */
  readonly handicap: number
  readonly rivals: RivalFilter
}

/** One price, whatever the market does. */
export interface ManualStrategy {
  readonly kind: 'manual'
  readonly version: number
  readonly price: number
}

/** Nothing is touched. */
export interface HoldStrategy {
  readonly kind: 'hold'
  readonly version: number
}

export type Strategy = BuyBoxStrategy | ManualStrategy | HoldStrategy

export interface PricingConfig {
  readonly listing: PricedListing
  /** All seller ids of this customer: they are no rivals of each other. */
  readonly ownSellerIds: readonly string[]
  readonly strategy: Strategy
  /** Of the listing price. Null: nobody has said so, and nothing is touched. */
  readonly min: number | null
  readonly max: number | null
  /** Absent: there is no floor from costs, and no profit is claimed. */
  readonly costs?: Costs
  /** Wanted last digits, e.g. 99 for prices as 12.99. */
  readonly endings?: readonly number[]
  readonly limits: Limits
}

/** As they stand unless somebody says otherwise (brief repricing 5). */
export const USUAL_LIMITS: Limits = { perChange: 2_000, dropPerDay: 5_000, changesPerHour: 12, changesPerDay: 96 }
export const USUAL_BUY_BOX: BuyBoxStrategy = { kind: 'buy_box', version: 1, undercut: 0, handicap: 1_500, rivals: {} }
