import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../domain/reimbursement/findings.ts'
import type { Movement, Payment } from '../../../domain/reimbursement/lots.ts'
import type { DamagedRemoval, Delivery, RemovalOrder, RemovalShipment } from '../../../domain/reimbursement/removal-lines.ts'
import { judgeRemovals, type RemovalsAudited } from '../../../domain/reimbursement/removals.ts'
import { dayAt, moved, payment } from './rows.ts'

let line = 1
/** Ten units, all of them shipped. */
function order(more: Partial<RemovalOrder> = {}): RemovalOrder {
  line += 1
  return {
    date: dayAt(0),
    orderId: 'REM1',
    orderSource: '',
    source: { file: 'orders.txt', line },
    orderType: 'Return',
    status: 'Completed',
    updated: dayAt(5),
    sku: 'SKU-1',
    fnsku: 'X001',
    disposition: 'SELLABLE',
    requested: 10,
    cancelled: 0,
    disposed: 0,
    shipped: 10,
    inProcess: 0,
    ...more,
  }
}

function shipment(quantity: number, shipped: number, more: Partial<RemovalShipment> = {}): RemovalShipment {
  line += 1
  return {
    date: dayAt(0),
    orderId: 'REM1',
    shipped: dayAt(shipped),
    sku: 'SKU-1',
    fnsku: 'X001',
    disposition: 'SELLABLE',
    quantity,
    carrier: 'DHL',
    tracking: 'T1',
    source: { file: 'shipments.txt', line },
    ...more,
  }
}

function damage(units: number, delivered: number, more: Partial<DamagedRemoval> = {}): DamagedRemoval {
  line += 1
  return {
    orderId: 'REM1',
    fnsku: 'X001',
    sku: 'SKU-1',
    units,
    delivered: dayAt(delivered),
    source: { file: 'inspections.csv', line },
    ...more,
  }
}

const gone = (seenOn: number): Delivery => ({ delivered: null, seenOn: dayAt(seenOn) })
const came = (on: number): Delivery => ({ delivered: dayAt(on), seenOn: dayAt(on) })
const by = (deliveries: Record<string, Delivery>) => new Map(Object.entries(deliveries))

const judge = (more: Partial<RemovalsAudited> & { asOf?: string }) =>
  judgeRemovals({
    orders: [order()],
    shipments: [shipment(10, 5)],
    payments: [],
    judging: { asOf: more.asOf ?? dayAt(30), knowsPayments: true },
    country: 'DE',
    deliveries: by({ T1: gone(25) }),
    ledger: { adjustments: [], covered: [], shipments: [] },
    ...more,
  })
const brief = (findings: readonly Finding[]) => findings.map(({ type, status, quantity, doubts }) => [type, status, quantity, ...doubts])
const judged = (more: Parameters<typeof judge>[0]) => brief(judge(more))
const unseen = { deliveries: by({}) }

