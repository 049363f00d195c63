import { type ClassifiedGroup, classifyGroups } from '../../domain/profile/classify.ts'
import { buildGroups } from '../../domain/profile/groups.ts'
import type { Candidate } from '../../domain/profile/listings.ts'
import type { OfferReading } from '../../domain/profile/offers.ts'
import { ASINS_PER_REQUEST, catalogueSample, nextOffers } from '../../domain/profile/sampling.ts'
import { createListingSummary } from '../../domain/profile/summary.ts'
import type { SeenSeller } from './seen-seller.ts'

/** Readings of one account in about five minutes at Amazon's published rate. */
const MOST_READINGS = 600
/** Among so many of the next candidates those of one marketplace are looked for. */
const AHEAD = 200

export interface Analysis {
  readonly groups: readonly ClassifiedGroup[]
  readonly readings: readonly OfferReading[]
}

/** The whole analysis as it runs, with catalogue and offers answered at once. */
export function analyse({ company, ownSellerIds, listings, itemOf, offersOn }: SeenSeller): Analysis {
  const open = createListingSummary()
  for (const listing of listings()) open.add(listing)
  const summary = open.summary()
  const order = catalogueSample(summary)
  const catalogue = new Map(order.map((candidate) => [candidate.asin, itemOf(candidate)]))
  const groups = buildGroups({ summary, catalogue })
  const classified = (): readonly ClassifiedGroup[] => classifyGroups({ groups, readings, ownSellerIds, company })

  const readings: OfferReading[] = []
  let batch = batchOf(order)
  while (batch.length > 0) {
    readings.push(...batch.map(offersOn))
    batch = readings.length < MOST_READINGS ? batchOf(nextOffers({ groups: classified(), readings, limit: AHEAD })) : []
  }
  return { groups: classified(), readings }
}

/** What one request takes: ASINs of one account and one marketplace, those of the first candidate. */
const batchOf = (candidates: readonly Candidate[]): Candidate[] =>
  candidates
    .filter(({ accountId, marketplaceId }) => accountId === candidates[0]?.accountId && marketplaceId === candidates[0].marketplaceId)
    .slice(0, ASINS_PER_REQUEST)
