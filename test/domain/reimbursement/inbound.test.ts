import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../domain/reimbursement/findings.ts'
import { type InboundAudited, judgeInbound } from '../../../domain/reimbursement/inbound.ts'
import { type InboundItem, type InboundShipment, itemsOfNoncompliance } from '../../../domain/reimbursement/inbound-loads.ts'
import type { Movement, Payment } from '../../../domain/reimbursement/lots.ts'
import { dayAt, moved, payment } from './rows.ts'

let line = 1
function item(shipped: number, received: number | undefined, more: Partial<InboundItem> = {}): InboundItem {
  line += 1
  return {
    shipmentId: 'FBA1',
    sku: 'SKU-1',
    fnsku: 'X001',
    asin: '',
    shipped,
    received,
    isOfAll: true,
    source: { file: 'items.json', line },
    ...more,
  }
}

const received = (quantity: number, from: number, more: Partial<Movement> = {}) =>
  moved('', quantity, from, { event: 'Receipts', reference: 'FBA1', ...more })
const shipment = (status: string, more: Partial<InboundShipment> = {}): InboundShipment => ({
  shipmentId: 'FBA1',
  status,
  delivered: undefined,
  ...more,
})
const other = { sku: 'SKU-2', fnsku: 'X002' }

const judge = (more: Partial<InboundAudited> & { asOf?: string }) =>
  judgeInbound({
    items: [item(10, 8)],
    shipments: [shipment('CLOSED')],
    receipts: [received(8, 0)],
    payments: [],
    judging: { asOf: more.asOf ?? dayAt(60), knowsPayments: true },
    country: 'DE',
    ...more,
  })
const brief = (findings: readonly Finding[]) => findings.map(({ status, quantity, doubts }) => [status, quantity, ...doubts])
const judged = (more: Parameters<typeof judge>[0]) => brief(judge(more))

describe('what never arrived', () => {
  test('is what a closed shipment should hold less what was received, with the rows that say so', () => {
    const [sent, came] = [item(10, 8), received(8, 0)]
    expect(judge({ items: [sent], receipts: [came] })).toMatchObject([
      {
        type: 'inbound_shortage',
        marketplace: 'DE',
        fnsku: 'X001',
        sku: 'SKU-1',
        quantity: 2,
        status: 'claimable',
        worth: null,
        eligibleFrom: dayAt(0),
        deadline: '2026-07-01',
        policy: 'eu/inbound/before',
        confidence: 'high',
        evidence: [sent.source, came.source],
      },
    ])
    expect(judged({ items: [item(10, 10)], receipts: [received(10, 0)] })).toEqual([])
  })

  test('is short again where the ledger takes receipts back months later', () => {
    expect(judged({ items: [item(10, 10)], receipts: [received(10, 0), received(-3, 50)] })).toEqual([['claimable', 3]])
  })

  test('is looked at where the ledger takes back receipts of which it has fewer than Amazon has counted', () => {
    const rows = { items: [item(10, 8)], receipts: [received(4, 0), received(-1, 50)] }
    expect(judged(rows)).toEqual([
      ['claimable', 2],
      ['review', 1, 'receipts_disagree'],
    ])
  })

  test('is by Amazon’s count where the ledger does not go back far enough, or has none of it', () => {
    expect(judged({ receipts: [received(3, 0)] })).toEqual([['claimable', 2]])
    expect(judged({ receipts: [], shipments: [shipment('CLOSED', { delivered: dayAt(0) })] })).toEqual([['claimable', 2]])
  })

  test('counts receipts of this shipment and product alone, and no other movement', () => {
    const strange = [received(2, 1, { reference: 'FBA2' }), received(2, 1, { event: 'CustomerReturns' })]
    expect(judged({ receipts: [received(8, 0), ...strange] })).toEqual([['claimable', 2]])
  })

  test('is told once where the list was downloaded twice, by what both say at least', () => {
    const none = { receipts: [], shipments: [shipment('CLOSED', { delivered: dayAt(0) })] }
    for (const items of [
      [item(10, 6), item(10, 8)],
      [item(12, 8), item(10, 8)],
      [item(10, 8), item(12, 6)],
    ])
      expect(judged({ ...none, items })).toEqual([['claimable', 2]])
  })
})

