import { MAIN_ZONES, MODERN_NAMES, ODD_ZONES, TOO_WIDE } from './places-data.ts'

const REGIONS = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })

/** Codes that CLDR can name although ISO 3166-1 does not assign them (reserved, private or for tests). */
const NOT_ISO = new Set(['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'XK', 'ZZ'])

/** An assigned ISO 3166-1 alpha-2 code in upper case; not `UK`, `EU`, `DD` or `ZZ`. */
export function isKnownCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code) || NOT_ISO.has(code)) return false
  // Withdrawn codes turn into their successors: und-DD -> und-DE.
  if (Intl.getCanonicalLocales(`und-${code}`)[0] !== `und-${code}`) return false
  return REGIONS.of(code) !== undefined
}

const AREA = /^(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico|Pacific|US)\//
const WORD =
  /^(?:[A-Z][a-z]*|of|es|au|ACT|LHI|NSW|IN|US|UTC|UCT|McMurdo|DumontDUrville|ComodRivadavia|DeNoronha|Baja(?:Norte|Sur)|EasterIsland)$/
const ETC_OFFSET = /^Etc\/GMT(?:0|[+-]\d{1,2})?$/

/** An IANA zone name, links such as `Asia/Kolkata` included, to the letter: neither `europe/berlin` nor `+02:00` nor ICU's `PST`. */
export function isKnownZone(zone: string): boolean {
  if (!hasIanaSpelling(zone)) return false
  try {
    // The runtime ignores case, so a name that it answers in another spelling was misspelt; a link is answered by another name.
    const resolved = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
    return resolved === zone || resolved.toLowerCase() !== zone.toLowerCase()
  } catch {
    return false
  }
}

function hasIanaSpelling(zone: string): boolean {
  if (!zone.includes('/')) return ODD_ZONES.has(zone)
  return AREA.test(zone) && (ETC_OFFSET.test(zone) || zone.split(/[/_-]/).every((word) => WORD.test(word)))
}

/** Every zone of a country by its present IANA name, sorted; empty for an unknown country and for the two that nobody lives in. */
export function zonesOfCountry(code: string): string[] {
  if (!isKnownCountry(code)) return []
  const zones = zonesOf(new Intl.Locale(`und-${code}`)) ?? []
  return zones.map((zone) => MODERN_NAMES[zone] ?? zone).sort()
}

/** Where most people of a country live: the zone to assume while nobody said which. */
export function mainZone(code: string): string | undefined {
  return MAIN_ZONES[code] ?? zonesOfCountry(code)[0]
}

/**
 * The zones to be civil in while a customer's own is only assumed: all of his country, or the main one alone where the country is so
 * wide that no hour of the day is civil in all of it.
 */
export function assumedZones(code: string): string[] {
  const main = mainZone(code)
  return TOO_WIDE.has(code) && main !== undefined ? [main] : zonesOfCountry(code)
}

/** A getter in Node 20's V8, a method in later ones; TypeScript's library knows neither. */
function zonesOf(locale: Intl.Locale): readonly string[] | undefined {
  const { timeZones, getTimeZones } = locale as { readonly timeZones?: readonly string[]; readonly getTimeZones?: () => readonly string[] }
  return getTimeZones?.call(locale) ?? timeZones
}
