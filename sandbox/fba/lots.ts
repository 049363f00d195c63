import type { Money } from '../../domain/money.ts'
import type { Source } from '../../domain/reimbursement/lots.ts'
import type { Disposition } from '../../domain/reports/values.ts'
import type { Draws } from '../amazon/world/draws.ts'
import { dateOf } from './days.ts'
import type { Product } from './products.ts'
import type { Fate, LotType, TrueEvent } from './truth.ts'
import { adjust, type Spot, type World } from './world.ts'

/** A lot while its story is drawn. */
export interface Story {
  readonly type: LotType
  readonly spot: Spot
  readonly events: TrueEvent[]
  /** The last day of which Amazon's own reckoning of this lot knows; before the first day where its columns are not there. */
  readonly reckonedUntil: number
}

/** Days after a find on which the ledger may still say that the unit was lost. */
const FOUND_BEFORE_DAYS = 30
/** Days between a loss and its payment; the ledger may name the loss later than the payment, too. */
const PAID_AFTER_DAYS = 90
const PAID_BEFORE_DAYS = 7

export const findOf = (day: number) => ({ first: null, last: dateOf(day + FOUND_BEFORE_DAYS) })
export const paymentOf = (day: number) => ({ first: dateOf(day - PAID_AFTER_DAYS), last: dateOf(day + PAID_BEFORE_DAYS) })
export const correctionOf = (day: number) => ({ first: null, last: dateOf(day) })

export function openStory({ options, book }: World, draws: Draws, type: LotType, spot: Spot): Story {
  const lags = options.reckoning === 'lagging' && draws.happens(options.rates.lagging)
  const reckonedUntil = options.reckoning === 'absent' ? book.first - 1 : lags ? book.last - draws.integer(7, 30) : book.last
  if (lags && hasReckoning(type)) book.note('lagging reckoning')
  return { type, spot, events: [], reckonedUntil: hasReckoning(type) ? reckonedUntil : book.first - 1 }
}

/** Amazon reckons on rows of losses and damages, and on no other. */
const hasReckoning = (type: LotType): boolean => type === 'lost_warehouse' || type === 'damaged_warehouse'

interface Happening {
  readonly day: number
  readonly units: number
  readonly from?: Fate
  readonly to: Fate
  /** For which losses its row might be, were they not reckoned. */
  readonly between?: TrueEvent['between']
}

/** Something becomes of units; what happens after the last day of the reports has not happened. */
export function tell({ book }: World, story: Story, { day, units, from = 'owed', to, between }: Happening): void {
  if (day > book.last) return
  const isTold = day <= story.reckonedUntil || between === undefined || from !== 'owed'
  story.events.push({ date: dateOf(day), units, from, to, ...(isTold ? {} : { between }) })
}

/** How many units Amazon's row of the lot has accounted for. */
export const reckonedUnits = ({ events, reckonedUntil }: Story): number => {
  const until = dateOf(reckonedUntil)
  return events.reduce((sum, { date, units, from }) => sum + (from === 'owed' && date <= until ? units : 0), 0)
}

export interface Closing {
  readonly rows: readonly ({ readonly source: Source } | undefined)[]
  readonly quantity: number
  readonly startsOn: number
  readonly unitValue: Money | null
  readonly notBefore?: number
  readonly needsPerson?: boolean
}

/** Keeps the truth of a lot, if any report has a row of it. */
export function closeStory({ lots, book }: World, { type, spot, events }: Story, closing: Closing): void {
  const { rows, quantity, startsOn, unitValue, notBefore, needsPerson = false } = closing
  const told = rows.flatMap((row) => (row === undefined ? [] : [row.source]))
  if (told.length === 0 || startsOn > book.last) return
  const { product, pool, centre } = spot
  lots.push({
    type,
    rows: told,
    fnsku: product.fnsku,
    asin: product.asin,
    sku: product.sku,
    country: centre.country,
    pool: pool.name,
    startsOn: dateOf(startsOn),
    ...(notBefore === undefined ? {} : { notBefore: dateOf(notBefore) }),
    quantity,
    events,
    unitValue,
    needsPerson,
  })
}

/** What one unit has cost the seller, which is what it is worth before somebody orders it. */
export function costOn({ costs }: Product, day: number): Money | null {
  const date = dateOf(day)
  const cost = costs.findLast(({ validFrom }) => validFrom <= date)
  return cost === undefined ? null : { minor: cost.minor, currency: cost.currency }
}

/** The row that opened the lot comes last: by then it is known what Amazon has accounted for. */
export function closeAdjusted(
  world: World,
  story: Story,
  { reason, reference, disposition }: { readonly reason: string; readonly reference: string; readonly disposition: Disposition },
): void {
  const { spot } = story
  const reconciled = reckonedUnits(story)
  const row = adjust(world, spot, { day: spot.day, quantity: -spot.units, disposition, reason, reference, reconciled })
  closeStory(world, story, { rows: [row], quantity: spot.units, startsOn: spot.day, unitValue: costOn(spot.product, spot.day) })
}
