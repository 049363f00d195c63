import type { CatalogueItem } from '../../../domain/profile/groups.ts'
import type { ListedItem } from '../../../domain/profile/listings.ts'
import type { OfferReading, SeenOffer } from '../../../domain/profile/offers.ts'
import { AMAZON_DE, DE, OWN, offer } from './builders.ts'
import { type Dice, diceOf } from './dice.ts'

export type Truth = 'private_label' | 'trade_goods'

export interface DrawnSeller {
  readonly kind: 'newcomer' | 'brand_owner' | 'trader' | 'mixed'
  readonly company: string
  readonly ownSellerIds: readonly string[]
  readonly listings: readonly ListedItem[]
  readonly catalogue: ReadonlyMap<string, CatalogueItem | null>
  /** What Amazon says about an ASIN when it is asked. */
  readonly ask: (asin: string) => OfferReading
  /** By brand as the catalogue spells it. */
  readonly truth: ReadonlyMap<string, Truth>
}

const OWN_TOO = 'AOWNSELLER0002'
const SYLLABLES = ['bel', 'dor', 'fin', 'gra', 'hol', 'kam', 'lum', 'mir', 'nor', 'pel', 'quo', 'ras', 'sol', 'tav', 'vex', 'wil']

interface DrawnBrand {
  readonly name: string
  readonly truth: Truth
  readonly asins: number
  /** How likely others are on one of its ASINs. */
  readonly contested: number
  /** Sellers who are seen on this brand's ASINs. */
  readonly rivals: readonly string[]
  readonly most: number
}

/**
 * Sellers for measuring the rule, with wider ranges than it believes in: hijacked brand owners, traders of long-tail goods, offers in used
 * condition, a second account of one's own, sold-out listings, answers that fail. Drawn of general knowledge, not fitted to anything.
 */
export function drawSeller(seed: number): DrawnSeller {
  const dice = diceOf(seed)
  const kind = dice.pick(['newcomer', 'brand_owner', 'trader', 'mixed'] as const)
  const names = new Set<string>()
  while (names.size < 60) names.add(capital(dice.pick(SYLLABLES) + dice.pick(SYLLABLES) + dice.pick(['', 'o', 'a', 'ix', 'is'])))
  const [company = '', ...rest] = names
  const brands = brandsOf(kind, dice, rest, company)
  const drawn = brands.flatMap((brand, index) => productsOf(brand, index, dice))
  const offers = new Map(drawn.map(({ listing, reading }) => [listing.asin ?? '', reading]))
  return {
    kind,
    company: `${company} ${dice.pick(['GmbH', 'Ltd', 'S.L.', 'Handels UG', 'Lda'])}`,
    ownSellerIds: [OWN, OWN_TOO],
    listings: drawn.map(({ listing }) => listing),
    catalogue: new Map(drawn.map(({ listing, item }) => [listing.asin ?? '', item])),
    ask: (asin) => offers.get(asin) ?? { asin, status: 'unreadable', code: 'NotFound' },
    truth: new Map(brands.map(({ name, truth }) => [name, truth])),
  }
}

const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`

function brandsOf(kind: DrawnSeller['kind'], dice: Dice, names: string[], company: string): DrawnBrand[] {
  const next = (): string => names.pop() ?? 'Nameless'
  const own = (count: number, most: number): DrawnBrand[] =>
    Array.from({ length: count }, (_, index) => ownBrand(index === 0 && dice.chance(0.5) ? company : next(), dice, most))
  const traded = (count: number): DrawnBrand[] => Array.from({ length: count }, () => tradedBrand(next(), dice))
  if (kind === 'newcomer') return own(1, 8)
  if (kind === 'brand_owner') return own(dice.int(1, 3), 80)
  if (kind === 'trader') return traded(dice.int(2, 45))
  return [...own(dice.int(1, 2), 40), ...traded(dice.int(2, 15))]
}

/** Most are left alone; on some every fifth product has somebody on it. */
const ownBrand = (name: string, dice: Dice, most: number): DrawnBrand => ({
  name,
  truth: 'private_label',
  asins: dice.int(1, most),
  contested: dice.share() ** 2 * 0.25,
  rivals: Array.from({ length: dice.int(1, 3) }, (_, index) => `AHIJACK${name}${index}`),
  most: dice.chance(0.8) ? 1 : 3,
})

/** From long-tail goods, every third of which he sells alone, to what everybody sells. */
const tradedBrand = (name: string, dice: Dice): DrawnBrand => ({
  name,
  truth: 'trade_goods',
  asins: Math.ceil(dice.share() ** 3 * 120) + 1,
  contested: 0.4 + dice.share() * 0.6,
  rivals: [...Array.from({ length: dice.int(2, 25) }, (_, index) => `ATRADER${name}${index}`), ...(dice.chance(0.4) ? [AMAZON_DE] : [])],
  most: dice.int(1, 12),
})

function productsOf(brand: DrawnBrand, brandIndex: number, dice: Dice) {
  const active = 0.5 + dice.share() * 0.5
  return Array.from({ length: brand.asins }, (_, index) => {
    const asin = `B${String(brandIndex).padStart(3, '0')}${String(index).padStart(6, '0')}`
    const spelling = dice.chance(0.1) ? brand.name.toUpperCase() : brand.name
    const listing: ListedItem = {
      accountId: 'account-1',
      marketplaceId: DE,
      sku: `sku-${asin}`,
      asin,
      active: dice.chance(active),
      fulfilment: dice.chance(0.7) ? 'amazon' : 'merchant',
      price: { minor: Math.round(300 * 2 ** (dice.share() * 7)), currency: 'EUR' },
    }
    const item: CatalogueItem | null = dice.chance(0.03) ? null : { brand: spelling, productType: 'HOME' }
    return { listing, item, reading: dice.chance(0.06) ? failed(asin) : readingOf(asin, brand, listing.active, dice) }
  })
}

const failed = (asin: string): OfferReading => ({ asin, status: 'unreadable', code: 'InternalFailure' })

function readingOf(asin: string, brand: DrawnBrand, active: boolean, dice: Dice): OfferReading {
  const offers: SeenOffer[] = active && dice.chance(0.95) ? [offer(OWN)] : []
  if (dice.chance(0.1)) offers.push(offer(OWN_TOO))
  if (dice.chance(0.2)) offers.push(offer(`AUSED${dice.int(1, 9)}`, dice.pick(['Very Good', 'Good', 'Acceptable'])))
  const others = dice.chance(brand.contested) ? dice.int(1, brand.most) : 0
  for (let index = 0; index < others; index += 1) offers.push(offer(dice.pick(brand.rivals)))
  return { asin, status: 'read', offers }
}
