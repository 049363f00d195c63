import { buyBox } from './buy-box.ts'
import type { Strategy } from './config.ts'
import { followed } from './cross-product.ts'
import type { PriceEvent } from './events.ts'
import type { Looking } from './looking.ts'
import { forgetSeen, type Wish, wishFor } from './own-offer.ts'
import { push } from './push.ts'
import type { Draft } from './state.ts'
import { leaderOf } from './twins.ts'

/** What the price should be: by the event that says so, by the twin that leads, or by the strategy. */
export function wishOf(draft: Draft, looking: Looking, says?: PriceEvent): Wish {
  const { config, steps } = looking
  const { strategy, listing } = config
  if (says !== undefined) {
    const locks = says.action === 'lock'
    steps.push({ code: locks ? 'locked' : 'event', event: says.id })
    return locks ? asItIs(draft) : wishFor(says.price, 'event', draft, looking)
  }
  const leader = strategy.kind === 'hold' || strategy.kind === 'manual' ? undefined : leaderOf(config)
  if (leader === undefined) return byStrategy(draft, looking, strategy)
  steps.push({ code: 'follows_twin', sku: leader.sku, price: leader.price })
  return leader.price === null ? asItIs(draft) : wishFor(leader.price + leader.shipping - listing.shipping, 'twin', draft, looking)
}

function byStrategy(draft: Draft, looking: Looking, strategy: Strategy): Wish {
  const { steps } = looking
  if (strategy.kind === 'buy_box') return buyBox(draft, looking, strategy)
  if (strategy.kind === 'push' || strategy.kind === 'daily_push') return push(draft, looking, strategy)
  steps.push({ code: strategy.kind })
  if (strategy.kind === 'hold') return asItIs(draft)
  if (strategy.kind === 'manual') return wishFor(strategy.price, 'manual', draft, looking)
  const price = followed(looking, strategy)
  return price === undefined ? asItIs(draft) : wishFor(price, 'follow', draft, looking)
}

/** Nothing is wanted; what was seen of a change of before has ended it. */
function asItIs(draft: Draft): Wish {
  forgetSeen(draft)
  return {}
}
