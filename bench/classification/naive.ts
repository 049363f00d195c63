import type { ProductGroup } from '../../domain/profile/groups.ts'
import type { GroupKind } from '../../domain/profile/judge.ts'
import { type OfferReading, rivalsOf } from '../../domain/profile/offers.ts'

interface NaiveRule {
  /** Of the ASINs that were read, in the order in which they are best asked about. */
  readonly most: number
  /** Trade goods from this share of ASINs with other offers on. */
  readonly from: number
}

/** What a line of code would say of the same readings. */
export const PEERS = {
  nobody_else: { most: Number.POSITIVE_INFINITY, from: Number.MIN_VALUE },
  nobody_else_on_one_asin: { most: 1, from: 1 },
  others_on_half: { most: Number.POSITIVE_INFINITY, from: 0.5 },
} as const satisfies Record<string, NaiveRule>
export type Peer = keyof typeof PEERS

export type Opinions = Readonly<Record<Peer, GroupKind>>

export const UNREAD: Opinions = { nobody_else: 'unknown', nobody_else_on_one_asin: 'unknown', others_on_half: 'unknown' }

/** Private label or trade goods by each of the simple rules; unknown where nothing could be read. */
export function opinionsOf(
  { candidates }: ProductGroup,
  readings: ReadonlyMap<string, OfferReading>,
  ownSellerIds: ReadonlySet<string>,
): Opinions {
  const contested = candidates.flatMap(({ asin }) => {
    const reading = readings.get(asin)
    const rivals = reading && rivalsOf(reading, ownSellerIds)
    return rivals ? [rivals.sellers.length + rivals.unnamed > 0] : []
  })
  if (contested.length === 0) return UNREAD
  const kind = ({ most, from }: NaiveRule): GroupKind => {
    const some = contested.slice(0, most)
    return some.filter(Boolean).length / some.length >= from ? 'trade_goods' : 'private_label'
  }
  return {
    nobody_else: kind(PEERS.nobody_else),
    nobody_else_on_one_asin: kind(PEERS.nobody_else_on_one_asin),
    others_on_half: kind(PEERS.others_on_half),
  }
}
