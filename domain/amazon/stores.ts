/** The names of Amazon's stores, as reports write them (`Amazon.de`), and their countries (ISO 3166-1 alpha-2). */
const STORES: Readonly<Record<string, string>> = {
  'amazon.com': 'US',
  'amazon.ca': 'CA',
  'amazon.com.mx': 'MX',
  'amazon.com.br': 'BR',
  'amazon.co.uk': 'GB',
  'amazon.de': 'DE',
  'amazon.fr': 'FR',
  'amazon.it': 'IT',
  'amazon.es': 'ES',
  'amazon.nl': 'NL',
  'amazon.se': 'SE',
  'amazon.pl': 'PL',
  'amazon.com.be': 'BE',
  'amazon.ie': 'IE',
  'amazon.com.tr': 'TR',
  'amazon.ae': 'AE',
  'amazon.sa': 'SA',
  'amazon.eg': 'EG',
  'amazon.co.za': 'ZA',
  'amazon.in': 'IN',
  'amazon.sg': 'SG',
  'amazon.com.au': 'AU',
  'amazon.co.jp': 'JP',
}

/** Undefined for what is no store of Amazon's own, such as `Non-Amazon DE`. */
export const countryOfStore = (name: string): string | undefined => STORES[name.trim().toLowerCase()]

/** Of a row that names a store, or none: then `country`, whatever that is. */
export const countryOfRow = (marketplace: string, country: string): string | undefined =>
  marketplace === '' ? country : countryOfStore(marketplace)
