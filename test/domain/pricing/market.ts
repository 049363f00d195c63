import { type PricingConfig, USUAL_BUY_BOX, USUAL_LIMITS } from '../../../domain/pricing/config.ts'
import { type Decided, decide } from '../../../domain/pricing/decide.ts'
import type { MarketOffer, Snapshot } from '../../../domain/pricing/snapshot.ts'
import type { PricingState } from '../../../domain/pricing/state.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const NOW = Date.parse('2026-11-23T09:00:00Z')

export const offer = (fields: Partial<MarketOffer> = {}): MarketOffer => {
  const listing = fields.listing ?? 1_190
  return {
    sellerId: 'RIVAL',
    listing,
    landed: listing,
    fba: true,
    featured: true,
    inBuyBox: false,
    available: true,
    feedbackCount: 500,
    feedbackPercent: 97,
    maximumHours: 24,
    ...fields,
  }
}

export const snapshotOf = (offers: readonly MarketOffer[], at = NOW, fields: Partial<Snapshot> = {}): Snapshot => ({
  at,
  asin: 'B000000001',
  marketplaceId: 'A1PA6795UKMFR9',
  currency: 'EUR',
  offers,
  ...fields,
})

/** Between 8 and 15 euros, fulfilled by Amazon. */
export const configOf = (fields: Partial<PricingConfig> = {}): PricingConfig => ({
  listing: { sku: 'SKU-1', asin: 'B000000001', marketplaceId: 'A1PA6795UKMFR9', currency: 'EUR', fba: true, shipping: 0 },
  ownSellerIds: ['OURS'],
  strategy: USUAL_BUY_BOX,
  min: 800,
  max: 1_500,
  limits: USUAL_LIMITS,
  ...fields,
})

interface Market {
  readonly config?: PricingConfig
  readonly rivals: readonly MarketOffer[]
  /** Whether the Buy Box is ours at a price. */
  readonly ours: (price: number) => boolean
  /** What is special about our own offer. */
  readonly own?: Partial<MarketOffer>
}

/** A market whose Buy Box follows a rule of the test; looks come when the test takes one. */
export function marketOf(start: number, { config = configOf(), rivals, ours, own: fields = {} }: Market) {
  const world = {
    now: NOW,
    price: start,
    shown: start,
    rivals,
    ours: true,
    state: null as PricingState | null,
    beside: {} as Partial<Snapshot>,
  }
  return {
    world,
    /** Some time goes by, Amazon shows what we have sent by now, and we look. */
    look(after = 2 * MINUTE): Decided {
      world.now += after
      world.shown = world.price
      const have = ours(world.shown)
      const own = offer({ sellerId: 'OURS', listing: world.shown, inBuyBox: have, ...fields })
      const others = world.rivals.map((rival, index) => ({ ...rival, inBuyBox: !have && index === 0 }))
      const decided = decide(world.state, snapshotOf([own, ...others], world.now, world.beside), config, world.now)
      world.state = decided.state
      if (decided.decision.action === 'change') world.price = decided.decision.price ?? world.price
      return decided
    },
  }
}

export const codes = ({ trace }: Decided): string[] => trace.map(({ code }) => code)
