import { type Item, type ItemClass, itemOf } from './items.ts'
import { listingsOf } from './listings.ts'
import { offersFor } from './offers.ts'
import type { Seller, World } from './world.ts'

interface ItemTruth {
  readonly asin: string
  readonly class: ItemClass
  readonly feature: Item['feature']
  /** Whose product it is; null for goods without a brand. */
  readonly brand: string | null
  /** What the catalog says; null for nothing. */
  readonly shownBrand: string | null
  readonly productType: string
  readonly markets: readonly {
    readonly marketplaceId: string
    readonly skus: readonly { readonly sku: string; readonly status: string }[]
    readonly others: readonly { readonly sellerId: string; readonly as: string; readonly condition: string }[]
  }[]
}

const CHUNK = 100

/**
 * What a seller really sells, as JSON in pieces: for whoever judges a classification, never for whoever makes one. Of all
 * his products, or of those asked for.
 */
export async function* truthOf(world: World, seller: Seller, only?: readonly string[]): AsyncGenerator<string> {
  const { account, business } = seller
  const brands = new Map<string, { brand: string | null; class: ItemClass; items: number }>()
  const head = { sellingPartnerId: account.sellingPartnerId, name: business.name, kind: business.kind, experience: business.experience }
  let chunk = `${JSON.stringify(head).slice(0, -1)},"items":[`
  let told = 0
  for (const number of numbersOf(world, seller, only)) {
    const truth = itemTruth(world, seller, itemOf(world, business, number))
    if (truth.markets.length > 0) {
      const key = `${truth.brand}|${truth.class}`
      brands.set(key, { brand: truth.brand, class: truth.class, items: (brands.get(key)?.items ?? 0) + 1 })
      chunk += `${told > 0 ? ',' : ''}${JSON.stringify(truth)}`
      told += 1
    }
    if (number % CHUNK !== 0) continue
    yield chunk
    chunk = ''
    await new Promise(setImmediate)
  }
  yield `${chunk}],"brands":${JSON.stringify([...brands.values()].sort((a, b) => b.items - a.items))}}`
}

function* numbersOf(world: World, { business }: Seller, only: readonly string[] | undefined): Generator<number> {
  if (only === undefined) for (let number = 0; number < business.size; number += 1) yield number
  for (const asin of only ?? []) {
    const found = world.product(asin)
    if (found?.business.number === business.number) yield found.item.number
  }
}

function itemTruth(world: World, { account, business }: Seller, item: Item): ItemTruth {
  const markets = account.ranges.flatMap(({ marketplace }) => {
    const listings = listingsOf(world, business, account, marketplace, item)
    if (listings.length === 0) return []
    const others = offersFor(world, business, item, marketplace)
      .filter(({ sellerId }) => sellerId !== account.sellingPartnerId)
      .map(({ sellerId, as, condition }) => ({ sellerId, as: as === 'self' ? 'own_other_account' : as, condition }))
    return [{ marketplaceId: marketplace.id, skus: listings.map(({ sku, status }) => ({ sku, status })), others }]
  })
  return {
    asin: item.asin,
    class: item.class,
    feature: item.feature,
    brand: item.brand ?? null,
    shownBrand: item.shownBrand ?? null,
    productType: item.kind.productType,
    markets,
  }
}
