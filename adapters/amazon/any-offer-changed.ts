import type { PricedOffer } from '../../domain/buybox/baselines.ts'
import { decimalsOf } from '../../domain/money.ts'
import { type Fields, isFields } from '../fields.ts'

/** The offers of an ASIN as a notification ANY_OFFER_CHANGED lists them: the twenty cheapest at most. */
export interface OfferChange {
  readonly asin: string
  readonly marketplaceId: string
  /** ISO instant */
  readonly at: string
  readonly offers: readonly (PricedOffer & { readonly inBuyBox: boolean })[]
}

/** Why a notification cannot be read. */
export class UnreadableNotification extends Error {
  override readonly name = 'UnreadableNotification'
}

/**
 * Reads a notification; undefined for one of another type. Amazon writes the names of fields with a capital here and without one in other
 * places: both are taken. Throws UnreadableNotification.
 */
export function offerChangeOf(notification: unknown): OfferChange | undefined {
  const envelope = fieldsOf(notification, 'the notification')
  if (field(envelope, 'NotificationType') !== 'ANY_OFFER_CHANGED') return undefined
  const change = fieldsOf(
    field(fieldsOf(field(envelope, 'Payload'), 'Payload'), 'AnyOfferChangedNotification'),
    'AnyOfferChangedNotification',
  )
  const trigger = fieldsOf(field(change, 'OfferChangeTrigger'), 'OfferChangeTrigger')
  const offers = field(change, 'Offers')
  if (!Array.isArray(offers)) throw new UnreadableNotification('Offers is no list')
  return {
    asin: textOf(field(trigger, 'ASIN'), 'ASIN'),
    marketplaceId: textOf(field(trigger, 'MarketplaceId'), 'MarketplaceId'),
    at: textOf(field(trigger, 'TimeOfOfferChange'), 'TimeOfOfferChange'),
    offers: offers.map((offer) => offerOf(fieldsOf(offer, 'an offer'))),
  }
}

function offerOf(offer: Fields): OfferChange['offers'][number] {
  const listing = amountOf(field(offer, 'ListingPrice'), 'ListingPrice')
  const shipping = optional(field(offer, 'Shipping'), (value) => amountOf(value, 'Shipping')) ?? 0
  const points = optional(field(offer, 'Points'), pointsOf) ?? 0
  const feedback = optional(field(offer, 'SellerFeedbackRating'), feedbackOf)
  const maximumHours = optional(field(offer, 'ShippingTime'), hoursOf)
  return {
    sellerId: String(field(offer, 'SellerId') ?? ''), // scraped looks do not always say who it is
    price: listing + shipping,
    landed: Math.max(0, listing + shipping - points),
    fba: field(offer, 'IsFulfilledByAmazon') === true,
    ...(feedback === undefined ? {} : { feedback }),
    ...(maximumHours === undefined ? {} : { maximumHours }),
    inBuyBox: field(offer, 'IsBuyBoxWinner') === true,
  }
}

/** Minor units. Decimals beyond those of the currency, which scraped prices have, are rounded. */
function amountOf(money: unknown, name: string): number {
  const fields = fieldsOf(money, name)
  const amount = field(fields, 'Amount')
  const currency = field(fields, 'CurrencyCode')
  if (typeof amount !== 'number' || !Number.isFinite(amount) || amount < 0) throw new UnreadableNotification(`${name} has no amount`)
  return Math.round(amount * 10 ** decimalsOf(typeof currency === 'string' ? currency : ''))
}

const pointsOf = (points: Fields): number | undefined =>
  optional(field(points, 'PointsMonetaryValue'), (value) => amountOf(value, 'PointsMonetaryValue'))

function feedbackOf(rating: Fields): { count: number; positivePercent: number } {
  return {
    count: numberOf(field(rating, 'FeedbackCount')) ?? 0,
    positivePercent: numberOf(field(rating, 'SellerPositiveFeedbackRating')) ?? 0,
  }
}

const hoursOf = (time: Fields): number | undefined => numberOf(field(time, 'MaximumHours'))

const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined

function textOf(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') throw new UnreadableNotification(`${name} is missing`)
  return value
}

function optional<T>(value: unknown, read: (fields: Fields) => T): T | undefined {
  return isFields(value) ? read(value) : undefined
}

function fieldsOf(value: unknown, name: string): Fields {
  if (!isFields(value)) throw new UnreadableNotification(`${name} is missing`)
  return value
}

const field = (fields: Fields, name: string): unknown =>
  fields[name] ?? fields[name.charAt(0).toLowerCase() + name.slice(1)] ?? fields[name.toLowerCase()]
