import { expect, test } from 'vitest'
import { type BuyBoxStrategy, type RivalFilter, USUAL_BUY_BOX } from '../../../domain/pricing/config.ts'
import { lookAt, nextAbove, takesPart } from '../../../domain/pricing/rivals.ts'
import { sidesOf } from '../../../domain/pricing/sides.ts'
import type { MarketOffer } from '../../../domain/pricing/snapshot.ts'
import { configOf, offer } from './market.ts'

interface Seen {
  readonly threshold?: number
  readonly fba?: boolean
  readonly strategy?: Partial<BuyBoxStrategy>
}

const viewOf = (offers: readonly MarketOffer[], { threshold, fba = true, strategy = {} }: Seen = {}) =>
  lookAt(sidesOf(offers, ['OURS']), threshold, { ...configOf().listing, fba }, { ...USUAL_BUY_BOX, ...strategy })
const at = (...prices: number[]) => prices.map((listing, index) => offer({ sellerId: `SELLER-${index}`, listing }))

test('without rivals nobody asks for less than anything', () => {
  const nobody = {
    holder: 'nobody',
    rivals: 0,
    lowest: Number.POSITIVE_INFINITY,
    lowestSeller: '',
    lowestLanded: Number.POSITIVE_INFINITY,
  }
  expect(viewOf([])).toMatchObject(nobody)
  expect(viewOf([offer({ sellerId: 'OURS' })])).toMatchObject(nobody)
})

test('the lowest rival is known by price and name, wherever he stands', () => {
  for (const offers of [at(1_200, 1_100, 1_300), at(1_200, 1_300, 1_100), at(1_100, 1_300, 1_200)]) {
    const lowest = offers.find((one) => one.landed === 1_100)
    expect(viewOf(offers)).toMatchObject({ lowest: 1_100, lowestSeller: lowest?.sellerId, lowestLanded: 1_100 })
  }
})

test('of two at the same price the first is the lowest', () => {
  expect(viewOf(at(1_100, 1_100)).lowestSeller).toBe('SELLER-0')
})

test('a merchant is worth a price that is higher by the handicap beside an offer that Amazon fulfils', () => {
  const merchant = [offer({ fba: false, listing: 1_005 })]
  const view = viewOf(merchant, { strategy: { handicap: 1_000 } })
  expect(view).toMatchObject({ lowest: 1_106, lowestLanded: 1_005 })
})

test('beside a merchant an offer that Amazon fulfils is worth less by the handicap, never more', () => {
  expect(viewOf([offer({ listing: 1_105 })], { fba: false, strategy: { handicap: 1_000 } }).lowest).toBe(1_004)
})

test('of two that are fulfilled alike each price is what it is', () => {
  expect(viewOf([offer({ listing: 1_005 })]).lowest).toBe(1_005)
  expect(viewOf([offer({ fba: false, listing: 1_005 })], { fba: false }).lowest).toBe(1_005)
})

test('rivals have the same fingerprint in whatever order, and another one at other prices or as other sellers', () => {
  const [a, b] = [offer({ sellerId: 'ALPHA', listing: 1_100 }), offer({ sellerId: 'BETA', listing: 1_200 })]
  const { fingerprint } = viewOf([a, b])
  expect(viewOf([b, a]).fingerprint).toBe(fingerprint)
  for (const other of [
    [a],
    [a, { ...b, landed: 1_201 }],
    [a, { ...b, sellerId: 'GAMMA' }],
    [
      { ...a, landed: 1_200 },
      { ...b, landed: 1_100 },
    ],
    [a, b, offer({ sellerId: 'GAMMA', listing: 1_200 })],
  ])
    expect(viewOf(other).fingerprint).not.toBe(fingerprint)
})

test('a fingerprint is of who counts: whoever is filtered out may do what he likes', () => {
  const noise = (listing: number) => offer({ sellerId: 'NOISE', available: false, listing })
  expect(viewOf([...at(1_100), noise(1_150)]).fingerprint).toBe(viewOf([...at(1_100), noise(1_090)]).fingerprint)
})

test('a thousand sets of rivals have a thousand fingerprints', () => {
  const prints = Array.from({ length: 1_000 }, (_, n) =>
    viewOf([offer({ sellerId: `A${n % 40}XYZ`, listing: 1_000 + Math.floor(n / 40) })]),
  )
  expect(new Set(prints.map(({ fingerprint }) => fingerprint)).size).toBe(1_000)
})

