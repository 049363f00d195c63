import type { Money } from '../../domain/money.ts'
import type { Draws } from '../amazon/world/draws.ts'
import { orderIdOf } from './other-payments.ts'
import { settle } from './settlements.ts'
import { moveRow } from './traffic.ts'
import type { Spot, World } from './world.ts'

/** What somebody has ordered, of one product. */
export interface Order {
  readonly orderId: string
  readonly marketplace: string
  readonly spot: Spot
  readonly fulfilment: 'AFN' | 'MFN'
}

const STORES: Readonly<Record<string, string>> = {
  US: 'Amazon.com',
  GB: 'Amazon.co.uk',
  DE: 'Amazon.de',
  FR: 'Amazon.fr',
  IT: 'Amazon.it',
  ES: 'Amazon.es',
}

const COMMISSION = 0.15
const FULFILMENT_FEE = 320

/** After an order a unit is worth its price, less Amazon's fees. */
export const saleValue = ({ spot }: Order): Money => ({
  minor: spot.product.price - Math.round(spot.product.price * COMMISSION) - FULFILMENT_FEE,
  currency: spot.pool.currency,
})

/** An order that has left, with its rows in the settlement. */
export function drawOrder(world: World, draws: Draws, spot: Spot, fulfilment: Order['fulfilment']) {
  const { book } = world
  const { product, pool, centre, day, units } = spot
  const order: Order = { orderId: orderIdOf(draws), marketplace: STORES[centre.country] ?? '', spot, fulfilment }
  const { orderId, marketplace } = order
  const row = { day, currency: pool.currency, transactionType: 'Order', marketplace, sku: product.sku, orderId, fulfilment }
  const amounts = product.price * units
  const price = { amountType: 'ItemPrice', amountDescription: 'Principal', amount: amounts, quantity: units }
  const principal = settle(book, { ...row, ...price })
  const fee = { ...row, amountType: 'ItemFees' }
  settle(book, { ...fee, amountDescription: 'Commission', amount: -Math.round(product.price * COMMISSION) * units })
  if (fulfilment === 'AFN') {
    settle(book, { ...fee, amountDescription: 'FBAPerUnitFulfillmentFee', amount: -FULFILMENT_FEE * units })
    moveRow(world, spot, { event: 'Shipments', quantity: -units })
  }
  return { order, principal }
}

/** Money that goes back to the customer; Amazon keeps a part of its commission. The row of the price. */
export function refund({ book }: World, { orderId, marketplace, spot, fulfilment }: Order, day: number, amount: number, draws: Draws) {
  const { product, pool } = spot
  const adjustmentId = `amzn1:crow:${draws.integer(2 ** 24, 2 ** 31).toString(36)}`
  const row = { day, currency: pool.currency, transactionType: 'Refund', marketplace, sku: product.sku, orderId, adjustmentId, fulfilment }
  const fee = { ...row, amountType: 'ItemFees' }
  settle(book, { ...fee, amountDescription: 'Commission', amount: Math.round(amount * COMMISSION) })
  settle(book, { ...fee, amountDescription: 'RefundCommission', amount: -Math.round(amount * COMMISSION * 0.2) })
  return settle(book, { ...row, amountType: 'ItemPrice', amountDescription: 'Principal', amount: -amount })
}
