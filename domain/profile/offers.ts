/** One offer on an ASIN as Amazon lists it. */
export interface SeenOffer {
  /** Amazon may leave it out. */
  readonly sellerId: string | null
  /** `SubCondition` of the offer: only new ones rival a new product. */
  readonly condition: string
}

/** What was learnt about the offers on one ASIN. */
export type OfferReading =
  | { readonly asin: string; readonly status: 'read'; readonly offers: readonly SeenOffer[] }
  | { readonly asin: string; readonly status: 'unreadable'; readonly code: string }

/** Amazon's own retail offers carry these ids: known facts of the field, from public lists. An id missing here counts as any other seller. */
const AMAZON_RETAIL = new Set([
  'ATVPDKIKX0DER', // US
  'A3DWYIK6Y9EEQB', // CA
  'AVDBXBAVVSXLQ', // MX
  'A1ZZFT5FULY4LN', // BR
  'A3P5ROKL5A1OLE', // UK
  'A3JWKAKR8XB7XF', // DE
  'A1X6FK5RDHNB96', // FR
  'A11IL2PNWYJU7H', // IT
  'A1AT7YVPFBWXBL', // ES
  'A17D2BRD4YMT0X', // NL
  'ANU9KP01APNAG', // SE
  'AN1VRQENFRJN5', // JP
  'ANEGB3WVEVKZB', // AU
])

/** Who else offers one ASIN new; `null` where that cannot be told. */
export interface Rivals {
  readonly sellers: readonly string[]
  /** Offers of others whose seller Amazon did not name. */
  readonly unnamed: number
  readonly amazon: boolean
  /** One of the seller's own offers is among them. */
  readonly ownSeen: boolean
}

/** What is known of each ASIN: the last that could be read stands, whatever failed after it. */
export function mergeReadings(readings: Iterable<OfferReading>): Map<string, OfferReading> {
  const merged = new Map<string, OfferReading>()
  for (const reading of readings)
    if (reading.status === 'read' || merged.get(reading.asin)?.status !== 'read') merged.set(reading.asin, reading)
  return merged
}

/** Others than the seller himself (all his accounts) who offer the ASIN in new condition. */
export function rivalsOf(reading: OfferReading, ownSellerIds: ReadonlySet<string>): Rivals | null {
  if (reading.status === 'unreadable') return null
  const fresh = reading.offers.filter(({ condition }) => condition.trim().toLowerCase() === 'new')
  const ids = new Set(fresh.flatMap(({ sellerId }) => (sellerId === null ? [] : [sellerId])))
  const sellers = [...ids].filter((id) => !ownSellerIds.has(id)).sort()
  const ownSeen = sellers.length < ids.size
  const anonymous = fresh.filter(({ sellerId }) => sellerId === null).length
  // One nameless offer may be his own as long as none of his is seen by name.
  const unnamed = ownSeen ? anonymous : Math.max(anonymous - 1, 0)
  if (!ownSeen && anonymous === 1 && sellers.length === 0) return null
  return { sellers, unnamed, amazon: sellers.some((id) => AMAZON_RETAIL.has(id)), ownSeen }
}
