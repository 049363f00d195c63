import { clamp, profitAt } from './bounds.ts'
import { type PricingConfig, WHOLE } from './config.ts'
import type { Contesting } from './looking.ts'
import { said, type Wish } from './own-offer.ts'
import { nightlyReset, truceUntil } from './price-war.ts'
import type { MarketView } from './rivals.ts'
import type { Draft } from './state.ts'
import type { Step } from './trace.ts'

const MINUTE = 60_000
/** So long after a price is seen Amazon may take to give us the Buy Box, before the next rung. */
const VERDICT_MS = 15 * MINUTE
/** Whoever could not win it rests for so long, then twice as long, until it is won again. */
const REST_MS = 60 * MINUTE
const LONGEST_REST_MS = 24 * 60 * MINUTE
/** As far as it went down, and a little more. */
const LARGEST_RETURN = 0.05
/** Whoever is farther than this above his rung goes on at once: rivals went down, or one step was not enough. A crawl by cents is waited out. */
const FAR = 100
/**
 * How far down: to the price that meets the best offer as buyers see it; to the least that anybody asks; then below that, by a cent (who has
 * the Buy Box keeps it at the same price) and by basis points.
 */
const BELOW = [0, 0, 0, 100, 200, 400] as const
const LOWEST_ASKED = 1
const CENT_BELOW = 2
/** Below the lowest price asked a unit has to leave over such a part of what it leaves there. */
const LEAST_PROFIT = 0.4
/** Part of the lowest price that is taken for its cost where costs are unknown, for comparing only. */
const ASSUMED_COST = 0.8

/** A rival has the Buy Box: down rung by rung, each judged by Amazon, from the rung above the one that won last. */
export function contest(draft: Draft, price: number, view: MarketView, looking: Contesting): Wish {
  const { config, now, steps } = looking
  const { ladder } = draft
  const reset = nightlyReset(draft, price, looking)
  if (reset !== undefined) {
    draft.phase = 'contest'
    return reset
  }
  const isFar = ladder.rung >= 0 && rungPrice(ladder.rung, view, looking) * WHOLE < price * (WHOLE - FAR)
  if (!isFar && now < ladder.until) return said(looking, draft.phase === 'floored' ? 'floored' : 'waits_for_verdict', ladder.until)
  const first = draft.phase === 'contest' ? ladder.rung + (isFar ? 0 : 1) : ladder.won - 1
  const least = leaves(rungPrice(LOWEST_ASKED, view, looking), view, config) * LEAST_PROFIT
  draft.phase = 'contest'
  for (let rung = Math.max(0, first); rung < BELOW.length; rung += 1) {
    const target = rungPrice(rung, view, looking)
    if (target >= price) continue
    if (rung > CENT_BELOW && leaves(target, view, config) < least) break
    const truce = truceUntil(draft, view, { price, target }, looking)
    if (truce !== undefined) return said(looking, 'contest', Math.min(truce, draft.war?.night ?? truce))
    draft.ladder = { rung, won: ladder.won, until: now + VERDICT_MS, rests: ladder.rests }
    steps.push({ code: CODES[rung] ?? 'below_the_lowest_price', price: target })
    return { price: target, why: 'contest' }
  }
  return giveUp(draft, price, view, looking)
}

const CODES: readonly (Step['code'] & `to_the_${string}`)[] = ['to_the_price_that_wins', 'to_the_lowest_price']

/** The verdict on a price counts from when it was first seen. */
export function judgeFrom(draft: Draft, seenAt: number): void {
  draft.ladder = { ...draft.ladder, until: seenAt + VERDICT_MS }
}

/** A price above lost the Buy Box, the one before it is on its way: it is judged before the contest begins. */
export function contestAfterLoss(draft: Draft, now: number): void {
  const { won, rests } = draft.ladder
  draft.phase = 'contest'
  draft.ladder = { rung: Math.max(0, won - 1) - 1, won, until: now + VERDICT_MS, rests }
}

/** Cheaper than all others has not won either: no reason to stay so. */
function giveUp(draft: Draft, price: number, view: MarketView, looking: Contesting): Wish {
  const until = looking.now + Math.min(REST_MS * 2 ** draft.ladder.rests, LONGEST_REST_MS)
  draft.ladder = { rung: LOWEST_ASKED, won: 0, until, rests: draft.ladder.rests + 1 }
  draft.phase = 'floored'
  const wish = said(looking, 'floored', until)
  const match = rungPrice(LOWEST_ASKED, view, looking)
  return price < match ? { ...wish, price: Math.min(match, Math.round(price * (1 + LARGEST_RETURN))), why: 'raise' } : wish
}

function rungPrice(rung: number, view: MarketView, { config, strategy: { undercut }, floor, ceiling }: Contesting): number {
  const met = rung < LOWEST_ASKED ? view.lowest : view.lowestLanded
  const below = rung < CENT_BELOW ? 0 : Math.max(1, Math.round((met * (BELOW[rung] ?? 0)) / WHOLE))
  return clamp(met - Math.max(undercut, below) - config.listing.shipping, floor, ceiling)
}

const leaves = (price: number, { lowestLanded }: MarketView, { costs, listing }: PricingConfig): number =>
  costs === undefined ? Math.max(0, price - ASSUMED_COST * (lowestLanded - listing.shipping)) : profitAt(price, costs)