describe('what was lost on its way back', () => {
  test('is claimed where the carrier says that it was not delivered, with the rows that say so', () => {
    const [asked, sent] = [order(), shipment(10, 5)]
    const source = { file: 'tracking.csv', line: 3 }
    expect(judge({ orders: [asked], shipments: [sent], deliveries: by({ T1: { ...gone(25), source } }) })).toMatchObject([
      {
        type: 'removal_lost',
        marketplace: 'DE',
        fnsku: 'X001',
        sku: 'SKU-1',
        quantity: 10,
        status: 'claimable',
        worth: null,
        eligibleFrom: dayAt(20),
        deadline: dayAt(80),
        policy: 'eu/removal_lost/2025-01-09',
        evidence: [asked.source, sent.source, source],
      },
    ])
    expect(judged({ deliveries: by({ T1: came(9) }) })).toEqual([])
  })

  test('from the 15th to the 75th day after it was shipped', () => {
    const on = (day: number) => judged({ asOf: dayAt(day), deliveries: by({ T1: gone(day) }) })[0]?.[1]
    expect([19, 20, 80, 81].map(on)).toEqual(['too_early', 'claimable', 'claimable', 'expired'])
  })

  test('is looked at where no carrier was asked, or before it could be lost: while it may be claimed, and not longer', () => {
    expect(judged(unseen)).toEqual([['removal_lost', 'review', 10, 'delivery_unknown']])
    expect(judged({ deliveries: by({ T1: gone(19) }) })).toEqual([['removal_lost', 'review', 10, 'delivery_unknown']])
    expect([19, 20, 80, 81].map((day) => judged({ ...unseen, asOf: dayAt(day) }).length)).toEqual([0, 1, 1, 0])
  })

  test('is judged shipment by shipment', () => {
    const shipments = [shipment(4, 5), shipment(3, 6, { tracking: 'T2' }), shipment(3, 7, { tracking: 'T3' })]
    expect(judged({ shipments, deliveries: by({ T1: gone(25), T2: came(9) }) })).toEqual([
      ['removal_lost', 'claimable', 4],
      ['removal_lost', 'review', 3, 'delivery_unknown'],
    ])
  })

  test('is one product of one order, in whatever rows and dispositions it stands', () => {
    const orders = [order({ requested: 6, shipped: 6 }), order({ requested: 4, shipped: 4, disposition: 'DEFECTIVE' })]
    expect(judged({ orders })).toEqual([['removal_lost', 'claimable', 10]])
    const other = { sku: 'SKU-2', fnsku: 'X002' }
    expect(judged({ orders: [order({ shipped: 10 }), order({ ...other, requested: 2, shipped: 2 })] })).toEqual([
      ['removal_lost', 'claimable', 10],
      ['removal_lost', 'review', 2, 'delivery_unknown'],
    ])
  })

  test('is nothing where units were disposed of or sold off by order', () => {
    expect(judged({ orders: [order({ orderType: 'Disposal' })] })).toEqual([])
    expect(judged({ orders: [order({ orderType: 'Liquidations' })] })).toEqual([])
  })

  test('is too early while Amazon works on the order; a person looks before nobody can claim any more', () => {
    const pending = { orders: [order({ status: 'Pending' })] }
    expect(judged(pending)).toEqual([['removal_lost', 'too_early', 10, 'removal_not_completed']])
    expect([80, 81].map((day) => judged({ ...pending, asOf: dayAt(day), deliveries: by({ T1: gone(day) }) })[0]?.[1])).toEqual([
      'too_early',
      'review',
    ])
    expect(judged({ ...pending, asOf: dayAt(81) })).toEqual([['removal_lost', 'review', 10, 'removal_not_completed']])
    expect(judged({ ...pending, ...unseen })).toEqual([])
    expect(judged({ orders: [order({ status: 'Cancelled' })] })).toEqual([['removal_lost', 'claimable', 10]])
  })

  test('is looked at where the order, the policy or the payments are not known', () => {
    expect(judged({ orders: [] })).toEqual([['removal_lost', 'review', 10, 'order_unknown']])
    expect(judged({ country: '' })).toEqual([['removal_lost', 'review', 10, 'unknown_policy']])
    expect(judged({ judging: { asOf: dayAt(30), knowsPayments: false } })).toEqual([['removal_lost', 'review', 10, 'payments_unknown']])
    const old = { asOf: dayAt(50), knowsPayments: true, paymentDays: [{ from: dayAt(-200), to: dayAt(-30) }] }
    expect(judged({ judging: old })).toEqual([['removal_lost', 'review', 10, 'payments_unknown']])
  })
})

