import { clamp } from './bounds.ts'
import type { DailyPushStrategy, PushStrategy } from './config.ts'
import { type Looking, today } from './looking.ts'
import { awaitSight, said, type Wish } from './own-offer.ts'
import { movedBy } from './price-change.ts'
import { unitsSince } from './sales.ts'
import type { Draft, PushState } from './state.ts'

const HOUR = 60 * 60_000
/** For so long after Amazon shows a raise, losing the Buy Box is put down to it. */
const VERDICT_MS = 30 * 60_000

type SalesRule = PushStrategy | DailyPushStrategy
type PushDraft = { -readonly [Field in keyof PushState]: PushState[Field] }

/**
 * The price goes by what is sold (brief repricing 5.4): step after step as units are ordered, then by units of each window; or, daily, from
 * the start price anew each midnight. Each step is taken once, each unit counts once, however late, often or mixed up orders are heard of.
 */
export function push(draft: Draft, looking: Looking, rule: SalesRule): Wish {
  const { snapshot, own, config, now, steps } = looking
  if (snapshot.sales === undefined) return said(looking, 'sales_unknown')
  const state = startOf(draft.push, rule, now)
  const isSoldOut = snapshot.stock === 0 || own?.available === false
  if (rule.kind === 'daily_push') beginDay(state, rule, looking)
  const units = unitsSince(snapshot.sales, state.since, config.listing.sku, rule)
  steps.push({ code: rule.kind, units, taken: state.fired })
  takeSteps(state, units, rule, looking)
  if (rule.kind === 'push') judgeWindow(state, units, isSoldOut, rule, looking)
  guardStock(state, rule, looking)
  const wish = wishOf(draft, state, isSoldOut, rule, looking)
  draft.push = state
  const checkAt = Math.min(wish.checkAt ?? Number.POSITIVE_INFINITY, nextTurn(state, rule))
  return Number.isFinite(checkAt) ? { ...wish, checkAt } : wish
}

/** A changed rule goes on from where its price stands, unless it is to start somewhere else. */
function startOf(known: PushState | null, { version, start }: SalesRule, now: number): PushDraft {
  if (known !== null && known.version === version) return { ...known }
  return {
    version,
    start,
    since: now,
    until: known?.until ?? null,
    fired: 0,
    used: 0,
    target: known !== null && known.start === start ? known.target : start,
    windowFrom: now,
    dry: false,
    low: false,
    held: known?.held ?? false,
  }
}

/** At midnight, or whenever it is first heard of after it: a missed one is caught up once. */
function beginDay(state: PushDraft, { start }: SalesRule, { config, now, steps }: Looking): void {
  if (state.until !== null && now < state.until) return
  const day = today(config, now)
  const isFirst = state.until === null
  state.until = day.end
  if (isFirst) return
  state.since = day.start
  state.fired = 0
  state.used = 0
  state.low = false
  state.target = start
  steps.push({ code: 'new_day', price: start, until: state.until })
}

function takeSteps(state: PushDraft, units: number, { steps: rungs }: SalesRule, { floor, ceiling, steps }: Looking): void {
  for (;;) {
    const rung = rungs[state.fired]
    if (rung === undefined || units < state.used + rung.units) return
    state.used += rung.units
    state.fired += 1
    state.target = movedBy(state.target, rung.change, floor, ceiling)
    steps.push({ code: 'sold', units: state.used, price: state.target })
  }
}

/** A window in which there was nothing to sell says nothing of demand. */
function judgeWindow(state: PushDraft, units: number, soldOut: boolean, rule: PushStrategy, looking: Looking): void {
  const { window, steps: rungs } = rule
  const { floor, ceiling, now, steps } = looking
  if (window === undefined || state.fired < rungs.length) {
    state.windowFrom = now
    return
  }
  state.dry ||= soldOut
  const [sold, width] = [units - state.used, window.hours * HOUR]
  const { up, down } = window
  if (up !== undefined && sold >= up.units) {
    state.target = movedBy(state.target, up.change, floor, ceiling)
    steps.push({ code: 'sells_well', units: sold, price: state.target })
    beginWindow(state, units, now, soldOut)
  } else if (now >= state.windowFrom + width) {
    if (state.dry) steps.push({ code: 'nothing_to_sell' })
    else if (down !== undefined && sold <= down.units) {
      state.target = movedBy(state.target, down.change, floor, ceiling)
      steps.push({ code: 'sells_badly', units: sold, price: state.target })
    }
    beginWindow(state, units, state.windowFrom + Math.floor((now - state.windowFrom) / width) * width, soldOut)
  }
}

function beginWindow(state: PushDraft, units: number, at: number, soldOut: boolean): void {
  state.used = units
  state.windowFrom = at
  state.dry = soldOut
}

function guardStock(state: PushDraft, { lowStock }: SalesRule, { snapshot: { stock }, floor, ceiling, steps }: Looking): void {
  if (lowStock === undefined || stock === undefined) return
  const low = stock <= lowStock.units
  if (low && !state.low) {
    state.target = movedBy(state.target, lowStock.change, floor, ceiling)
    steps.push({ code: 'stock_is_low', stock, price: state.target })
  }
  state.low = low
}

function wishOf(draft: Draft, state: PushDraft, isSoldOut: boolean, { keepBuyBox }: SalesRule, looking: Looking): Wish {
  const { sides, floor, ceiling, now, steps } = looking
  if (draft.price === null) return said(looking, 'own_offer_unknown')
  const { change } = draft
  const isPending = change !== null && change.seenAt === null
  const wanted = clamp(state.target, floor, ceiling)
  const waits = isPending && wanted === change.to ? awaitSight(draft, looking) : undefined
  if (waits !== undefined) return waits
  const { holder } = sides
  if (change !== null && !isPending) {
    const raised = keepBuyBox && state.held && change.why === 'push' && change.to > change.from
    const until = (change.seenAt ?? change.sentAt) + VERDICT_MS
    if (raised && holder !== 'rival' && now < until) return { checkAt: until }
    draft.change = null
    if (raised && holder === 'rival') {
      state.target = change.from
      steps.push({ code: 'lost', price: change.to, back: change.from })
      return { price: change.from, why: 'revert' }
    }
  }
  const current = draft.change?.to ?? draft.price
  if (wanted === current) return {}
  if (isSoldOut && wanted < current) return said(looking, 'no_cheaper_while_sold_out')
  state.held = holder === 'ours'
  return { price: wanted, why: 'push' }
}

function nextTurn({ until, windowFrom }: PushState, rule: SalesRule): number {
  if (until !== null) return until
  return rule.kind === 'push' && rule.window !== undefined ? windowFrom + rule.window.hours * HOUR : Number.POSITIVE_INFINITY
}
