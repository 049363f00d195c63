import { logOddsOfSample, probabilityOf } from './likelihood.ts'
import type { Tally } from './tally.ts'

export const GROUP_KINDS = ['private_label', 'trade_goods', 'unknown'] as const
export type GroupKind = (typeof GROUP_KINDS)[number]

/** How sure the rule must be of a kind to say it. */
const SURE = 0.9
/** And to ask no further: who stops at the first moment of being sure stops too often by chance. */
const SETTLED = 0.98
/** Fewer say nothing, unless the group has no more. Counted on the side they speak for: no reading helps the side it speaks against. */
const FEWEST_ALONE = 3
const FEWEST_CONTESTED = 2
/** From here on it is not for want of samples. */
const MANY = 12

/** Anybody can buy what three others sell; three such ASINs are enough, for they are not independent of one another. */
const CROWD_WEIGHT = Math.log(2.5)
const MOST_CROWDED = 3
/**
 * One other seller in the whole group, on a few ASINs, is what a hijacker looks like, who often takes several of a brand; a traded brand has
 * more. His ASINs are one man's decision, so they count as one. The second seller ends the excuse.
 */
const ONE_HIJACKER = Math.log(3)
/** Of four ASINs a hijacker may have one. */
const ALONE_FOR_EACH_CONTESTED = 3
/** A brand named like the company supports what the offers say, never against them. */
const NAME_WEIGHT = Math.log(4)

export const VERDICT_CODES = [
  'nobody_else_offers',
  'few_others_offer',
  'others_offer',
  'no_catalogue_data',
  'not_sampled',
  'offers_unreadable',
  'too_few_read',
  'one_other_seller',
  'mixed',
] as const
export type VerdictCode = (typeof VERDICT_CODES)[number]

/** What is known of a group beside the tally of its own sample. */
export interface Circumstances {
  /** Log odds for private label before any sample. */
  readonly prior: number
  /** The brand looks like the name of the company. */
  readonly nameResembles: boolean
  /** ASINs there are, where that is known. */
  readonly asins: number | null
}

export interface Verdict {
  readonly kind: GroupKind
  readonly code: VerdictCode
  /** That it is private label and not trade goods, 0 to 1 in thousandths. */
  readonly probability: number
}

/** One and the same other on all contested ASINs; Amazon is no hijacker. */
const hasOneRival = ({ contested, otherSellers, withAmazon }: Tally): boolean => contested > 0 && otherSellers === 1 && withAmazon === 0

/** What a sample says by itself. Log odds for private label; no contested ASIN raises them, each one alone does. */
export function ownLogOdds(tally: Tally): number {
  const { contested, alone, crowded } = tally
  if (hasOneRival(tally)) return logOddsOfSample(1, alone) + ONE_HIJACKER
  return logOddsOfSample(contested, alone) - CROWD_WEIGHT * Math.min(crowded, MOST_CROWDED)
}

export function judge(tally: Tally, { prior, nameResembles, asins }: Circumstances, sure = SURE): Verdict {
  const { read, sampled, alone, contested } = tally
  const supported = nameResembles && alone > contested ? NAME_WEIGHT : 0
  const probability = Math.round(probabilityOf(ownLogOdds(tally) + prior + supported) * 1000) / 1000
  const verdict = (kind: GroupKind, code: VerdictCode): Verdict => ({ kind, code, probability })
  if (sampled === 0) return verdict('unknown', 'not_sampled')
  if (read === 0) return verdict('unknown', 'offers_unreadable')
  const enough = (count: number, fewest: number): boolean => count >= Math.min(fewest, asins ?? fewest)
  if (probability >= sure && enough(alone, FEWEST_ALONE) && alone >= contested * ALONE_FOR_EACH_CONTESTED)
    return verdict('private_label', contested === 0 ? 'nobody_else_offers' : 'few_others_offer')
  // Always the same other: a second account of the seller's or a partner as well as a rival.
  if (hasOneRival(tally)) return verdict('unknown', 'one_other_seller')
  if (probability <= 1 - sure && enough(contested, FEWEST_CONTESTED)) return verdict('trade_goods', 'others_offer')
  return verdict('unknown', read < MANY ? 'too_few_read' : 'mixed')
}

/** So many more readings would at best give an answer or, where there is one, put it beyond doubt: 0 where nothing is open, null where `left` are not enough. */
export function samplesToSettle(tally: Tally, circumstances: Circumstances, left: number): number | null {
  const sure = judge(tally, circumstances).kind === 'unknown' ? SURE : SETTLED
  const settled = (more: number, alone: boolean): boolean => judge(withMore(tally, more, alone), circumstances, sure).kind !== 'unknown'
  const atBest = (more: number): boolean => settled(more, true) || settled(more, false)
  if (atBest(0)) return 0
  if (!atBest(left)) return null
  let more = 1
  while (!atBest(more)) more += 1
  return more
}

const withMore = (tally: Tally, more: number, alone: boolean): Tally => ({
  ...tally,
  sampled: tally.sampled + more,
  read: tally.read + more,
  ...(alone || more === 0 ? { alone: tally.alone + more } : { contested: tally.contested + more, otherSellers: tally.otherSellers + 2 }),
})
