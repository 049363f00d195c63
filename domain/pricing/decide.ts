import { boundsOf } from './bounds.ts'
import { type BusinessDecision, decideBusiness } from './business.ts'
import type { BusinessConfig, PricingConfig } from './config.ts'
import { type Scheduled, scheduledAt } from './events.ts'
import { refuseSnapshot } from './input.ts'
import { noticeOwn } from './own-offer.ts'
import { kept, type Priced, settle } from './settle.ts'
import { sidesOf } from './sides.ts'
import type { Snapshot } from './snapshot.ts'
import { type Draft, draftOf, newState, type PricingState, type Reason, startAnew } from './state.ts'
import type { Step, Trace } from './trace.ts'
import { wishOf } from './wish.ts'

export interface Decision {
  readonly action: 'keep' | 'change'
  /** The listing price that is to be; null where nobody knows ours. */
  readonly price: number | null
  readonly why?: Reason
  /** In a dry run: what it would be changed to. */
  readonly would?: number
  /** When to look again if nothing happens before: epoch milliseconds; null: only then. */
  readonly checkAt: number | null
  /** What businesses are to be offered, sent together with the price; absent where nothing is said of them. */
  readonly business?: BusinessDecision
}

export interface Decided {
  readonly decision: Decision
  readonly state: PricingState
  readonly trace: Trace
}

/**
 * The price of a listing, by what the market looks like now (epoch milliseconds): the same answer for the same question, for ever. Live
 * pricing, dry runs, replays and simulations are this one function. Prices are integer minor units. `state` null begins.
 *
 * In this order: input that makes no sense is refused (1), the strategy's wish is kept within its bounds (2), above the floor from fresh
 * costs (3), and within the steps of a change and a day (4). Nothing is touched without a minimum and a maximum. What businesses pay is
 * decided after, and along with, what consumers pay.
 */
export function decide(state: PricingState | null, snapshot: Snapshot, config: PricingConfig, now: number): Decided {
  const steps: Step[] = []
  const draft = state === null ? newState(config.strategy.version) : draftOf(state)
  const refused = refuseSnapshot(snapshot, config, draft.lookedAt, now)
  if (refused !== undefined) {
    steps.push({ code: 'refused', reason: refused })
    return decidedOf(kept(draft, draft.checkAt ?? undefined), draft, steps)
  }
  draft.lookedAt = snapshot.at
  const scheduled = config.events === undefined ? NOTHING_SCHEDULED : scheduledAt(config.events, now)
  const consumer = decideConsumer(draft, snapshot, within(config, scheduled), scheduled, now, steps)
  const { until = null, says } = scheduled
  const checkAt = earliest(consumer.checkAt, until)
  const { business: rule } = config
  if (rule === undefined) return decidedOf(until === null ? consumer : { ...consumer, checkAt }, draft, steps)
  const locked: BusinessConfig = says?.action === 'lock' ? { ...rule, strategy: { kind: 'hold', version: rule.strategy.version } } : rule
  const business = decideBusiness(draft, { snapshot, config, rule: locked, most: consumer.price, now, steps })
  return decidedOf({ ...consumer, checkAt: earliest(checkAt, business.checkAt) }, draft, steps, business.decision)
}

/** Who has not said how far a price may go has not said so for an hour either. */
function within(config: PricingConfig, { min, max }: Scheduled): PricingConfig {
  if (min === undefined && max === undefined) return config
  return { ...config, min: config.min === null ? null : (min ?? config.min), max: config.max === null ? null : (max ?? config.max) }
}

const NOTHING_SCHEDULED: Scheduled = {}

function decideConsumer(draft: Draft, snapshot: Snapshot, config: PricingConfig, { says }: Scheduled, now: number, steps: Step[]): Priced {
  const { version } = config.strategy
  const event = says?.id ?? null
  if (draft.strategy !== version) steps.push({ code: 'strategy_changed', from: draft.strategy, to: version })
  if (draft.event !== null && draft.event !== event) steps.push({ code: 'event_over', event: draft.event })
  if (draft.strategy !== version || draft.event !== event) startAnew(draft)
  if (config.strategy.kind !== 'push' && config.strategy.kind !== 'daily_push') draft.push = null
  draft.strategy = version
  draft.event = event
  const sides = sidesOf(snapshot.offers, config.ownSellerIds)
  const own = noticeOwn(draft, { snapshot, sides, config, steps })
  const bounds = boundsOf(config, steps)
  if ('refused' in bounds) {
    steps.push({ code: 'refused', reason: bounds.refused })
    return kept(draft)
  }
  const { floor, ceiling } = bounds
  const looking = { snapshot, sides, own, config, floor, ceiling, now, steps }
  return settle(draft, wishOf(draft, looking, says), looking, config.strategy.kind !== 'hold')
}

const earliest = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b))

function decidedOf({ action, price, why, would, checkAt }: Priced, state: Draft, trace: Trace, business?: BusinessDecision): Decided {
  // Not by spread: this is a fifth of what a decision costs otherwise.
  const decision: { -readonly [Field in keyof Decision]: Decision[Field] } = { action, price, checkAt }
  if (why !== undefined) decision.why = why
  if (would !== undefined) decision.would = would
  if (business !== undefined) decision.business = business
  state.checkAt = checkAt
  return { decision, state, trace }
}
