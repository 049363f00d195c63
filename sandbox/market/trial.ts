import { costFloor, profitOf } from '../../domain/pricing/bounds.ts'
import type { Sale } from '../../domain/pricing/sales.ts'
import type { Snapshot } from '../../domain/pricing/snapshot.ts'
import { drawsFrom } from '../amazon/world/draws.ts'
import { createBuyBox } from './buy-box.ts'
import { letBuy, type Order } from './demand.ts'
import { createPost, lookAt } from './looks.ts'
import type { Market } from './market.ts'
import { createQueue } from './queue.ts'
import type { Contender } from './repricers.ts'
import { live } from './rival-life.ts'
import { DAY, HOUR, MINUTE, NOBODY, OURS, type Scene, type Seller } from './scene.ts'
import { OWN_SELLER } from './terms.ts'
import { visibleAfter } from './visible-after.ts'

/** What a strategy made of one market, over all its days. Money in minor units. */
export interface Outcome {
  readonly profit: number
  readonly revenue: number
  /** Milliseconds in the Buy Box, and the price at which, times these. */
  readonly heldMs: number
  readonly heldPriceMs: number
  /** Prices that were sent. */
  readonly changes: number
  /** Of these, outside of floor and ceiling. */
  readonly violations: number
}

/** Looks on without a hand in it. */
export interface Watch {
  readonly everyMs: number
  look(at: number, scene: Scene): void
}

/** Monday, midnight. */
export const BEGINS = Date.UTC(2026, 5, 1)
/** Rivals have found their places before a strategy takes over. */
const BEFORE = 12 * HOUR
const SWEEP_EVERY = HOUR
const SOONEST = 10_000