describe('the time in which it is claimed', () => {
  const on = (day: number, country: string, more = {}) =>
    judged({ asOf: dayAt(day), receipts: [received(8, 0, { country })], ...more })[0]?.[0]

  test('starts on the first day on which anything was received, or on that of a proof of delivery', () => {
    expect(judge({ receipts: [received(5, 9), received(3, 4)] })[0]?.eligibleFrom).toBe(dayAt(4))
    expect(judge({ shipments: [shipment('CLOSED', { delivered: dayAt(2) })], receipts: [received(8, 9)] })[0]?.eligibleFrom).toBe(dayAt(2))
  })

  test('is six months in Germany; in the US by day 60, and not over before nine months are', () => {
    expect([0, 181, 182].map((day) => on(day, 'DE'))).toEqual(['claimable', 'claimable', 'expired'])
    expect([14, 15, 61, 273, 274].map((day) => on(day, 'US'))).toEqual(['too_early', 'claimable', 'claimable', 'claimable', 'expired'])
    expect(judge({ receipts: [received(8, 0, { country: 'US' })] })[0]).toMatchObject({ deadline: dayAt(60), confirmed: false })
  })

  test('has not come while Amazon counts; a person looks before nobody can claim any more', () => {
    const counting = { shipments: [shipment('RECEIVING')] }
    expect(judged({ ...counting })).toEqual([['too_early', 2, 'shipment_not_closed']])
    expect([60, 61].map((day) => on(day, 'US', counting))).toEqual(['too_early', 'review'])
    expect(judged({ shipments: [shipment('RECEIVING'), shipment('CLOSED')] })).toEqual([['claimable', 2]])
  })

  test('is not known without a day of delivery or a policy', () => {
    expect(judged({ receipts: [] })).toEqual([['review', 2, 'delivery_unknown']])
    expect(judged({ receipts: [received(8, 0, { country: 'JP' })] })).toEqual([['review', 2, 'unknown_policy']])
  })

  test('never comes for what was not sent, is with the carrier or was cancelled before anything came', () => {
    const nothing = { items: [item(10, 0)], receipts: [] }
    for (const status of ['WORKING', 'SHIPPED', 'IN_TRANSIT', 'CANCELLED', 'DELETED'])
      expect(judged({ ...nothing, shipments: [shipment(status)] })).toEqual([])
    expect(judged({ ...nothing, shipments: [shipment('CLOSED')] })).toEqual([['review', 10, 'delivery_unknown']])
    expect(judged({ shipments: [shipment('IN_TRANSIT')] })).toEqual([['too_early', 2, 'shipment_not_closed']])
  })
})

describe('a person looks at it', () => {
  test('where Amazon does not say that the shipment is closed', () => {
    expect(judged({ shipments: [] })).toEqual([['review', 2, 'shipment_not_closed']])
    expect(judged({ shipments: [shipment('CANCELLED')] })).toEqual([['review', 2, 'shipment_not_closed']])
    expect(judged({ shipments: [shipment('CLOSED'), shipment('ERROR')] })).toEqual([['review', 2, 'shipment_not_closed']])
  })

  test('where payments or Amazon’s own count are not known', () => {
    expect(judged({ judging: { asOf: dayAt(60), knowsPayments: false } })).toEqual([['review', 2, 'payments_unknown']])
    const old = { asOf: dayAt(60), knowsPayments: true, paymentDays: [{ from: dayAt(-200), to: dayAt(-31) }] }
    expect(judged({ judging: old })).toEqual([['review', 2, 'payments_unknown']])
    expect(judged({ items: [item(10, undefined)] })).toEqual([['review', 2, 'receipts_unknown']])
  })

  test('where only products with a problem are named; a whole list of the shipment goes before', () => {
    const row = {
      date: dayAt(3),
      shipmentId: 'FBA1',
      centre: 'LEJ1',
      sku: 'SKU-1',
      fnsku: 'X001',
      asin: 'B1',
      problem: 'Missing',
      expected: 9,
      received: 8,
      source: { file: 'noncompliance.txt', line: 2 },
    }
    const named = itemsOfNoncompliance([row, { ...row, expected: undefined }])
    expect(judged({ items: named, shipments: [] })).toEqual([['review', 1, 'shipment_not_closed', 'shipment_incomplete']])
    expect(judged({ items: [...named, item(10, 8)] })).toEqual([['claimable', 2]])
  })
})

