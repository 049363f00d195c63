import type { Phase, Reason } from './state.ts'

/** Why nothing was decided. */
export type Refusal =
  | 'no_time'
  | 'other_marketplace'
  | 'other_asin'
  | 'other_currency'
  | 'from_the_future'
  | 'stale'
  | 'out_of_order'
  | 'not_a_price'
  | 'not_a_sale'
  | 'no_minimum'
  | 'no_maximum'
  | 'bounds_are_no_prices'
  | 'minimum_above_maximum'
  | 'shipping_is_no_amount'
  | 'costs_are_no_amounts'
  | 'no_price_pays'
  | 'costs_above_maximum'
  | 'consumer_price_unknown'

/** Nothing is done now; `until` where something would be done then. Phases of the Buy Box say so as well. */
export type Waiting =
  | Exclude<Phase, 'start'>
  | 'holds'
  | 'alone'
  | 'alone_at_the_ceiling'
  | 'own_offer_unknown'
  | 'waits_until_visible'
  | 'waits_for_verdict'
  | 'sales_unknown'
  | 'no_cheaper_while_sold_out'

type Nothing = Record<never, never>

/** What each step was about. Prices are integer minor units, listing prices unless it says landed; `until` epoch milliseconds; rates basis points. */
type Steps = { readonly [Code in Waiting]: { readonly until?: number } } & {
  readonly refused: { readonly reason: Refusal }
  readonly costs_unknown: Nothing
  readonly floor_by_costs: { readonly floor: number }
  readonly strategy_changed: { readonly from: number; readonly to: number }
  /** By the id of the scheduled event. */
  readonly event: { readonly event: string }
  readonly locked: { readonly event: string }
  readonly event_over: { readonly event: string }
  readonly hold: Nothing
  readonly manual: Nothing
  readonly cross_product: Nothing
  readonly changed_elsewhere: { readonly from: number; readonly to: number }
  readonly never_seen: { readonly price: number }

  /** The least price as our buyers see it, and as it stands there; both landed, absent without rivals. */
  readonly market: { readonly rivals: number; readonly holder: string; readonly lowest?: number; readonly landed?: number }
  readonly to_the_price_that_wins: { readonly price: number }
  readonly to_the_lowest_price: { readonly price: number }
  readonly below_the_lowest_price: { readonly price: number }
  readonly to_the_usual_price: { readonly price: number }
  readonly won: { readonly price: number }
  readonly lost: { readonly price: number; readonly back: number }
  readonly as_high_as_it_holds: { readonly held: number; readonly lost: number }
  readonly at_the_ceiling: { readonly ceiling: number }
  /** `keeps` in thousandths; what is won and lost in minor units times hours of selling. */
  readonly worth_a_try: Gamble
  readonly not_worth_a_try: Gamble
  readonly nightly_reset: { readonly price: number }
  readonly price_war: { readonly sellerId: string; readonly wars: number; readonly least: number }

  readonly push: { readonly units: number; readonly taken: number }
  readonly daily_push: { readonly units: number; readonly taken: number }
  readonly new_day: { readonly price: number; readonly until: number }
  readonly sold: { readonly units: number; readonly price: number }
  readonly sells_well: { readonly units: number; readonly price: number }
  readonly sells_badly: { readonly units: number; readonly price: number }
  readonly nothing_to_sell: Nothing
  readonly stock_is_low: { readonly stock: number; readonly price: number }

  readonly follows: { readonly price: number; readonly asins: number }
  readonly nobody_to_follow: { readonly asins: number }
  readonly follows_twin: { readonly sku: string; readonly price: number | null }

  /** From here on it is about what businesses pay. */
  readonly business: Nothing
  readonly unseen: { readonly reason: Refusal | 'no_look' }
  readonly discount: { readonly rate: number; readonly price: number }
  readonly withdrawn: { readonly price: number | null }
  readonly tier_left_out: { readonly quantity: number; readonly price: number }

  readonly out_of_bounds: { readonly price: number; readonly floor: number; readonly ceiling: number }
  readonly step_capped: { readonly wished: number; readonly allowed: number }
  readonly changed_often_enough: { readonly hour: number; readonly day: number }
  readonly changes: { readonly from: number; readonly to: number; readonly why: Reason }
  readonly would_change: { readonly from: number; readonly to: number; readonly why: Reason }
}

type Gamble = {
  readonly price: number
  readonly keeps: number
  readonly wins: number
  readonly loses: number
}

export type StepCode = keyof Steps

/** One step of a decision: a code, and what it was about. Put into words where it is read. */
export type Step = { readonly [Code in StepCode]: { readonly code: Code } & Steps[Code] }[StepCode]

export type Trace = readonly Step[]
