import { clamp, isPrice, withEnding } from './bounds.ts'
import { capped, mayChange } from './guards.ts'
import type { Looking } from './looking.ts'
import { VISIBLE_MS, type Wish } from './own-offer.ts'
import type { Draft, Reason } from './state.ts'

/** What becomes of one price. */
export interface Priced {
  readonly action: 'keep' | 'change'
  readonly price: number | null
  readonly why?: Reason
  readonly checkAt: number | null
  /** In a dry run: what it would be changed to. */
  readonly would?: number
}

type Settling = Omit<Looking, 'snapshot' | 'sides' | 'own'>

/** From a wish to a price that may be sent. A price out of its bounds is brought back unasked, unless nothing is to be touched. */
export function settle(draft: Draft, { price: wished, why = 'repair', checkAt }: Wish, settling: Settling, repairs = true): Priced {
  const { config, floor, ceiling, now, steps } = settling
  const current = draft.change?.to ?? draft.price
  const outside = repairs && current !== null && (current < floor || current > ceiling)
  if (wished === undefined && !outside) return kept(draft, checkAt)
  const inside = clamp(wished ?? current ?? floor, floor, ceiling)
  if (outside) steps.push({ code: 'out_of_bounds', price: current, floor, ceiling })
  const within = outside || current === null ? inside : capped(draft, current, inside, config.limits, now, steps)
  const target = why === 'revert' ? within : ended(within, outside ? null : current, settling)
  if (!isPrice(target)) return refuse(draft, steps)
  const isResent = draft.change !== null && !outside
  if (target === current && !isResent) return kept(draft, checkAt)
  if (!outside && why !== 'revert' && !mayChange(draft, config.limits, now, steps))
    return kept(draft, Math.min(checkAt ?? Number.POSITIVE_INFINITY, now + BUDGET_MS))
  return changed(draft, target, outside ? 'repair' : why, settling, checkAt)
}

function changed(draft: Draft, to: number, why: Reason, { config, now, steps }: Settling, checkAt = Number.POSITIVE_INFINITY): Priced {
  const from = draft.change?.to ?? draft.price ?? to
  if (config.dryRun) {
    steps.push({ code: 'would_change', from, to, why })
    return { action: 'keep', price: draft.price, why, would: to, checkAt: Number.isFinite(checkAt) ? checkAt : null }
  }
  // What is sent once more may be seen from when it was sent first: looks taken before the repeat count.
  const sentAt = draft.change?.to === to ? draft.change.sentAt : now
  draft.change = { from: draft.change?.from ?? from, to, why, sentAt, seenAt: null }
  draft.price = to
  draft.changes = [...draft.changes.filter((at) => at > now - DAY), now]
  draft.highs = [...draft.highs.filter(({ price, until }) => until > now - DAY && price > from), { price: from, until: now }]
  steps.push({ code: 'changes', from, to, why })
  return { action: 'change', price: to, why, checkAt: Math.min(checkAt, now + VISIBLE_MS) }
}

const DAY = 24 * 60 * 60_000
/** When what was changed often enough may be changed again is asked so often. */
const BUDGET_MS = 10 * 60_000

/** With a wanted ending, never back to or past where it came from: a raise that ends on the old price would be none for ever. */
function ended(price: number, current: number | null, { config: { endings }, floor, ceiling }: Settling): number {
  if (endings === undefined || current === null || price === current) return withEnding(price, endings, floor, ceiling)
  if (price < current) return withEnding(price, endings, floor, Math.min(ceiling, current - 1))
  const raised = withEnding(price, endings, Math.max(floor, current + 1), ceiling)
  return endings.includes(current % 100) && !endings.includes(raised % 100) ? current : raised
}

function refuse(draft: Draft, steps: Looking['steps']): Priced {
  steps.push({ code: 'refused', reason: 'not_a_price' })
  return kept(draft)
}

export const kept = (draft: Draft, checkAt?: number): Priced => ({ action: 'keep', price: draft.price, checkAt: checkAt ?? null })
