import type { Strategy } from '../../domain/pricing/config.ts'
import { decide } from '../../domain/pricing/decide.ts'
import type { Snapshot } from '../../domain/pricing/snapshot.ts'
import type { PricingState } from '../../domain/pricing/state.ts'
import type { Terms } from './terms.ts'

export interface Answer {
  /** The listing price to be sent; absent: none. */
  readonly price?: number
  /** When to ask again if nothing happens before: epoch milliseconds. */
  readonly checkAt?: number | null
}

/** Is asked on each look that arrives, on each sale that is heard of, and when it wanted to be. It sees the newest look and nothing else. */
export type Repricer = (snapshot: Snapshot, now: number) => Answer

/** Begins anew in each market, knowing what the seller knows of his own listing. */
export interface Contender {
  readonly name: string
  begin(terms: Terms): Repricer
}

/** Our own rules, by the same function as everywhere. */
export const contenderOf = (strategy: Strategy): Contender => ({
  name: strategy.kind,
  begin(terms) {
    const config = { ...terms, strategy }
    let state: PricingState | null = null
    return (snapshot, now) => {
      const { decision, state: next } = decide(state, snapshot, config, now)
      state = next
      return decision.action === 'change' && decision.price !== null
        ? { price: decision.price, checkAt: decision.checkAt }
        : { checkAt: decision.checkAt }
    }
  },
})
