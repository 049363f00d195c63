import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildGroups, type Catalogue } from '../../../domain/profile/groups.ts'
import { asin, branded, listing, listings, summaryOf, unlisted } from './builders.ts'

const asinsFrom = (from: number, count: number): string[] => Array.from({ length: count }, (_, index) => asin(from + index))

test('a brand is one group in all its spellings, shown in the most frequent one', () => {
  const catalogue = new Map([...branded([asin(0)], 'ACME'), ...branded(asinsFrom(1, 2), 'Acme'), ...branded([asin(3)], 'acme GmbH')])
  const [group, ...more] = buildGroups({ summary: summaryOf(listings(4)), catalogue })
  expect(more).toEqual([])
  expect(group).toMatchObject({ key: 'brand:acme', brand: 'Acme', items: 4, active: 4, estimated: false, productTypes: ['HOME'] })
})

test('no brand, no catalogue data and no ASIN are visible as such, never as a brand', () => {
  const catalogue: Catalogue = new Map([...branded([asin(0)], 'Generic'), ...branded([asin(1)], null), ...unlisted([asin(2)])])
  const groups = buildGroups({ summary: summaryOf([...listings(3), listing({ sku: 'draft', asin: null, active: false })]), catalogue })
  expect(groups.map(({ key, brand, items, active }) => [key, brand, items, active])).toEqual([
    ['no_brand', null, 2, 2],
    ['no_catalogue_data', null, 2, 1],
  ])
})

test('before the catalogue was asked everything is without catalogue data', () => {
  const groups = buildGroups({ summary: summaryOf(listings(30)), catalogue: new Map() })
  expect(groups).toMatchObject([{ key: 'no_catalogue_data', items: 30, active: 30, estimated: false }])
})

const manyBrands = () => {
  const all = Array.from({ length: 30 }, (_, brand) => listings(30 - brand, {}, brand * 100)).flat()
  const catalogue = new Map(Array.from({ length: 30 }, (_, brand) => branded(asinsFrom(brand * 100, 30 - brand), `Brand ${brand}`)).flat())
  return { summary: summaryOf(all), catalogue }
}

test('the twenty largest brands are groups, the others one together', () => {
  const groups = buildGroups(manyBrands())
  expect(groups.map(({ key }) => key)).toEqual([...Array.from({ length: 20 }, (_, brand) => `brand:brand${brand}`), 'other_brands'])
  expect(groups.at(-1)).toMatchObject({ brand: null, items: 10 + 9 + 8 + 7 + 6 + 5 + 4 + 3 + 2 + 1 })
})

test('a brand that was agreed on keeps its group though others are larger', () => {
  const groups = buildGroups({ ...manyBrands(), keep: ['brand:brand29', 'brand:gone'] })
  expect(groups.map(({ key }) => key).slice(-2)).toEqual(['brand:brand29', 'other_brands'])
  expect(groups.at(-1)).toMatchObject({ items: 54 })
})

test('a sample stands for all listings of its account, state and fulfilment', () => {
  const all = [...listings(8000), ...listings(100, { accountId: 'account-2' }, 20_000)]
  const summary = summaryOf(all)
  const sampled = summary.strata.flatMap(({ candidates }) => candidates.map((one) => one.asin))
  const brandOf = (one: string): string => (Number(one.slice(1)) >= 20_000 ? 'Second' : Number(one.slice(1)) % 4 === 0 ? 'Quarter' : 'Rest')
  const catalogue = new Map(sampled.flatMap((one) => branded([one], brandOf(one))))
  const groups = buildGroups({ summary, catalogue })
  expect(groups.map(({ key, estimated }) => [key, estimated])).toEqual([
    ['brand:rest', true],
    ['brand:quarter', true],
    ['brand:second', false],
  ])
  expect(groups[2]?.items).toBe(100)
  expect(Math.abs((groups[1]?.items ?? 0) - 2000)).toBeLessThan(250)
  expect(groups.reduce((sum, { items }) => sum + items, 0)).toBe(8100)
})

test('keys do not depend on the order in which the catalogue answers, and no item gets lost', () => {
  const drawn = fc.array(fc.option(fc.constantFrom('Acme', 'ACME', 'Bolt', 'generic', '')), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(drawn, (brands) => {
      const entries = brands.flatMap((brand, index) => branded([asin(index)], brand))
      const summary = summaryOf(listings(brands.length))
      const groups = buildGroups({ summary, catalogue: new Map(entries) })
      expect(buildGroups({ summary, catalogue: new Map([...entries].reverse()) })).toEqual(groups)
      expect(groups.reduce((sum, { items }) => sum + items, 0)).toBe(brands.length)
    }),
  )
})
