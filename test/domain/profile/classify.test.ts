import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ClassifiedGroup, classifyGroups } from '../../../domain/profile/classify.ts'
import { buildGroups } from '../../../domain/profile/groups.ts'
import { logOddsOfSample, wilson } from '../../../domain/profile/likelihood.ts'
import type { OfferReading } from '../../../domain/profile/offers.ts'
import { AMAZON_DE, asin, branded, listings, OWN, offer, read, summaryOf, unreadable } from './builders.ts'

interface Brand {
  readonly name: string
  readonly asins: number
  /** Others on each ASIN that was read, in order; null could not be read. */
  readonly others: readonly (number | null)[]
  /** The same others on all of them. */
  readonly same?: boolean
}

const readingOf = (of: string, others: number | null, name = of): OfferReading =>
  others === null ? unreadable(of) : read(of, others, name)

/** A seller with these brands and nothing else. */
function seller(brands: readonly Brand[], company: string | null = null, extra: readonly OfferReading[] = []): ClassifiedGroup[] {
  const ofBrand = brands.map(({ asins }, index) => listings(asins, {}, index * 1000))
  const catalogue = new Map(
    brands.flatMap(({ name }, index) =>
      branded(
        (ofBrand[index] ?? []).map((one) => one.asin),
        name,
      ),
    ),
  )
  const readings = brands.flatMap(({ others, same, name }, index) =>
    others.map((count, at) => readingOf(asin(index * 1000 + at), count, same ? name : undefined)),
  )
  const groups = buildGroups({ summary: summaryOf(ofBrand.flat()), catalogue })
  return classifyGroups({ groups, readings: [...readings, ...extra], ownSellerIds: [OWN], company })
}

const one = (others: readonly (number | null)[], asins = others.length, company: string | null = null): ClassifiedGroup =>
  seller([{ name: 'Nordlicht', asins, others }], company)[0]!
const times = (count: number, others: number): number[] => Array.from({ length: count }, () => others)
const TRADED: readonly Brand[] = Array.from({ length: 8 }, (_, index) => ({ name: `Traded ${index}`, asins: 10, others: times(6, 5) }))
const inTrade = (brand: Brand, company: string | null = null): ClassifiedGroup =>
  seller([...TRADED, brand], company).find(({ brand: name }) => name === brand.name)!

test.each<[string, ClassifiedGroup, string, string]>([
  ['nobody else on any of ten', one(times(10, 0)), 'private_label', 'nobody_else_offers'],
  ['a newcomer with two products of his own', one(times(2, 0)), 'private_label', 'nobody_else_offers'],
  ['one product that nobody else offers', one([0]), 'unknown', 'too_few_read'],
  ['the same, named like the company', one([0], 1, 'Nordlicht GmbH'), 'private_label', 'nobody_else_offers'],
  ['one hijacker on one of eight', one([1, ...times(7, 0)]), 'private_label', 'few_others_offer'],
  ['three hijacked of thirty', one([1, 2, 1, ...times(27, 0)]), 'private_label', 'few_others_offer'],
  ['one resold by many of twenty', one([9, ...times(19, 0)]), 'private_label', 'few_others_offer'],
  ['others everywhere', one(times(6, 5)), 'trade_goods', 'others_offer'],
  ['one product with a crowd on it', one([8]), 'trade_goods', 'others_offer'],
  ['one product with one other on it', one([1]), 'unknown', 'one_other_seller'],
  ['alone on three long-tail ASINs of ten', one([0, 4, 3, 0, 6, 2, 5, 0, 3, 2]), 'trade_goods', 'others_offer'],
  ['half and half with single others', one([1, 0, 1, 0, 1, 0, 0, 0]), 'unknown', 'too_few_read'],
  ['a fifth with others, of forty', one([...times(10, 1), ...times(30, 0)]), 'unknown', 'mixed'],
  ['not asked yet', one([], 5), 'unknown', 'not_sampled'],
  ['nothing could be read', one([null, null, null]), 'unknown', 'offers_unreadable'],
  ['two alone, the others could not be read', one([0, 0, null, null, null]), 'unknown', 'too_few_read'],
  [
    'a small brand of a trader that nobody else offers today',
    inTrade({ name: 'Longtail', asins: 3, others: times(3, 0) }),
    'unknown',
    'too_few_read',
  ],
  [
    'a brand of his own beside traded ones',
    inTrade({ name: 'Nordlicht', asins: 20, others: times(12, 0) }),
    'private_label',
    'nobody_else_offers',
  ],
  [
    'a brand of a trader named like the company, contested',
    inTrade({ name: 'Nordlicht', asins: 8, others: times(8, 4) }, 'Nordlicht'),
    'trade_goods',
    'others_offer',
  ],
])('%s', (_, group, kind, code) => {
  expect([group.kind, group.evidence.code]).toEqual([kind, code])
})

