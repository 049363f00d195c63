import type { Asins } from './asin.ts'
import type { Business } from './businesses.ts'
import { type Draws, drawsFrom } from './draws.ts'
import type { Marketplace } from './marketplaces.ts'
import { COLOURS, makerBrand, nameOf, PRODUCT_KINDS, type ProductKind, SIZES } from './words.ts'

export type ItemClass = 'private_label' | 'trade_goods'
/** Why it is of its class, and what may hide that. */
export type ItemFeature = 'own_brand' | 'own_generic' | 'bundle' | 'generic' | 'makers_brand'

/** A product as it is. Nothing but the sandbox's truth tells all of it. */
export interface Item {
  readonly asin: string
  readonly number: number
  readonly class: ItemClass
  readonly feature: ItemFeature
  /** Whose it is; none on goods without a brand. */
  readonly brand?: string
  /** What the catalog calls the brand. */
  readonly shownBrand?: string
  readonly kind: ProductKind
  readonly colour: string
  readonly size: string
  readonly model: string
  readonly euroCents: number
  /** How many others offer it in the largest marketplace. */
  readonly rivals: number
  /** Nobody else happens to offer it. */
  readonly alone: boolean
  readonly hijacked: boolean
  readonly usedByOthers: boolean
  readonly onSecondAccount: boolean
  readonly amazonCompetes: boolean
  readonly rank: number
}

export interface ItemDeps {
  readonly seed: string
  readonly asins: Asins
}

/** The nth product of a business: drawn anew each time it is asked for, so that a hundred thousand of them take no room. */
export function itemOf({ seed, asins }: ItemDeps, business: Business, number: number): Item {
  const { habits } = business
  const draws = drawsFrom(`${seed}|item|${business.number}|${number}`)
  const feature = featureOf(business, draws)
  const own = feature === 'own_brand' || feature === 'own_generic'
  const brand = brandOf(seed, business, feature, draws)
  const shownBrand = shown(business, brand, draws)
  const kind = PRODUCT_KINDS[(business.productKinds[draws.integer(0, business.productKinds.length - 1)] ?? 0) % PRODUCT_KINDS.length]
  if (!kind) throw new Error('no kind of product')
  return {
    asin: asins.encode({ business: business.number, item: number }),
    number,
    class: own ? 'private_label' : 'trade_goods',
    feature,
    ...(brand === undefined ? {} : { brand }),
    ...(shownBrand === undefined ? {} : { shownBrand }),
    kind,
    colour: draws.pick(COLOURS),
    size: draws.pick(SIZES),
    model: `${kind.productType.slice(0, 2)}-${draws.integer(100, 9_999)}`,
    euroCents: Math.max(299, Math.round(kind.euroCents * Math.exp(0.5 * draws.normal()))),
    rivals: Math.min(40, habits.rivals * Math.exp(0.7 * draws.normal())),
    alone: own || feature === 'bundle' || draws.happens(habits.longTail),
    hijacked: own && draws.happens(habits.hijacked),
    usedByOthers: draws.happens(own ? habits.usedByOthers : 0.35),
    onSecondAccount: own && draws.happens(habits.secondAccount),
    amazonCompetes: feature === 'makers_brand' && draws.happens(habits.amazonCompetes),
    rank: Math.round(Math.exp(draws.between(5, 13))),
  }
}

export const titleOf = ({ shownBrand, kind, model, colour, size }: Item, { language }: Marketplace): string =>
  [shownBrand, nameOf(kind, language), model, `(${colour}, ${size})`].filter(Boolean).join(' ')

function featureOf({ habits }: Business, draws: Draws): ItemFeature {
  const drawn = draws.share()
  let reached = 0
  const shares: readonly (readonly [ItemFeature, number])[] = [
    ['own_brand', habits.ownBrand],
    ['own_generic', habits.ownGeneric],
    ['bundle', habits.bundle],
    ['generic', habits.tradeGeneric],
  ]
  for (const [feature, share] of shares) {
    reached += share
    if (drawn < reached) return feature
  }
  return 'makers_brand'
}

function brandOf(seed: string, { ownBrands, makers }: Business, feature: ItemFeature, draws: Draws): string | undefined {
  if (feature === 'own_brand') return draws.pick(ownBrands)
  if (feature === 'own_generic' || feature === 'generic') return undefined
  // The first makers of a trader are most of his trade.
  return makerBrand(seed, makers[Math.floor(makers.length * draws.share() ** 2)] ?? 0)
}

function shown({ habits }: Business, brand: string | undefined, draws: Draws): string | undefined {
  if (brand === undefined) return draws.pick([undefined, undefined, 'Generic', 'Unbranded', 'No Name', 'generisch'])
  if (draws.happens(habits.brandMissing)) return undefined
  if (!draws.happens(habits.brandMisspelt)) return brand
  const middle = Math.ceil(brand.length / 2)
  return draws.pick([
    brand.toUpperCase(),
    brand.toLowerCase(),
    `${brand} GmbH`,
    `${brand}®`,
    `${brand.slice(0, middle)}-${brand.slice(middle)}`,
    `${brand.slice(0, middle)} ${brand.slice(middle)}`,
    brand.slice(0, -1),
  ])
}
