/** A token bucket: tokens per second, and how many it holds. */
export interface Rate {
  readonly rate: number
  readonly burst: number
}

/** What Amazon publishes in its models for a selling partner account and an application; used until an answer's header says better. */
export const PUBLISHED_RATES = {
  getMarketplaceParticipations: { rate: 0.016, burst: 15 },
  createReport: { rate: 0.0167, burst: 15 },
  getReport: { rate: 2, burst: 15 },
  getReportDocument: { rate: 0.0167, burst: 15 },
  searchCatalogItems: { rate: 2, burst: 2 },
  searchListingsItems: { rate: 5, burst: 5 },
  getItemOffers: { rate: 0.5, burst: 1 },
  getItemOffersBatch: { rate: 0.1, burst: 1 },
} as const satisfies Record<string, Rate>

export type Operation = keyof typeof PUBLISHED_RATES

/**
 * Amazon also limits an application over all accounts, and publishes that limit for one operation alone: 500 where an account has 5
 * (Listings Items). The same factor is assumed of the others.
 */
const ACCOUNTS_PER_APPLICATION = 100

/** Half of the burst stays in reserve: for what was booked and is not yet sent. */
export const applicationRate = ({ rate, burst }: Rate): Rate => ({
  rate: rate * ACCOUNTS_PER_APPLICATION,
  burst: (burst * ACCOUNTS_PER_APPLICATION) / 2,
})

/** `x-amzn-RateLimit-Limit`, the rate that was applied. Undefined where it is missing or nonsense. */
export function learntRate(header: unknown): number | undefined {
  const rate = typeof header === 'string' && header.trim() !== '' ? Number(header) : Number.NaN
  return rate > 0 && rate <= 1000 ? rate : undefined
}
