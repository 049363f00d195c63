import { raiseCeiling } from './bounds.ts'
import type { BuyBoxStrategy } from './config.ts'
import { contest, contestAfterLoss, judgeFrom } from './contest.ts'
import type { Contesting, Looking } from './looking.ts'
import { awaitSight, forgetSeen, isRaise, said, type Wish } from './own-offer.ts'
import { classOf, lostLately, probeFrom } from './probing.ts'
import { lookAt, type MarketView } from './rivals.ts'
import { backOff, calmDown, type Draft, type PendingChange, type Phase } from './state.ts'

const MINUTE = 60_000
/** So long after it is seen a raise may still lose the Buy Box. */
const RAISE_VERDICT_MS = 10 * MINUTE
/** Whoever has won keeps still for so long. */
const DWELL_MS = 15 * MINUTE
/** Nobody competes: the price climbs in steps of so much, so far apart. */
const SOLO_MS = 30 * MINUTE
const SOLO_STEP = 0.05

/**
 * Goes to the price that wins, waits until Amazon shows that the Buy Box is ours, then raises as high as it stays ours (brief repricing 5.3).
 * Only a look younger than our change says anything about it.
 */
export function buyBox(
  draft: Draft,
  { snapshot, sides, own, config, floor, ceiling, now, steps }: Looking,
  strategy: BuyBoxStrategy,
): Wish {
  const looking: Contesting = { snapshot, sides, own, config, strategy, floor, ceiling, now, steps }
  const view = lookAt(sides, snapshot.priceThreshold, config.listing, strategy)
  const { rivals, holder, lowest, lowestLanded: landed } = view
  steps.push(rivals === 0 ? { code: 'market', rivals, holder } : { code: 'market', rivals, holder, lowest, landed })
  const { price } = draft
  if (price === null) return said(looking, 'own_offer_unknown')
  if (own !== undefined && !own.featured) {
    forgetSeen(draft)
    return inPhase(draft, 'ineligible', looking)
  }
  if (snapshot.stock === 0 || own?.available === false) {
    forgetSeen(draft)
    return said(looking, 'no_cheaper_while_sold_out')
  }
  const { change } = draft
  if (change !== null && isLostUnseen(change, looking)) return judge(draft, change, view, looking)
  const waits = awaitSight(draft, looking)
  if (waits !== undefined) return waits
  if (draft.change !== null) return judge(draft, draft.change, view, looking)
  return contend(draft, draft.price ?? price, view, looking)
}

/** Nothing is on its way. */
function contend(draft: Draft, price: number, view: MarketView, looking: Contesting): Wish {
  if (view.holder === 'nobody') return suppressed(draft, price, looking)
  if (view.holder === 'ours') return view.rivals === 0 ? climb(draft, price, looking) : hold(draft, price, view, looking)
  // Whoever has it counts as no rival: nobody to go down to, and no reason to go up.
  return view.rivals === 0 ? inPhase(draft, 'contest', looking) : contest(draft, price, view, looking)
}

/** A raise after which others have the Buy Box and we are not even among the cheapest any more. */
const isLostUnseen = (change: PendingChange, { snapshot, sides, own }: Contesting): boolean =>
  isRaise(change) && own === undefined && sides.holder === 'rival' && snapshot.at > change.sentAt

/** A look has shown our change: Amazon's word on it. A raise is not believed at once: the Buy Box goes minutes after the price is seen. */
function judge(draft: Draft, change: PendingChange, view: MarketView, looking: Contesting): Wish {
  const { snapshot, now, steps } = looking
  const { why, to } = change
  const seenAt = change.seenAt ?? change.sentAt
  const raised = why === 'probe' || (why === 'raise' && draft.phase === 'solo')
  if (view.holder === 'ours') {
    const until = seenAt + RAISE_VERDICT_MS
    return raised && now < until ? said(looking, 'waits_for_verdict', until) : won(draft, change, view, looking)
  }
  draft.change = null
  if (!raised) {
    if (why === 'contest' || why === 'revert') judgeFrom(draft, seenAt)
    return contend(draft, to, view, looking)
  }
  if (view.rivals > 0) count(draft, 'lost', to, view, looking)
  remember(draft, view, { lost: to, lostAt: snapshot.at })
  backOff(draft, now)
  if (view.rivals > 0) contestAfterLoss(draft, now)
  const back = why === 'probe' ? (draft.search?.held ?? change.from) : change.from
  steps.push({ code: 'lost', price: to, back })
  return { price: back, why: 'revert' }
}

function won(draft: Draft, { why, to }: PendingChange, view: MarketView, looking: Contesting): Wish {
  if (why === 'probe') {
    count(draft, 'kept', to, view, looking)
    calmDown(draft)
  }
  const { rung, until } = draft.ladder
  if (why === 'contest') draft.ladder = { rung, won: rung, until, rests: 0 }
  draft.change = null
  draft.price = to
  remember(draft, view, { held: to })
  looking.steps.push({ code: 'won', price: to })
  if (why !== 'revert' && why !== 'raise') draft.probeAt = Math.max(draft.probeAt, looking.now + DWELL_MS)
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

/** Nobody who counts is there: slowly to the ceiling, or to just below what lost the Buy Box. */
function climb(draft: Draft, price: number, looking: Contesting): Wish {
  const { config, snapshot, ceiling, now } = looking
  const first = draft.phase !== 'solo'
  draft.phase = 'solo'
  if (first) {
    draft.search = null
    draft.probeAt = now + SOLO_MS
  }
  const lost = lostLately(draft, now) ?? Number.POSITIVE_INFINITY
  const most = Math.min(raiseCeiling(ceiling, snapshot, config.listing.shipping), lost - 1)
  if (price >= most) return said(looking, 'alone_at_the_ceiling')
  if (now < draft.probeAt) return said(looking, 'alone', draft.probeAt)
  draft.probeAt = now + SOLO_MS
  looking.steps.push({ code: 'alone' })
  const step = price + Math.max(1, Math.round(price * SOLO_STEP))
  return { price: Math.min(most, Number.isFinite(lost) ? Math.ceil((price + lost) / 2) : step), why: 'raise' }
}

/** Amazon shows nobody: what it takes for usual may bring the Buy Box back. */
function suppressed(draft: Draft, price: number, looking: Contesting): Wish {
  const { snapshot, config, floor } = looking
  const usual = snapshot.priceThreshold === undefined ? undefined : snapshot.priceThreshold - config.listing.shipping
  if (usual === undefined || usual >= price || usual < floor) return inPhase(draft, 'suppressed', looking)
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

/** Of so many other sets of rivals and prices it is remembered what held and what lost beside them. */
const SETS = 4

/** Other rivals, other prices: what was found out beside them before, if ever; else only what held stays, and only where they have gone up. */
function remember(draft: Draft, { fingerprint, lowest }: MarketView, learnt: Learnt): void {
  const { search, searches } = draft
  const same = search !== null && search.fingerprint === fingerprint
  const known = same ? search : searches.find((each) => each.fingerprint === fingerprint)
  if (search !== null && !same) draft.searches = [search, ...searches.filter((each) => each !== known)].slice(0, SETS)
  const heldBefore = search !== null && (same || (search.lowest !== null && lowest >= search.lowest)) ? search.held : null
  draft.search = {
    fingerprint,
    lowest: Number.isFinite(lowest) ? lowest : null,
    held: learnt.held ?? heldBefore,
    lost: learnt.lost ?? known?.lost ?? null,
    lostAt: learnt.lostAt ?? known?.lostAt ?? 0,
  }
}