const everywhere = (sellerId: string): ClassifiedGroup =>
  seller(
    [{ name: 'Nordlicht', asins: 12, others: [] }],
    null,
    times(12, 0).map((_, index): OfferReading => ({ asin: asin(index), status: 'read', offers: [offer(OWN), offer(sellerId)] })),
  )[0]!

test('one single other on every ASIN may be anybody, so it is asked; Amazon is a rival', () => {
  expect(everywhere('APARTNER')).toMatchObject({
    kind: 'unknown',
    evidence: { code: 'one_other_seller', otherSellers: 1, moreSamples: null },
  })
  expect(everywhere(AMAZON_DE)).toMatchObject({ kind: 'trade_goods', evidence: { code: 'others_offer', withAmazon: 12 } })
})

test('one hijacker on three of twelve is not twelve rivals; a second seller ends the excuse', () => {
  const hijacked = (sellers: readonly string[]): ClassifiedGroup => {
    const readings = sellers.map((id, index): OfferReading => ({ asin: asin(index), status: 'read', offers: [offer(OWN), offer(id)] }))
    const alone = times(12 - sellers.length, 0).map((_, index) => read(asin(sellers.length + index)))
    return seller([{ name: 'Nordlicht', asins: 12, others: [] }], null, [...readings, ...alone])[0]!
  }
  expect(hijacked(['AHIJACK', 'AHIJACK', 'AHIJACK'])).toMatchObject({ kind: 'private_label', evidence: { code: 'few_others_offer' } })
  expect(hijacked(['AHIJACK', 'AHIJACK', 'AHIJACK', 'AHIJACK']).evidence.code).toBe('one_other_seller')
  expect(hijacked(['AHIJACK', 'AHIJACK', 'AOTHER']).kind).toBe('unknown')
})

test('an item without catalogue data stays unknown, whatever its offers say', () => {
  const groups = buildGroups({ summary: summaryOf(listings(5)), catalogue: new Map(listings(5).map(({ asin }) => [asin ?? '', null])) })
  const readings = listings(5).map(({ asin }) => read(asin ?? '', 0))
  const [group] = classifyGroups({ groups, readings, ownSellerIds: [OWN], company: null })
  expect(group).toMatchObject({ kind: 'unknown', evidence: { code: 'no_catalogue_data', alone: 5, moreSamples: null } })
})

test('evidence is numbers and codes, with the interval of the share of contested ASINs', () => {
  expect(one([0, 0, 2, null, 0], 9).evidence).toEqual({
    code: 'too_few_read',
    asins: 9,
    sampled: 5,
    read: 4,
    alone: 3,
    contested: 1,
    crowded: 0,
    lone: 0,
    withAmazon: 0,
    idle: 0,
    unreadable: 1,
    otherSellers: 2,
    contestedShare: { low: 0.046, high: 0.699 },
    probability: 0.759,
    nameResembles: false,
    moreSamples: 2,
  })
})

test('so many more samples as it says settle it where they agree, and fewer never do', () => {
  const before = [0, 0, 2, 0]
  expect(one(before, 9).evidence.moreSamples).toBe(2)
  expect([one([...before, 0], 9), one([...before, 3], 9)].map(({ kind }) => kind)).toEqual(['unknown', 'unknown'])
  expect(one([...before, 3, 3], 9).kind).toBe('trade_goods')
  expect(one([...before, 0, 0, 0], 9).kind).toBe('private_label')
  expect(one(before, 5).evidence.moreSamples).toBeNull()
})

