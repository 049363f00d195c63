import { type Operation, PUBLISHED_RATES } from '../../adapters/amazon/rates.ts'

/**
 * What an analysis asks, one after the other; what stands together is asked side by side. Looks at a report (`getReport`) are left out: who
 * looks again waits for the report, not for quota.
 */
const LANES: readonly (readonly Operation[])[] = [
  ['getMarketplaceParticipations'],
  ['createReport'],
  ['getReportDocument'],
  ['searchCatalogItems', 'getItemOffersBatch'],
]

export type Requests = Readonly<Record<string, number>>

const leastOf = (operation: Operation, requests: Requests): number => {
  const { rate, burst } = PUBLISHED_RATES[operation]
  return Math.max(0, (requests[operation] ?? 0) - burst) / rate
}

/** Seconds before the last of so many requests may be sent by Amazon's published rates, if all else took no time: from full buckets. */
export const floorSeconds = (requests: Requests): number =>
  LANES.reduce((sum, lane) => sum + Math.max(...lane.map((operation) => leastOf(operation, requests))), 0)
