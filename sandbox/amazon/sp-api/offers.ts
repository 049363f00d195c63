import type { Item } from '../world/items.ts'
import { amountOf, inMoneyOf, type Marketplace } from '../world/marketplaces.ts'
import { featuredOffer, landed, type Offer } from '../world/offers.ts'

export const CONDITIONS = ['New', 'Used', 'Collectible', 'Refurbished', 'Club'] as const
export const CUSTOMERS = ['Consumer', 'Business'] as const

export interface OffersQuestion {
  readonly marketplace: Marketplace
  readonly condition: (typeof CONDITIONS)[number]
  readonly customer: (typeof CUSTOMERS)[number]
  readonly askedBy: string
  /** Where a listing is asked for. */
  readonly sku?: string
}

/** Amazon shows no more of them. */
const SHOWN = 20

/** The payload of getItemOffers and getListingOffers: a summary over all conditions, and the offers of the one asked for. */
export function offersPayload(item: Item, offers: readonly Offer[], question: OffersQuestion) {
  const { marketplace, condition, sku } = question
  const asked = offers.filter((offer) => offer.condition === condition.toLowerCase())
  const winner = featuredOffer(offers)
  const identifier = sku === undefined ? { ASIN: item.asin } : { SellerSKU: sku }
  return {
    marketplaceId: marketplace.id,
    ...(sku === undefined ? { ASIN: item.asin } : { SKU: sku }),
    ItemCondition: condition,
    status: asked.length > 0 ? 'Success' : 'NoBuyableOffers',
    Identifier: { MarketplaceId: marketplace.id, ItemCondition: condition, ...identifier },
    Summary: summaryOf(item, offers, winner, question),
    Offers: asked.slice(0, SHOWN).map((offer) => offerDetail(offer, offer === winner, question)),
  }
}

function summaryOf(item: Item, offers: readonly Offer[], winner: Offer | undefined, { marketplace, customer }: OffersQuestion) {
  if (offers.length === 0) return { TotalOfferCount: 0 }
  const offerType = customer === 'Business' ? { offerType: 'B2B' } : {}
  const groups = groupsOf(offers)
  const counts = groups.map(({ condition, fulfillmentChannel, members }) => ({ condition, fulfillmentChannel, OfferCount: members.length }))
  const eligible = groups
    .map(({ condition, fulfillmentChannel, members }) => ({
      condition,
      fulfillmentChannel,
      OfferCount: members.filter(({ featured }) => featured).length,
    }))
    .filter(({ condition, OfferCount }) => condition === 'new' && OfferCount > 0)
  return {
    TotalOfferCount: offers.length,
    NumberOfOffers: counts,
    LowestPrices: groups.flatMap(({ condition, fulfillmentChannel, members: [lowest] }) =>
      lowest ? [{ condition, fulfillmentChannel, ...offerType, ...pricesOf(lowest, marketplace) }] : [],
    ),
    ...(winner ? { BuyBoxPrices: [{ condition: 'new', ...offerType, ...pricesOf(winner, marketplace), sellerId: winner.sellerId }] } : {}),
    ...(eligible.length > 0 ? { BuyBoxEligibleOffers: eligible } : {}),
    ListPrice: money(marketplace, Math.round(inMoneyOf(marketplace, item.euroCents) * 1.2)),
    SalesRankings: [{ ProductCategoryId: item.kind.node, Rank: item.rank }],
  }
}

/** By condition and who ships, the cheapest first in each. */
function groupsOf(offers: readonly Offer[]) {
  return (['new', 'used'] as const).flatMap((condition) =>
    [true, false].flatMap((fba) => {
      const members = offers.filter((offer) => offer.condition === condition && offer.fba === fba)
      return members.length > 0 ? [{ condition, fulfillmentChannel: fba ? 'Amazon' : 'Merchant', members }] : []
    }),
  )
}

function offerDetail(offer: Offer, isWinner: boolean, { marketplace, customer, askedBy }: OffersQuestion) {
  const { sellerId, condition, fba, price, shipping, feedbackCount, feedbackRating, featured } = offer
  return {
    MyOffer: sellerId === askedBy,
    ...(customer === 'Business' ? { offerType: 'B2B' } : {}),
    SubCondition: condition === 'new' ? 'new' : 'good',
    SellerId: sellerId,
    SellerFeedbackRating: { SellerPositiveFeedbackRating: feedbackRating, FeedbackCount: feedbackCount },
    ShippingTime: { minimumHours: fba ? 0 : 24, maximumHours: fba ? 0 : 48, availabilityType: 'NOW' },
    ListingPrice: money(marketplace, price),
    Shipping: money(marketplace, shipping),
    ShipsFrom: { Country: marketplace.country },
    IsFulfilledByAmazon: fba,
    PrimeInformation: { IsPrime: fba, IsNationalPrime: fba },
    IsBuyBoxWinner: isWinner,
    IsFeaturedMerchant: featured,
  }
}

const pricesOf = (offer: Offer, marketplace: Marketplace) => ({
  LandedPrice: money(marketplace, landed(offer)),
  ListingPrice: money(marketplace, offer.price),
  Shipping: money(marketplace, offer.shipping),
})

const money = (marketplace: Marketplace, minor: number) => ({ CurrencyCode: marketplace.currency, Amount: amountOf(marketplace, minor) })
