import { expect, test } from 'vitest'
import { groupedBy } from '../../../domain/grouped.ts'
import { drawFba } from '../../../sandbox/fba/draw.ts'
import { standingOf } from '../../../sandbox/fba/truth.ts'

const fba = drawFba('orders', { lots: 200, ordersPerLot: 8, shipmentsPerLot: 3, removalsPerLot: 2 })
const { rows, truth, to } = fba
const price = new Map(fba.products.map((product) => [product.sku, product.price]))
const lotsOf = (type: string) => truth.lots.filter((lot) => lot.type === type)
const keyOf = ({ file, line }: { readonly file: string; readonly line: number }) => `${file}:${line}`

test('of each refund the rows give what the truth says: refunded, less returned, less paid', () => {
  const settled = new Map(rows.GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2.map((row) => [keyOf(row.source), row]))
  const returns = groupedBy(rows.GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA, ({ orderId }) => orderId)
  const payments = groupedBy(rows.GET_FBA_REIMBURSEMENTS_DATA, ({ orderId }) => orderId)
  const refunded = lotsOf('customer_return').filter((lot) => lot.rows[0]?.file.startsWith('settlement') && !lot.needsPerson)
  expect(refunded.length).toBeGreaterThan(300)
  for (const lot of refunded) {
    const refund = settled.get(keyOf(lot.rows[0] ?? { file: '', line: 0 }))
    const units = -(refund?.amount ?? 0) / (price.get(lot.sku) ?? 0)
    const back = (returns.get(refund?.orderId ?? '') ?? []).filter(
      ({ disposition }) => !/^(CARRIER|WAREHOUSE)_DAMAGED$/.test(disposition ?? ''),
    )
    const paid = (payments.get(refund?.orderId ?? '') ?? []).reduce((sum, { cash }) => sum + cash, 0)
    const { owed, found, paid_cash } = standingOf(lot, to)
    expect([units, lot.startsOn]).toEqual([lot.quantity, refund?.posted])
    expect(paid).toBe(paid_cash)
    // A unit that came after it was paid is back on the day before its money is.
    expect(units - owed).toBe(Math.max(found + paid_cash, Math.min(back.length, units)))
  }
})

test('what the seller sent himself, and a part of a price, is no lot', () => {
  const inLots = new Set(lotsOf('customer_return').flatMap((lot) => lot.rows.map(keyOf)))
  const refunds = rows.GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2.filter(
    ({ transactionType, amountDescription }) => transactionType === 'Refund' && amountDescription === 'Principal',
  )
  const ofSeller = refunds.filter(({ fulfilment }) => fulfilment === 'MFN')
  const parts = refunds.filter(({ amount, sku }) => -amount < 0.9 * (price.get(sku) ?? 0))
  expect(Math.min(ofSeller.length, parts.length)).toBeGreaterThan(20)
  expect([...ofSeller, ...parts].filter(({ source }) => inLots.has(keyOf(source)))).toEqual([])
})

test('what is missing of an inbound shipment is what was sent, less what was received, less what came in under another label', () => {
  const items = fba.shipments.flatMap(({ items, status }) => items.map((item) => ({ ...item, status })))
  const lots = new Map(lotsOf('inbound_shortage').map((lot) => [lot.rows[0]?.line, lot]))
  expect(lots.size).toBeGreaterThan(100)
  for (const [index, { shipped, received, status }] of items.entries()) {
    const lot = lots.get(index + 1)
    if (status !== 'CLOSED') continue
    const { found, corrected } = lot === undefined ? { found: 0, corrected: 0 } : standingOf(lot, to)
    expect(Math.max(shipped - received, 0)).toBe((lot?.quantity ?? 0) - found)
    expect(corrected).toBeLessThanOrEqual(lot?.quantity ?? 0)
  }
  for (const { items: own, status } of fba.shipments) {
    const over = own.reduce((sum, { shipped, received }) => sum + Math.max(received - shipped, 0), 0)
    expect(status === 'CLOSED' ? over : 0).toBeLessThanOrEqual(4)
  }
})

test('what is short in a removal its rows say', () => {
  const orders = new Map(rows.GET_FBA_FULFILLMENT_REMOVAL_ORDER_DETAIL_DATA.map((row) => [keyOf(row.source), row]))
  const shipments = groupedBy(rows.GET_FBA_FULFILLMENT_REMOVAL_SHIPMENT_DETAIL_DATA, ({ orderId }) => orderId)
  const short = lotsOf('removal_lost').filter(({ needsPerson }) => !needsPerson)
  expect(short.length).toBeGreaterThan(30)
  for (const lot of short) {
    const order = orders.get(keyOf(lot.rows[0] ?? { file: '', line: 0 }))
    const sent = (shipments.get(order?.orderId ?? '') ?? []).reduce((sum, { quantity }) => sum + quantity, 0)
    const { requested = 0, cancelled = 0, disposed = 0, inProcess = 0 } = order ?? {}
    expect(requested - cancelled - disposed - inProcess - sent).toBe(lot.quantity)
  }
})

test('what carriers have delivered is known of every parcel, and what is lost was never delivered', () => {
  const delivered = new Map(fba.deliveries.map(({ tracking, deliveredOn }) => [tracking, deliveredOn]))
  const parcels = rows.GET_FBA_FULFILLMENT_REMOVAL_SHIPMENT_DETAIL_DATA
  expect(parcels.filter(({ tracking }) => !delivered.has(tracking))).toEqual([])
  expect([...delivered.values()].filter((day) => day === null).length).toBeGreaterThan(10)
})
