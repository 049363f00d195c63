/** One offer of an ASIN, as far as the Buy Box looks at it. All of one ASIN are in one condition and one currency. */
export interface BuyBoxOffer {
  /** Empty where nobody says who it is. */
  readonly sellerId: string
  /** Listing price and shipping, less points: integer minor units. */
  readonly landed: number
  /** Amazon fulfils it. */
  readonly fba: boolean
  readonly feedback?: { readonly count: number; readonly positivePercent: number }
  /** Until it is on its way, at the longest; absent where nobody says so. */
  readonly maximumHours?: number
  /** Amazon sells it itself. */
  readonly retail?: boolean
}
