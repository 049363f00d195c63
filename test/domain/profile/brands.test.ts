import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalizeBrand, resemblesCompany } from '../../../domain/profile/brands.ts'

test.each([
  [
    'acme',
    ['Acme', 'ACME', '  acme ', 'Acme®', 'Acme™', 'Acme GmbH', 'ACME, Inc.', 'Acme Ltd', 'Acme GmbH & Co. KG', 'acme-llc', 'Acme L.L.C.'],
  ],
  [
    'acmehome',
    ['Acme Home', 'AcmeHome', 'ACME-HOME', 'acme_home', 'Acme  Home S.L.', 'Acme Home, S.A.', 'Acme Home S.p.A.', 'Acme Home sp. z o.o.'],
  ],
  ['levis', ["Levi's", 'Levi’s', 'LEVIS']],
  ['blackdecker', ['Black & Decker', 'BLACK+DECKER', 'Black Decker']],
  ['nestle', ['Nestlé', 'NESTLE', 'Nestle\u0301']],
  ['strasse', ['Straße', 'STRASSE']],
  ['アクメ', ['アクメ', 'ｱｸﾒ']],
  ['homespa', ['Home Spa', 'HOME-SPA']],
])('%s is one brand in all its spellings', (normalized, spellings) => {
  expect(spellings.map(normalizeBrand)).toEqual(spellings.map(() => normalized))
})

test.each([
  'Generic',
  'generisch',
  'No Brand',
  'no-brand',
  'N/A',
  'n.a.',
  'Unbranded',
  'Ohne Marke',
  'Sin marca',
  'None',
  '-',
  '',
  '  ',
  '™',
  'Genérico',
  'Does not apply',
  'Unknown',
])('%j is no brand', (brand) => {
  expect(normalizeBrand(brand)).toBeNull()
})

test.each([null, undefined])('%s is no brand', (brand) => {
  expect(normalizeBrand(brand)).toBeNull()
})

test('different brands stay apart', () => {
  const brands = ['Home', 'Home Spa', 'Spa', 'Bread & Co', 'Bread', 'カ', 'ガ', 'Ohne', 'GmbH', 'A.S.', 'Naked']
  expect(new Set(brands.map(normalizeBrand)).size).toBe(brands.length)
})

test('what is normalised stays as it is, and case never matters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      const once = normalizeBrand(text)
      if (once !== null) expect([...once].length).toBeLessThanOrEqual(64)
    }),
  )
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9 &-]{1,30}$/), (text) => {
      expect(normalizeBrand(text.toUpperCase())).toBe(normalizeBrand(text.toLowerCase()))
    }),
  )
})

test.each([
  ['Azulejos', 'Azulejos Lisboa Lda', true],
  ['AZULEJOS LISBOA', 'Azulejos Lisboa, Unipessoal Lda', true],
  ['Nordlicht', 'NORDLICHT GmbH & Co. KG', true],
  ['Nordlicht Home', 'Nordlicht UG', true],
  ['Bosch', 'Müller Handels GmbH', false],
  ['ABC', 'ABC Trading Ltd', false],
  ['Generic', 'Generic Goods Ltd', false],
  [null, 'Acme', false],
  ['Acme', null, false],
])('brand %j and company %j look alike: %s', (brand, company, alike) => {
  expect(resemblesCompany(brand, company)).toBe(alike)
})
