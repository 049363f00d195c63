import { boundsOf, clamp, withEnding } from './bounds.ts'
import { buyBox } from './buy-box.ts'
import type { PricingConfig } from './config.ts'
import { capped, mayChange } from './guards.ts'
import { refuseSnapshot } from './input.ts'
import { awaitSight, noticeOwn, ownOf, type Wish } from './own-offer.ts'
import type { Looking } from './probing.ts'
import type { Snapshot } from './snapshot.ts'
import { type Draft, draftOf, newState, type PricingState, type Reason, startAnew } from './state.ts'
import type { Step, Trace } from './trace.ts'

export interface Decision {
  readonly action: 'keep' | 'change'
  /** The listing price that is to be; null where nobody knows ours. */
  readonly price: number | null
  readonly why?: Reason
  /** When to look again if nothing happens before: epoch milliseconds; null: only then. */
  readonly checkAt: number | null
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
 * costs (3), and within the steps of a change and a day (4). Nothing is touched without a minimum and a maximum.
 */
export function decide(state: PricingState | null, snapshot: Snapshot, config: PricingConfig, now: number): Decided {
  const steps: Step[] = []
  const draft = state === null ? newState(config.strategy.version) : draftOf(state)
  const refused = refuseSnapshot(snapshot, config, draft.lookedAt, now)
  if (refused !== undefined) return kept(draft, refuse(steps, refused))
  if (draft.strategy !== config.strategy.version) {
    steps.push({ code: 'strategy_changed', from: draft.strategy, to: config.strategy.version })
    startAnew(draft, config.strategy.version)
  }
  draft.lookedAt = snapshot.at
  const bounds = boundsOf(config, steps)
  if ('refused' in bounds) return kept(draft, refuse(steps, bounds.refused))
  const { floor, ceiling } = bounds
  const wish = wishOf(draft, { snapshot, config, floor, ceiling, now, steps })
  return settle(draft, wish, { config, floor, ceiling, now, steps })
}

function wishOf(draft: Draft, looking: Omit<Looking, 'strategy'>): Wish {
  const { config, snapshot, now, steps } = looking
  const { strategy } = config
  if (strategy.kind === 'buy_box') return buyBox(draft, { ...looking, strategy })
  noticeOwn(draft, ownOf(snapshot, config), snapshot, steps)
  steps.push({ code: strategy.kind })
  if (strategy.kind === 'hold') return {}
  const waits = awaitSight(draft, now, steps)
  if (waits !== undefined) return waits
  draft.change = null
  return { price: strategy.price, why: 'manual' }
}

interface Settling {
  readonly config: PricingConfig
  readonly floor: number
  readonly ceiling: number
  readonly now: number
  readonly steps: Step[]
}

/** From a wish to a price that may be sent. */
function settle(draft: Draft, { price: wished, why = 'repair', checkAt }: Wish, settling: Settling): Decided {
  const { config, floor, ceiling, now, steps } = settling
  const current = draft.change?.to ?? draft.price
  const holds = config.strategy.kind === 'hold'
  const outside = !holds && current !== null && (current < floor || current > ceiling)
  if (wished === undefined && !outside) return kept(draft, steps, checkAt)
  const inside = withEnding(clamp(wished ?? current ?? floor, floor, ceiling), config.endings, floor, ceiling)
  if (outside) steps.push({ code: 'out_of_bounds', price: current, floor, ceiling })
  const target = outside || current === null ? inside : clamp(capped(draft, current, inside, config.limits, now, steps), floor, ceiling)
  const resent = draft.change !== null && target === draft.change.to && wished !== undefined && !outside
  if (target === current && !resent) return kept(draft, steps, checkAt)
  if (!outside && why !== 'revert' && !mayChange(draft, config.limits, now, steps)) return kept(draft, steps, checkAt)
  return changed(draft, target, outside ? 'repair' : why, settling)
}

function changed(draft: Draft, to: number, why: Reason, { now, steps }: Settling): Decided {
  const from = draft.change?.to ?? draft.price ?? to
  draft.change = { from: draft.change?.from ?? from, to, why, sentAt: now, seenAt: null }
  draft.price = to
  draft.changes = [...draft.changes.filter((at) => at > now - DAY), now]
  if (from >= draft.dayHigh || now - draft.dayHighAt > DAY) {
    draft.dayHigh = Math.max(from, to)
    draft.dayHighAt = now
  }
  steps.push({ code: 'changes', from, to, why })
  return { decision: { action: 'change', price: to, why, checkAt: null }, state: draft, trace: steps }
}

const DAY = 24 * 60 * 60_000

const kept = (draft: Draft, steps: Step[], checkAt?: number): Decided => ({
  decision: { action: 'keep', price: draft.price, checkAt: checkAt ?? null },
  state: draft,
  trace: steps,
})

function refuse(steps: Step[], reason: string): Step[] {
  steps.push({ code: 'refused', reason })
  return steps
}
