import { describe, expect, test } from 'vitest'
import type { Returned } from '../../../domain/reimbursement/came-back.ts'
import { judgeReturns, type ReturnsAudited } from '../../../domain/reimbursement/customer-returns.ts'
import { type GivenBack, refundsIn, replacementsIn, type Settled } from '../../../domain/reimbursement/refunds.ts'
import { dayAt, moved, payment } from './rows.ts'

let line = 1
function settled(transactionType: 'Order' | 'Refund', amount: number, more: Partial<Settled> = {}): Settled {
  line += 1
  return {
    settlementId: '11',
    currency: 'EUR',
    transactionType,
    orderId: '302-1',
    shipmentId: '',
    adjustmentId: '',
    marketplace: 'Amazon.de',
    fulfilment: 'AFN',
    amountType: 'ItemPrice',
    amountDescription: 'Principal',
    amount,
    posted: dayAt(0),
    sku: 'SKU-1',
    quantity: transactionType === 'Order' ? 1 : undefined,
    source: { file: 'settlement.txt', line },
    ...more,
  }
}

function returned(quantity: number, from: number, more: Partial<Returned> = {}): Returned {
  line += 1
  return {
    date: dayAt(from),
    orderId: '302-1',
    sku: 'SKU-1',
    asin: 'B0RETURN01',
    fnsku: 'X001',
    quantity,
    centre: 'LEJ1',
    disposition: 'SELLABLE',
    reason: 'UNWANTED_ITEM',
    status: '',
    licensePlate: `LPN${line}`,
    source: { file: 'returns.txt', line },
    ...more,
  }
}

const units = (rows: readonly Settled[]) => refundsIn(rows, '').map(({ units: some, ordered }) => [some, ordered === undefined])

describe('refunds', () => {
  test('of whole units, by what the order paid for each', () => {
    expect(units([settled('Order', 2_000), settled('Refund', -2_000)])).toEqual([[1, false]])
    expect(units([settled('Order', 6_000, { quantity: 3 }), settled('Refund', -4_010)])).toEqual([[2, false]])
    expect(units([settled('Order', 2_000), settled('Order', 2_000), settled('Refund', -4_000)])).toEqual([[2, false]])
  })

  test('of a part of the price are for a unit that the customer keeps', () => {
    expect(units([settled('Order', 2_000), settled('Refund', -500)])).toEqual([])
    expect(units([settled('Order', 4_000, { quantity: 2 }), settled('Refund', -2_900)])).toEqual([])
  })

  test('of an order that these files do not have are a guess', () => {
    expect(units([settled('Refund', -2_000)])).toEqual([[1, true]])
    expect(units([settled('Refund', -2_000, { quantity: 2 })])).toEqual([[2, true]])
  })

  test('of what the seller has sent, and taxes, are none', () => {
    const own = { fulfilment: 'MFN' }
    expect(units([settled('Order', 2_000, own), settled('Refund', -2_000, own)])).toEqual([])
    expect(units([settled('Refund', -300, { amountDescription: 'Tax' })])).toEqual([])
    expect(units([settled('Order', 2_000), settled('Refund', -2_000, { fulfilment: '' })])).toEqual([[1, false]])
  })

  test('name the country of their store, and the day they were posted', () => {
    const [refund] = refundsIn([settled('Refund', -2_000, { marketplace: 'Amazon.co.uk', posted: dayAt(7) })], 'DE')
    expect(refund).toMatchObject({ country: 'GB', date: dayAt(7), orderId: '302-1', sku: 'SKU-1' })
    expect(refundsIn([settled('Refund', -2_000, { marketplace: 'Non-Amazon DE' })], 'DE')[0]?.country).toBe('')
    expect(refundsIn([settled('Refund', -2_000, { marketplace: '' })], 'DE')[0]?.country).toBe('DE')
  })

  test('replacements are units that are to come back as well', () => {
    const source = { file: 'replacements.txt', line: 2 }
    const row = { date: dayAt(3), sku: 'SKU-1', asin: 'B1', quantity: 2, reason: '1', orderId: '302-9', originalOrderId: '302-1', source }
    expect(replacementsIn([row], [], 'DE')).toMatchObject([
      { orderId: '302-1', otherOrderId: '302-9', units: 2, country: 'DE', date: dayAt(3) },
    ])
    expect(replacementsIn([{ ...row, quantity: -1 }], [], 'DE')).toEqual([])
  })
})