/** Lets one strategy price our listing in a market for some days. The same market is the same for each: only what comes of its prices differs. */
export function tryIn(market: Market, contender: Contender, days: number, watches: readonly Watch[] = []): Outcome {
  const { own, rivals, seed } = market
  const { terms } = own
  const { costs, max } = terms
  const floor = Math.max(terms.min, costFloor(costs) ?? Number.POSITIVE_INFINITY)
  const queue = createQueue()
  const ours = ownSeller(market)
  const sellers = [ours, ...rivals.map(({ seller }) => ({ ...seller }))]
  const buyBox = createBuyBox(market.buyBox, sellers, seed)
  const post = createPost(seed)
  const ends = BEGINS + days * DAY
  const total = { profit: 0, revenue: 0, heldMs: 0, heldPriceMs: 0, changes: 0, violations: 0 }

  // What we know, and what we do.
  const repricer = contender.begin(terms)
  const propagation = drawsFrom(`${seed}/propagation`)
  let newest: Snapshot | undefined
  /** As they are heard of, one after the other: a cancellation tells its order again. */
  const sales: Sale[] = []
  let stock = market.stock?.units
  let checkAt: number | null = null
  let [sent, shown] = [0, 0]

  const ask = (at: number): void => {
    if (newest === undefined) return
    const look: Snapshot = { ...newest, sales, ...(stock === undefined ? {} : { stock }) }
    const answer = repricer(look, at)
    if (answer.price !== undefined) send(answer.price, at)
    checkAt = answer.checkAt == null ? null : Math.max(answer.checkAt, at + SOONEST)
    if (checkAt !== null) {
      const due = checkAt
      queue.add(due, (now) => {
        if (checkAt === due) ask(now)
      })
    }
  }
  const send = (price: number, at: number): void => {
    total.changes += 1
    const delay = visibleAfter(propagation)
    if (!Number.isInteger(price) || price < floor || price > max) {
      total.violations += 1
      return
    }
    sent += 1
    const number = sent
    queue.add(at + delay, (seen) => {
      if (number < shown || ours.listing === price) return
      shown = number
      account(seen)
      ours.listing = price
      if (ours.available) scene.changed(seen, true)
    })
  }
  const arrives = (look: Snapshot, at: number): void => {
    // As where looks come in for real: an older one than the newest known is thrown away.
    if (newest !== undefined && look.at < newest.at) return
    newest = look
    ask(at)
  }

  const scene: Scene = {
    queue,
    sellers,
    holder: NOBODY,
    changed(at, ofOurs = false) {
      buyBox.changed()
      tell(at, ofOurs)
    },
  }
  const tell = (at: number, ofOurs: boolean): void => {
    if (at < BEGINS) return
    const { arrives: times, withoutOurs } = post(at, ofOurs)
    if (times.length === 0) return
    const look = lookAt(scene, market, at, withoutOurs)
    for (const time of times) queue.add(time, (now) => arrives(look, now))
  }
  const sweep = (at: number): void => {
    const look = lookAt(scene, market, at)
    queue.add(at + 5_000, (now) => arrives(look, now))
    queue.add(at + SWEEP_EVERY, sweep)
  }

  // Time in the Buy Box is counted whenever something of it changes.
  let countedTo = BEGINS
  const account = (at: number): void => {
    if (at > countedTo && scene.holder === OURS) {
      total.heldMs += at - countedTo
      total.heldPriceMs += (at - countedTo) * ours.listing
    }
    countedTo = Math.max(countedTo, at)
  }
  const decideBox = (at: number): void => {
    queue.add(at + market.buyBox.every, decideBox)
    const holder = buyBox.decide(scene.holder)
    if (holder === scene.holder) return
    account(at)
    scene.holder = holder
    tell(at, holder === OURS)
  }

  const ordered = ({ at, from, chances }: Order): void => {
    if (from !== OURS || at < BEGINS) return
    const [size, business, cancels, later, heard] = chances as [number, number, number, number, number]
    const units = Math.min(size < 0.88 ? 1 : size < 0.97 ? 2 : 3, stock ?? 3)
    if (units === 0) return
    const cancelled = cancels < 0.04
    const sale: Sale = { id: `${at}`, sku: terms.listing.sku, at, units, cancelled: 0, business: business < 0.1 }
    if (!cancelled) {
      total.revenue += units * ours.listing
      total.profit += units * profitOf(ours.listing, costs)
    }
    queue.add(at + MINUTE * (0.2 + 3 * heard), (now) => hear(sale, now))
    if (cancelled) queue.add(at + MINUTE * 10 + later * DAY, (now) => hear({ ...sale, cancelled: units }, now))
    if (stock === undefined) return
    stock -= units
    if (stock === 0) offer(false, at)
  }
  const hear = (sale: Sale, at: number): void => {
    sales.push(sale)
    ask(at)
  }
  const offer = (available: boolean, at: number): void => {
    if (ours.available === available) return
    ours.available = available
    scene.changed(at, true)
  }
  const refill = ({ units, everyDays }: { units: number; everyDays: number }, at: number): void => {
    stock = units
    offer(true, at)
    queue.add(at + everyDays * DAY, (now) => refill({ units, everyDays }, now))
  }

  const from = BEGINS - BEFORE
  for (const [index, rival] of rivals.entries())
    live({ ...rival, seller: sellers[index + 1] as Seller }, index + 1, scene, `${seed}/rival/${index}/life`, from)
  queue.add(from, decideBox)
  letBuy(market.demand, scene, seed, from, ordered)
  queue.add(BEGINS, sweep)
  if (market.stock !== undefined) queue.add(BEGINS, (at) => refill(market.stock as { units: number; everyDays: number }, at))
  for (const watch of watches) {
    const look = (at: number): void => {
      watch.look(at, scene)
      queue.add(at + watch.everyMs, look)
    }
    queue.add(BEGINS, look)
  }
  queue.runUntil(ends)
  account(ends)
  return total
}

const ownSeller = ({ own }: Market): Seller => ({
  sellerId: OWN_SELLER,
  fba: own.terms.listing.fba,
  featured: true,
  shipping: own.terms.listing.shipping,
  feedbackCount: own.feedbackCount,
  feedbackPercent: own.feedbackPercent,
  maximumHours: own.maximumHours,
  retail: false,
  listing: own.start,
  available: true,
})
