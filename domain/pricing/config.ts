import type { Counted } from './sales.ts'

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

/** By how much a price goes up, or down where it is less than nothing: minor units, or basis points of the price it has then. */
export type PriceChange = { readonly amount: number } | { readonly rate: number }

/** When so many units more are sold, the price changes. */
export interface SalesStep {
  readonly units: number
  readonly change: PriceChange
}

interface SalesRule extends Counted {
  readonly version: number
  readonly start: number
  /** A raise that loses the Buy Box is taken back. */
  readonly keepBuyBox: boolean
  /** One after the other: each counts from where the one before was reached. */
  readonly steps: readonly SalesStep[]
  /** With so many units left or fewer the price goes up once, until there are more again. */
  readonly lowStock?: SalesStep
}

/** By units sold: first the steps, then window after window, up where it sells well, down to the minimum where it does not. */
export interface PushStrategy extends SalesRule {
  readonly kind: 'push'
  readonly window?: {
    readonly hours: number
    /** So many units in a window or more: at once, and the next window begins. */
    readonly up?: SalesStep
    /** So many or fewer, when the window ends. */
    readonly down?: SalesStep
  }
}

/** By units sold today: each day begins at the start price, at midnight where the marketplace is. */
export interface DailyPushStrategy extends SalesRule {
  readonly kind: 'daily_push'
}

/** The price follows other ASINs: that of their Buy Box, or of their cheapest offer where nobody has it. */
export interface CrossProductStrategy {
  readonly kind: 'cross_product'
  readonly version: number
  readonly asins: readonly string[]
  readonly of: 'lowest' | 'mean' | 'highest'
  readonly change: PriceChange
  readonly rivals: RivalFilter
}

export type Strategy = BuyBoxStrategy | PushStrategy | DailyPushStrategy | CrossProductStrategy | ManualStrategy | HoldStrategy

/** At certain times something else than the strategy says what the price is, or between what it lies. */
export type ScheduledEvent = EventTime &
  (
    | { readonly action: 'lock' }
    | { readonly action: 'price'; readonly price: number }
    | { readonly action: 'min' | 'max'; readonly price: number }
  )

interface EventTime {
  readonly id: string
  /** IANA: dates, weekdays and hours are those of its wall clock. */
  readonly timeZone: string
  /** YYYY-MM-DD, the first and the last day. */
  readonly from?: string
  readonly until?: string
  /** 1 = Monday .. 7 = Sunday, those on which it begins. */
  readonly weekdays?: readonly number[]
  /** HH:MM; an `until` before `from` lies on the next day. Absent: all day. */
  readonly hours?: { readonly from: string; readonly until: string }
}

/** What businesses are offered. Never more than consumers are asked. */
export interface BusinessConfig {
  /** `discount`: so much less than the consumer price, in basis points. */
  readonly strategy: Strategy | { readonly kind: 'discount'; readonly version: number; readonly rate: number }
  readonly min: number | null
  readonly max: number | null
  /** From so many units on, so much less than the price of one, in basis points; both grow. Amazon takes five. */
  readonly tiers: readonly { readonly quantity: number; readonly rate: number }[]
}

/** Another listing of this customer at the same ASIN. */
export interface TwinListing {
  readonly sku: string
  readonly fba: boolean
  readonly shipping: number
  /** Null where it is not known. */
  readonly price: number | null
}

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
  /** The first of its kind that is in force counts. */
  readonly events?: readonly ScheduledEvent[]
  readonly business?: BusinessConfig
  readonly twins?: readonly TwinListing[]
  /** Nothing is sent: what would be is said. */
  readonly dryRun?: boolean
}

/** As they stand unless somebody says otherwise (brief repricing 5). */
export const USUAL_LIMITS: Limits = { perChange: 2_000, dropPerDay: 5_000, changesPerHour: 12, changesPerDay: 96 }
export const USUAL_BUY_BOX: BuyBoxStrategy = { kind: 'buy_box', version: 1, undercut: 0, handicap: 1_500, rivals: {} }
