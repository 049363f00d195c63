import type { FeeEstimate } from '../../../domain/reimbursement/fee-suspects.ts'
import type { Settled } from '../../../domain/reimbursement/refunds.ts'
import { dayAt } from './rows.ts'

let line = 1

export function settledRow(amountType: string, amountDescription: string, amount: number, more: Partial<Settled> = {}): Settled {
  line += 1
  return {
    settlementId: '11',
    currency: 'EUR',
    transactionType: 'Order',
    orderId: '302-1',
    shipmentId: 'S1',
    adjustmentId: '',
    marketplace: 'Amazon.de',
    fulfilment: 'AFN',
    amountType,
    amountDescription,
    amount,
    posted: dayAt(0),
    sku: 'SKU-1',
    quantity: undefined,
    source: { file: 'settlement.txt', line },
    ...more,
  }
}

/** An order of one product at a fulfilment fee for each unit; `from` counts days from 2026-01-01. */
export function charged(sku: string, fee: number, from: number, { units = 1, price = 2_000, ...more } = {} as Charged): Settled[] {
  const common = { sku, orderId: `302-${line}`, posted: dayAt(from), ...more }
  return [
    settledRow('ItemPrice', 'Principal', units * price, { ...common, quantity: units }),
    settledRow('ItemFees', 'FBAPerUnitFulfillmentFee', -units * fee, common),
  ]
}

type Charged = Partial<Settled> & { readonly units?: number; readonly price?: number }

export function estimated(sku: string, fee: number, more: Partial<FeeEstimate> = {}): FeeEstimate {
  line += 1
  return {
    sku,
    fnsku: `X-${sku}`,
    asin: `B-${sku}`,
    sides: ['20', '10', '5'],
    unitOfDimension: 'centimeters',
    weight: '0.4',
    unitOfWeight: 'kilograms',
    sizeTier: '',
    currency: 'EUR',
    fulfilmentFee: fee,
    store: '',
    crossBorderFees: [],
    source: { file: 'fees.txt', line },
    ...more,
  }
}
