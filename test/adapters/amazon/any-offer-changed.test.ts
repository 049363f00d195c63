import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { offerChangeOf, UnreadableNotification } from '../../../adapters/amazon/any-offer-changed.ts'
import { sharedPath } from '../../support/shared.ts'

const money = (Amount: unknown, CurrencyCode = 'EUR') => ({ Amount, CurrencyCode })
const offer = (fields: Record<string, unknown> = {}) => ({
  SellerId: 'A1',
  SubCondition: 'new',
  SellerFeedbackRating: { FeedbackCount: 120, SellerPositiveFeedbackRating: 97 },
  ShippingTime: { MinimumHours: 0, MaximumHours: 24, AvailabilityType: 'NOW' },
  ListingPrice: money(11.9),
  Shipping: money(0.99),
  IsFulfilledByAmazon: true,
  IsBuyBoxWinner: true,
  ...fields,
})
const trigger = { MarketplaceId: 'A1PA6795UKMFR9', ASIN: 'B000000001', ItemCondition: 'new', TimeOfOfferChange: '2026-11-22T10:00:00.000Z' }
const notification = (offers: unknown = [offer()], fields: Record<string, unknown> = {}) => ({
  NotificationType: 'ANY_OFFER_CHANGED',
  Payload: { AnyOfferChangedNotification: { OfferChangeTrigger: trigger, Offers: offers } },
  ...fields,
})

test('each offer by its landed price in minor units, with what the Buy Box looks at', () => {
  expect(
    offerChangeOf(
      notification([
        offer(),
        offer({ SellerId: 'B2', Points: { PointsNumber: 50, PointsMonetaryValue: money(0.5) }, IsBuyBoxWinner: false }),
      ]),
    ),
  ).toEqual({
    asin: 'B000000001',
    marketplaceId: 'A1PA6795UKMFR9',
    at: '2026-11-22T10:00:00.000Z',
    offers: [
      {
        sellerId: 'A1',
        price: 1289,
        landed: 1289,
        fba: true,
        feedback: { count: 120, positivePercent: 97 },
        maximumHours: 24,
        inBuyBox: true,
      },
      {
        sellerId: 'B2',
        price: 1289,
        landed: 1239,
        fba: true,
        feedback: { count: 120, positivePercent: 97 },
        maximumHours: 24,
        inBuyBox: false,
      },
    ],
  })
})

test('field names without a capital are read as well', () => {
  const lower = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(lower)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name.charAt(0).toLowerCase() + name.slice(1), lower(inner)]))
  }
  expect(offerChangeOf(lower(notification()))).toEqual(offerChangeOf(notification()))
})

test('what an offer need not say is left out, and yen have no decimals', () => {
  const bare = { SellerId: 'A1', ListingPrice: money(1980, 'JPY'), IsFulfilledByAmazon: false }
  expect(offerChangeOf(notification([bare]))?.offers).toEqual([{ sellerId: 'A1', price: 1980, landed: 1980, fba: false, inBuyBox: false }])
  expect(offerChangeOf(notification([offer({ SellerId: undefined })]))?.offers[0]?.sellerId).toBe('')
})

test('another type of notification is none of ours', () => {
  expect(offerChangeOf(notification([], { NotificationType: 'ORDER_CHANGE' }))).toBeUndefined()
})

test.each([
  ['no object', 'text', 'the notification is missing'],
  ['no payload', notification([], { Payload: null }), 'Payload is missing'],
  ['no list of offers', notification({}), 'Offers is no list'],
  ['an offer that is none', notification([null]), 'an offer is missing'],
  ['a price of null', notification([offer({ ListingPrice: money(null) })]), 'ListingPrice has no amount'],
  ['a price below zero', notification([offer({ ListingPrice: money(-1) })]), 'ListingPrice has no amount'],
  ['a price in words', notification([offer({ ListingPrice: money('11.90') })]), 'ListingPrice has no amount'],
  ['no price', notification([offer({ ListingPrice: undefined })]), 'ListingPrice is missing'],
])('%s is said', (_, broken, why) => {
  expect(() => offerChangeOf(broken)).toThrow(new UnreadableNotification(why))
})

const schemas = sharedPath('data/sp-api/notifications')
const schemaFile =
  schemas === undefined ? undefined : readdirSync(schemas).find((name) => /^anyofferchanged/i.test(name.replaceAll(/[-_]/g, '')))

test.skipIf(schemaFile === undefined)("Amazon's own example can be read", () => {
  const schema = JSON.parse(readFileSync(join(schemas ?? '', schemaFile ?? ''), 'utf8'))
  const example = schema.examples?.[0]
  const change = offerChangeOf(example)
  expect(change?.asin).toBe(example.Payload.AnyOfferChangedNotification.OfferChangeTrigger.ASIN)
  expect(change?.offers.length).toBe(example.Payload.AnyOfferChangedNotification.Offers.length)
})
