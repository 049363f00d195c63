import type { Disposition } from '../../domain/reports/values.ts'
import type { Draws } from '../amazon/world/draws.ts'
import { dateOf } from './days.ts'
import { moveRow } from './traffic.ts'
import type { Spot, World } from './world.ts'

/** What becomes of a removal. */
export const COURSES = [
  'removal delivered',
  'removal delivered',
  'removal delivered',
  'removal cancelled',
  'removal disposed of',
  'removal in process',
  'removal short in its shipments',
  'removal short in its order',
  'removal lost in transit',
  'removal delivered damaged',
] as const
export type Course = (typeof COURSES)[number]

export interface Removal {
  readonly spot: Spot
  readonly orderId: string
  readonly disposition: Disposition
  readonly course: Course
  readonly requested: number
  readonly shippedDay: number
}

/** What the order says by the last day of the reports: requested is cancelled, disposed of, shipped and in process together, else there is a gap. */
export function orderRow({ book }: World, { spot, orderId, disposition, requested, shippedDay }: Removal, course: Course, shipped: number) {
  const isDisposal = course === 'removal disposed of'
  const isOpen = course === 'removal in process'
  const isCancelled = course === 'removal cancelled'
  return book.add('GET_FBA_FULFILLMENT_REMOVAL_ORDER_DETAIL_DATA', spot.day, {
    date: dateOf(spot.day),
    orderId,
    orderSource: 'Seller-initiated Manual Removal',
    orderType: isDisposal ? 'Disposal' : 'Return',
    status: isOpen ? 'Pending' : isCancelled ? 'Cancelled' : 'Completed',
    updated: dateOf(Math.min(shippedDay, book.last)),
    sku: spot.product.sku,
    fnsku: spot.product.fnsku,
    disposition,
    requested,
    cancelled: isCancelled ? requested : 0,
    disposed: isDisposal ? requested : 0,
    shipped,
    inProcess: isOpen ? requested : 0,
  })
}

/** One parcel of it, in the report of shipments and in the ledger. */
export function parcel(world: World, draws: Draws, { spot, orderId, disposition, shippedDay }: Removal, units: number) {
  const { product } = spot
  moveRow(world, { ...spot, day: shippedDay }, { event: 'VendorReturns', quantity: -units, reference: orderId, disposition })
  return world.book.add('GET_FBA_FULFILLMENT_REMOVAL_SHIPMENT_DETAIL_DATA', shippedDay, {
    date: dateOf(spot.day),
    orderId,
    shipped: dateOf(shippedDay),
    sku: product.sku,
    fnsku: product.fnsku,
    disposition,
    quantity: units,
    carrier: draws.pick(['UPS', 'DHL', 'AMZN']),
    tracking: `1Z${draws
      .integer(2 ** 28, 2 ** 31)
      .toString(36)
      .toUpperCase()}`,
  })
}
