import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Settled } from '../../../domain/reimbursement/refunds.ts'
import { salesIn, worthAfterOrder, worthOf } from '../../../domain/reimbursement/worth.ts'
import { settledRow } from './settled.ts'

const event = { orderId: '302-1', sku: 'SKU-1', date: '2026-02-01' }
const us = { marketplace: 'Amazon.com', currency: 'USD' }

const order = (price: number, units: number, more: Partial<Settled> = {}): Settled[] => [
  settledRow('ItemPrice', 'Principal', price, { quantity: units, ...more }),
  settledRow('ItemFees', 'Commission', -Math.round(price * 0.15), more),
  settledRow('ItemFees', 'FBAPerUnitFulfillmentFee', -300 * units, more),
]
const worth = (rows: readonly Settled[], units = 1, date = event.date) => worthAfterOrder(units, { ...event, date }, salesIn(rows, ''))

describe('a unit before an order', () => {
  const costs = new Map([
    [
      'SKU-1',
      [
        { sku: 'SKU-1', minor: 500, currency: 'USD', validFrom: '2025-01-01' },
        { sku: 'SKU-1', minor: 900_000, currency: 'USD', validFrom: '2026-01-01' },
      ],
    ],
  ])

  test('is worth its cost of that day, and no more than Amazon pays for one', () => {
    expect(worthOf(3, { sku: 'SKU-1', date: '2025-12-31' }, costs)).toEqual({ minor: 1_500, currency: 'USD' })
    expect(worthOf(3, { sku: 'SKU-1', date: '2026-01-01' }, costs)).toEqual({ minor: 1_500_000, currency: 'USD' })
    expect(worthOf(3, { sku: 'SKU-1', date: '2025-03-30' }, costs)).toBeNull()
    expect(worthOf(3, { sku: 'SKU-2', date: '2026-01-01' }, costs)).toBeNull()
  })
})

describe('a unit after an order', () => {
  test('is worth its price less commission and fulfilment fee', () => {
    expect(worth(order(2_000, 1, us))).toEqual({ minor: 1_400, currency: 'USD' })
    expect(worth(order(4_000, 2, us))).toEqual({ minor: 1_400, currency: 'USD' })
    expect(worth(order(4_000, 2, us), 2)).toEqual({ minor: 2_800, currency: 'USD' })
  })

  test('is worth what the customer paid: less promotions, without shipping and what it earns and costs', () => {
    const promotion = settledRow('Promotion', 'Principal', -200, us)
    const shipping = [settledRow('ItemPrice', 'Shipping', 599, us), settledRow('ItemFees', 'ShippingChargeback', -599, us)]
    expect(worth([...order(2_000, 1, us), promotion, ...shipping])).toEqual({ minor: 1_200, currency: 'USD' })
  })

  test('is worth its price net of VAT, which is unknown where the settlement tells no tax', () => {
    const tax = settledRow('ItemPrice', 'Tax', 380)
    expect(worth([...order(2_000, 1), tax])).toEqual({ minor: 1_400, currency: 'EUR' })
    expect(worth(order(2_000, 1))).toBeNull()
    expect(worth(order(2_000, 1, { marketplace: 'Amazon.co.uk', currency: 'GBP' }))).toBeNull()
    expect(worth(order(2_000, 1, { marketplace: '' }))).toBeNull()
  })

  test('is worth nobody knows what where a fee, the quantity or the order is missing, or two currencies meet', () => {
    const [principal, commission, fee] = order(2_000, 1, us) as [Settled, Settled, Settled]
    for (const rows of [[principal, commission], [principal, fee], [commission, fee], []]) expect(worth(rows)).toBeNull()
    expect(worth([{ ...principal, quantity: undefined }, commission, fee])).toBeNull()
    expect(worth([principal, commission, { ...fee, currency: 'CAD' }])).toBeNull()
    expect(worth(order(2_000, 1, { ...us, orderId: '302-9' }))).toBeNull()
    expect(worth(order(2_000, 1, { ...us, transactionType: 'Refund' }))).toBeNull()
  })

  test('is worth no more than Amazon pays for one, and unknown before it named the rule', () => {
    expect(worth(order(1_000_000, 1, us))).toEqual({ minor: 500_000, currency: 'USD' })
    expect(worth([...order(1_000_000, 2), settledRow('ItemPrice', 'Tax', 190_000)], 2)).toEqual({ minor: 400_000, currency: 'EUR' })
    expect(worth(order(2_000, 1, us), 1, '2025-03-30')).toBeNull()
    expect(worth(order(2_000, 1, us), 1, '2025-03-31')).not.toBeNull()
  })

  test('is never worth less than nothing, nor more than what was paid for it, in whatever order the rows come', () => {
    const rows = fc.record({
      price: fc.integer({ min: 0, max: 900_000 }),
      units: fc.integer({ min: 1, max: 9 }),
      fee: fc.integer({ min: 0, max: 9_999 }),
    })
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat()), ({ price, units, fee }, ranks) => {
        const drawn = [...order(price, units, us), settledRow('ItemFees', 'FBAPerUnitFulfillmentFee', -fee, us)]
        const some = worth(drawn, units)
        expect(some?.minor).toBeGreaterThanOrEqual(0)
        expect(some?.minor).toBeLessThanOrEqual(price)
        const rank = new Map(drawn.map((row) => [row, ranks.next().value as number]))
        expect(
          worth(
            drawn.toSorted((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0)),
            units,
          ),
        ).toEqual(some)
      }),
    )
  })
})