const given = (more: Partial<GivenBack> = {}): GivenBack => ({
  orderId: '302-1',
  sku: 'SKU-1',
  asin: '',
  country: 'DE',
  date: dayAt(0),
  units: 1,
  ordered: 1,
  otherOrderId: '',
  source: { file: 'settlement.txt', line: 7 },
  ...more,
})

const judged = (more: Partial<ReturnsAudited> & { asOf?: string }) =>
  judgeReturns({
    given: [given()],
    returned: [],
    payments: [],
    judging: { asOf: more.asOf ?? dayAt(60), knowsPayments: true },
    covered: [{ from: dayAt(-30), to: dayAt(60) }],
    damages: [],
    sales: new Map(),
    ...more,
  }).map(({ status, quantity, doubts }) => [status, quantity, ...doubts])

describe('what did not come back', () => {
  test('is claimed from the 45th to the 105th day after the refund in Germany, the 60th to the 120th in the US', () => {
    const covered = [{ from: dayAt(-30), to: dayAt(200) }]
    const on = (day: number, country: string) => judged({ asOf: dayAt(day), covered, given: [given({ country })] })[0]?.[0]
    expect([44, 45, 105, 106].map((day) => on(day, 'DE'))).toEqual(['too_early', 'claimable', 'claimable', 'expired'])
    expect([59, 60, 120, 121].map((day) => on(day, 'US'))).toEqual(['too_early', 'claimable', 'claimable', 'expired'])
  })

  test('is nothing where it came back, whatever the customer had done to it', () => {
    expect(judged({ returned: [returned(1, 12)] })).toEqual([])
    expect(judged({ returned: [returned(1, 12, { disposition: 'CUSTOMER_DAMAGED' })] })).toEqual([])
    expect(judged({ returned: [returned(1, 12, { disposition: 'DEFECTIVE' })] })).toEqual([])
  })

  test('is owed where Amazon or its carrier damaged it on the way', () => {
    expect(judged({ returned: [returned(1, 12, { disposition: 'CARRIER_DAMAGED' })] })).toEqual([['claimable', 1]])
    expect(judged({ returned: [returned(1, 12, { disposition: 'WAREHOUSE_DAMAGED' })] })).toEqual([['claimable', 1]])
  })

  test('is unit by unit: of three refunded one came back and one was paid for', () => {
    const three = { given: [given({ units: 3, ordered: 3 })], returned: [returned(1, 12)] }
    const paid = payment('CustomerReturn', 1, 50, { orderId: '302-1' })
    expect(judged({ ...three, payments: [paid] })).toEqual([
      ['reimbursed', 1],
      ['claimable', 1],
    ])
  })

  test('one return stands for one refund, one payment for one unit', () => {
    const twice = [given({ ordered: 2 }), given({ ordered: 2, date: dayAt(2) })]
    expect(judged({ given: twice, returned: [returned(1, 12)] })).toEqual([['claimable', 1]])
    expect(judged({ given: twice, payments: [payment('CustomerServiceIssue', 1, 50, { orderId: '302-1' })] })).toEqual([
      ['reimbursed', 1],
      ['claimable', 1],
    ])
  })

  test('is not missed where the report of returns does not say so', () => {
    expect(judged({ covered: [] })).toEqual([['review', 1, 'returns_unknown']])
    expect(judged({ covered: [{ from: dayAt(-30), to: dayAt(44) }] })).toEqual([['review', 1, 'returns_unknown']])
    expect(judged({ covered: [{ from: dayAt(1), to: dayAt(60) }] })).toEqual([['review', 1, 'returns_unknown']])
    expect(judged({ asOf: dayAt(20), covered: [{ from: dayAt(-30), to: dayAt(20) }] })).toEqual([['too_early', 1]])
  })

  test('is looked at where another product came back for the order', () => {
    expect(judged({ returned: [returned(1, 12, { sku: 'SKU-2' })] })).toEqual([['review', 1, 'another_product_returned']])
  })

  test('is looked at where nobody knows the policy or the payments, or the order', () => {
    expect(judged({ given: [given({ country: 'AE' })] })).toEqual([['review', 1, 'unknown_policy']])
    expect(judged({ judging: { asOf: dayAt(60), knowsPayments: false } })).toEqual([['review', 1, 'payments_unknown']])
    expect(judged({ given: [given({ ordered: undefined })] })).toEqual([['review', 1, 'order_unknown']])
  })
})

