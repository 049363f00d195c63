import { stableHash } from '../../../domain/stable-hash.ts'
import type { Business } from './businesses.ts'
import { drawsFrom } from './draws.ts'
import type { Item, ItemDeps } from './items.ts'
import { listingsOf } from './listings.ts'
import { inMoneyOf, type Marketplace } from './marketplaces.ts'

/** Who offers a product beside the account that lists it. */
export type OffersAs = 'self' | 'own_second_account' | 'reseller' | 'hijacker' | 'used' | 'amazon'

export interface Offer {
  readonly sellerId: string
  readonly as: OffersAs
  readonly condition: 'new' | 'used'
  readonly fba: boolean
  /** Minor units. */
  readonly price: number
  readonly shipping: number
  readonly feedbackCount: number
  /** Percent. */
  readonly feedbackRating: number
  readonly featured: boolean
}

const STRANGERS = 6_000

/** Everybody who offers a product of this business in a marketplace now, the cheapest first. */
export function offersFor(deps: ItemDeps, business: Business, item: Item, marketplace: Marketplace): readonly Offer[] {
  const own = business.accounts.flatMap((account) =>
    listingsOf(deps, business, account, marketplace, item)
      .filter(({ status }) => status === 'Active')
      .map((listing): Offer => {
        const { sellingPartnerId: sellerId, second } = account
        const newcomer = business.experience === 'newcomer'
        return {
          sellerId,
          as: second ? 'own_second_account' : 'self',
          condition: 'new',
          fba: listing.fba,
          price: listing.price,
          shipping: listing.fba ? 0 : shippingIn(marketplace),
          feedbackCount: newcomer ? 12 : 1_840,
          feedbackRating: newcomer ? 92 : 97,
          featured: true,
        }
      }),
  )
  return [...own, ...strangersOn(deps, business, item, marketplace)].sort((a, b) => landed(a) - landed(b))
}

export const landed = ({ price, shipping }: Offer): number => price + shipping

/** Who holds the Featured Offer: Amazon's logistics count for as much as an eighth of the price. */
export function featuredOffer(offers: readonly Offer[]): Offer | undefined {
  const weight = (offer: Offer) => landed(offer) * (offer.fba ? 1 : 1.125)
  return offers
    .filter(({ condition, featured }) => condition === 'new' && featured)
    .reduce<Offer | undefined>((best, offer) => (best === undefined || weight(offer) < weight(best) ? offer : best), undefined)
}

function strangersOn({ seed }: ItemDeps, business: Business, item: Item, marketplace: Marketplace): Offer[] {
  const draws = drawsFrom(`${seed}|offers|${item.asin}|${marketplace.id}`)
  const base = inMoneyOf(marketplace, item.euroCents)
  const stranger = (as: OffersAs, condition: Offer['condition'], low: number, high: number): Offer => {
    const fba = draws.happens(as === 'hijacker' ? 0.3 : 0.55)
    return {
      sellerId: strangerId(seed, draws.integer(0, STRANGERS - 1)),
      as,
      condition,
      fba,
      price: Math.max(1, Math.round(base * draws.between(low, high))),
      shipping: fba || draws.happens(0.5) ? 0 : shippingIn(marketplace),
      feedbackCount: as === 'hijacker' ? draws.integer(0, 60) : Math.round(Math.exp(draws.between(2, 11))),
      feedbackRating: as === 'hijacker' ? draws.integer(55, 92) : draws.integer(84, 100),
      featured: draws.happens(as === 'hijacker' ? 0.35 : 0.8),
    }
  }
  const offers: Offer[] = []
  if (!item.alone) {
    // Many list everywhere: a small marketplace has fewer, but not in proportion.
    const rivals = Math.floor(item.rivals * Math.sqrt(marketplace.size) * draws.between(0.5, 1.5))
    for (let rival = 0; rival < rivals; rival += 1) offers.push(stranger('reseller', 'new', 0.9, 1.25))
  }
  // A hijacker is not there in every marketplace, nor used goods.
  if (item.hijacked && draws.happens(0.8))
    for (let one = draws.integer(1, 2); one > 0; one -= 1) offers.push(stranger('hijacker', 'new', 0.75, 1.02))
  if (item.usedByOthers && draws.happens(0.5))
    for (let one = draws.integer(1, 3); one > 0; one -= 1) offers.push(stranger('used', 'used', 0.5, 0.9))
  if (item.amazonCompetes && marketplace.retailSellerId !== undefined && draws.happens(0.7)) {
    const amazon = stranger('amazon', 'new', 0.88, 1.05)
    offers.push({
      ...amazon,
      sellerId: marketplace.retailSellerId,
      fba: true,
      shipping: 0,
      feedbackCount: 0,
      feedbackRating: 0,
      featured: true,
    })
  }
  return onceEach(offers, business)
}

/** One seller, one offer of a condition; and nobody is a stranger to himself. */
function onceEach(offers: readonly Offer[], { accounts }: Business): Offer[] {
  const ids = new Set(accounts.map(({ sellingPartnerId }) => `${sellingPartnerId}|new`))
  return offers.filter(({ sellerId, condition }) => !ids.has(`${sellerId}|${condition}`) && ids.add(`${sellerId}|${condition}`))
}

const strangerId = (seed: string, number: number): string => {
  const part = (salt: string) => stableHash(`${seed}|stranger|${number}|${salt}`).toString(36).toUpperCase().padStart(7, '0')
  return `A${part('a').slice(0, 6)}${part('b').slice(-7)}`
}

const shippingIn = (marketplace: Marketplace): number => inMoneyOf(marketplace, 399)

/** A product is in a marketplace's catalog where its business lists it; makers' goods are wherever their region has them. */
export function isInCatalog(deps: ItemDeps, business: Business, item: Item, marketplace: Marketplace): boolean {
  if (business.accounts.some((account) => listingsOf(deps, business, account, marketplace, item).length > 0)) return true
  return item.class === 'trade_goods' && business.accounts.some(({ region }) => region === marketplace.region)
}
