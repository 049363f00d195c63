import type { Clocks } from './clocks.ts'

export const PRODUCTS = ['repricer', 'lost_and_found', 'analytics'] as const
export type Product = (typeof PRODUCTS)[number]

/** How far the people side got. */
export const STAGES = ['registered', 'welcomed', 'onboarded', 'cancelled'] as const
export type Stage = (typeof STAGES)[number]

export const SUPPORT = ['unknown', 'wanted', 'declined'] as const
export type Support = (typeof SUPPORT)[number]

export const TRIAL_STATUSES = ['none', 'running', 'over'] as const
export type TrialStatus = (typeof TRIAL_STATUSES)[number]

export const AMAZON_REGIONS = ['eu', 'na', 'fe'] as const
export type AmazonRegion = (typeof AMAZON_REGIONS)[number]

export const EXPERIENCES = ['newcomer', 'experienced'] as const
export type Experience = (typeof EXPERIENCES)[number]

/** Why a registration found a seller who was already here. */
export const JOINED_BY = ['amazon_account', 'contact', 'external_id'] as const
export type JoinedBy = (typeof JOINED_BY)[number]

/** A sign-up as the API validated it: the start argument of workflow `customer`. */
export interface Registration {
  readonly customerId: string
  /** Random per request: tells the request that began the life from one that repeats it. */
  readonly requestId: string
  /** SHA-256 of the canonical body: a repeat with another body is refused. */
  readonly bodyHash: string
  /** ISO instant */
  readonly registeredAt: string
  readonly actor: string
  readonly company: string
  readonly contact: { readonly name: string; readonly email: string; readonly phone: string }
  /** BCP 47, best first */
  readonly languages: readonly string[]
  readonly country: string
  /** ISO 3166-2, where somebody told us. */
  readonly subdivision?: string
  readonly timeZone: string
  /** Nobody told us the zone; it is the country's main one. */
  readonly zoneAssumed: boolean
  readonly products: readonly Product[]
  readonly externalId?: string
  /** ISO instant */
  readonly trialEndsAt?: string
  /** The refresh token is sealed before it leaves the API: it never stands in a workflow's history in plain text. */
  readonly amazon?: {
    readonly accountId: string
    readonly sellingPartnerId: string
    readonly region: AmazonRegion
    readonly sealedRefreshToken: string
  }
}

/** What a registration is answered with. */
export interface RegistrationAnswer {
  /** The seller's id: the workflow's own, or the one of the seller who was already here. */
  readonly customerId: string
  readonly requestId: string
  readonly joined?: JoinedBy
}

/** The answer, with the clocks of the new life, so that its plan stands with its first word. */
export interface RegistrationRecord extends RegistrationAnswer {
  readonly clocks?: Clocks
}

/** Repricer and analytics bring a welcome call; who bought only Lost & Found is called on an anomaly or on request (CONTRACT.md). */
export const bringsWelcomeCall = (products: readonly Product[]): boolean => products.includes('repricer') || products.includes('analytics')

/** Whoever has them is asked each quarter how it goes (CONTRACT.md). */
export const bringsSurvey = (products: readonly Product[]): boolean => products.includes('repricer') || products.includes('analytics')

/** The Repricer brings a trial of 14 days unless the contract says when it ends; other products only one that the contract names. */
export function trialOf(products: readonly Product[], contractEnd: string | undefined): 'none' | 'default' | 'contract' {
  if (contractEnd !== undefined) return 'contract'
  return products.includes('repricer') ? 'default' : 'none'
}
