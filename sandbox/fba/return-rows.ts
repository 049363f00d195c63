import type { Disposition } from '../../domain/reports/values.ts'
import type { Draws } from '../amazon/world/draws.ts'
import { dateOf } from './days.ts'
import type { Order } from './orders.ts'
import { orderIdOf } from './other-payments.ts'
import { moveRow } from './traffic.ts'
import type { World } from './world.ts'

const RETURN_REASONS: Partial<Record<Disposition, string>> = {
  CARRIER_DAMAGED: 'DAMAGED_BY_CARRIER',
  WAREHOUSE_DAMAGED: 'DAMAGED_BY_FC',
  DEFECTIVE: 'DEFECTIVE',
}

/** One unit of an order in the report of returns, and in the ledger. */
export function comeBack(
  world: World,
  draws: Draws,
  { orderId, spot }: Order,
  day: number,
  disposition: Disposition,
  isReimbursed: boolean,
) {
  const { product, centre } = spot
  moveRow(world, { ...spot, day }, { event: 'CustomerReturns', quantity: 1, disposition })
  return world.book.add('GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA', day, {
    date: dateOf(day),
    orderId,
    sku: product.sku,
    asin: product.asin,
    fnsku: product.fnsku,
    quantity: 1,
    centre: centre.name,
    disposition,
    reason: RETURN_REASONS[disposition] ?? draws.pick(['UNWANTED_ITEM', 'NOT_AS_DESCRIBED', 'ORDERED_WRONG_ITEM']),
    status: isReimbursed ? 'Reimbursed' : 'Unit returned to inventory',
    licensePlate: `LPN${draws
      .integer(2 ** 28, 2 ** 31)
      .toString(36)
      .toUpperCase()}`,
  })
}

/** Another unit is sent; the first one is to come back. */
export function replace({ book }: World, draws: Draws, { orderId, spot }: Order, day: number) {
  return book.add('GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA', day, {
    date: dateOf(day),
    sku: spot.product.sku,
    asin: spot.product.asin,
    quantity: 1,
    reason: draws.pick(['1', '4', '7']),
    orderId: orderIdOf(draws),
    originalOrderId: orderId,
  })
}