describe('one product short and another over', () => {
  const mixed = (overBy: number) => ({
    items: [item(10, 5), item(10, 10 + overBy, other)],
    receipts: [received(5, 0), received(10 + overBy, 0, other)],
  })

  test('were labelled as each other: claimed is what the shipment is short of, the rest is looked at', () => {
    expect(judged(mixed(3))).toEqual([
      ['claimable', 2],
      ['review', 3, 'another_product_over'],
    ])
    expect(judged(mixed(6))).toEqual([['review', 5, 'another_product_over']])
  })

  test('so is a product that came and was not announced', () => {
    expect(judged({ receipts: [received(8, 0), received(2, 1, other)] })).toEqual([['review', 2, 'another_product_over']])
  })

  test('of several that are short each is claimed as far as it is missing whichever was mixed up', () => {
    const third = { sku: 'SKU-3', fnsku: 'X003' }
    const findings = judge({
      items: [item(10, 8), item(10, 4, other), item(4, 7, third)],
      receipts: [received(8, 0), received(4, 0, other), received(7, 0, third)],
    })
    expect(findings.map(({ sku, status, quantity }) => [sku, status, quantity])).toEqual([
      ['SKU-1', 'review', 2],
      ['SKU-2', 'claimable', 3],
      ['SKU-2', 'review', 3],
    ])
  })

  test('what was paid counts for the shortage of the shipment', () => {
    for (const overBy of [3, 6])
      expect(judged({ ...mixed(overBy), payments: [payment('Lost_Inbound', 2, 20)] })).toEqual([
        ['reimbursed', 2],
        ['review', 3, 'another_product_over'],
      ])
  })
})

describe('what Amazon has paid', () => {
  const paid = (...payments: Payment[]) => judged({ payments })

  test('for losses and damages on the way to its centres is no longer owed', () => {
    const half = [
      ['reimbursed', 1],
      ['claimable', 1],
    ]
    expect(paid(payment('Lost_Inbound', 1, 20))).toEqual(half)
    expect(paid(payment('Damaged_Inbound', 0, 20, { inventory: 1 }))).toEqual(half)
    expect(paid(payment('MISSING_FROM_INBOUND', 1, 20))).toEqual(half)
    expect(paid(payment('GeneralAdjustment', 1, 20, { orderId: 'FBA1' }))).toEqual(half)
    expect(paid(payment('Lost_Inbound', 5, 20))).toEqual([['reimbursed', 2]])
    expect(judged({ items: [item(10, 8, { fnsku: '' })], payments: [payment('Lost_Inbound', 1, 20)] })).toEqual(half)
  })

  test('for something else is not for this', () => {
    expect(paid(payment('Lost_Warehouse', 2, 20))).toEqual([['claimable', 2]])
    expect(paid(payment('Lost_Inbound', 2, 20, other))).toEqual([['claimable', 2]])
    expect(paid(payment('Lost_Inbound', 2, -1))).toEqual([['claimable', 2]])
    expect(paid(payment('Lost_Inbound', 2, 20, { currency: 'GBP' }))).toEqual([['claimable', 2]])
  })

  test('and has taken back is looked at, but found where it gave the goods', () => {
    const first = payment('Lost_Inbound', 2, 20, { reimbursementId: 'R1' })
    const back = (inventory: number) => payment('Reimbursement_Reversal', -1, 40, { originalId: 'R1', inventory })
    expect(paid(first, back(0))).toEqual([
      ['reimbursed', 1],
      ['review', 1, 'taken_back'],
    ])
    expect(paid(first, back(1))).toEqual([
      ['reimbursed', 1],
      ['found', 1],
    ])
    expect(judged({ items: [item(12, undefined)], payments: [first, back(0)] })).toEqual([
      ['reimbursed', 1],
      ['review', 3, 'taken_back', 'receipts_unknown'],
    ])
    expect(paid(first, { ...back(0), ...other })).toEqual([['reimbursed', 2]])
    expect(paid(back(0), first, payment('Lost_Inbound', 1, 50))).toEqual([['reimbursed', 2]])
  })

  test('is for the newest shipment that may be claimed, unless it names one', () => {
    const two = {
      items: [item(10, 8), item(10, 8, { shipmentId: 'FBA2' })],
      receipts: [received(8, 0), received(8, 30, { reference: 'FBA2' })],
      shipments: [shipment('CLOSED'), shipment('CLOSED', { shipmentId: 'FBA2' })],
    }
    const claimed = (more: object) =>
      judge({ ...two, ...more })
        .filter(({ status }) => status === 'claimable')
        .map(({ eligibleFrom }) => eligibleFrom)
    expect(claimed({ payments: [payment('Lost_Inbound', 2, 40)] })).toEqual([dayAt(0)])
    expect(claimed({ payments: [payment('Lost_Inbound', 2, 20)] })).toEqual([dayAt(30)])
    expect(claimed({ payments: [payment('Lost_Inbound', 2, 40, { orderId: 'FBA1' })] })).toEqual([dayAt(30)])
    const one = [payment('Lost_Inbound', 2, 40), payment('Lost_Inbound', 2, 41, { orderId: 'FBA2' })]
    expect(claimed({ payments: one })).toEqual([])
    const mislabelled = { receipts: [...two.receipts, received(2, 30, { ...other, reference: 'FBA2' })] }
    expect(claimed({ payments: [payment('Lost_Inbound', 2, 40)], ...mislabelled })).toEqual([])
    const open = [shipment('CLOSED'), shipment('RECEIVING', { shipmentId: 'FBA2' })]
    expect(claimed({ payments: [payment('Lost_Inbound', 2, 40)], shipments: open })).toEqual([])
  })
})

