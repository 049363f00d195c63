import { buyBox } from './buy-box.ts'
import type { Strategy } from './config.ts'
import { followed } from './cross-product.ts'
import type { PriceEvent } from './events.ts'
import type { Looking } from './looking.ts'
import { noticeOwn, type Wish, wishFor } from './own-offer.ts'
import { push } from './push.ts'
import type { Draft } from './state.ts'
import { leaderOf } from './twins.ts'

/** What the price should be: by the event that says so, by the twin that leads, or by the strategy. */
export function wishOf(draft: Draft, looking: Looking, says?: PriceEvent): Wish {
  const { config, steps } = looking
  const { strategy } = config
  const byHand = strategy.kind === 'hold' || strategy.kind === 'manual'
  const leader = byHand ? undefined : leaderOf(config)
  if (says === undefined && leader === undefined) return byStrategy(draft, looking, strategy)
  if (says !== undefined) {
    const locks = says.action === 'lock'
    steps.push({ code: locks ? 'locked' : 'event', event: says.id })
    return locks ? asItIs(draft, looking) : wishFor(says.price, 'event', draft, looking)
  }
  if (leader === undefined) return {}
  steps.push({ code: 'follows_twin', sku: leader.sku, price: leader.price })
  return leader.price === null
    ? asItIs(draft, looking)
    : wishFor(leader.price + leader.shipping - config.listing.shipping, 'twin', draft, looking)
}

function byStrategy(draft: Draft, looking: Looking, strategy: Strategy): Wish {
  const { steps } = looking
  if (strategy.kind === 'buy_box') return buyBox(draft, looking, strategy)
  if (strategy.kind === 'push' || strategy.kind === 'daily_push') return push(draft, looking, strategy)
  steps.push({ code: strategy.kind })
  if (strategy.kind === 'hold') return asItIs(draft, looking)
  if (strategy.kind === 'manual') return wishFor(strategy.price, 'manual', draft, looking)
  const price = followed(looking, strategy)
  return price === undefined ? asItIs(draft, looking) : wishFor(price, 'follow', draft, looking)
}

/** Nothing is wanted; what is seen of our own price counts all the same. */
function asItIs(draft: Draft, looking: Looking): Wish {
  noticeOwn(draft, looking)
  if (draft.change !== null && draft.change.seenAt !== null) draft.change = null
  return {}
}
