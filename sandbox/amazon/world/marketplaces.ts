import { MARKETPLACES as AMAZONS } from '../../../domain/amazon/marketplaces.ts'
import type { AmazonRegion } from '../../../domain/customers.ts'
import { decimalsOf, decimalText } from '../../../domain/money.ts'

export interface Marketplace extends Pick<(typeof AMAZONS)[number], 'id' | 'country' | 'region' | 'currency'> {
  readonly language: string
  readonly domain: string
  /** Its size beside the largest one: how many sellers meet on a product there. */
  readonly size: number
  /** The money of one euro. */
  readonly perEuro: number
  /** Amazon's own seller id there; none where Amazon does not compete in this world. */
  readonly retailSellerId?: string
}

function row(country: string, language: string, domain: string, size: number, perEuro: number, retailSellerId?: string): Marketplace {
  const { id, region, currency } = AMAZONS.find((one) => one.country === country) as (typeof AMAZONS)[number] // each below is one of them
  const own = retailSellerId === undefined ? {} : { retailSellerId }
  return { id, country, region, currency, language, domain: `www.amazon.${domain}`, size, perEuro, ...own }
}

/** Amazon's marketplaces as they are, as far as this world plays them. */
const MARKETPLACES: readonly Marketplace[] = [
  row('DE', 'de_DE', 'de', 1, 1, 'A3JWKAKR8XB7XF'),
  row('FR', 'fr_FR', 'fr', 0.6, 1, 'A1X6FK5RDHNB96'),
  row('IT', 'it_IT', 'it', 0.55, 1, 'A11IL2PNWYJU7H'),
  row('ES', 'es_ES', 'es', 0.5, 1, 'A1AT7YVPFBWXBL'),
  row('GB', 'en_GB', 'co.uk', 0.9, 0.86, 'A3P5ROKL5A1OLE'),
  row('NL', 'nl_NL', 'nl', 0.2, 1),
  row('PL', 'pl_PL', 'pl', 0.15, 4.3),
  row('SE', 'sv_SE', 'se', 0.1, 11.3),
  row('BE', 'fr_BE', 'com.be', 0.1, 1),
  row('US', 'en_US', 'com', 1, 1.1, 'ATVPDKIKX0DER'),
  row('CA', 'en_CA', 'ca', 0.4, 1.5, 'A3DWYIK6Y9EEQB'),
  row('MX', 'es_MX', 'com.mx', 0.25, 19),
  row('JP', 'ja_JP', 'co.jp', 0.8, 160, 'AN1VRQENFRJN5'),
  row('AU', 'en_AU', 'com.au', 0.3, 1.65),
  row('SG', 'en_SG', 'sg', 0.1, 1.45),
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

/** Integer minor units of the marketplace's money for cents of euro. */
export const inMoneyOf = ({ currency, perEuro }: Marketplace, euroCents: number): number =>
  Math.max(1, Math.round((euroCents * perEuro) / 10 ** (2 - decimalsOf(currency))))

/** As Amazon writes amounts: a decimal number of the major unit. */
export const amountOf = ({ currency }: Marketplace, minor: number): number => minor / 10 ** decimalsOf(currency)

/** As reports write prices. */
export const priceText = ({ currency }: Marketplace, minor: number): string => decimalText({ minor, currency })
