import { expect, test } from 'vitest'
import { CATALOGUES } from '../../adapters/mail/words.ts'
import { CALL_PURPOSES } from '../../domain/calls/calls.ts'
import { MAIL_LANGUAGES } from '../../domain/mail.ts'
import { TEMPLATES } from './mail-samples.ts'

/** Every text by its path, plural forms left out. Paragraphs are one text: how many there are is each language's own affair. */
function textsOf(node: unknown, path = ''): [path: string, text: string][] {
  if (typeof node === 'string') return [[path, node]]
  if (Array.isArray(node)) return [[path, node.join('\n')]]
  return Object.entries(node as object)
    .filter(([key]) => !key.startsWith('minutes_'))
    .flatMap(([key, value]) => textsOf(value, path === '' ? key : `${path}.${key}`))
}
const placeholders = (text: string) => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name))].sort()
const shapeOf = (catalogue: object) => Object.fromEntries(textsOf(catalogue).map(([path, text]) => [path, placeholders(text)]))

test.each(MAIL_LANGUAGES)('the catalogue of %s has the keys and placeholders of the English one', (language) => {
  expect(shapeOf(CATALOGUES[language])).toEqual(shapeOf(CATALOGUES.en))
})

test.each(MAIL_LANGUAGES)('the catalogue of %s has every plural form of its language and no other', (language) => {
  const forms = Object.entries(CATALOGUES[language]).filter(([key]) => key.startsWith('minutes_'))
  const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  expect(forms.map(([key]) => key).sort()).toEqual(categories.map((category) => `minutes_${category}`).sort())
  for (const [, text] of forms) expect(placeholders(text)).toEqual(['count'])
})

test.each(MAIL_LANGUAGES)('the catalogue of %s has no empty text, no markup and no stray brace', (language) => {
  for (const [path, text] of textsOf(CATALOGUES[language])) {
    // Some mails say nothing after their facts, in every language alike.
    if (!path.endsWith('.after')) expect(text.trim(), path).not.toBe('')
    expect(text.replaceAll(/\{\{\w+\}\}/g, ''), path).not.toMatch(/[{}<>]|\$t\(|undefined/)
  }
})

test.each(MAIL_LANGUAGES)('the catalogue of %s has every template and purpose, and says things in its own words', (language) => {
  const { templates, purposes } = CATALOGUES[language]
  expect(Object.keys(templates).sort()).toEqual([...TEMPLATES].sort())
  expect(Object.keys(purposes).sort()).toEqual(['call', ...CALL_PURPOSES].sort())
  if (language === 'en') return
  for (const template of TEMPLATES) expect(templates[template].subject).not.toBe(CATALOGUES.en.templates[template].subject)
})
