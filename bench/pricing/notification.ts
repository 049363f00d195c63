import type { MarketOffer } from '../../domain/pricing/snapshot.ts'
import type { Question } from './questions.ts'

const money = (minor: number) => ({ Amount: minor / 100, CurrencyCode: 'EUR' })

const offerOf = ({ sellerId, landed, fba, featured, inBuyBox, feedbackCount, feedbackPercent, maximumHours }: MarketOffer) => ({
  SellerId: sellerId,
  SubCondition: 'new',
  SellerFeedbackRating: { FeedbackCount: feedbackCount, SellerPositiveFeedbackRating: feedbackPercent },
  ShippingTime: { MinimumHours: 0, MaximumHours: maximumHours, AvailabilityType: 'NOW', AvailableDate: '' },
  ListingPrice: money(landed),
  Shipping: money(0),
  ShipsFrom: { Country: 'DE', State: '' },
  IsFulfilledByAmazon: fba,
  PrimeInformation: { IsOfferPrime: fba, IsOfferNationalPrime: fba },
  IsExpeditedShippingAvailable: fba,
  IsFeaturedMerchant: featured,
  ShipsDomestically: true,
  IsBuyBoxWinner: inBuyBox,
})

/** The notification that leads to a question, as Amazon writes it (ANY_OFFER_CHANGED). */
export const notificationOf = ({ snapshot, now }: Question): string =>
  JSON.stringify({
    NotificationVersion: '1.0',
    NotificationType: 'ANY_OFFER_CHANGED',
    PayloadVersion: '1.0',
    EventTime: new Date(now).toISOString(),
    Payload: {
      AnyOfferChangedNotification: {
        SellerId: 'A1OWNSELLER001',
        OfferChangeTrigger: {
          MarketplaceId: snapshot.marketplaceId,
          ASIN: snapshot.asin,
          ItemCondition: 'new',
          TimeOfOfferChange: new Date(snapshot.at).toISOString(),
          OfferChangeType: 'External',
        },
        Summary: {
          NumberOfOffers: [{ Condition: 'new', FulfillmentChannel: 'Amazon', OfferCount: snapshot.offers.length }],
          LowestPrices: [],
          BuyBoxPrices: [],
        },
        Offers: snapshot.offers.map(offerOf),
      },
    },
    NotificationMetadata: { ApplicationId: 'app', SubscriptionId: 'sub', PublishTime: new Date(now).toISOString(), NotificationId: 'n' },
  })
