import type { BuyBoxPriceType, GetOffersResult, MoneyType, OfferCountType, OfferDetail } from '@sp-api-sdk/product-pricing-api-v0'
import { moneyOf } from '../../domain/amazon/money.ts'
import type { Fulfilment, Offer, Offers } from '../../domain/amazon/types.ts'
import type { Money } from '../../domain/money.ts'

const STATUSES: Readonly<Record<string, Offers['status']>> = {
  Success: 'known',
  NoBuyableOffers: 'no_buyable_offers',
  ActiveButTooSoonForProcessing: 'too_soon',
}

/** Undefined where what the model calls required is not there. An offer whose price cannot be read is left out of the list, not of the counts. */
export function offersOf(payload: GetOffersResult, marketplaceId: string, asin: string): Offers | undefined {
  const { Summary: summary, status } = payload
  if (typeof summary?.TotalOfferCount !== 'number') return undefined
  const offers = (payload.Offers ?? []).flatMap((detail) => offerOf(detail) ?? [])
  const count = (fulfilment: Fulfilment): number =>
    Math.max(countOfNew(summary.NumberOfOffers ?? [], fulfilment), offers.filter((offer) => offer.fulfilment === fulfilment).length)
  const buyBox = summary.BuyBoxPrices?.find(isForConsumers)
  const buyBoxPrice = buyBox && money(buyBox.LandedPrice)
  const threshold = money(summary.CompetitivePriceThreshold)
  return {
    asin,
    marketplaceId,
    status: STATUSES[status] ?? 'other',
    total: summary.TotalOfferCount,
    count: { amazon: count('amazon'), merchant: count('merchant') },
    ...(buyBoxPrice ? { buyBoxPrice } : {}),
    ...(threshold ? { competitivePriceThreshold: threshold } : {}),
    offers,
    ...(summary.OffersAvailableTime === undefined ? {} : { availableAt: summary.OffersAvailableTime }),
  }
}

function offerOf(detail: OfferDetail): Offer | undefined {
  const listingPrice = money(detail.ListingPrice)
  if (!listingPrice) return undefined
  const shipping = money(detail.Shipping) ?? { minor: 0, currency: listingPrice.currency }
  const points = money(detail.Points?.PointsMonetaryValue)?.minor ?? 0
  const feedback = detail.SellerFeedbackRating
  return {
    ...(detail.SellerId === undefined ? {} : { sellerId: detail.SellerId }),
    ...(detail.MyOffer === undefined ? {} : { mine: detail.MyOffer }),
    fulfilment: detail.IsFulfilledByAmazon ? 'amazon' : 'merchant',
    listingPrice,
    shipping,
    landedPrice: { minor: listingPrice.minor + shipping.minor - points, currency: listingPrice.currency },
    buyBoxWinner: detail.IsBuyBoxWinner ?? false,
    featured: detail.IsFeaturedMerchant ?? false,
    ...(feedback ? { feedback: feedbackOf(feedback.FeedbackCount, feedback.SellerPositiveFeedbackRating) } : {}),
  }
}

const feedbackOf = (count: number, positivePercent: number | undefined) => ({
  count,
  ...(positivePercent === undefined ? {} : { positivePercent }),
})

const money = (amount: MoneyType | undefined): Money | undefined =>
  amount?.Amount === undefined || amount.CurrencyCode === undefined ? undefined : moneyOf(amount.Amount, amount.CurrencyCode)

const isForConsumers = ({ condition, offerType, quantityTier }: BuyBoxPriceType): boolean =>
  condition.toLowerCase() === 'new' && offerType !== 'B2B' && quantityTier === undefined

const countOfNew = (counts: readonly OfferCountType[], fulfilment: Fulfilment): number =>
  counts
    .filter(({ condition, fulfillmentChannel }) => condition?.toLowerCase() === 'new' && fulfillmentChannel?.toLowerCase() === fulfilment)
    .reduce((sum, { OfferCount = 0 }) => sum + OfferCount, 0)
