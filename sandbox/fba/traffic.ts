import type { Disposition, EventType } from '../../domain/reports/values.ts'
import { type Draws, drawsFrom } from '../amazon/world/draws.ts'
import { dateOf } from './days.ts'
import { otherCentre } from './products.ts'
import { drawSpot, type Spot, type World } from './world.ts'

/** What moves stock and is no adjustment: far the most rows of a ledger. */
export function drawTraffic(world: World): void {
  const draws = drawsFrom(`${world.seed}/traffic`)
  const wanted = Math.round(world.options.lots * world.options.trafficPerLot)
  for (let rows = 0; rows < wanted; ) rows += drawMovement(world, draws)
}

/** How many rows it took. */
function drawMovement(world: World, draws: Draws): number {
  const spot = drawSpot(world, draws, world.products)
  const kind = draws.share()
  if (kind < 0.7) return move(world, spot, { event: 'Shipments', quantity: draws.happens(0.9) ? -1 : -2 })
  if (kind < 0.85) return transfer(world, draws, spot)
  if (kind < 0.92) return move(world, spot, { event: 'Receipts', quantity: spot.units * 10, reference: shipmentIdOf(draws) })
  if (kind < 0.97)
    return move(world, spot, { event: 'CustomerReturns', quantity: 1, disposition: draws.pick(['SELLABLE', 'CUSTOMER_DAMAGED']) })
  return move(world, spot, { event: 'VendorReturns', quantity: -spot.units, reference: `R${draws.integer(100_000, 999_999)}` })
}

export interface Moved {
  readonly event: EventType
  readonly quantity: number
  readonly reference?: string
  readonly disposition?: Disposition
}

/** A row of the ledger that is no adjustment. */
export function moveRow({ book, options }: World, { product, centre, day }: Spot, moved: Moved) {
  const { event, quantity, reference = '', disposition = 'SELLABLE' } = moved
  const reckoned = options.reckoning === 'absent' ? undefined : 0
  return book.add('GET_LEDGER_DETAIL_VIEW_DATA', day, {
    date: dateOf(day),
    fnsku: product.fnsku,
    asin: product.asin,
    sku: product.sku,
    event,
    reference,
    quantity,
    centre: centre.name,
    disposition,
    reason: '',
    country: centre.country,
    reconciled: reckoned,
    unreconciled: reckoned,
  })
}

function move(world: World, spot: Spot, moved: Moved): number {
  moveRow(world, spot, moved)
  world.book.note(moved.event)
  return 1
}

/** Out of one centre, and some days later into another, in the same country or not. */
function transfer(world: World, draws: Draws, spot: Spot): number {
  const event = 'WhseTransfers' as const
  const to = otherCentre(draws, spot.pool, spot.centre, draws.happens(0.3))
  moveRow(world, spot, { event, quantity: -spot.units })
  moveRow(world, { ...spot, centre: to, day: spot.day + draws.integer(0, 6) }, { event, quantity: spot.units })
  world.book.note(event)
  return 2
}

export const shipmentIdOf = (draws: Draws): string =>
  `FBA15${draws
    .integer(2 ** 28, 2 ** 31)
    .toString(36)
    .toUpperCase()}`
