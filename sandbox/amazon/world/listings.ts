import type { Account, Business } from './businesses.ts'
import { drawsFrom } from './draws.ts'
import { type Item, type ItemDeps, itemOf } from './items.ts'
import { inMoneyOf, type Marketplace } from './marketplaces.ts'

export interface Listing {
  readonly sku: string
  readonly item: Item
  readonly status: 'Active' | 'Inactive' | 'Incomplete'
  readonly fba: boolean
  /** Of what the seller sends himself. */
  readonly quantity: number
  /** Minor units of the marketplace's money. */
  readonly price: number
  /** Days before the reports' present that it was opened. */
  readonly age: number
}

/** A product's listings of an account in a marketplace: none, one, or two SKUs on the same ASIN. */
export function listingsOf(
  { seed }: ItemDeps,
  business: Business,
  account: Account,
  marketplace: Marketplace,
  item: Item,
): readonly Listing[] {
  const range = account.ranges.find((one) => one.marketplace === marketplace)
  if (!range) return []
  if (account.second && !item.onSecondAccount) return []
  const draws = drawsFrom(`${seed}|listing|${account.sellingPartnerId}|${item.number}|${marketplace.id}`)
  if (!draws.happens(range.share)) return []
  const { habits } = business
  const price = inMoneyOf(marketplace, item.euroCents * draws.between(0.96, 1.08))
  const fba = draws.happens(habits.fba)
  const asked = draws.share()
  const status = asked < habits.inactive * 0.8 ? 'Inactive' : asked < habits.inactive ? 'Incomplete' : 'Active'
  const quantity = draws.happens(habits.outOfStock) ? 0 : draws.integer(1, 240)
  const age = business.experience === 'newcomer' ? draws.integer(5, 150) : draws.integer(30, 2_900)
  const first: Listing = {
    sku: skuOf(business, item.number, false),
    item,
    status: quantity === 0 ? 'Inactive' : status,
    fba,
    quantity,
    price,
    age,
  }
  if (!draws.happens(habits.twinSku)) return [first]
  return [first, { ...first, sku: skuOf(business, item.number, true), fba: !fba, price: Math.round(price * 1.03), age: Math.ceil(age / 2) }]
}

/** Everything an account lists in a marketplace, one product after the other. */
export function* rangeOf(deps: ItemDeps, business: Business, account: Account, marketplace: Marketplace): Generator<Listing> {
  for (let number = 0; number < business.size; number += 1)
    yield* listingsOf(deps, business, account, marketplace, itemOf(deps, business, number))
}

/** Some sellers write SKUs that have to be escaped in a path. */
const skuOf = ({ key, skuStyle }: Business, item: number, twin: boolean): string => {
  const number = String(item + 1).padStart(6, '0')
  const prefix = key.slice(0, 3).toUpperCase()
  return skuStyle === 'plain' ? `${prefix}-${number}${twin ? '-B' : ''}` : `${prefix}/${number} A+${twin ? 'B' : ''}`
}

/** The product number a SKU of this business belongs to. */
export function itemOfSku(business: Business, sku: string): number | undefined {
  const number = Number(/[-/]([0-9]{6,7})(?:-B| A\+B?)?$/.exec(sku)?.[1]) - 1
  if (!Number.isInteger(number) || number < 0 || number >= business.size) return undefined
  return [true, false].some((twin) => skuOf(business, number, twin) === sku) ? number : undefined
}
