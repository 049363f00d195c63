import type { Market } from './market.ts'
import type { Contender } from './repricers.ts'
import { DAY, landedOf, MINUTE, OURS, type Scene } from './scene.ts'
import { BEGINS, tryIn } from './trial.ts'

/** How a market stood at one time; landed prices, ours first, null for who did not sell. */
export interface Moment {
  readonly at: number
  readonly prices: readonly (number | null)[]
  readonly ours: boolean
}

const EVERY = 5 * MINUTE

/** Two days of a market with a strategy in it, the first of them the second: by then it knows its way. */
export function recordOf(market: Market, contender: Contender): Moment[] {
  const moments: Moment[] = []
  const from = BEGINS + DAY
  const look = (at: number, { sellers, holder }: Scene): void => {
    if (at < from) return
    moments.push({ at, prices: sellers.map((seller) => (seller.available ? landedOf(seller) : null)), ours: holder === OURS })
  }
  tryIn(market, contender, 3, [{ everyMs: EVERY, look }])
  return moments
}
