import { expect, test } from 'vitest'
import type { CrossProductStrategy, PricingConfig } from '../../../domain/pricing/config.ts'
import { followed } from '../../../domain/pricing/cross-product.ts'
import { sidesOf } from '../../../domain/pricing/sides.ts'
import type { FollowedLook, MarketOffer } from '../../../domain/pricing/snapshot.ts'
import type { Step } from '../../../domain/pricing/trace.ts'
import { configOf, HOUR, NOW, offer, snapshotOf } from './market.ts'

const FOLLOW: CrossProductStrategy = {
  kind: 'cross_product',
  version: 1,
  asins: ['B2', 'B3'],
  of: 'lowest',
  change: { amount: 0 },
  rivals: {},
}
const look = (asin: string, offers: readonly MarketOffer[], at = NOW): FollowedLook => ({ asin, at, offers })

function following(
  looks: readonly FollowedLook[] | undefined,
  strategy: Partial<CrossProductStrategy> = {},
  fields: Partial<PricingConfig> = {},
) {
  const steps: Step[] = []
  const snapshot = snapshotOf([], NOW, looks === undefined ? {} : { followed: looks })
  const looking = { snapshot, own: undefined, sides: sidesOf([], []), config: configOf(fields), floor: 1, ceiling: 2, now: NOW, steps }
  return { price: followed(looking, { ...FOLLOW, ...strategy }), steps }
}

const CHEAP = look('B2', [offer({ listing: 1_200 }), offer({ listing: 1_001 })])
const DEAR = look('B3', [offer({ listing: 1_300 })])

test('it says what it follows, and how many', () => {
  expect(following([CHEAP, DEAR])).toEqual({ price: 1_001, steps: [{ code: 'follows', price: 1_001, asins: 2 }] })
})

test('it says where there is nobody to follow, and of how many', () => {
  const nobody = { price: undefined, steps: [{ code: 'nobody_to_follow', asins: 2 }] }
  expect(following([])).toEqual(nobody)
  expect(following(undefined)).toEqual(nobody)
  expect(following([look('B2', [])])).toEqual(nobody)
})

test('one that cannot be followed leaves the others', () => {
  expect(following([look('B2', []), DEAR]).price).toBe(1_300)
})

test('the mean of odd prices is a whole one', () => {
  expect(following([CHEAP, DEAR], { of: 'mean' }).price).toBe(1_151)
})

test('what it follows is what buyers pay there: our shipping is part of it', () => {
  const listing = { ...configOf().listing, shipping: 399 }
  expect(following([DEAR], { change: { amount: -1 } }, { listing }).price).toBe(900)
})

test('a look of six hours ago is followed still, an older one is not', () => {
  expect(following([{ ...DEAR, at: NOW - 6 * HOUR }]).price).toBe(1_300)
  expect(following([{ ...DEAR, at: NOW - 6 * HOUR - 1 }]).price).toBeUndefined()
})

test.each<[string, Partial<MarketOffer>]>([
  ['of ours', { sellerId: 'OURS' }],
  ['at no price', { landed: 0 }],
  ['that cannot be sent', { available: false }],
  ['that may not be in the Buy Box', { featured: false }],
])('an offer %s is not followed, even in the Buy Box', (_, fields) => {
  expect(following([look('B2', [offer({ listing: 900, inBuyBox: true, ...fields }), offer({ listing: 1_300 })])]).price).toBe(1_300)
})
