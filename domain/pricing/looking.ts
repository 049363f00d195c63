import { marketplaceOf } from '../amazon/marketplaces.ts'
import { dayOf } from '../calendar/days.ts'
import type { Interval } from '../calendar/intervals.ts'
import type { BuyBoxStrategy, PricingConfig } from './config.ts'
import type { Sides } from './sides.ts'
import type { MarketOffer, Snapshot } from './snapshot.ts'
import type { Step } from './trace.ts'

/** What a strategy is asked about, and where it says what it makes of it. */
export interface Looking {
  readonly snapshot: Snapshot
  readonly sides: Sides
  /** Our own offer; undefined where the look does not show it. What it shows of our price is in the draft. */
  readonly own: MarketOffer | undefined
  readonly config: PricingConfig
  /** Listing prices that are allowed, both inclusive. */
  readonly floor: number
  readonly ceiling: number
  /** Epoch milliseconds */
  readonly now: number
  readonly steps: Step[]
}

/** The same where the Buy Box is contested. */
export interface Contesting extends Looking {
  readonly strategy: BuyBoxStrategy
}

/** The day of the marketplace's own calendar; of UTC's where nobody knows the marketplace. */
export const today = ({ listing }: PricingConfig, now: number): Interval =>
  dayOf(now, marketplaceOf(listing.marketplaceId)?.timeZone ?? 'UTC')
