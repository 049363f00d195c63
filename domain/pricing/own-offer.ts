import type { PricedListing } from './config.ts'
import type { Looking } from './looking.ts'
import type { Sides } from './sides.ts'
import type { MarketOffer } from './snapshot.ts'
import type { Draft, PendingChange, Reason } from './state.ts'
import type { Waiting } from './trace.ts'

/** What a strategy wants: a price, or that nothing is changed; and when to look again if nothing happens. */
export interface Wish {
  readonly price?: number
  readonly why?: Reason
  readonly checkAt?: number
}

/** Nothing is done now; something may be at `checkAt`. */
export function said({ steps }: Pick<Looking, 'steps'>, code: Waiting, checkAt?: number): Wish {
  steps.push(checkAt === undefined ? { code } : { code, until: checkAt })
  return checkAt === undefined ? {} : { checkAt }
}

/** A price that no look shows after so long is sent once more. */
export const VISIBLE_MS = 20 * 60_000

/**
 * Our own offer; undefined where the look does not show it. A look names sellers, not SKUs: of several of ours that are fulfilled the same way
 * it is the one at the price that we sent or know, else the one in the Buy Box.
 */
function ownOf({ change, price }: Draft, { fba }: PricedListing, { ours }: Sides): MarketOffer | undefined {
  const expected = change?.to ?? price
  let own: MarketOffer | undefined
  for (const offer of ours) {
    if (offer.fba !== fba) continue
    if (own === undefined || (own.listing !== expected && (offer.listing === expected || offer.inBuyBox))) own = offer
  }
  return own
}

/** What a look shows of our own offer counts, unless it is older than what we sent. The offer; undefined where it is not shown. */
export function noticeOwn(
  draft: Draft,
  { snapshot: { at }, config: { listing }, sides, steps }: Pick<Looking, 'snapshot' | 'config' | 'sides' | 'steps'>,
): MarketOffer | undefined {
  const own = ownOf(draft, listing, sides)
  const { change, price } = draft
  if (own === undefined) return undefined
  if (change === null) {
    if (price !== null && price !== own.listing) steps.push({ code: 'changed_elsewhere', from: price, to: own.listing })
    draft.price = own.listing
  } else if (at > change.sentAt && own.listing === change.to && change.seenAt === null)
    draft.change = { from: change.from, to: change.to, why: change.why, sentAt: change.sentAt, seenAt: at }
  return own
}

/**
 * What to do while no look shows what we sent; undefined where one does, or nothing is on its way. After a while the strategy is asked again
 * for what it wants by now where looks show another price of ours; else it is sent once more, and a raise that nobody sees is taken back.
 */
export function awaitSight(draft: Draft, { snapshot, own, now, steps }: Looking): Wish | undefined {
  const { change } = draft
  if (change === null || change.seenAt !== null) return undefined
  const { from, to, why, sentAt } = change
  const until = Math.max(sentAt, draft.changes.at(-1) ?? 0) + VISIBLE_MS
  if (now < until) return said({ steps }, 'waits_until_visible', until)
  steps.push({ code: 'never_seen', price: to })
  if (own !== undefined && snapshot.at > sentAt) {
    draft.change = null
    draft.price = own.listing
    return undefined
  }
  return isRaise(change) ? { price: from, why: 'revert' } : { price: to, why }
}

/** Tried upwards by ourselves, and not because somebody wants that price. */
export const isRaise = ({ why }: PendingChange): boolean => why === 'probe' || why === 'raise'

/** What was seen is no longer on its way. */
export function forgetSeen(draft: Draft): void {
  if (draft.change !== null && draft.change.seenAt !== null) draft.change = null
}

/** A price that is not looked for in the market: sent once, again where nobody sees it, and another one at once. */
export function wishFor(price: number, why: Reason, draft: Draft, looking: Looking): Wish {
  const waits = draft.change === null || draft.change.to === price ? awaitSight(draft, looking) : undefined
  if (waits !== undefined) return waits
  forgetSeen(draft)
  return { price, why }
}
