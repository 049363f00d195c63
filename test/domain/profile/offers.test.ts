import { expect, test } from 'vitest'
import { mergeReadings, type OfferReading, rivalsOf, type SeenOffer } from '../../../domain/profile/offers.ts'
import { tallyOf } from '../../../domain/profile/tally.ts'
import { AMAZON_DE, asin, DE, OWN, offer, read, unreadable } from './builders.ts'

const OWN_TOO = 'AOWNSELLER0002'
const own = new Set([OWN, OWN_TOO])
const rivals = (...offers: SeenOffer[]) => rivalsOf({ asin: asin(1), status: 'read', offers }, own)

test('the offers of all his own accounts are nobody else', () => {
  expect(rivals(offer(OWN), offer(OWN_TOO))).toEqual({ sellers: [], unnamed: 0, amazon: false, ownSeen: true })
})

test('only new offers rival a new product', () => {
  const others = ['Used', 'Good', 'Very Good', 'Refurbished', 'Open Box', 'Club'].map((condition) => offer('AOTHER', condition))
  expect(rivals(offer(OWN), ...others)?.sellers).toEqual([])
  expect(rivals(offer(OWN), offer('AOTHER', 'new'), offer('AOTHER', 'Used'))?.sellers).toEqual(['AOTHER'])
})

test('Amazon is somebody else, and named', () => {
  expect(rivals(offer(OWN), offer(AMAZON_DE))).toEqual({ sellers: [AMAZON_DE], unnamed: 0, amazon: true, ownSeen: true })
})

test.each<[string, SeenOffer[], object | null]>([
  ['beside his own is another', [offer(OWN), offer(null)], { unnamed: 1 }],
  ['alone may be his own', [offer(null)], null],
  ['one of two may be his own', [offer(null), offer(null)], { unnamed: 1 }],
  ['beside another may be his own', [offer('AOTHER'), offer(null)], { sellers: ['AOTHER'], unnamed: 0 }],
])('an offer without a seller %s', (_, offers, expected) => {
  if (expected === null) expect(rivals(...offers)).toBeNull()
  else expect(rivals(...offers)).toMatchObject(expected)
})

test('what could be read stands, whatever failed before or after; a later reading replaces an earlier one', () => {
  const readings: OfferReading[] = [
    unreadable(asin(1)),
    read(asin(1), 2),
    unreadable(asin(1)),
    read(asin(2), 3),
    read(asin(2), 0),
    unreadable(asin(3)),
  ]
  expect([...mergeReadings(readings).values()]).toEqual([read(asin(1), 2), read(asin(2), 0), unreadable(asin(3))])
})

test('a tally counts apart what could not be read and what nobody offers', () => {
  const candidate = (index: number, active = true) => ({
    accountId: 'a',
    marketplaceId: DE,
    asin: asin(index),
    active,
    fulfilment: 'amazon' as const,
    price: null,
    listings: 1,
  })
  const candidates = [...Array.from({ length: 7 }, (_, index) => candidate(index)), candidate(7, false), candidate(8, false)]
  const readings = mergeReadings([
    read(asin(0)),
    { asin: asin(1), status: 'read', offers: [] },
    read(asin(2), 1),
    read(asin(3), 4),
    { asin: asin(4), status: 'read', offers: [offer(OWN), offer(AMAZON_DE)] },
    unreadable(asin(5)),
    { asin: asin(7), status: 'read', offers: [] },
    { asin: asin(8), status: 'read', offers: [offer('AOTHER')] },
    read(asin(99), 9),
  ])
  expect(tallyOf(candidates, readings, own)).toEqual({
    sampled: 8,
    read: 6,
    alone: 2,
    contested: 4,
    crowded: 1,
    lone: 2,
    withAmazon: 1,
    idle: 1,
    unreadable: 1,
    otherSellers: 7,
  })
})
