import { describe, expect, test } from 'vitest'
import { type Audited, audit } from '../../../domain/reimbursement/audit.ts'
import type { Returned } from '../../../domain/reimbursement/came-back.ts'
import type { Movement, Payment } from '../../../domain/reimbursement/lots.ts'
import type { Settled } from '../../../domain/reimbursement/refunds.ts'
import { dayAt, moved, payment } from './rows.ts'

const audited = (movements: Movement[], payments: Payment[] = [], more: Partial<Audited> = {}) =>
  audit({
    movements,
    payments,
    costs: new Map(),
    judging: { asOf: dayAt(30), knowsPayments: true },
    receipts: [],
    settled: [],
    replacements: [],
    returned: [],
    items: [],
    shipments: [],
    removals: [],
    removalShipments: [],
    estimates: [],
    estimatedOn: undefined,
    country: '',
    doubtful: new Set(),
    unread: new Set(),
    covered: { ledger: [], returns: [], removalShipments: [] },
    ...more,
  })
const brief = (...given: Parameters<typeof audited>) =>
  audited(...given).findings.map(({ status, quantity, confidence, doubts }) => [status, quantity, confidence, ...doubts])

describe('what units are', () => {
  test('sixteen lost, five found and eleven owed are two findings, each with the rows that prove it', () => {
    const [lost, found] = [moved('M', -16, 0, { unreconciled: 11 }), moved('F', 5, 20)]
    const { findings, totals } = audited([lost, found])
    expect(findings).toMatchObject([
      { type: 'lost_warehouse', status: 'claimable', quantity: 11, eligibleFrom: '2026-01-01', deadline: '2026-03-02', confirmed: true },
      { type: 'lost_warehouse', status: 'found', quantity: 5 },
    ])
    expect(findings.map(({ evidence }) => evidence)).toEqual([[lost.source], [lost.source, found.source]])
    expect(findings[0]).toMatchObject({
      marketplace: 'DE',
      fnsku: 'X001',
      policy: 'eu/fc_loss/2025-01-09',
      confidence: 'high',
      worth: null,
    })
    expect(totals.claimable).toEqual({ findings: 1, units: 11, worth: [], unknownWorth: 1 })
    expect(totals.too_early).toEqual({ findings: 0, units: 0, worth: [], unknownWorth: 0 })
  })

  test('claimable until the last day of its window, and over after it', () => {
    const on = (day: number) => brief([moved('E', -1, 0)], [], { judging: { asOf: dayAt(day), knowsPayments: true } })[0]?.[0]
    expect([on(0), on(60), on(61)]).toEqual(['claimable', 'claimable', 'expired'])
  })

  test('what was corrected counts as found, what was paid as reimbursed, what was taken back is looked at', () => {
    const rows = [moved('M', -3, 0, { unreconciled: 0 }), moved('O', 1, 2)]
    const money = [
      payment('Lost_Warehouse', 2, 5, { reimbursementId: 'R1' }),
      payment('Reimbursement_Reversal', -1, 20, { originalId: 'R1' }),
    ]
    expect(brief(rows, money)).toEqual([
      ['review', 1, 'low', 'taken_back'],
      ['reimbursed', 1, 'high'],
      ['found', 1, 'high'],
    ])
  })
})

