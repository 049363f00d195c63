import type { PricedListing, PricingConfig, TwinListing } from './config.ts'

/**
 * Listings of one customer at one ASIN would undercut each other: one leads, the others ask for what it asks for. Fulfilled by Amazon goes
 * first, then whoever may go lower, then the SKU: the same answer for each of them. Undefined where this listing leads itself, or is alone.
 */
export function leaderOf({ listing, min, twins = [] }: Pick<PricingConfig, 'listing' | 'min' | 'twins'>): TwinListing | undefined {
  let leader: Contender = { sku: listing.sku, fba: listing.fba, min }
  let leading: TwinListing | undefined
  for (const twin of twins)
    if (goesFirst(twin, leader)) {
      leader = twin
      leading = twin
    }
  return leading
}

type Contender = Pick<PricedListing, 'sku' | 'fba'> & Pick<PricingConfig, 'min'>

function goesFirst(a: Contender, b: Contender): boolean {
  if (a.fba !== b.fba) return a.fba
  const [ofA, ofB] = [a.min ?? Number.POSITIVE_INFINITY, b.min ?? Number.POSITIVE_INFINITY]
  return ofA === ofB ? a.sku < b.sku : ofA < ofB
}
