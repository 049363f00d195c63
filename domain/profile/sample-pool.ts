import { stableHash } from '../stable-hash.ts'
import type { Candidate, ListedItem } from './listings.ts'

interface Member {
  readonly rank: number
  /** Which listing stands for the ASIN: the smallest, so that their order does not matter. */
  tie: string
  listing: ListedItem
  listings: number
}

const byRank = ([a, x]: readonly [string, Member], [b, y]: readonly [string, Member]): number => x.rank - y.rank || (a < b ? -1 : 1)

/**
 * The `size` ASINs of smallest hash among all that were added: a uniform draw in flat memory, the same for every order of the stream and for
 * every run. An ASIN that belongs to it was never dropped on the way, so its listings are all counted.
 */
export function createSamplePool(size: number) {
  let members = new Map<string, Member>()
  let worst = Number.POSITIVE_INFINITY

  const prune = (): void => {
    const best = [...members].sort(byRank).slice(0, size)
    worst = best.at(-1)?.[1].rank ?? worst
    members = new Map(best)
  }

  return {
    add(asin: string, listing: ListedItem): void {
      const rank = stableHash(asin)
      if (rank > worst) return
      const tie = `${listing.accountId}/${listing.marketplaceId}/${listing.sku}`
      const member = members.get(asin)
      if (member === undefined) {
        members.set(asin, { rank, tie, listing, listings: 1 })
        if (members.size >= size * 2) prune()
        return
      }
      member.listings += 1
      if (tie >= member.tie) return
      member.tie = tie
      member.listing = listing
    },
    candidates(): Candidate[] {
      const best = [...members].sort(byRank).slice(0, size)
      return best.map(([asin, { listing, listings }]) => {
        const { accountId, marketplaceId, active, fulfilment, price } = listing
        return { accountId, marketplaceId, asin, active, fulfilment, price, listings }
      })
    },
  }
}
