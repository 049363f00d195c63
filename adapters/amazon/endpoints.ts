import { CONSENT_HOSTS, REGION_HOSTS } from '../../domain/amazon/marketplaces.ts'
import type { AmazonRegion } from '../../domain/customers.ts'

/** Where Amazon is: base URLs without a slash at their ends. */
export interface AmazonEndpoints {
  /** Login with Amazon; its tokens come from `/o2/token`. */
  readonly auth: string
  readonly api: Readonly<Record<AmazonRegion, string>>
  /** Seller Central, with its page `/apps/authorize/consent`. */
  readonly consent: Readonly<Record<AmazonRegion, string>>
}

const perRegion = (url: (region: AmazonRegion) => string): Readonly<Record<AmazonRegion, string>> => ({
  eu: url('eu'),
  na: url('na'),
  fe: url('fe'),
})

export const AMAZON_ENDPOINTS: AmazonEndpoints = {
  auth: 'https://api.amazon.com/auth',
  api: perRegion((region) => `https://${REGION_HOSTS[region]}`),
  consent: perRegion((region) => `https://${CONSENT_HOSTS[region]}`),
}

/** The sandbox plays the same under one base URL; browsers may know it by another one. */
export const sandboxEndpoints = (base: string, browserBase: string = base): AmazonEndpoints => ({
  auth: `${base}/amazon/auth`,
  api: perRegion((region) => `${base}/amazon/${region}`),
  consent: perRegion((region) => `${browserBase}/amazon/${region}`),
})