describe('numbers of Amazon that do not add up', () => {
  test('are looked at where units were requested and became nothing', () => {
    const gap = (more: Partial<RemovalOrder>) => judged({ orders: [order(more)], shipments: [], ...unseen })
    expect(gap({ shipped: 0 })).toEqual([['removal_lost', 'review', 10, 'quantities_disagree']])
    expect(gap({ shipped: 0, cancelled: 3, disposed: 3, inProcess: 3 })).toEqual([['removal_lost', 'review', 1, 'quantities_disagree']])
    expect(gap({ shipped: 0, cancelled: 10 })).toEqual([])
    expect(gap({ shipped: 0, status: 'Pending' })).toEqual([])
  })

  test('are looked at where more left by the order than by its shipments; without any nobody knows until when', () => {
    const [, missing] = judge({ shipments: [shipment(7, 5)] })
    expect(missing).toMatchObject({ status: 'review', quantity: 3, doubts: ['shipments_disagree'], deadline: dayAt(80) })
    const [all] = judge({ shipments: [] })
    expect(all).toMatchObject({ status: 'review', quantity: 10, doubts: ['delivery_unknown'], deadline: null })
    expect(judged({ shipments: [], asOf: dayAt(81) })).toEqual([])
  })

  test('are claimed where the ledger has all of that time, and no row that says why', () => {
    const covered = [{ from: dayAt(-9), to: dayAt(60) }]
    const missing = (adjustments: Movement[], days = covered) =>
      judged({ shipments: [shipment(7, 5)], ...unseen, ledger: { adjustments, covered: days, shipments: covered } }).find(
        ([, status]) => status !== 'review',
      )
    expect(missing([])).toEqual(['removal_lost', 'claimable', 3])
    expect(missing([moved('M', -1, 40), moved('M', -1, 20, { fnsku: 'X002' }), moved('F', 1, 9)])).toEqual(['removal_lost', 'claimable', 3])
    expect(missing([moved('M', -1, 20)])).toEqual(['removal_lost', 'claimable', 2])
    expect(missing([moved('M', -1, 20, { disposition: 'DEFECTIVE' })])).toEqual(['removal_lost', 'claimable', 3])
    expect(missing([moved('D', -4, 2)])).toBeUndefined()
    expect(missing([], [{ from: dayAt(1), to: dayAt(60) }])).toBeUndefined()
  })

  test('are claimed as far as both say so where shipments are more than the order', () => {
    expect(judged({ orders: [order({ shipped: 6, cancelled: 2, inProcess: 2 })] })).toEqual([
      ['removal_lost', 'claimable', 6],
      ['removal_lost', 'review', 4, 'shipments_disagree'],
    ])
    expect(judged({ orders: [order({ requested: 6, shipped: 6 })] })).toEqual([['removal_lost', 'claimable', 6]])
  })

  test('never make a unit missing that arrived', () => {
    const shipments = [shipment(6, 5), shipment(6, 6, { tracking: 'T2' })]
    expect(judged({ shipments, deliveries: by({ T1: came(9), T2: gone(25) }) })).toEqual([
      ['removal_lost', 'claimable', 4],
      ['removal_lost', 'review', 2, 'shipments_disagree'],
    ])
  })
})

describe('what came back damaged', () => {
  const arrived = { deliveries: by({ T1: came(9) }), damaged: [damage(2, 9)] }

  test('is claimed by the record of whoever opened the box, for sixty days from its delivery', () => {
    expect(judge(arrived)).toMatchObject([
      { type: 'removal_damaged', status: 'claimable', quantity: 2, eligibleFrom: dayAt(9), deadline: dayAt(69) },
    ])
    expect(judged({ ...arrived, asOf: dayAt(70) })).toEqual([['removal_damaged', 'expired', 2]])
    expect(judged({ ...arrived, orders: [order({ status: 'Pending' })] })).toEqual([['removal_damaged', 'claimable', 2]])
  })

  test('has arrived, and is no more than was shipped', () => {
    expect(judged({ ...unseen, damaged: [damage(2, 9)] })).toEqual([
      ['removal_damaged', 'claimable', 2],
      ['removal_lost', 'review', 8, 'delivery_unknown'],
    ])
    const fewer = order({ requested: 12, cancelled: 2 })
    expect(judged({ ...unseen, orders: [fewer], damaged: [damage(2, 9)] })[1]).toEqual(['removal_lost', 'review', 8, 'delivery_unknown'])
    expect(judged({ ...arrived, damaged: [damage(99, 9)] })).toEqual([['removal_damaged', 'claimable', 10]])
    expect(judged({ orders: [], shipments: [], damaged: [damage(2, 9)] })).toEqual([['removal_damaged', 'review', 2, 'order_unknown']])
  })
})

