import type { Looking } from './looking.ts'
import type { MarketView } from './rivals.ts'
import type { Draft } from './state.ts'

/** So often within an hour one rival makes us go down, and it is a war (brief repricing 5.5). */
const UNDERCUTS = 3
const WITHIN_MS = 60 * 60_000
/** In a war nobody follows for so long, and each further one with him doubles it. */
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
 * Until when a rival is not followed down; undefined where he is. Two who undercut each other walk to the lower of their floors: whoever
 * makes us go down for the third time within an hour waits for hours, and is never followed to the bottom.
 */
export function truceUntil(
  draft: Draft,
  { lowest, lowestSeller: sellerId }: MarketView,
  { price, target }: Descent,
  { config, floor, ceiling, now, steps }: Looking,
): number | undefined {
  const known = draft.war !== null && now - draft.war.until < PEACE_MS ? draft.war : null
  if (known !== null && now < known.until) return known.until
  const { wars = 0, undercuts: before = [] } = known ?? {}
  const recent = before.filter((at) => at > now - WITHIN_MS)
  // Nobody undercuts us who stays where he is while we go down, nor who goes on below a price that we never met.
  const isUndercut = known === null || (lowest < known.lowest && price + config.listing.shipping <= known.lowest)
  const undercuts = isUndercut ? [...recent, now] : recent
  const least = floor + Math.ceil((ceiling - floor) * LEAST_PART)
  if (undercuts.length < UNDERCUTS && !(wars > 0 && target < least)) {
    draft.war = { sellerId, lowest, undercuts, until: known?.until ?? now, wars }
    return undefined
  }
  const until = now + Math.min(TRUCE_MS * 2 ** wars, LONGEST_TRUCE_MS)
  draft.war = { sellerId, lowest, undercuts: [], until, wars: wars + 1 }
  steps.push({ code: 'price_war', sellerId, wars: wars + 1, least })
  return until
}
