import { expect, test } from 'vitest'
import { baseLanguage, canonicalLanguage, isKnownLanguage } from '../../domain/languages.ts'

test.each(['de', 'en', 'fr', 'es', 'pt', 'lv', 'it', 'pt-BR', 'de-CH', 'gsw', 'sr-Latn', 'zh-Hans-CN', 'nb', 'PT-br', 'ger'])(
  '%s is a known language',
  (tag) => {
    expect(isKnownLanguage(tag)).toBe(true)
  },
)

test.each(['', 'xx', 'zz', 'english', 'pt_BR', 'de-', 'und', 'mul', 'zxx', 'i-klingon', 'x-foo', '*', 'de, en', 'd'])(
  '%j is not',
  (tag) => {
    expect(isKnownLanguage(tag)).toBe(false)
  },
)

test.each([
  ['PT-br', 'pt-BR'],
  ['ger', 'de'],
  ['iw', 'he'],
  ['ZH-hans-cn', 'zh-Hans-CN'],
])('%s is written %s', (tag, canonical) => {
  expect(canonicalLanguage(tag)).toBe(canonical)
})

test('a tag that is none has no canonical form', () => {
  expect(() => canonicalLanguage('pt_BR')).toThrow(RangeError)
})

test.each([
  ['pt-BR', 'pt'],
  ['PT', 'pt'],
  ['zh-Hans-CN', 'zh'],
  ['gsw', 'gsw'],
  ['', ''],
])('the base of %j is %j', (tag, base) => {
  expect(baseLanguage(tag)).toBe(base)
})
