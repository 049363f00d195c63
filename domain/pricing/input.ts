import { isPrice } from './bounds.ts'
import type { PricingConfig } from './config.ts'
import type { Sale } from './sales.ts'
import type { Snapshot } from './snapshot.ts'
import type { Refusal } from './trace.ts'

/** What is older says nothing of now. */
const STALE_MS = 6 * 60 * 60_000
/** Clocks differ. */
const AHEAD_MS = 5 * 60_000

/** Whether a look at that time says something of now. */
export const isOfNow = (at: number, now: number): boolean => now - at <= STALE_MS && at <= now + AHEAD_MS

/** Why a look at the market cannot be used: guard layer 1. Undefined where it can. */
export function refuseSnapshot(snapshot: Snapshot, { listing }: PricingConfig, lookedAt: number, now: number): Refusal | undefined {
  const { at, asin, marketplaceId, currency, offers, priceThreshold } = snapshot
  if (!Number.isFinite(at)) return 'no_time'
  if (marketplaceId !== listing.marketplaceId) return 'other_marketplace'
  if (asin !== listing.asin) return 'other_asin'
  if (currency !== listing.currency) return 'other_currency'
  if (at > now + AHEAD_MS) return 'from_the_future'
  if (!isOfNow(at, now)) return 'stale'
  if (at < lookedAt) return 'out_of_order'
  if (snapshot.sales !== undefined) for (const sale of snapshot.sales) if (!isSale(sale)) return 'not_a_sale'
  for (const { landed, listing: price } of offers) if (!isPrice(landed) || !isPrice(price)) return 'not_a_price'
  return priceThreshold === undefined || isPrice(priceThreshold) ? undefined : 'not_a_price'
}

const isSale = ({ at, units, cancelled }: Sale): boolean => Number.isFinite(at) && isCount(units) && isCount(cancelled)
const isCount = (units: number): boolean => Number.isSafeInteger(units) && units >= 0
