import { costFloor } from '../../domain/pricing/bounds.ts'
import type { Costs, PricingConfig } from '../../domain/pricing/config.ts'
import { USUAL_LIMITS, WHOLE } from '../../domain/pricing/config.ts'
import { drawsFrom } from '../amazon/world/draws.ts'

/** All that a strategy may know before it begins: the listing, its costs and its bounds, as a seller has set them. */
export type Terms = Omit<PricingConfig, 'strategy' | 'min' | 'max' | 'costs'> & {
  readonly min: number
  readonly max: number
  readonly costs: Costs
}

export interface OwnSide {
  readonly terms: Terms
  /** What buyers find usual for it, landed: the market's own secret. */
  readonly usual: number
  /** Where our listing price stands when a strategy takes over. */
  readonly start: number
  readonly feedbackCount: number
  readonly feedbackPercent: number
  readonly maximumHours: number
}

export const OWN_SELLER = 'OURS'

/** Our own listing: cost, fees and bounds leave between 4 and 35 % of the usual price. */
export function drawOwnSide(seed: string): OwnSide {
  const draws = drawsFrom(`${seed}/own`)
  const usual = Math.round(Math.min(Math.max(2_000 * Math.exp(0.5 * draws.normal()), 700), 9_000))
  const fba = draws.happens(0.8)
  const shipping = !fba && draws.happens(0.5) ? draws.pick([299, 399, 499]) : 0
  const vat = draws.pick([1_900, 2_000, 2_200])
  const referral = draws.pick([800, 1_200, 1_500])
  const fees = fba ? 280 + Math.round(usual * draws.between(0.01, 0.06)) : 0
  const net = (usual - shipping) / (1 + vat / WHOLE) - ((usual - shipping) * referral) / WHOLE
  const unit = Math.max(50, Math.round(net - fees - usual * draws.between(0.04, 0.35)))
  const costs: Costs = { unit, fees, referral, vat }
  const breakEven = costFloor(costs) ?? usual
  const min = Math.ceil(breakEven * draws.between(1, 1.08))
  const max = Math.max(Math.round(usual * draws.between(1.15, 1.6)) - shipping, Math.ceil(min * 1.1))
  return {
    terms: {
      listing: { sku: 'SKU-1', asin: 'B0MARKET01', marketplaceId: 'A1PA6795UKMFR9', currency: 'EUR', fba, shipping },
      ownSellerIds: [OWN_SELLER],
      min,
      max,
      costs,
      limits: USUAL_LIMITS,
    },
    usual,
    start: Math.round(draws.between(min, max)),
    feedbackCount: Math.round(200 * Math.exp(1.2 * draws.normal())),
    feedbackPercent: Math.round(draws.between(88, 99)),
    maximumHours: fba ? 0 : draws.pick([24, 48]),
  }
}
