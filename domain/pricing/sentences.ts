import type { Refusal, Step, StepCode } from './trace.ts'

/*
 * A trace in words, English. The keys are codes and the places are their parameters, so that a catalogue of another language is this table
 * once more.
 */

type Sentences = Readonly<Record<Exclude<StepCode, 'refused' | 'unseen'>, string>>

/** Places in double braces; `{{price:money}}` is an amount, `{{until:time}}` an instant, `{{rate:percent}}` a rate. */
export const SENTENCES: Sentences = {
  costs_unknown: 'Costs are not known: the floor is the minimum alone, and no profit is claimed.',
  floor_by_costs: 'Costs, fees, tax and margin lift the floor to {{floor:money}}.',
  strategy_changed: 'The strategy has changed from version {{from}} to {{to}}: it looks at the market anew.',
  event: 'The scheduled event {{event}} says the price.',
  locked: 'The scheduled event {{event}} locks the price.',
  event_over: 'The scheduled event {{event}} is over: the market is looked at anew.',
  hold: 'On hold: nothing is touched.',
  manual: 'The price is set by hand.',
  cross_product: 'The price follows other products.',
  changed_elsewhere: 'Somebody else has changed our price from {{from:money}} to {{to:money}}.',
  never_seen: 'Amazon has never shown {{price:money}}: it is sent once more.',
  own_offer_unknown: 'Our own offer was never seen: nothing is touched before.',
  waits_until_visible: 'The price that was sent is not shown yet; after {{until:time}} it is sent again.',
  waits_for_verdict: 'The price is shown; until {{until:time}} Amazon may give us the Buy Box.',
  market: '{{rivals}} rivals count; in the Buy Box: {{holder}}. The price to meet is {{lowest:money}}, the lowest asked {{landed:money}}.',
  contest: 'Somebody else has the Buy Box.',
  floored: 'The Buy Box cannot be won above our floor now; we stay until the market changes.',
  holding: 'The Buy Box is ours.',
  holds: 'The Buy Box is ours; nothing higher is tried before {{until:time}}.',
  solo: 'Nobody competes.',
  alone: 'Nobody competes: up step by step.',
  alone_at_the_ceiling: 'Nobody competes, and we are as high as we may go.',
  suppressed: 'Amazon shows nobody in the Buy Box.',
  ineligible: 'Our offer may not be in the Buy Box: no price would win it, so nobody is chased.',
  to_the_price_that_wins: 'Down to {{price:money}}, which meets the best offer as buyers see it.',
  to_the_lowest_price: 'That did not win: down to {{price:money}}, which meets the lowest price asked.',
  below_the_lowest_price: 'That did not win either: {{price:money}} is below all others.',
  to_the_usual_price: 'Amazon takes {{price:money}} for usual: that may bring the Buy Box back.',
  won: 'Amazon confirms it: the Buy Box is ours at {{price:money}}.',
  lost: '{{price:money}} loses the Buy Box: back to {{back:money}}.',
  as_high_as_it_holds: '{{held:money}} holds and {{lost:money}} does not: that is as high as it goes.',
  at_the_ceiling: 'As high as we may go: {{ceiling:money}}.',
  worth_a_try: '{{price:money}} is worth a try: it holds in {{keeps}} of 1000 cases.',
  not_worth_a_try: '{{price:money}} is not worth a try: it holds in {{keeps}} of 1000 cases.',
  nightly_reset: 'A new day in a war of prices: back to {{price:money}}, where it began, to see who follows.',
  price_war: 'Seller {{sellerId}} undercuts us again and again: we do not follow for some hours, and never below {{least:money}}.',
  push: '{{units}} units count since the rule began; steps taken: {{taken}}.',
  daily_push: '{{units}} units count today; steps taken: {{taken}}.',
  new_day: 'A new day: back to the start price of {{price:money}}, until {{until:time}}.',
  sold: '{{units}} units are sold: the rule asks for {{price:money}}.',
  sells_well: '{{units}} units in this window, it sells well: {{price:money}}.',
  sells_badly: '{{units}} units in this window, it sells badly: {{price:money}}.',
  nothing_to_sell: 'There was nothing to sell in this window: it says nothing of demand.',
  stock_is_low: '{{stock}} units are left: {{price:money}}.',
  sales_unknown: 'Sales are not counted here: without them the rule says nothing.',
  no_cheaper_while_sold_out: 'There is nothing to sell: no reason to be cheaper.',
  follows: 'The products that are followed ask for {{price:money}} ({{asins}} of them).',
  nobody_to_follow: 'None of the {{asins}} products can be followed now: the price stays.',
  follows_twin: 'Our listing {{sku}} leads at this product, with {{price:money}}.',
  business: 'What businesses pay:',
  discount: '{{rate:percent}} less than consumers pay: {{price:money}}.',
  withdrawn: 'Consumers pay less than businesses may: the business price of {{price:money}} is taken back.',
  tier_left_out: 'From {{quantity}} units on it would be no cheaper ({{price:money}}): left out.',
  out_of_bounds: '{{price:money}} is not between {{floor:money}} and {{ceiling:money}}.',
  step_capped: '{{wished:money}} is too far for one step: {{allowed:money}}.',
  changed_often_enough: 'Changed often enough: {{hour}} times in this hour, {{day}} in this day.',
  changes: 'The price changes from {{from:money}} to {{to:money}} ({{why}}).',
  would_change: 'Dry run: the price would change from {{from:money}} to {{to:money}} ({{why}}).',
}

const REFUSALS: Readonly<Record<Refusal | 'no_look', string>> = {
  no_time: 'the look says no time',
  other_marketplace: 'the look is of another marketplace',
  other_asin: 'the look is of another product',
  other_currency: 'the look is in another currency',
  from_the_future: 'the look is from the future',
  stale: 'the look is older than six hours',
  out_of_order: 'a newer look is known',
  not_a_price: 'one of its prices is none',
  not_a_sale: 'one of its sales is none',
  no_minimum: 'no minimum price is set',
  no_maximum: 'no maximum price is set',
  bounds_are_no_prices: 'minimum or maximum are no prices',
  minimum_above_maximum: 'the minimum is above the maximum',
  shipping_is_no_amount: 'what shipping costs is no amount',
  costs_are_no_amounts: 'costs, fees or rates are no amounts',
  no_price_pays: 'fees, tax and margin leave nothing of any price',
  costs_above_maximum: 'costs lift the floor above the maximum',
  consumer_price_unknown: 'nobody knows what consumers pay',
  no_look: 'nobody looked',
}

/** How a reader writes what a place holds. */
export interface Writing {
  money(minor: number): string
  time(at: number): string
}

/** One step of a trace as a sentence. */
export function sentenceOf(step: Step, { money, time }: Writing): string {
  if (step.code === 'refused') return `Nothing is touched: ${REFUSALS[step.reason]}.`
  if (step.code === 'unseen') return `No look at business offers is used: ${REFUSALS[step.reason]}.`
  const values: Readonly<Record<string, string | number | null | undefined>> = step
  return SENTENCES[step.code].replaceAll(/\{\{(\w+)(?::(\w+))?\}\}/g, (_, name: string, kind?: string) => {
    const value = values[name] ?? null
    if (typeof value !== 'number') return value ?? '–'
    if (kind === 'money') return money(value)
    if (kind === 'time') return time(value)
    return kind === 'percent' ? `${value / 100} %` : String(value)
  })
}
