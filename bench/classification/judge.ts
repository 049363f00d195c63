import { groupedBy } from '../../domain/grouped.ts'
import { normalizeBrand } from '../../domain/profile/brands.ts'
import { brandKey, isBrandKey, NO_BRAND, OTHER_BRANDS } from '../../domain/profile/groups.ts'
import type { VerdictCode } from '../../domain/profile/judge.ts'
import { mergeReadings } from '../../domain/profile/offers.ts'
import type { Account, Business } from '../../sandbox/amazon/world/businesses.ts'
import type { Item, ItemClass } from '../../sandbox/amazon/world/items.ts'
import type { World } from '../../sandbox/amazon/world/world.ts'
import { analyse } from './analyse.ts'
import { type Opinions, opinionsOf, UNREAD } from './naive.ts'
import type { Judged } from './score.ts'
import { listedBy, seenSeller } from './seen-seller.ts'

export interface JudgedGroup extends Judged {
  /** Of the seller, as the sandbox calls it. */
  readonly seller: string
  readonly sort: 'brand' | 'other_brands' | 'no_brand'
  readonly code: VerdictCode
  readonly active: number
  readonly peers: Opinions
  /** Items by what makes them what they are, and what hides it. */
  readonly causes: ReadonlyMap<string, number>
}

export interface JudgedSeller {
  readonly readings: number
  readonly groups: readonly JudgedGroup[]
}

/** Analyses a seller with what Amazon shows of his connected accounts, and holds the outcome against the truth. */
export function judgeSeller(world: World, business: Business, accounts: readonly Account[]): JudgedSeller {
  const seen = seenSeller(world, business, accounts)
  const { groups, readings } = analyse(seen)
  const found = new Map(groups.map((group) => [group.key, group]))
  const merged = mergeReadings(readings)
  const own = new Set(seen.ownSellerIds)
  const judged = [...itemsByGroup(world, business, accounts, found)].map(([key, items]): JudgedGroup => {
    const group = found.get(key)
    return {
      seller: business.kind.replace('generated_', ''),
      sort: isBrandKey(key) ? 'brand' : key === NO_BRAND ? NO_BRAND : OTHER_BRANDS,
      called: group?.kind ?? 'unknown',
      code: group?.evidence.code ?? 'not_sampled',
      active: group?.active ?? 0,
      peers: group ? opinionsOf(group, merged, own) : UNREAD,
      truth: { private_label: countOf(items, 'private_label'), trade_goods: countOf(items, 'trade_goods') },
      causes: causesOf(items),
    }
  })
  return { readings: readings.length, groups: judged }
}

const countOf = (items: readonly Item[], of: ItemClass): number => items.filter((item) => item.class === of).length

/** The items of all listings, SKUs times marketplaces, by the group they went into: a brand without a group of its own is pooled. */
function itemsByGroup(world: World, business: Business, accounts: readonly Account[], found: ReadonlyMap<string, unknown>) {
  const keyOf = ({ shownBrand }: Item): string => {
    const brand = normalizeBrand(shownBrand)
    if (brand === null) return NO_BRAND
    return found.has(brandKey(brand)) || !found.has(OTHER_BRANDS) ? brandKey(brand) : OTHER_BRANDS
  }
  const items = [...listedBy(world, business, accounts)].map(({ listing }) => listing.item)
  return groupedBy(items, keyOf)
}

function causesOf(items: readonly Item[]): Map<string, number> {
  const causes = new Map<string, number>()
  for (const item of items) causes.set(causeOf(item), (causes.get(causeOf(item)) ?? 0) + 1)
  return causes
}

function causeOf({ feature, class: of, brand, shownBrand, alone, hijacked, onSecondAccount }: Item): string {
  const hidden = [
    ...(brand !== undefined && shownBrand === undefined ? ['brand missing'] : []),
    ...(of === 'trade_goods' && alone && feature !== 'bundle' ? ['nobody else offers'] : []),
    ...(hijacked ? ['hijacked'] : []),
    ...(onSecondAccount ? ['on second account'] : []),
  ]
  return [feature, ...hidden].join(', ')
}
