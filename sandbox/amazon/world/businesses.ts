import type { AmazonRegion } from '../../../domain/customers.ts'
import type { Marketplace } from './marketplaces.ts'

/** What makes up a seller, as shares of 1; whoever classifies him sees none of it. */
export interface Habits {
  /** Of his products: his own brand, own without a brand, bundles he puts together, makers' goods without a brand. The rest are makers' brands. */
  readonly ownBrand: number
  readonly ownGeneric: number
  readonly bundle: number
  readonly tradeGeneric: number
  /** Of his own products: somebody else offers them new, or used. */
  readonly hijacked: number
  readonly usedByOthers: number
  /** Of his own products: his second account offers them, too. */
  readonly secondAccount: number
  /** Of makers' goods: nobody else happens to offer them. */
  readonly longTail: number
  readonly amazonCompetes: number
  /** How many others offer a maker's product in the largest marketplace; a median, the tail is long. */
  readonly rivals: number
  readonly brandMissing: number
  readonly brandMisspelt: number
  readonly inactive: number
  readonly outOfStock: number
  /** Of his listings by Amazon's logistics. */
  readonly fba: number
  /** Of his products: a second SKU on the same ASIN. */
  readonly twinSku: number
}

/** A sellingPartnerId: one region, and what of the range is listed where. */
export interface Account {
  readonly sellingPartnerId: string
  readonly region: AmazonRegion
  /** The main one first. */
  readonly ranges: readonly { readonly marketplace: Marketplace; readonly share: number }[]
  /** Known to whoever reads the list of sellers, so that a program can begin without the consent page. */
  readonly refreshToken: string
  readonly second: boolean
}

/** Whoever sells, with one account or several. */
export interface Business {
  readonly number: number
  readonly key: string
  readonly name: string
  readonly kind: string
  readonly experience: 'newcomer' | 'experienced'
  /** Products it has or had. */
  readonly size: number
  readonly habits: Habits
  readonly ownBrands: readonly string[]
  /** Numbers of makers whose goods it trades in. */
  readonly makers: readonly number[]
  readonly productKinds: readonly number[]
  readonly accounts: readonly Account[]
  readonly skuStyle: 'plain' | 'awkward'
  /** Its reports carry the columns of Amazon Business. */
  readonly businessColumns: boolean
  /** From the first day on the token is one that the seller has taken back. */
  readonly revoked?: boolean
}

export const NOBODY_ELSE: Habits = {
  ownBrand: 0,
  ownGeneric: 0,
  bundle: 0,
  tradeGeneric: 0,
  hijacked: 0,
  usedByOthers: 0,
  secondAccount: 0,
  longTail: 0,
  amazonCompetes: 0,
  rivals: 5,
  brandMissing: 0,
  brandMisspelt: 0,
  inactive: 0.05,
  outOfStock: 0.05,
  fba: 0.7,
  twinSku: 0,
}

export const fixedToken = (key: string): string => `Atzr|sandbox-${key}`
