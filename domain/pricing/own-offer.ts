import type { PricingConfig } from './config.ts'
import type { MarketOffer, Snapshot } from './snapshot.ts'
import type { Draft, Reason } from './state.ts'
import type { Step } from './trace.ts'

/** What a strategy wants: a price, or that nothing is changed; and when to look again if nothing happens. */
export interface Wish {
  readonly price?: number
  readonly why?: Reason
  readonly checkAt?: number
}

/** A price that no look shows after so long is sent once more. */
const VISIBLE_MS = 20 * 60_000

/** Our own offer, of several the one in the Buy Box; undefined where the look does not show it. */
export function ownOf({ offers }: Snapshot, { listing, ownSellerIds }: PricingConfig): MarketOffer | undefined {
  let own: MarketOffer | undefined
  for (const offer of offers)
    if (offer.fba === listing.fba && (own === undefined || offer.inBuyBox) && ownSellerIds.includes(offer.sellerId)) own = offer
  return own
}

/** What a look shows of our own offer counts, unless it is older than what we sent. */
export function noticeOwn(draft: Draft, own: MarketOffer | undefined, { at }: Snapshot, steps: Step[]): void {
  const { change, price } = draft
  if (own === undefined) return
  if (change === null) {
    if (price !== null && price !== own.listing) steps.push({ code: 'changed_elsewhere', from: price, to: own.listing })
    draft.price = own.listing
  } else if (at > change.sentAt && own.listing === change.to && change.seenAt === null)
    draft.change = { from: change.from, to: change.to, why: change.why, sentAt: change.sentAt, seenAt: at }
}

/** What to do while no look shows what we sent; undefined where one does, or nothing is on its way. */
export function awaitSight({ change }: Draft, now: number, steps: Step[]): Wish | undefined {
  if (change === null || change.seenAt !== null) return undefined
  const until = change.sentAt + VISIBLE_MS
  if (now <= until) {
    steps.push({ code: 'waits_until_visible', until })
    return { checkAt: until }
  }
  steps.push({ code: 'never_seen', price: change.to })
  return { price: change.to, why: change.why }
}
