/** Requests a second of an account, and how many at once. */
export interface Rate {
  readonly rate: number
  readonly burst: number
}

/** The operations that are played, with the rates Amazon publishes in its models. */
export const OPERATIONS = {
  getMarketplaceParticipations: { rate: 0.016, burst: 15 },
  createReport: { rate: 0.0167, burst: 15 },
  getReport: { rate: 2, burst: 15 },
  getReportDocument: { rate: 0.0167, burst: 15 },
  searchCatalogItems: { rate: 2, burst: 2 },
  getCatalogItem: { rate: 2, burst: 2 },
  searchListingsItems: { rate: 5, burst: 5 },
  getItemOffers: { rate: 0.5, burst: 1 },
  getListingOffers: { rate: 1, burst: 2 },
  getItemOffersBatch: { rate: 0.1, burst: 1 },
  getListingOffersBatch: { rate: 0.5, burst: 1 },
} as const satisfies Readonly<Record<string, Rate>>

export type Operation = keyof typeof OPERATIONS
