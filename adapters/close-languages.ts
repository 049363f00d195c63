import { match } from '@formatjs/intl-localematcher'
import { baseLanguage } from '../domain/languages.ts'

const NONE = 'und-x-none'
const cache = new Map<string, readonly string[]>()
const MOST_CACHED = 1_000

/**
 * Which of the spoken languages whoever speaks `wanted` is likely to understand, closest first, by CLDR's language matching: of ca, es; of gsw,
 * de; of nn, nb. Not his language itself, whatever the region. Never English: CLDR calls it close to what is spoken where English is an
 * official language, and nobody is called in English who did not ask for it.
 */
export function closeLanguages(wanted: string, spoken: readonly string[]): readonly string[] {
  const own = baseLanguage(wanted)
  const others = [...new Set(spoken)].filter((tag) => ![own, 'en'].includes(baseLanguage(tag))).sort()
  const key = [wanted, ...others].join(' ')
  const known = cache.get(key)
  if (known) return known
  if (cache.size >= MOST_CACHED) cache.clear()
  const found = byCloseness(wanted, others)
  cache.set(key, found)
  return found
}

function byCloseness(wanted: string, spoken: readonly string[]): string[] {
  const close: string[] = []
  for (let left = spoken; left.length > 0; left = left.filter((tag) => !close.includes(tag))) {
    const next = match([wanted], left, NONE, { algorithm: 'best fit' })
    if (!left.includes(next)) break // the default, or a tag that is not one of ours
    close.push(next)
  }
  return close
}