describe('whatever a shipment held', () => {
  const drawnItem = fc.record({
    product: fc.integer({ min: 1, max: 4 }),
    shipped: fc.integer({ min: 0, max: 12 }),
    received: fc.option(fc.integer({ min: 0, max: 14 }), { nil: undefined }),
  })
  const drawnRow = fc.record({
    product: fc.integer({ min: 1, max: 5 }),
    quantity: fc.integer({ min: -4, max: 9 }),
    day: fc.integer({ min: 0, max: 40 }),
  })
  const of = (product: number) => ({ sku: `SKU-${product}`, fnsku: `X00${product}` })
  const world = fc
    .record({
      items: fc.uniqueArray(drawnItem, { maxLength: 4, selector: ({ product }) => product }),
      rows: fc.array(drawnRow, { maxLength: 10 }),
      paid: fc.array(drawnRow, { maxLength: 6 }),
      status: fc.constantFrom('CLOSED', 'CLOSED', 'RECEIVING', 'CANCELLED'),
    })
    .map(({ items, rows, paid, status }) => ({
      items: items.map(({ product, shipped, received: count }) => item(shipped, count, of(product))),
      receipts: rows.map(({ product, quantity, day }) => received(quantity, day, of(product))),
      payments: paid.map(({ product, quantity, day }) =>
        quantity < 0
          ? payment('Reimbursement_Reversal', quantity, day, { ...of(product), originalId: 'R' })
          : payment('Lost_Inbound', quantity, day, { ...of(product), reimbursementId: 'R' }),
      ),
      shipments: [shipment(status)],
    }))
  type World = Pick<InboundAudited, 'items' | 'receipts'>
  const unitsOf = (findings: readonly Finding[]) => findings.reduce((sum, { quantity }) => sum + quantity, 0)
  const net = (rows: readonly Movement[]) => rows.reduce((sum, { quantity }) => sum + quantity, 0)
  /** Reckoned here once more: by the ledger, unless Amazon counted more than ever came by it. */
  const countOf = ({ sku, received: told }: InboundItem, { receipts }: World) => {
    const rows = receipts.filter((row) => row.sku === sku)
    const came = net(rows.filter(({ quantity }) => quantity > 0))
    return Math.max(told === undefined || came >= told ? net(rows) : told - came + net(rows), 0)
  }

  test('each unit is received, or in one finding', () => {
    fc.assert(
      fc.property(world, (given) => {
        const findings = judge(given)
        const isGone = given.shipments[0]?.status === 'CANCELLED' && findings.length === 0
        for (const each of given.items) {
          const missing = isGone ? 0 : Math.max(each.shipped - countOf(each, given), 0)
          expect(unitsOf(findings.filter(({ sku }) => sku === each.sku))).toBe(missing)
        }
        expect(findings.every(({ quantity }) => quantity > 0)).toBe(true)
      }),
    )
  })

  test('no more is claimed, paid and taken back than it is short of as a whole', () => {
    fc.assert(
      fc.property(world, (given) => {
        const findings = judge(given)
        if (!findings.some(({ status }) => status === 'claimable')) return
        const known = findings.filter(({ status, doubts }) => status !== 'review' || doubts.includes('taken_back'))
        const strangers = net(given.receipts.filter((row) => given.items.every(({ sku }) => sku !== row.sku)))
        const short = given.items.reduce((sum, each) => sum + each.shipped - countOf(each, given), -Math.max(strangers, 0))
        expect(unitsOf(known)).toBeLessThanOrEqual(short)
      }),
    )
  })

  test('the order of rows says nothing', () => {
    const shuffled = world.chain((given) =>
      fc.record({
        given: fc.constant(given),
        items: fc.shuffledSubarray(given.items, { minLength: given.items.length }),
        receipts: fc.shuffledSubarray(given.receipts, { minLength: given.receipts.length }),
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
