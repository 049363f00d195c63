import type { Disposition } from '../../domain/reports/values.ts'
import { type Draws, drawsFrom } from '../amazon/world/draws.ts'
import { dateOf } from './days.ts'
import { findOf, paymentOf } from './lots.ts'
import { caseOf, pay } from './payments.ts'
import { adjust, drawSpot, nextReference, otherProduct, referenceOf, type World } from './world.ts'

const OTHERS = { redisposed, redefined, correctedAlone, findTakenBack, softwarePair, strayFind, strayPayment } as const

/** Adjustments that are no loss, and what is left over from losses before the reports begin. */
export function drawOtherAdjustments(world: World): void {
  const { options, seed, book } = world
  const kinds = Object.keys(OTHERS) as (keyof typeof OTHERS)[]
  const count = Math.round(options.lots * options.rates.others)
  for (let index = 0; index < count; index += 1) {
    const draws = drawsFrom(`${seed}/other/${index}`)
    const kind = draws.pick(kinds)
    OTHERS[kind](world, draws)
    book.note(kind)
  }
}

const UNSELLABLE: readonly Disposition[] = ['DEFECTIVE', 'CUSTOMER_DAMAGED', 'EXPIRED']

/** `Q` and `P`: only what the stock is taken for changes. */
function redisposed(world: World, draws: Draws): void {
  const spot = drawSpot(world, draws, world.products)
  const unsellable = draws.pick(UNSELLABLE)
  const [out, into] = draws.happens(0.7) ? (['SELLABLE', unsellable] as const) : ([unsellable, 'SELLABLE'] as const)
  const reference = referenceOf(draws)
  const later = spot.day + (draws.happens(0.1) && spot.day < world.book.last ? 1 : 0)
  adjust(world, spot, { day: spot.day, quantity: -spot.units, disposition: out, reason: 'Q', reference })
  adjust(world, spot, { day: later, quantity: spot.units, disposition: into, reason: 'P', reference: nextReference(reference) })
}

/** `4` and `3`: the units are another SKU's from now on. */
function redefined(world: World, draws: Draws): void {
  const spot = drawSpot(world, draws, world.products)
  const into = otherProduct(world, draws, spot)
  const reference = referenceOf(draws)
  const row = { day: spot.day, disposition: 'SELLABLE' } as const
  adjust(world, spot, { ...row, quantity: -spot.units, reason: '4', reference })
  adjust(world, { ...spot, product: into }, { ...row, quantity: spot.units, reason: '3', reference: nextReference(reference) })
}

/**
 * An `O` that belongs to nothing. Beside a find and a payment of the same product nobody could tell it from one by which Amazon keeps the
 * unit it has paid, so it is drawn where the warehouse has lost none.
 */
function correctedAlone(world: World, draws: Draws): void {
  const spot = drawSpot(world, draws, world.steady)
  adjust(world, spot, { day: spot.day, quantity: -spot.units, disposition: 'SELLABLE', reason: 'O', reference: referenceOf(draws) })
}

/** A find that was none: with its reference it is taken back. */
function findTakenBack(world: World, draws: Draws): void {
  const spot = drawSpot(world, draws, world.products)
  const reference = referenceOf(draws)
  const back = Math.min(spot.day + draws.integer(0, 6), world.book.last)
  const row = { disposition: 'SELLABLE', reason: 'F', reference, reconciled: 0 } as const
  adjust(world, spot, { ...row, day: spot.day, quantity: spot.units })
  adjust(world, spot, { ...row, day: back, quantity: -spot.units })
}

/** What older software corrected: one row out, one in. */
function softwarePair(world: World, draws: Draws): void {
  const spot = drawSpot(world, draws, world.products)
  const reason = draws.pick(['1', '2', 'J'])
  const reference = referenceOf(draws)
  const row = { day: spot.day, disposition: 'SELLABLE', reason } as const
  adjust(world, spot, { ...row, quantity: -spot.units, reference })
  adjust(world, spot, { ...row, quantity: spot.units, reference: nextReference(reference) })
}

/** In so many days after the first one there are finds and payments whose loss no report shows. */
const LEFT_OVER_DAYS = 60

function strayFind(world: World, draws: Draws): void {
  const { book, strays } = world
  const spot = drawSpot(world, draws, world.products)
  const day = book.first + draws.integer(0, LEFT_OVER_DAYS)
  adjust(world, spot, {
    day,
    quantity: spot.units,
    disposition: 'SELLABLE',
    reason: 'F',
    reference: referenceOf(draws),
    reconciled: spot.units,
  })
  const stray = { fnsku: spot.product.fnsku, pool: spot.pool.name, units: spot.units, date: dateOf(day) }
  strays.push({ ...stray, type: 'lost_warehouse', between: findOf(day) })
}

function strayPayment(world: World, draws: Draws): void {
  const { book, strays } = world
  const spot = drawSpot(world, draws, world.products)
  const day = book.first + draws.integer(0, LEFT_OVER_DAYS)
  const type = draws.pick(['lost_warehouse', 'damaged_warehouse'] as const)
  const reason = type === 'lost_warehouse' ? 'Lost_Warehouse' : 'Damaged_Warehouse'
  const total = spot.units * Math.round(spot.product.price / 4)
  pay(world, spot, { day, reason, cash: spot.units, inventory: 0, total, caseId: caseOf(world, draws) })
  const stray = { fnsku: spot.product.fnsku, pool: spot.pool.name, units: spot.units, date: dateOf(day) }
  strays.push({ ...stray, type, between: paymentOf(day) })
}
