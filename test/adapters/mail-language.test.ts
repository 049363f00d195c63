import { expect, test } from 'vitest'
import { dateLocale } from '../../adapters/mail/words.ts'
import { mailLanguage } from '../../domain/mail.ts'

test.each([
  [['pt-BR'], 'pt'],
  [['PT-br'], 'pt'],
  [['xx', 'lv', 'de'], 'lv'],
  [['ja', 'zh-Hant-TW'], 'en'],
  [['pts'], 'en'],
  [[''], 'en'],
  [[], 'en'],
] as const)('a customer who speaks %j is written to in %s', (languages, written) => {
  expect(mailLanguage(languages)).toBe(written)
})

test.each([
  [['pt-BR'], 'pt-BR'],
  [['pt'], 'pt-PT'],
  [['en'], 'en-GB'],
  [['en-US'], 'en-US'],
  [['de', 'de-AT'], 'de-AT'],
  [['ja-JP'], 'en-GB'],
  [['ja-JP', 'fr-CA'], 'fr-CA'],
  [['de-not_a_tag'], 'de'],
] as const)('dates for a customer who speaks %j look as in %s', (languages, locale) => {
  expect(dateLocale(languages)).toBe(locale)
})
