import type { AmazonRegion } from '../customers.ts'

export interface Marketplace {
  /** Amazon's marketplace id. */
  readonly id: string
  /** ISO 3166-1 alpha-2 */
  readonly country: string
  /** ISO 4217 */
  readonly currency: string
  readonly region: AmazonRegion
  /** Where its sellers log in, and consent. */
  readonly sellerCentral: string
  /** IANA. By whose midnight its days are counted. */
  readonly timeZone: string
}

const EUROPE = 'sellercentral-europe.amazon.com'

// Developer documentation, "Marketplace IDs" and "Seller Central URLs". One line each: id, country, currency, region, Seller Central, zone.
// Zones: of countries with several of them that by which Amazon counts its days there (Pacific time for US and CA), else the capital's or
// the largest city's: judgement, not documented.
const TABLE: readonly (readonly [string, string, string, AmazonRegion, string, string])[] = [
  ['A2EUQ1WTGCTBG2', 'CA', 'CAD', 'na', 'sellercentral.amazon.ca', 'America/Los_Angeles'],
  ['ATVPDKIKX0DER', 'US', 'USD', 'na', 'sellercentral.amazon.com', 'America/Los_Angeles'],
  ['A1AM78C64UM0Y8', 'MX', 'MXN', 'na', 'sellercentral.amazon.com.mx', 'America/Mexico_City'],
  ['A2Q3Y263D00KWC', 'BR', 'BRL', 'na', 'sellercentral.amazon.com.br', 'America/Sao_Paulo'],
  ['A28R8C7NBKEWEA', 'IE', 'EUR', 'eu', 'sellercentral.amazon.ie', 'Europe/Dublin'],
  ['A1RKKUPIHCS9HS', 'ES', 'EUR', 'eu', EUROPE, 'Europe/Madrid'],
  ['A1F83G8C2ARO7P', 'GB', 'GBP', 'eu', EUROPE, 'Europe/London'],
  ['A13V1IB3VIYZZH', 'FR', 'EUR', 'eu', EUROPE, 'Europe/Paris'],
  ['AMEN7PMS3EDWL', 'BE', 'EUR', 'eu', 'sellercentral.amazon.com.be', 'Europe/Brussels'],
  ['A1805IZSGTT6HS', 'NL', 'EUR', 'eu', 'sellercentral.amazon.nl', 'Europe/Amsterdam'],
  ['A1PA6795UKMFR9', 'DE', 'EUR', 'eu', EUROPE, 'Europe/Berlin'],
  ['APJ6JRA9NG5V4', 'IT', 'EUR', 'eu', EUROPE, 'Europe/Rome'],
  ['A2NODRKZP88ZB9', 'SE', 'SEK', 'eu', 'sellercentral.amazon.se', 'Europe/Stockholm'],
  ['AE08WJ6YKNBMC', 'ZA', 'ZAR', 'eu', 'sellercentral.amazon.co.za', 'Africa/Johannesburg'],
  ['A1C3SOZRARQ6R3', 'PL', 'PLN', 'eu', 'sellercentral.amazon.pl', 'Europe/Warsaw'],
  ['ARBP9OOSHTCHU', 'EG', 'EGP', 'eu', 'sellercentral.amazon.eg', 'Africa/Cairo'],
  ['A33AVAJ2PDY3EV', 'TR', 'TRY', 'eu', 'sellercentral.amazon.com.tr', 'Europe/Istanbul'],
  ['A17E79C6D8DWNP', 'SA', 'SAR', 'eu', 'sellercentral.amazon.sa', 'Asia/Riyadh'],
  ['A2VIGQ35RCS4UG', 'AE', 'AED', 'eu', 'sellercentral.amazon.ae', 'Asia/Dubai'],
  ['A21TJRUUN4KGV', 'IN', 'INR', 'eu', 'sellercentral.amazon.in', 'Asia/Kolkata'],
  ['A19VAU5U5O7RUS', 'SG', 'SGD', 'fe', 'sellercentral.amazon.sg', 'Asia/Singapore'],
  ['A39IBJ37TRP1C6', 'AU', 'AUD', 'fe', 'sellercentral.amazon.com.au', 'Australia/Sydney'],
  ['A1VC38T7YXB528', 'JP', 'JPY', 'fe', 'sellercentral.amazon.co.jp', 'Asia/Tokyo'],
]

export const MARKETPLACES: readonly Marketplace[] = TABLE.map(([id, country, currency, region, sellerCentral, timeZone]) => ({
  id,
  country,
  currency,
  region,
  sellerCentral,
  timeZone,
}))

const BY_ID = new Map(MARKETPLACES.map((marketplace) => [marketplace.id, marketplace]))

/** Undefined for what is no store of Amazon's own: a seller also takes part in marketplaces such as "Non-Amazon DE". */
export const marketplaceOf = (marketplaceId: string): Marketplace | undefined => BY_ID.get(marketplaceId)

/** ISO 3166-1 alpha-2 of what Amazon writes: UK is its own for GB. */
export const isoCountry = (text: string): string => (text.toUpperCase() === 'UK' ? 'GB' : text.toUpperCase())

export const REGION_HOSTS: Readonly<Record<AmazonRegion, string>> = {
  eu: 'sellingpartnerapi-eu.amazon.com',
  na: 'sellingpartnerapi-na.amazon.com',
  fe: 'sellingpartnerapi-fe.amazon.com',
}

/** Where a seller consents of whom only the region is known; one consent holds for all of its marketplaces. */
export const CONSENT_HOSTS: Readonly<Record<AmazonRegion, string>> = {
  eu: EUROPE,
  na: 'sellercentral.amazon.com',
  fe: 'sellercentral.amazon.co.jp',
}