describe('what Amazon has paid', () => {
  const paid = (...payments: Payment[]) => judged({ payments })
  const half = [
    ['removal_lost', 'reimbursed', 4],
    ['removal_lost', 'claimable', 6],
  ]
  const whole = [['removal_lost', 'claimable', 10]]

  test('for the order, by whatever reason, or for a lost removal of this product is no longer owed', () => {
    expect(paid(payment('GeneralAdjustment', 4, 25, { orderId: 'REM1' }))).toEqual(half)
    expect(paid(payment('REMOVAL_ORDER_LOST', 0, 25, { inventory: 4 }))).toEqual(half)
    expect(paid(payment('Lost_Outbound', 4, 25))).toEqual(half)
    expect(paid(payment('Lost_Outbound', 4, 25, { orderId: 'REM1', sku: '', fnsku: '' }))).toEqual(half)
  })

  test('for something else is not for this', () => {
    expect(paid(payment('Lost_Outbound', 4, 25, { orderId: '302-1' }))).toEqual(whole)
    expect(paid(payment('REMOVAL_ORDER_LOST', 4, -1))).toEqual(whole)
    expect(paid(payment('REMOVAL_ORDER_LOST', 4, 25, { fnsku: 'X002' }))).toEqual(whole)
    expect(paid(payment('Lost_Warehouse', 4, 25, { orderId: 'REM1' }))).toEqual(whole)
    expect(paid(payment('GeneralAdjustment', 4, 25))).toEqual(whole)
    expect(paid(payment('REMOVAL_ORDER_LOST', 4, 25, { currency: 'GBP' }))).toEqual(whole)
    const both = [order(), order({ orderId: 'REM2', sku: 'SKU-2', fnsku: 'X002' })]
    expect(judged({ orders: both, payments: [payment('REMOVAL_ORDER_LOST', 4, 25, { orderId: 'REM2' })] })[0]).toEqual(whole[0])
  })

  test('and has taken back is looked at', () => {
    const first = payment('REMOVAL_ORDER_LOST', 4, 25, { reimbursementId: 'R1' })
    expect(paid(first, payment('Reimbursement_Reversal', -1, 28, { originalId: 'R1' }))).toEqual([
      ['removal_lost', 'reimbursed', 3],
      ['removal_lost', 'review', 1, 'taken_back'],
      ['removal_lost', 'claimable', 6],
    ])
  })

  test('is for what is proven before what is not, for the newer order before the older', () => {
    const two = (tracking: string) => ({
      orders: [order(), order({ orderId: 'REM2', date: dayAt(1) })],
      shipments: [shipment(10, 5), shipment(10, 6, { orderId: 'REM2', date: dayAt(1), tracking })],
      payments: [payment('REMOVAL_ORDER_LOST', 10, 25)],
    })
    const fates = (tracking: string) => judge(two(tracking)).map(({ status, eligibleFrom }) => [status, eligibleFrom])
    expect(fates('T1')).toEqual([
      ['reimbursed', dayAt(21)],
      ['claimable', dayAt(20)],
    ])
    expect(fates('T2')).toEqual([
      ['reimbursed', dayAt(20)],
      ['review', dayAt(21)],
    ])
  })

  test('is told even where nobody knew that it was lost, and it is too late to ask', () => {
    expect(judged({ ...unseen, asOf: dayAt(200), payments: [payment('REMOVAL_ORDER_LOST', 4, 60)] })).toEqual([
      ['removal_lost', 'reimbursed', 4],
    ])
  })
})