describe('what was paid, taken back or handled already', () => {
  const paid = (more: Parameters<typeof payment>[3] = {}) =>
    payment('CustomerReturn', 1, 50, { orderId: '302-1', reimbursementId: 'R1', ...more })

  test('a damaged unit that the report of returns calls reimbursed is paid for', () => {
    expect(judged({ returned: [returned(1, 12, { disposition: 'CARRIER_DAMAGED', status: 'Reimbursed' })] })).toEqual([['reimbursed', 1]])
  })

  test('a damage that the ledger tells as well is looked at', () => {
    const damaged = returned(1, 12, { disposition: 'WAREHOUSE_DAMAGED', fnsku: 'X001', centre: 'LEJ1' })
    expect(judged({ returned: [damaged], damages: [moved('E', -1, 13)] })).toEqual([['review', 1, 'damaged_in_warehouse']])
    expect(judged({ returned: [damaged], damages: [moved('E', -1, 20)] })).toEqual([['claimable', 1]])
  })

  test('a payment that was taken back for nothing is looked at, one for the unit is done', () => {
    const back = (inventory: number) => payment('Reimbursement_Reversal', -1, 55, { originalId: 'R1', orderId: '302-1', inventory })
    expect(judged({ payments: [paid(), back(0)] })).toEqual([['review', 1, 'taken_back']])
    expect(judged({ payments: [paid(), back(1)] })).toEqual([['found', 1]])
  })

  test('a payment for a return that names no order is for the first unit of the product that is open', () => {
    expect(judged({ payments: [paid({ orderId: '' })] })).toEqual([['reimbursed', 1]])
    expect(judged({ payments: [paid({ orderId: '', sku: 'SKU-2' })] })).toEqual([['claimable', 1]])
    expect(judged({ payments: [payment('CustomerReturn', 1, -5, { orderId: '' })] })).toEqual([['claimable', 1]])
  })

  test('a unit that was replaced and refunded is one, and comes back under either order', () => {
    const replaced = given({ otherOrderId: '302-9', date: dayAt(1) })
    expect(judged({ given: [given(), replaced] })).toEqual([['claimable', 1]])
    expect(judged({ given: [replaced], returned: [{ ...returned(1, 12), orderId: '302-9' }] })).toEqual([])
  })
})

test('no more units are refunded than were ordered, and a refund that is taken back is none', () => {
  const order = settled('Order', 2_000)
  expect(units([order, settled('Refund', -2_000), settled('Refund', -2_000)])).toEqual([[1, false]])
  expect(units([order, settled('Refund', -2_000), settled('Refund', 2_000)])).toEqual([])
})

test('a replacement is in the store of its order, where a settlement tells it', () => {
  const source = { file: 'replacements.txt', line: 2 }
  const row = { date: dayAt(3), sku: 'SKU-1', asin: 'B1', quantity: 1, reason: '1', orderId: '302-9', originalOrderId: '302-1', source }
  expect(replacementsIn([row], [settled('Order', 2_000, { marketplace: 'Amazon.com' })], 'DE')).toMatchObject([{ country: 'US' }])
})
