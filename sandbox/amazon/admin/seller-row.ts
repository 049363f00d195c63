import type { AmazonRegion } from '../../../domain/customers.ts'
import type { AuthorisationStatus, Authorisations } from '../auth/authorisations.ts'
import { keyOf, type Seller } from '../world/world.ts'

/** A seller as lists show him: nothing of the truth about his products. */
export interface SellerRow {
  readonly key: string
  readonly sellingPartnerId: string
  readonly name: string
  readonly region: AmazonRegion
  readonly kind: string
  readonly experience: 'newcomer' | 'experienced'
  /** The main one first. */
  readonly marketplaces: readonly { readonly id: string; readonly country: string }[]
  /** How many products there are to list. */
  readonly products: number
  readonly refreshToken: string
  readonly authorisation: AuthorisationStatus
  /** Other accounts of the same business. */
  readonly otherAccounts: readonly string[]
}

export function sellerRow(seller: Seller, authorisations: Authorisations): SellerRow {
  const { account, business } = seller
  const { sellingPartnerId, region, ranges, refreshToken } = account
  return {
    key: keyOf(account),
    sellingPartnerId,
    name: business.name,
    region,
    kind: business.kind,
    experience: business.experience,
    marketplaces: ranges.map(({ marketplace: { id, country } }) => ({ id, country })),
    products: business.size,
    refreshToken,
    authorisation: authorisations.statusOf(seller),
    otherAccounts: business.accounts.filter((other) => other !== account).map((other) => other.sellingPartnerId),
  }
}