test('what is known is asked on until there is no doubt, as far as there is more to ask', () => {
  expect(one(times(3, 0), 9)).toMatchObject({ kind: 'private_label', evidence: { moreSamples: 2 } })
  expect(one(times(5, 0), 9)).toMatchObject({ kind: 'private_label', evidence: { moreSamples: 0 } })
  expect(one(times(3, 0), 3)).toMatchObject({ kind: 'private_label', evidence: { moreSamples: null } })
})

const TOWARDS = { private_label: 2, unknown: 1, trade_goods: 0 }
const othersOnAsins = fc.array(fc.option(fc.constantFrom(0, 0, 0, 1, 2, 5)), { maxLength: 25 })
const brands = fc.array(fc.record({ others: othersOnAsins, unread: fc.integer({ min: 0, max: 30 }), same: fc.boolean() }), {
  minLength: 1,
  maxLength: 4,
})
const NAMES = ['Nordlicht', 'Acme', 'Bolt', 'Crane']

test('one more ASIN on which others offer, read or newly listed, never moves any group towards private label', () => {
  fc.assert(
    fc.property(brands, fc.nat(), fc.constantFrom(1, 2, 7), fc.boolean(), fc.boolean(), (drawn, pick, count, unlisted, named) => {
      const target = pick % drawn.length
      const before = drawn.map(({ unread, ...brand }, index) => ({ ...brand, name: NAMES[index]!, asins: brand.others.length + unread }))
      const more = ({ others, asins, ...brand }: Brand): Brand => ({
        ...brand,
        others: [...others, count],
        asins: Math.max(asins + (unlisted ? 1 : 0), others.length + 1),
      })
      fc.pre(before.every(({ asins }) => asins > 0))
      const after = before.map((brand, index) => (index === target ? more(brand) : brand))
      const company = named ? 'Nordlicht GmbH' : null
      const now = new Map(seller(after, company).map((group) => [group.key, group]))
      for (const group of seller(before, company)) {
        expect(TOWARDS[now.get(group.key)!.kind]).toBeLessThanOrEqual(TOWARDS[group.kind])
        if (group.evidence.read > 0) expect(now.get(group.key)!.evidence.probability).toBeLessThanOrEqual(group.evidence.probability)
      }
    }),
    { numRuns: 400 },
  )
})

test('one more ASIN that nobody else offers never moves a group towards trade goods', () => {
  fc.assert(
    fc.property(othersOnAsins, fc.integer({ min: 1, max: 30 }), (others, unread) => {
      const before = one(others, others.length + unread)
      const after = one([...others, 0], others.length + unread)
      expect(TOWARDS[after.kind]).toBeGreaterThanOrEqual(TOWARDS[before.kind])
    }),
    { numRuns: 300 },
  )
})

test('each contested ASIN lowers the odds and each one alone raises them, whatever came before', () => {
  const count = fc.integer({ min: 0, max: 500 })
  fc.assert(
    fc.property(count, count, (contested, alone) => {
      expect(logOddsOfSample(contested + 1, alone)).toBeLessThan(logOddsOfSample(contested, alone))
      expect(logOddsOfSample(contested, alone + 1)).toBeGreaterThan(logOddsOfSample(contested, alone))
    }),
  )
})

test('the interval holds the share it is of, narrows with the sample and mirrors', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 200 }), (some, more) => {
      const of = some + more
      const { low, high } = wilson(some, of)
      expect(low).toBeGreaterThanOrEqual(0)
      expect(high).toBeLessThanOrEqual(1)
      expect(low).toBeLessThanOrEqual(some / of)
      expect(high).toBeGreaterThanOrEqual(some / of)
      const wider = wilson(some * 4, of * 4)
      expect(wider.high - wider.low).toBeLessThan(high - low)
      expect(wilson(more, of).low).toBeCloseTo(1 - high, 10)
    }),
  )
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 })
  // Newcombe 1998, table I: 1 of 29 and 81 of 263.
  expect(wilson(1, 29).low).toBeCloseTo(0.0061, 4)
  expect(wilson(1, 29).high).toBeCloseTo(0.1718, 4)
  expect(wilson(81, 263).low).toBeCloseTo(0.2553, 4)
  expect(wilson(81, 263).high).toBeCloseTo(0.3662, 4)
})
