/** ISO 639 codes that name no language one could speak. */
const NO_LANGUAGE = new Set(['und', 'mul', 'mis', 'zxx', 'art'])

/** Well-formed BCP 47 whose language is a living entry of CLDR: `pt-BR`, `gsw`, not `xx` or `english`. */
export function isKnownLanguage(tag: string): boolean {
  const language = canonical(tag)?.split('-')[0]
  if (language === undefined || NO_LANGUAGE.has(language)) return false
  return new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' }).of(language) !== undefined
}

/** `PT-br` -> `pt-BR`, `ger` -> `de`, `iw` -> `he`. Throws RangeError where the tag is not well-formed: ask `isKnownLanguage` first. */
export function canonicalLanguage(tag: string): string {
  const found = canonical(tag)
  if (found === undefined) throw new RangeError(`not a BCP 47 tag: ${tag}`)
  return found
}

/** `pt-BR` -> `pt`. Plain string work, no Intl, so workflows may use it. */
export function baseLanguage(tag: string): string {
  return (tag.split('-', 1)[0] ?? '').toLowerCase()
}

function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}