describe('what is claimed with less confidence, or not at all', () => {
  test('units that Amazon takes for reconciled', () => {
    expect(brief([moved('M', -5, 0, { unreconciled: 2 })])).toEqual([
      ['claimable', 2, 'high'],
      ['review', 3, 'low', 'amazon_has_reconciled'],
    ])
  })

  test('without Amazon’s reckoning it is ours alone; without payments Amazon’s; without both nobody knows', () => {
    const blind = { judging: { asOf: dayAt(30), knowsPayments: false } }
    expect(brief([moved('M', -5, 0)])).toEqual([['claimable', 5, 'medium', 'amazon_says_nothing']])
    expect(brief([moved('M', -5, 0, { unreconciled: 5 })], [], blind)).toEqual([['claimable', 5, 'low', 'payments_unknown']])
    expect(brief([moved('M', -5, 0)], [], blind)).toEqual([['review', 5, 'low', 'payments_unknown', 'amazon_says_nothing']])
    expect(audited([moved('M', -5, 0)], [], blind).notes.map(({ code }) => code)).toContain('no_payments')
  })

  test('where nobody knows the policy, and where a row names no country', () => {
    expect(brief([moved('M', -1, 0, { country: 'JP', unreconciled: 1 })])).toEqual([['review', 1, 'low', 'unknown_policy']])
    const nowhere = audited([moved('M', -1, 0, { country: '', unreconciled: 1 })])
    expect(nowhere.findings).toMatchObject([{ status: 'review', deadline: null, policy: null }])
    expect(nowhere.notes.map(({ code }) => code)).toEqual(['no_marketplace', 'no_costs'])
  })

  test('a window of which only the first day is not known is no unknown policy', () => {
    const source = { file: 'orders.txt', line: 2 }
    const product = { sku: 'SKU-1', fnsku: 'X001' }
    const removal = { ...product, date: dayAt(0), orderId: 'REM1', orderSource: '', orderType: 'Return', status: 'Completed', source }
    const units = { requested: 10, cancelled: 0, disposed: 0, shipped: 10, inProcess: 0 }
    const removals = [{ ...removal, ...units, updated: dayAt(5), disposition: 'SELLABLE' as const }]
    const items = [{ ...product, asin: 'B0LEDGER01', shipmentId: 'FBA1', shipped: 5, received: 3, isOfAll: true, source }]
    const shipments = [{ shipmentId: 'FBA1', status: 'CLOSED', delivered: undefined }]
    const unsaid = audited([], [], { removals, items, shipments, country: 'DE' })
    expect(unsaid.findings.map(({ type, policy }) => [type, policy])).toEqual(
      expect.arrayContaining([
        ['removal_lost', null],
        ['inbound_shortage', null],
      ]),
    )
    expect(unsaid.notes.map(({ code }) => code)).not.toContain('no_policy')
    const { notes } = audited([moved('M', -1, 0, { country: 'JP', unreconciled: 1 })])
    expect(notes).toContainEqual(expect.objectContaining({ code: 'no_policy', message: expect.stringMatching(/^for JP /) }))
  })

  test('of a day on which an export has shrunk', () => {
    const rows = [moved('M', -1, 0, { unreconciled: 1 }), moved('M', -1, 1, { unreconciled: 1 })]
    expect(brief(rows, [], { doubtful: new Set(['DE 2026-01-01']) })).toEqual([
      ['claimable', 1, 'high'],
      ['review', 1, 'low', 'export_has_shrunk'],
    ])
  })

  test('where more than one code in twenty is known to nobody nothing is claimed', () => {
    const known = Array.from({ length: 19 }, (_, day) => moved('M', -1, day, { unreconciled: 1 }))
    const once = [...known, moved('ZZ', -1, 0)]
    expect(audited(once).totals.claimable.units).toBe(19)
    const twice = audited([...once, moved('ZZ', -1, 0)])
    expect(twice.totals).toMatchObject({ claimable: { units: 0 }, review: { units: 19 } })
    expect(twice.notes.map(({ code }) => code)).toEqual(['unknown_codes', 'no_costs', 'unknown_code'])
  })
})

describe('worth', () => {
  const costs = new Map([
    [
      'SKU-1',
      [
        { sku: 'SKU-1', minor: 450, currency: 'EUR', validFrom: '2025-01-01' },
        { sku: 'SKU-1', minor: 500, currency: 'EUR', validFrom: '2026-01-10' },
      ],
    ],
    ['SKU-2', [{ sku: 'SKU-2', minor: 900_000, currency: 'EUR', validFrom: '2025-01-01' }]],
  ])
  const worth = (movement: Movement) => audited([movement], [], { costs }).findings[0]?.worth

  test('is what the units cost on the day of the loss, up to what Amazon pays for one', () => {
    expect(worth(moved('M', -3, 0))).toEqual({ minor: 1_350, currency: 'EUR' })
    expect(worth(moved('M', -3, 9))).toEqual({ minor: 1_500, currency: 'EUR' })
    expect(worth(moved('M', -3, 9, { sku: 'SKU-2' }))).toEqual({ minor: 600_000, currency: 'EUR' })
  })

  test('is unknown without a cost, and for days on which Amazon did not go by it', () => {
    expect(worth(moved('M', -3, 9, { sku: 'SKU-3' }))).toBeNull()
    expect(worth(moved('M', -3, -300))).toBeNull()
    expect(worth(moved('M', -3, -276))).toEqual({ minor: 1_350, currency: 'EUR' })
  })
})

test('findings have an id that stays, also where two rows are the same to the last letter', () => {
  const rows = [moved('M', -1, 0, { reference: '7' }), moved('M', -1, 0, { reference: '7' }), moved('M', -1, 0, { reference: '8' })]
  const ids = audited(rows).findings.map(({ id }) => id)
  expect(new Set(ids).size).toBe(3)
  expect(ids.filter((id) => id.endsWith('-2'))).toHaveLength(1)
  expect(audited(rows.toReversed()).findings.map(({ id }) => id)).toEqual(ids)
})

