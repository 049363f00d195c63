import { raiseCeiling } from './bounds.ts'
import { type Looking, today } from './looking.ts'
import type { Wish } from './own-offer.ts'
import type { MarketView } from './rivals.ts'
import type { Draft } from './state.ts'

/** So often within an hour rivals make us go down, alone or in turn, and it is a war (brief repricing 5.5). */
const UNDERCUTS = 3
const WITHIN_MS = 60 * 60_000
/** In a war nobody is followed for so long, and each further one doubles it. */
const TRUCE_MS = 60 * 60_000
const LONGEST_TRUCE_MS = 24 * 60 * 60_000
/** After so long without one no war is remembered. */
const PEACE_MS = 7 * LONGEST_TRUCE_MS
/** Nor ever below this part of the way from floor to ceiling. */
const LEAST_PART = 0.25

interface Descent {
  readonly price: number
  readonly target: number
}

/**
 * Until when nobody is followed down; undefined where the lowest is. Two who undercut each other walk to the lower of their floors: made to
 * go down for the third time within an hour we wait for an hour or more, and follow nobody to the bottom.
 */
export function truceUntil(
  draft: Draft,
  { lowest, lowestSeller: sellerId }: MarketView,
  { price, target }: Descent,
  { config, floor, ceiling, now, steps }: Looking,
): number | undefined {
  const known = draft.war !== null && now - draft.war.until < PEACE_MS ? draft.war : null
  if (known !== null && now < known.until) return known.until
  const { wars = 0, undercuts: before = [], began = target, night = now } = known ?? {}
  const recent = before.filter((at) => at > now - WITHIN_MS)
  // Nobody undercuts us who stays where he is while we go down, nor who goes on below a price that we never met.
  const isUndercut = known === null || (lowest < known.lowest && price + config.listing.shipping <= known.lowest)
  const undercuts = isUndercut ? [...recent, now] : recent
  const least = floor + Math.ceil((ceiling - floor) * LEAST_PART)
  if (undercuts.length < UNDERCUTS && !(wars > 0 && target < least)) {
    draft.war = { lowest, undercuts, until: known?.until ?? now, wars, began, night }
    return undefined
  }
  const until = now + Math.min(TRUCE_MS * 2 ** wars, LONGEST_TRUCE_MS)
  draft.war = { lowest, undercuts: [], until, wars: wars + 1, began, night: wars === 0 ? today(config, now).end : night }
  steps.push({ code: 'price_war', sellerId, wars: wars + 1, least })
  return until
}

/**
 * In a war each night takes the price back to where it began, and nobody is followed for an hour: programs that undercut follow upwards, too,
 * and few buy then (brief repricing 5.5). Undefined where it is no night for that.
 */
export function nightlyReset(draft: Draft, price: number, { snapshot, config, floor, ceiling, now, steps }: Looking): Wish | undefined {
  const { war } = draft
  if (war === null || war.wars === 0 || now < war.night || now - war.until >= PEACE_MS) return undefined
  draft.war = { ...war, night: today(config, now).end, until: Math.max(war.until, now + TRUCE_MS) }
  const began = Math.max(Math.min(war.began, raiseCeiling(ceiling, snapshot, config.listing.shipping)), floor)
  if (began <= price) return undefined
  steps.push({ code: 'nightly_reset', price: began })
  return { price: began, why: 'raise' }
}
