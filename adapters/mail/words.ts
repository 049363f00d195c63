import i18next from 'i18next'
import { baseLanguage } from '../../domain/languages.ts'
import { type MailLanguage, mailLanguage } from '../../domain/mail.ts'
import type { Catalogue } from './catalogue.ts'
import { de } from './texts/de.ts'
import { en } from './texts/en.ts'
import { es } from './texts/es.ts'
import { fr } from './texts/fr.ts'
import { it } from './texts/it.ts'
import { lv } from './texts/lv.ts'
import { pt } from './texts/pt.ts'

export const CATALOGUES: Readonly<Record<MailLanguage, Catalogue>> = { de, en, fr, es, pt, lv, it }

/** What plain `en` and `pt` mean in dates: left to itself, Intl takes the United States and Brazil. */
const DEFAULT_LOCALE: Partial<Record<MailLanguage, string>> = { en: 'en-GB', pt: 'pt-PT' }

const i18n = i18next.createInstance({
  resources: Object.fromEntries(Object.entries(CATALOGUES).map(([language, translation]) => [language, { translation }])),
  initAsync: false,
  fallbackLng: false,
  returnEmptyString: false,
  // Values are escaped where HTML is made, once, together with the text around them.
  interpolation: { escapeValue: false, skipOnVariables: true },
  // A gap in a catalogue or a value nobody passed must not reach a customer as an empty place.
  missingInterpolationHandler: (text: string, match: string[]) => {
    throw new Error(`mail text without a value for ${match[1] ?? '?'}: ${text}`)
  },
})
i18n.init()

/** The words of one language: a text by its key, a list of paragraphs, or the first of several keys that has a text. */
export interface Words {
  (key: string, values?: Values): string
  list(key: string, values?: Values): string[]
  first(keys: readonly string[]): string
}
type Values = Readonly<Record<string, string | number>>

export function wordsIn(language: MailLanguage): Words {
  const text = (key: string, values: Values = {}): string => {
    const found: unknown = i18n.t(key, { ...values, lng: language })
    if (typeof found !== 'string' || found === key) throw new Error(`mail text missing: ${language} ${key}`)
    return found
  }
  const list = (key: string, values: Values = {}): string[] => {
    const found: unknown = i18n.t(key, { ...values, lng: language, returnObjects: true })
    if (!Array.isArray(found)) throw new Error(`mail text missing: ${language} ${key}`)
    return found.map(String)
  }
  const first = (keys: readonly string[]): string => text(keys.find((key) => i18n.exists(key, { lng: language })) ?? keys[0] ?? '')
  return Object.assign(text, { list, first })
}

/** The customer's own variety of the mail's language for dates (pt-BR, de-AT), else our default. */
export function dateLocale(languages: readonly string[]): string {
  const language = mailLanguage(languages)
  const own = languages.find((tag) => baseLanguage(tag) === language && tag.includes('-') && isLocale(tag))
  return own ?? DEFAULT_LOCALE[language] ?? language
}

function isLocale(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0
  } catch {
    return false
  }
}
