import { boundsOf } from './bounds.ts'
import { type BusinessConfig, type PricingConfig, type Strategy, WHOLE } from './config.ts'
import { refuseSnapshot } from './input.ts'
import type { Looking } from './looking.ts'
import { noticeOwn, type Wish, wishFor } from './own-offer.ts'
import { kept, type Priced, settle } from './settle.ts'
import { sidesOf } from './sides.ts'
import type { Snapshot } from './snapshot.ts'
import { type Draft, draftOf, newState, type Reason, startAnew, type Tier } from './state.ts'
import type { Refusal, Step } from './trace.ts'
import { wishOf } from './wish.ts'

export interface BusinessDecision {
  readonly action: 'keep' | 'change' | 'withdraw'
  /** Listing price of one unit, never above what consumers pay; null where there is none. */
  readonly price: number | null
  /** From so many units on, so much each: falling, and below the price of one. */
  readonly tiers: readonly Tier[]
  readonly why?: Reason
  /** In a dry run: what the price would be changed to. */
  readonly would?: number
}

interface Asked {
  readonly snapshot: Snapshot
  readonly config: PricingConfig
  readonly rule: BusinessConfig
  /** What consumers pay; null where nobody knows. */
  readonly most: number | null
  readonly now: number
  readonly steps: Step[]
}

/** What businesses are offered, while it is decided. */
interface Offer {
  readonly pricing: Draft
  tiers: readonly Tier[]
  withdrawn: number | null
}

interface Answer {
  readonly decision: BusinessDecision
  readonly checkAt: number | null
}

/**
 * What businesses pay, decided after what consumers pay: never more, for then it would help nobody. It is the same decision under one more
 * ceiling. Where even the least that it may cost is above that, the offer is taken back, and comes again when there is room.
 */
export function decideBusiness(draft: Draft, asked: Asked): Answer {
  const { rule, steps } = asked
  const { version } = rule.strategy
  const known = draft.business ?? { pricing: newState(version), tiers: [], withdrawn: null }
  const offer: Offer = { pricing: draftOf(known.pricing), tiers: known.tiers, withdrawn: known.withdrawn }
  steps.push({ code: 'business' })
  if (offer.pricing.strategy !== version) startAnew(offer.pricing)
  offer.pricing.strategy = version
  const { action, price, why, would, checkAt } = priceOf(offer, asked)
  draft.business = offer
  const decision: BusinessDecision = {
    action: offer.withdrawn !== null && known.withdrawn === null ? 'withdraw' : sameTiers(known.tiers, offer.tiers) ? action : 'change',
    price,
    tiers: offer.tiers,
    ...(why === undefined ? {} : { why }),
    ...(would === undefined ? {} : { would }),
  }
  return { decision, checkAt }
}

function priceOf(offer: Offer, asked: Asked): Priced {
  const { config, rule, most, now, steps } = asked
  const { pricing } = offer
  if (most === null) return refused(pricing, steps, 'consumer_price_unknown')
  const strategy: Strategy = rule.strategy.kind === 'discount' ? { kind: 'hold', version: rule.strategy.version } : rule.strategy
  const forBusinesses: PricingConfig = { ...config, min: rule.min, max: rule.max === null ? null : Math.min(rule.max, most), strategy }
  const look = lookOf(asked, pricing)
  const sides = sidesOf(look.offers, config.ownSellerIds)
  const own = noticeOwn(pricing, { snapshot: look, sides, config, steps })
  const bounds = boundsOf(forBusinesses, steps)
  if ('refused' in bounds) {
    const answer = refused(pricing, steps, bounds.refused)
    return (answer.price ?? 0) > most && !config.dryRun ? withdrawn(offer, steps) : answer
  }
  const { floor, ceiling } = bounds
  const looking = { snapshot: look, sides, own, config: forBusinesses, floor, ceiling, now, steps }
  const isAbove = (pricing.change?.to ?? pricing.price ?? 0) > ceiling
  const priced = settle(pricing, wishIn(offer, looking, rule, most), looking, rule.strategy.kind !== 'hold' || isAbove)
  if (priced.price === null || config.dryRun) return priced
  offer.withdrawn = null
  offer.tiers = tiersOf(priced.price, floor, rule.tiers, steps)
  return priced
}

/** Of a look that is missing or makes no sense nothing is taken but the time: the ceiling holds all the same. */
function lookOf({ snapshot, config, now, steps }: Asked, pricing: Draft): Snapshot {
  const { business } = snapshot
  const look: Snapshot = { ...snapshot, at: business?.at ?? snapshot.at, offers: business?.offers ?? [] }
  const reason = business === undefined ? 'no_look' : refuseSnapshot(look, config, pricing.lookedAt, now)
  if (reason === undefined) {
    pricing.lookedAt = look.at
    return look
  }
  steps.push({ code: 'unseen', reason })
  // What nobody looks at nobody confirms: it was sent together with the consumer price, whose own confirmation has to do.
  pricing.change = null
  return { ...snapshot, offers: [] }
}

function wishIn({ pricing, withdrawn: before }: Offer, looking: Looking, rule: BusinessConfig, most: number): Wish {
  const { snapshot, steps } = looking
  if (before !== null) return { price: before, why: 'offered_again' }
  if (rule.strategy.kind !== 'discount') {
    const isBlind = rule.strategy.kind === 'buy_box' && snapshot.offers.length === 0
    return isBlind ? {} : wishOf(pricing, looking)
  }
  const price = Math.floor((most * (WHOLE - rule.strategy.rate)) / WHOLE)
  steps.push({ code: 'discount', rate: rule.strategy.rate, price })
  return wishFor(price, 'discount', pricing, looking)
}

function withdrawn(offer: Offer, steps: Step[]): Priced {
  const { pricing } = offer
  offer.withdrawn = pricing.change?.to ?? pricing.price
  offer.tiers = []
  pricing.change = null
  pricing.price = null
  steps.push({ code: 'withdrawn', price: offer.withdrawn })
  return kept(pricing)
}

/** Each cheaper than the one before, none below the floor: one that would not be is left out. */
function tiersOf(price: number, floor: number, rules: BusinessConfig['tiers'], steps: Step[]): Tier[] {
  const tiers: Tier[] = []
  let before = price
  for (const { quantity, rate } of rules) {
    const each = Math.max(floor, Math.floor((price * (WHOLE - rate)) / WHOLE))
    if (each >= before) {
      steps.push({ code: 'tier_left_out', quantity, price: each })
      continue
    }
    tiers.push({ quantity, price: each })
    before = each
  }
  return tiers
}

const sameTiers = (a: readonly Tier[], b: readonly Tier[]): boolean =>
  a.length === b.length && a.every(({ quantity, price }, index) => quantity === b[index]?.quantity && price === b[index]?.price)

function refused(pricing: Draft, steps: Step[], reason: Refusal): Priced {
  steps.push({ code: 'refused', reason })
  return kept(pricing)
}
