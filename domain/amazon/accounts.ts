import type { AmazonRegion } from '../customers.ts'

export const AMAZON_ACCOUNT_STATUSES = ['pending', 'connected', 'revoked', 'expired'] as const
export type AmazonAccountStatus = (typeof AMAZON_ACCOUNT_STATUSES)[number]

/** A seller's consent at Amazon, its code exchanged: what a life has to know of it. */
export interface AmazonConsent {
  /** Of the account that was waiting for it; the credential is sealed for this id. */
  readonly accountId: string
  readonly sellingPartnerId: string
  readonly region: AmazonRegion
  /** Base64 */
  readonly sealedRefreshToken: string
  /** ISO instant */
  readonly consentedAt: string
}

/** `elsewhere`: this selling partner is the account of another seller of ours, who is to have the consent instead. */
export type ConsentEffect = 'connected' | 'renewed' | 'elsewhere'

export interface ConsentResult {
  readonly effect: ConsentEffect
  /** Whose account it is. */
  readonly customerId: string
  /** The account that has the credential now: an older one of the same selling partner and region keeps its id. */
  readonly accountId: string
}

/** Amazon's authorisation lasts a year (developer documentation, authorization: renewal every 365 days). */
export const AUTHORISATION = 'P1Y'
