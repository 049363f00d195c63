import type { Candidate } from './listings.ts'
import { type OfferReading, type Rivals, rivalsOf } from './offers.ts'

/** From this many others on, an ASIN is one that anybody can buy and resell. */
const CROWD = 3

/** What the sampled ASINs of a group showed. */
export interface Tally {
  /** Asked about: read + unreadable + idle. */
  readonly sampled: number
  /** Alone + contested. */
  readonly read: number
  /** Offered by the seller and by nobody else. */
  readonly alone: number
  /** Offered by others, too. */
  readonly contested: number
  /** Contested by three or more. */
  readonly crowded: number
  /** Contested by one single other, who is not Amazon. */
  readonly lone: number
  readonly withAmazon: number
  /** Offered by nobody, not even by the seller: says nothing about whose product it is. */
  readonly idle: number
  /** The offers could not be read. */
  readonly unreadable: number
  /** Distinct others over all of them. */
  readonly otherSellers: number
}

type Outcome = 'alone' | 'idle' | 'unreadable' | Rivals

export function tallyOf(
  candidates: readonly Candidate[],
  readings: ReadonlyMap<string, OfferReading>,
  ownSellerIds: ReadonlySet<string>,
): Tally {
  const outcomes = candidates.flatMap((candidate): Outcome[] => {
    const reading = readings.get(candidate.asin)
    return reading === undefined ? [] : [outcomeOf(candidate, rivalsOf(reading, ownSellerIds))]
  })
  const contested = outcomes.filter((one) => typeof one === 'object')
  const count = (outcome: Outcome): number => outcomes.filter((one) => one === outcome).length
  const alone = count('alone')
  return {
    sampled: outcomes.length,
    read: alone + contested.length,
    alone,
    contested: contested.length,
    crowded: contested.filter((one) => others(one) >= CROWD).length,
    lone: contested.filter((one) => others(one) === 1 && !one.amazon).length,
    withAmazon: contested.filter(({ amazon }) => amazon).length,
    idle: count('idle'),
    unreadable: count('unreadable'),
    // Nameless others of two ASINs may be the same ones.
    otherSellers: new Set(contested.flatMap(({ sellers }) => sellers)).size + Math.max(0, ...contested.map(({ unnamed }) => unnamed)),
  }
}

const others = ({ sellers, unnamed }: Rivals): number => sellers.length + unnamed

function outcomeOf({ active }: Candidate, rivals: Rivals | null): Outcome {
  if (rivals === null) return 'unreadable'
  if (others(rivals) > 0) return rivals
  return active || rivals.ownSeen ? 'alone' : 'idle'
}
