import { groupedBy } from '../grouped.ts'
import { stableHash } from '../stable-hash.ts'
import type { Candidate } from './listings.ts'

/** One band for each doubling of the price. */
const bandOf = ({ price }: Candidate): number => (price === null || price.minor <= 0 ? -1 : Math.floor(Math.log2(price.minor)))

interface Placed {
  readonly candidate: Candidate
  readonly rank: number
  /** How much of its kind stands before it: 0 for the first. */
  readonly share: number
}

/**
 * An order of which every beginning is spread: active ones first, of them one of each fulfilment and price band, and from there on each kind
 * in proportion to its size. An ASIN comes once, as active where it is so anywhere.
 */
export function spreadOrder(candidates: readonly Candidate[]): Candidate[] {
  const ranked = onePerAsin(candidates).map((candidate) => ({ candidate, rank: stableHash(candidate.asin) }))
  ranked.sort((a, b) => a.rank - b.rank || (a.candidate.asin < b.candidate.asin ? -1 : 1))
  const kinds = groupedBy(ranked, ({ candidate }) => `${candidate.active}/${candidate.fulfilment}/${bandOf(candidate)}`)
  return [...kinds.values()]
    .flatMap((members) => members.map((one, index): Placed => ({ ...one, share: index / members.length })))
    .sort(byPlace)
    .map(({ candidate }) => candidate)
}

const byPlace = (a: Placed, b: Placed): number =>
  Number(b.candidate.active) - Number(a.candidate.active) ||
  a.share - b.share ||
  a.rank - b.rank ||
  (a.candidate.asin < b.candidate.asin ? -1 : 1)

function onePerAsin(candidates: readonly Candidate[]): Candidate[] {
  const best = new Map<string, Candidate>()
  for (const candidate of candidates) {
    const known = best.get(candidate.asin)
    if (known === undefined || standsBefore(candidate, known)) best.set(candidate.asin, candidate)
  }
  return [...best.values()]
}

const standsBefore = (a: Candidate, b: Candidate): boolean => (a.active === b.active ? placeOf(a) < placeOf(b) : a.active)

const placeOf = ({ accountId, marketplaceId, fulfilment }: Candidate): string => `${accountId}/${marketplaceId}/${fulfilment}`
