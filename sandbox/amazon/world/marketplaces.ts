export const REGIONS = ['eu', 'na', 'fe'] as const
export type AmazonRegion = (typeof REGIONS)[number]

export interface Marketplace {
  readonly id: string
  /** ISO 3166-1; Amazon says GB, too. */
  readonly country: string
  readonly region: AmazonRegion
  readonly currency: string
  readonly language: string
  readonly domain: string
  /** Its size beside the largest one: how many sellers meet on a product there. */
  readonly size: number
  /** The money of one euro. */
  readonly perEuro: number
  /** Amazon's own seller id there; none where Amazon does not compete in this world. */
  readonly retailSellerId?: string
}

const row = (
  [id, country, region, currency, language, domain]: readonly [string, string, AmazonRegion, string, string, string],
  size: number,
  perEuro: number,
  retailSellerId?: string,
): Marketplace => ({
  id,
  country,
  region,
  currency,
  language,
  domain: `www.amazon.${domain}`,
  size,
  perEuro,
  ...(retailSellerId === undefined ? {} : { retailSellerId }),
})

/** Amazon's marketplaces as they are, as far as this world plays them. */
const MARKETPLACES: readonly Marketplace[] = [
  row(['A1PA6795UKMFR9', 'DE', 'eu', 'EUR', 'de_DE', 'de'], 1, 1, 'A3JWKAKR8XB7XF'),
  row(['A13V1IB3VIYZZH', 'FR', 'eu', 'EUR', 'fr_FR', 'fr'], 0.6, 1, 'A1X6FK5RDHNB96'),
  row(['APJ6JRA9NG5V4', 'IT', 'eu', 'EUR', 'it_IT', 'it'], 0.55, 1, 'A11IL2PNWYJU7H'),
  row(['A1RKKUPIHCS9HS', 'ES', 'eu', 'EUR', 'es_ES', 'es'], 0.5, 1, 'A1AT7YVPFBWXBL'),
  row(['A1F83G8C2ARO7P', 'GB', 'eu', 'GBP', 'en_GB', 'co.uk'], 0.9, 0.86, 'A3P5ROKL5A1OLE'),
  row(['A1805IZSGTT6HS', 'NL', 'eu', 'EUR', 'nl_NL', 'nl'], 0.2, 1),
  row(['A1C3SOZRARQ6R3', 'PL', 'eu', 'PLN', 'pl_PL', 'pl'], 0.15, 4.3),
  row(['A2NODRKZP88ZB9', 'SE', 'eu', 'SEK', 'sv_SE', 'se'], 0.1, 11.3),
  row(['AMEN7PMS3EDWL', 'BE', 'eu', 'EUR', 'fr_BE', 'com.be'], 0.1, 1),
  row(['ATVPDKIKX0DER', 'US', 'na', 'USD', 'en_US', 'com'], 1, 1.1, 'ATVPDKIKX0DER'),
  row(['A2EUQ1WTGCTBG2', 'CA', 'na', 'CAD', 'en_CA', 'ca'], 0.4, 1.5, 'A3DWYIK6Y9EEQB'),
  row(['A1AM78C64UM0Y8', 'MX', 'na', 'MXN', 'es_MX', 'com.mx'], 0.25, 19),
  row(['A1VC38T7YXB528', 'JP', 'fe', 'JPY', 'ja_JP', 'co.jp'], 0.8, 160, 'AN1VRQENFRJN5'),
  row(['A39IBJ37TRP1C6', 'AU', 'fe', 'AUD', 'en_AU', 'com.au'], 0.3, 1.65),
  row(['A19VAU5U5O7RUS', 'SG', 'fe', 'SGD', 'en_SG', 'sg'], 0.1, 1.45),
]

const BY_ID = new Map(MARKETPLACES.map((marketplace) => [marketplace.id, marketplace]))

export const marketplaceById = (id: string): Marketplace | undefined => BY_ID.get(id)

export const marketplacesOf = (region: AmazonRegion): readonly Marketplace[] => MARKETPLACES.filter((one) => one.region === region)

/** By country; a typing mistake in this world's tables must not pass silently. */
export function marketplaceIn(country: string): Marketplace {
  const found = MARKETPLACES.find((one) => one.country === country)
  if (!found) throw new Error(`no marketplace in ${country}`)
  return found
}

const decimals = (currency: string): number => (currency === 'JPY' ? 0 : 2)

/** Integer minor units of the marketplace's money for cents of euro. */
export const inMoneyOf = ({ currency, perEuro }: Marketplace, euroCents: number): number =>
  Math.max(1, Math.round((euroCents * perEuro) / 10 ** (2 - decimals(currency))))

/** As Amazon writes amounts: a decimal number of the major unit. */
export const amountOf = ({ currency }: Marketplace, minor: number): number => minor / 10 ** decimals(currency)

/** As reports write prices. */
export const priceText = (marketplace: Marketplace, minor: number): string =>
  amountOf(marketplace, minor).toFixed(decimals(marketplace.currency))
