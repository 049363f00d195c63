import { raiseCeiling } from './bounds.ts'
import type { BuyBoxStrategy } from './config.ts'
import { contest, contestAfterLoss, judgeFrom } from './contest.ts'
import type { Contesting, Looking } from './looking.ts'
import { awaitSight, noticeOwn, said, type Wish } from './own-offer.ts'
import { classOf, probeFrom } from './probing.ts'
import { lookAt, type MarketView } from './rivals.ts'
import { backOff, calmDown, type Draft, type PendingChange, type Phase } from './state.ts'

const MINUTE = 60_000
/** Whoever has won keeps still for so long. */
const DWELL_MS = 15 * MINUTE
/** Nobody competes: the price climbs in steps of so much, so far apart. */
const SOLO_MS = 30 * MINUTE
const SOLO_STEP = 0.05

/**
 * Goes to the price that wins, waits until Amazon shows that the Buy Box is ours, then raises as high as it stays ours (brief repricing 5.3).
 * Only a look younger than our change says anything about it.
 */
export function buyBox(draft: Draft, { snapshot, sides, config, floor, ceiling, now, steps }: Looking, strategy: BuyBoxStrategy): Wish {
  const looking: Contesting = { snapshot, sides, config, strategy, floor, ceiling, now, steps }
  const view = lookAt(sides, snapshot.priceThreshold, config.listing, strategy)
  const { rivals, holder, lowest, lowestLanded: landed } = view
  steps.push(rivals === 0 ? { code: 'market', rivals, holder } : { code: 'market', rivals, holder, lowest, landed })
  const own = noticeOwn(draft, looking)
  const { price } = draft
  if (price === null) return said(looking, 'own_offer_unknown')
  const waits = awaitSight(draft, now, steps)
  if (waits !== undefined) return waits
  if (draft.change !== null) return judge(draft, draft.change, view, looking)
  if (own !== undefined && !own.featured) return inPhase(draft, 'ineligible', looking)
  if (view.rivals === 0) return climb(draft, price, looking)
  if (view.holder === 'ours') return hold(draft, price, view, looking)
  if (view.holder === 'nobody') return suppressed(draft, price, looking)
  return contest(draft, price, view, looking)
}

/** A look has shown our change: Amazon's word on it. */
function judge(draft: Draft, change: PendingChange, view: MarketView, looking: Contesting): Wish {
  const { snapshot, now, steps } = looking
  const { why, to } = change
  if (view.holder === 'ours') return won(draft, change, view, looking)
  draft.change = null
  if (view.rivals === 0) return climb(draft, to, looking)
  if (why === 'contest' || why === 'revert') judgeFrom(draft, change.seenAt ?? change.sentAt)
  if (why !== 'probe' && draft.phase !== 'solo') return contest(draft, to, view, looking)
  count(draft, 'lost', to, view, looking)
  remember(draft, view, { lost: to, lostAt: snapshot.at })
  backOff(draft, now)
  contestAfterLoss(draft, now)
  const back = draft.search?.held ?? change.from
  steps.push({ code: 'lost', price: to, back })
  return { price: back, why: 'revert' }
}

function won(draft: Draft, { why, to }: PendingChange, view: MarketView, looking: Contesting): Wish {
  if (why === 'probe') {
    count(draft, 'kept', to, view, looking)
    calmDown(draft)
  }
  if (why === 'contest') draft.ladder = { ...draft.ladder, won: draft.ladder.rung }
  draft.change = null
  draft.price = to
  remember(draft, view, { held: to })
  looking.steps.push({ code: 'won', price: to })
  if (why !== 'revert') draft.probeAt = Math.max(draft.probeAt, looking.now + DWELL_MS)
  return inPhase(draft, view.rivals === 0 ? 'solo' : 'holding', looking, draft.probeAt)
}

/** The Buy Box is ours: as high as it stays so. */
function hold(draft: Draft, price: number, view: MarketView, looking: Contesting): Wish {
  const { now } = looking
  remember(draft, view, { held: price })
  if (draft.phase !== 'holding') draft.probeAt = Math.max(draft.probeAt, now + DWELL_MS)
  draft.phase = 'holding'
  if (now < draft.probeAt) return said(looking, 'holds', draft.probeAt)
  const next = probeFrom(price, draft, view, looking)
  return next === undefined ? said(looking, 'holds', now + SOLO_MS) : { price: next, why: 'probe' }
}

/** Nobody who counts is there: slowly to the ceiling. */
function climb(draft: Draft, price: number, looking: Contesting): Wish {
  const { config, snapshot, ceiling, now } = looking
  draft.search = null
  const first = draft.phase !== 'solo'
  draft.phase = 'solo'
  if (first) draft.probeAt = now + SOLO_MS
  const most = raiseCeiling(ceiling, snapshot, config.listing.shipping)
  if (price >= most) return said(looking, 'alone_at_the_ceiling')
  if (now < draft.probeAt) return said(looking, 'alone', draft.probeAt)
  draft.probeAt = now + SOLO_MS
  looking.steps.push({ code: 'alone' })
  return { price: Math.min(most, price + Math.max(1, Math.round(price * SOLO_STEP))), why: 'raise' }
}

/** Amazon shows nobody: what it takes for usual may bring the Buy Box back. */
function suppressed(draft: Draft, price: number, looking: Contesting): Wish {
  const { snapshot, config, floor } = looking
  const usual = snapshot.priceThreshold === undefined ? undefined : snapshot.priceThreshold - config.listing.shipping
  if (usual === undefined || usual >= price || usual < floor || draft.phase === 'suppressed') return inPhase(draft, 'suppressed', looking)
  draft.phase = 'suppressed'
  looking.steps.push({ code: 'to_the_usual_price', price: usual })
  return { price: usual, why: 'contest' }
}

function inPhase(draft: Draft, phase: Exclude<Phase, 'start'>, looking: Contesting, checkAt?: number): Wish {
  draft.phase = phase
  return said(looking, phase, checkAt)
}

function count(draft: Draft, what: 'kept' | 'lost', price: number, view: MarketView, { config }: Looking): void {
  const rank = classOf(price + config.listing.shipping, view)
  draft[what] = draft[what].map((number, index) => (index === rank ? number + 1 : number))
}

interface Learnt {
  readonly held?: number
  readonly lost?: number
  readonly lostAt?: number
}

/** Other rivals, other prices: of those before only what held stays, and only where they have gone up. */
function remember(draft: Draft, { fingerprint, lowest }: MarketView, learnt: Learnt): void {
  const { search } = draft
  const same = search !== null && search.fingerprint === fingerprint
  const heldBefore = search !== null && (same || (search.lowest !== null && lowest >= search.lowest)) ? search.held : null
  draft.search = {
    fingerprint,
    lowest: Number.isFinite(lowest) ? lowest : null,
    held: learnt.held ?? heldBefore,
    lost: learnt.lost ?? (same ? search.lost : null),
    lostAt: learnt.lostAt ?? (same ? search.lostAt : 0),
  }
}