test.each<[string, number[], number | undefined, number[]]>([
  ['one rival alone below half of what Amazon takes for usual', [599], 1_200, []],
  ['nobody at exactly half of it', [600], 1_200, [600]],
  ['nobody where there is one rival and nothing to hold him against', [1], undefined, [1]],
  ['who asks for less than half of the middle price', [499, 1_000, 1_100], undefined, [1_000, 1_100]],
  ['nobody at exactly half of the middle price', [500, 1_000, 1_100], undefined, [500, 1_000, 1_100]],
  ['nobody because of one fortune', [1_000, 1_100, 1_000_000], undefined, [1_000, 1_100, 1_000_000]],
  ['with two rivals the one below half of the other', [400, 1_000], undefined, [1_000]],
  ['nobody where Amazon itself takes little for usual', [450, 1_000, 1_100], 900, [450, 1_000, 1_100]],
  ['in whatever order they stand', [1_100, 499, 1_000], undefined, [1_100, 1_000]],
])('out of the market is %s', (_, prices, threshold, counted) => {
  const { rivals, lowest } = viewOf(at(...prices), threshold === undefined ? {} : { threshold })
  expect([rivals, lowest]).toEqual([counted.length, Math.min(...counted)])
})

test('beside an offer of ours one rival is alone as well', () => {
  expect(viewOf([offer({ sellerId: 'OURS' }), offer({ listing: 599 })], { threshold: 1_200 }).rivals).toBe(0)
})

test('the next rival above is the least that asks for more, not for as much', () => {
  const offers = [...at(1_300, 1_100, 1_200), offer({ sellerId: 'OURS', listing: 1_150 }), offer({ sellerId: 'NOBODY', available: false })]
  const above = (landed: number) => nextAbove(landed, sidesOf(offers, ['OURS']), configOf().listing, USUAL_BUY_BOX)
  expect([1_099, 1_100, 1_299, 1_300].map(above)).toEqual([1_100, 1_200, 1_300, Number.POSITIVE_INFINITY])
  const merchant = sidesOf([offer({ fba: false, listing: 1_000 })], [])
  expect(nextAbove(1_050, merchant, configOf().listing, { ...USUAL_BUY_BOX, handicap: 1_000 })).toBe(1_100)
})

test.each<[string, Partial<MarketOffer>, RivalFilter, boolean]>([
  ['anybody who can win and send', {}, {}, true],
  ['nobody who may not be in the Buy Box', { featured: false }, {}, false],
  ['nobody who cannot send now', { available: false }, {}, false],
  ['whoever has as many ratings as asked', { feedbackCount: 100 }, { leastRatings: 100 }, true],
  ['nobody with one rating less', { feedbackCount: 99 }, { leastRatings: 100 }, false],
  ['whoever is rated as well as asked', { feedbackPercent: 90 }, { leastPercent: 90 }, true],
  ['nobody who is rated worse', { feedbackPercent: 89 }, { leastPercent: 90 }, false],
  ['whoever sends as fast as asked', { maximumHours: 48 }, { mostHours: 48 }, true],
  ['nobody who is slower', { maximumHours: 49 }, { mostHours: 48 }, false],
  ['whoever Amazon fulfils, where only they do', { fba: true }, { only: 'fba' }, true],
  ['no merchant, where only Amazon fulfils', { fba: false }, { only: 'fba' }, false],
  ['merchants, where only they do', { fba: false }, { only: 'fbm' }, true],
  ['nobody whom Amazon fulfils, where only merchants do', { fba: true }, { only: 'fbm' }, false],
  ['Amazon itself', { retail: true }, {}, true],
  ['not Amazon itself, where that is asked', { retail: true }, { withoutRetail: true }, false],
  ['others, where Amazon itself does not', {}, { withoutRetail: true }, true],
  ['not who is named', { sellerId: 'NAMED' }, { exclude: ['OTHER', 'NAMED'] }, false],
  ['others than who is named', {}, { exclude: ['NAMED'] }, true],
])('a rival is %s', (_, fields, filter, is) => {
  expect(takesPart(offer(fields), filter)).toBe(is)
  expect(viewOf([offer(fields)], { strategy: { rivals: filter } }).rivals).toBe(is ? 1 : 0)
})
