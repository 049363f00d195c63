import type { Queue } from './queue.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** One seller of the ASIN, as buyers see him now. Prices in integer minor units. */
export interface Seller {
  readonly sellerId: string
  readonly fba: boolean
  readonly featured: boolean
  readonly shipping: number
  readonly feedbackCount: number
  readonly feedbackPercent: number
  readonly maximumHours: number
  readonly retail: boolean
  listing: number
  available: boolean
}

/** Where we are among the sellers. */
export const OURS = 0
export const NOBODY = -1

/** A market as it stands: the only thing its actors share. */
export interface Scene {
  readonly queue: Queue
  /** Ours first. */
  readonly sellers: readonly Seller[]
  /** Who has the Buy Box: a place among the sellers. */
  holder: number
  /** Whoever has changed what buyers see says so, and whether it was of ours. */
  changed(at: number, ours?: boolean): void
}

export const landedOf = ({ listing, shipping }: Seller): number => listing + shipping

/** The least landed price of all that sell now, one of them left out; Infinity where there is none. */
export function lowestOf(sellers: readonly Seller[], but = NOBODY): number {
  let lowest = Number.POSITIVE_INFINITY
  for (let index = 0; index < sellers.length; index += 1) {
    const seller = sellers[index] as Seller
    if (index !== but && seller.available && landedOf(seller) < lowest) lowest = landedOf(seller)
  }
  return lowest
}
