import { normalizeBrand } from './brands.ts'
import type { Candidate, ListingSummary, PriceRange, Stratum } from './listings.ts'
import { createPriceRanges } from './price-ranges.ts'
import { spreadOrder } from './spread.ts'

/** What Amazon's catalogue says of an ASIN. */
export interface CatalogueItem {
  readonly brand: string | null
  readonly productType: string | null
}

/** What was asked: `null` where Amazon knows nothing of the ASIN. */
export type Catalogue = ReadonlyMap<string, CatalogueItem | null>

/** Brands beyond the largest, together. */
export const OTHER_BRANDS = 'other_brands'
/** Branded as nobody's: generic, unbranded. */
export const NO_BRAND = 'no_brand'
/** Items of which the catalogue said nothing, or was not asked. */
export const NO_CATALOGUE_DATA = 'no_catalogue_data'

/** A brand keeps its key from run to run: agreements refer to it. */
export const brandKey = (normalized: string): string => `brand:${normalized}`
export const isBrandKey = (key: string): boolean => key.startsWith('brand:')

export interface ProductGroup {
  readonly key: string
  /** The brand in its most frequent spelling; null for the groups that are no brand. */
  readonly brand: string | null
  /** Items of all listings; an estimate as long as the sample is not all of them. */
  readonly items: number
  readonly active: number
  readonly estimated: boolean
  /** Most frequent first, at most three. */
  readonly productTypes: readonly string[]
  /** Of the sampled active ASINs. */
  readonly prices: readonly PriceRange[]
  /** Its ASINs in the sample, in the order in which they are best asked about. */
  readonly candidates: readonly Candidate[]
}

const MOST_BRANDS = 20

interface Gathered {
  items: number
  active: number
  estimated: boolean
  readonly candidates: Candidate[]
  readonly spellings: Map<string, number>
  readonly productTypes: Map<string, number>
}

export interface GroupsRequest {
  readonly summary: ListingSummary
  readonly catalogue: Catalogue
  /** Keys that keep a group of their own although others are larger: those that were agreed on. */
  readonly keep?: readonly string[]
}

/** The items by brand, largest first; then what is pooled, has no brand, or is not known. */
export function buildGroups({ summary, catalogue, keep = [] }: GroupsRequest): ProductGroup[] {
  const gathered = new Map<string, Gathered>()
  for (const stratum of summary.strata) gatherStratum(gathered, stratum, catalogue)
  const { active, inactive } = summary.withoutAsin
  if (active + inactive > 0) addItems(gathered, NO_CATALOGUE_DATA, { active, items: active + inactive, estimated: false })

  const brands = [...gathered].filter(([key]) => isBrandKey(key)).sort(bySize)
  const own = brands.filter(([key], index) => index < MOST_BRANDS || keep.includes(key))
  const pooled = brands.filter(([key], index) => index >= MOST_BRANDS && !keep.includes(key))
  const rest = [NO_BRAND, NO_CATALOGUE_DATA].flatMap((key): Entry[] => {
    const group = gathered.get(key)
    return group === undefined ? [] : [[key, group]]
  })
  const other: Entry[] = pooled.length === 0 ? [] : [[OTHER_BRANDS, pool(pooled.map(([, group]) => group))]]
  return [...own, ...other, ...rest].map(toGroup)
}

type Entry = readonly [string, Gathered]

const bySize = ([a, x]: Entry, [b, y]: Entry): number => Math.round(y.items) - Math.round(x.items) || (a < b ? -1 : 1)

/** Each ASIN that was asked about speaks for its share of the stratum. */
function gatherStratum(gathered: Map<string, Gathered>, stratum: Stratum, catalogue: Catalogue): void {
  const asked = stratum.candidates.filter(({ asin }) => catalogue.has(asin))
  const listings = asked.reduce((sum, one) => sum + one.listings, 0)
  const share = (items: number) => ({ items, active: stratum.active ? items : 0, estimated: listings < stratum.listings })
  if (listings === 0) addItems(gathered, NO_CATALOGUE_DATA, { ...share(stratum.listings), estimated: false })
  for (const candidate of asked) {
    const item = catalogue.get(candidate.asin) ?? null
    const group = addItems(gathered, keyOf(item), share((candidate.listings * stratum.listings) / listings))
    group.candidates.push(candidate)
    if (item?.brand) count(group.spellings, item.brand.trim())
    if (item?.productType) count(group.productTypes, item.productType)
  }
}

function keyOf(item: CatalogueItem | null): string {
  if (item === null) return NO_CATALOGUE_DATA
  const brand = normalizeBrand(item.brand)
  return brand === null ? NO_BRAND : brandKey(brand)
}

const empty = (): Gathered => ({
  items: 0,
  active: 0,
  estimated: false,
  candidates: [],
  spellings: new Map(),
  productTypes: new Map(),
})

function addItems(gathered: Map<string, Gathered>, key: string, more: Pick<Gathered, 'items' | 'active' | 'estimated'>): Gathered {
  const group = gathered.get(key) ?? empty()
  gathered.set(key, group)
  group.items += more.items
  group.active += more.active
  group.estimated ||= more.estimated
  return group
}

const count = (counts: Map<string, number>, key: string, times = 1): unknown => counts.set(key, (counts.get(key) ?? 0) + times)

function pool(groups: readonly Gathered[]): Gathered {
  const together = empty()
  for (const group of groups) {
    together.items += group.items
    together.active += group.active
    together.estimated ||= group.estimated
    together.candidates.push(...group.candidates)
    for (const [type, times] of group.productTypes) count(together.productTypes, type, times)
  }
  return together
}

const mostFrequent = (counts: ReadonlyMap<string, number>): string[] =>
  [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([key]) => key)

function toGroup([key, { items, active, estimated, candidates, spellings, productTypes }]: Entry): ProductGroup {
  const prices = createPriceRanges()
  for (const { active, price } of candidates) if (active && price !== null) prices.add(price)
  return {
    key,
    brand: isBrandKey(key) ? (mostFrequent(spellings)[0] ?? null) : null,
    items: Math.round(items),
    active: Math.round(active),
    estimated,
    productTypes: mostFrequent(productTypes).slice(0, 3),
    prices: prices.ranges(),
    candidates: spreadOrder(candidates),
  }
}
