import { expect, test } from 'vitest'
import { closeLanguages } from '../../adapters/close-languages.ts'

const TEAM = ['de', 'en', 'en-GB', 'es', 'fr', 'it', 'lv', 'nb', 'pt', 'sk', 'de']

test.each([
  ['ca', ['es']],
  ['gsw', ['de']],
  ['lb', ['de']],
  ['nn', ['nb']],
  ['da', ['nb']],
  ['cs', ['sk']],
  ['gl', ['es']],
  ['lv', []],
  ['lt', []],
  ['de', []],
  ['uk', []],
])('close to %s are %j', (wanted, close) => {
  expect(closeLanguages(wanted, TEAM)).toEqual(close)
  expect(closeLanguages(wanted, [...TEAM].reverse())).toEqual(close)
})

test('the own language in another region is not a close one, and English never is', () => {
  expect(closeLanguages('pt-BR', ['pt', 'pt-PT'])).toEqual([])
  expect(closeLanguages('cy', ['en', 'en-GB'])).toEqual([])
  expect(closeLanguages('en', ['de', 'fr'])).toEqual([])
  expect(closeLanguages('de-CH', ['de', 'de-AT'])).toEqual([])
  expect(closeLanguages('ca', [])).toEqual([])
})

test('the closest comes first', () => {
  expect(closeLanguages('nn', ['nb', 'da', 'no'])).toEqual(['nb', 'no'])
})