describe('what the files do not say', () => {
  const lost = (unreconciled?: number) => moved('M', -4, 0, { unreconciled })

  test('rows that cannot be read leave what Amazon itself takes for open', () => {
    expect(brief([lost(3)], [], { unread: new Set(['X001']) })).toEqual([
      ['claimable', 3, 'low', 'ledger_incomplete'],
      ['review', 1, 'low', 'ledger_incomplete', 'amazon_has_reconciled'],
    ])
    expect(brief([lost()], [], { unread: 'all' })).toEqual([['review', 4, 'low', 'ledger_incomplete', 'amazon_says_nothing']])
    expect(brief([lost()], [], { unread: new Set(['X002']) })).toEqual([['claimable', 4, 'medium', 'amazon_says_nothing']])
  })

  test('days that no export has are missing for losses before them', () => {
    const gaps = (from: number) => ({
      covered: {
        ledger: [
          { from: dayAt(-99), to: dayAt(from) },
          { from: dayAt(from + 12), to: dayAt(60) },
        ],
        returns: [],
        removalShipments: [],
      },
    })
    expect(brief([lost()], [], gaps(3))[0]?.slice(0, 2)).toEqual(['review', 4])
    expect(brief([lost()], [], gaps(-20))[0]?.slice(0, 2)).toEqual(['claimable', 4])
  })

  test('payments that end long before a loss say nothing of it', () => {
    const until = (day: number) => ({
      judging: { asOf: dayAt(30), knowsPayments: true, paymentDays: [{ from: dayAt(-200), to: dayAt(day) }] },
    })
    expect(brief([lost()], [], until(-30))[0]?.slice(0, 2)).toEqual(['claimable', 4])
    expect(brief([lost()], [], until(-31))).toEqual([['review', 4, 'low', 'payments_unknown', 'amazon_says_nothing']])
  })

  test('a lot has one finding for each status, and it keeps its id while the window opens and closes', () => {
    const rows = [lost(2), moved('F', 1, 9, { fnsku: 'X0F', sku: 'Amazon.Found.B0LEDGER01' })]
    const on = (day: number) => audited(rows, [], { judging: { asOf: dayAt(day), knowsPayments: true } }).findings
    expect(on(30).map(({ status, quantity, doubts }) => [status, quantity, ...doubts])).toEqual([
      ['claimable', 2],
      ['review', 2, 'found_as_other_sku', 'amazon_has_reconciled'],
    ])
    expect(on(90).map(({ id }) => id)).toEqual(on(30).map(({ id }) => id))
  })
})

test('a payment that only a settlement tells of is one, and the same money in both reports is one payment', () => {
  const row = (posted: number): Settled => ({
    ...{ settlementId: '11', currency: 'EUR', transactionType: 'other-transaction', orderId: '', shipmentId: '', adjustmentId: '' },
    ...{ marketplace: '', fulfilment: '', amountType: 'FBA Inventory Reimbursement', amountDescription: 'WAREHOUSE_LOST', amount: 500 },
    ...{ posted: dayAt(posted), sku: 'SKU-1', quantity: 1, source: { file: 'settlement.txt', line: 9 } },
  })
  const lost = moved('M', -2, 0, { unreconciled: 2 })
  const statuses = (payments: Payment[], posted: number) =>
    audited([lost], payments, { settled: [row(posted)] }).findings.map(({ status, quantity }) => [status, quantity])
  expect(statuses([], 20)).toEqual([
    ['claimable', 1],
    ['reimbursed', 1],
  ])
  expect(statuses([payment('Lost_Warehouse', 1, 15)], 20)).toEqual([
    ['claimable', 1],
    ['reimbursed', 1],
  ])
  expect(statuses([payment('Lost_Warehouse', 1, 5)], 20)).toEqual([['reimbursed', 2]])
})

test('a payment that may be of several products leaves of each what Amazon takes for open, a damage that came back with a return is looked at', () => {
  const [first, second] = [moved('M', -2, 0, { unreconciled: 1 }), moved('M', -2, 0, { fnsku: 'X002' })]
  expect(brief([first, second], [payment('Lost_Warehouse', 2, 5, { fnsku: '' })]).map(([status, quantity]) => [status, quantity])).toEqual([
    ['claimable', 1],
    ['review', 1],
    ['review', 2],
  ])
  const returned: Returned = {
    ...{ date: dayAt(3), orderId: '302-1', sku: 'SKU-1', asin: 'B1', fnsku: 'X001', quantity: 1, centre: 'LEJ1', reason: '', status: '' },
    ...{ disposition: 'CARRIER_DAMAGED', licensePlate: 'LPN1', source: { file: 'returns.txt', line: 2 } },
  }
  expect(brief([moved('6', -1, 5, { disposition: 'CARRIER_DAMAGED' })], [], { returned: [returned] })[0]?.slice(0, 4)).toEqual([
    'review',
    1,
    'low',
    'damaged_in_return',
  ])
  expect(brief([moved('6', -1, 15, { disposition: 'CARRIER_DAMAGED' })], [], { returned: [returned] })[0]?.slice(0, 2)).toEqual([
    'claimable',
    1,
  ])
})