describe('whatever was ordered back', () => {
  const units = fc.integer({ min: 0, max: 9 })
  const orderId = fc.constantFrom('REM1', 'REM2')
  const product = fc.constantFrom({ sku: 'SKU-1', fnsku: 'X001' }, { sku: 'SKU-2', fnsku: 'X002' })
  const status = fc.constantFrom('Completed', 'Completed', 'Pending')
  const world = fc.record({
    orders: fc.array(
      fc
        .record({ orderId, product, status, requested: units, cancelled: units, disposed: units, shipped: units, inProcess: units })
        .map(({ product: which, ...row }) => order({ ...row, ...which })),
      { maxLength: 5 },
    ),
    shipments: fc.array(
      fc
        .record({ orderId, product, units, day: fc.integer({ min: 0, max: 30 }), tracking: fc.constantFrom('T1', 'T2', 'T3') })
        .map(({ product: which, units: some, day, ...row }) => shipment(some, day, { ...row, ...which })),
      { maxLength: 6 },
    ),
    damaged: fc.array(
      fc.record({ orderId, product, units }).map(({ product: which, units: some, ...row }) => damage(some, 20, { ...row, ...which })),
      { maxLength: 2 },
    ),
    payments: fc.array(
      fc
        .record({ orderId: fc.constantFrom('REM1', ''), product, units })
        .map(({ product: which, units: some, ...row }) => payment('REMOVAL_ORDER_LOST', some, 30, { ...row, ...which })),
      { maxLength: 3 },
    ),
    deliveries: fc.constant(by({ T1: gone(40), T2: came(20) })),
    asOf: fc.integer({ min: 5, max: 120 }).map(dayAt),
  })
  const unitsOf = (findings: readonly Finding[]) => findings.reduce((sum, { quantity }) => sum + quantity, 0)

  test('no more units of an order line are told than were requested', () => {
    fc.assert(
      fc.property(world, (given) => {
        const findings = judge(given)
        for (const { orderId: id, sku } of given.orders) {
          const asked = given.orders.filter((row) => row.orderId === id && row.sku === sku)
          const told = findings.filter(({ evidence }) => asked.some(({ source }) => evidence.includes(source)))
          expect(unitsOf(told)).toBeLessThanOrEqual(asked.reduce((sum, { requested }) => sum + requested, 0))
        }
      }),
    )
  })

  test('no more is claimed as lost than a carrier says it has not delivered', () => {
    fc.assert(
      fc.property(world, (given) => {
        const claimed = judge(given).filter(({ status: is }) => is === 'claimable')
        for (const sku of ['SKU-1', 'SKU-2']) {
          const lost = claimed.filter(({ type, sku: of }) => type === 'removal_lost' && of === sku)
          const left = given.shipments.filter((row) => row.sku === sku && row.tracking === 'T1')
          expect(unitsOf(lost)).toBeLessThanOrEqual(left.reduce((sum, { quantity }) => sum + quantity, 0))
        }
      }),
    )
  })

  test('the order of rows says nothing', () => {
    const shuffled = world.chain((given) =>
      fc.record({
        given: fc.constant(given),
        orders: fc.shuffledSubarray(given.orders, { minLength: given.orders.length }),
        shipments: fc.shuffledSubarray(given.shipments, { minLength: given.shipments.length }),
        damaged: fc.shuffledSubarray(given.damaged, { minLength: given.damaged.length }),
        payments: fc.shuffledSubarray(given.payments, { minLength: given.payments.length }),
      }),
    )
    fc.assert(
      fc.property(shuffled, ({ given, ...again }) => {
        expect(judge({ ...given, ...again })).toEqual(judge(given))
      }),
    )
  })
})
