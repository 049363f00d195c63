import type { PricingConfig, TwinListing } from './config.ts'

/**
 * Listings of one customer at one ASIN would undercut each other: one leads, the others ask for what it asks for. Fulfilled by Amazon goes
 * first, then the SKU: the same answer for each of them, at any time. Undefined where this listing leads itself, or is alone.
 */
export function leaderOf({ listing, twins = [] }: Pick<PricingConfig, 'listing' | 'twins'>): TwinListing | undefined {
  let leader: Contender = listing
  let leading: TwinListing | undefined
  for (const twin of twins)
    if (goesFirst(twin, leader)) {
      leader = twin
      leading = twin
    }
  return leading
}

type Contender = Pick<TwinListing, 'sku' | 'fba'>

const goesFirst = (a: Contender, b: Contender): boolean => (a.fba === b.fba ? a.sku < b.sku : a.fba)
