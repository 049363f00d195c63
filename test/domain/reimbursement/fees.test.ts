import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FeesAudited, judgeFees } from '../../../domain/reimbursement/fees.ts'
import type { Settled } from '../../../domain/reimbursement/refunds.ts'
import { dayAt, payment } from './rows.ts'
import { charged, estimated, settledRow } from './settled.ts'

type More = Partial<FeesAudited> & { readonly asOf?: string }

const audited = (settled: readonly Settled[], { asOf = dayAt(80), ...more }: More = {}) =>
  judgeFees({
    settled,
    estimates: [estimated('SKU-1', 300), estimated('SKU-2', 300)],
    estimatedOn: asOf,
    payments: [],
    judging: { asOf, knowsPayments: true },
    country: '',
    ...more,
  })
const judged = (settled: readonly Settled[], more: More = {}) =>
  audited(settled, more).map(({ status, quantity, worth, doubts }) => [status, quantity, worth?.minor, ...doubts])

const on = (sku: string, fee: number, days: readonly number[], more: Parameters<typeof charged>[3] = {}): Settled[] =>
  days.flatMap((day) => charged(sku, fee, day, more))

/** Three units cost 2.00 more from day 45 on. */
const stepped = [...on('SKU-1', 300, [0, 20, 40]), ...on('SKU-1', 500, [45, 55, 65])]
const steady = on('SKU-2', 300, [0, 20, 40, 60, 75])
const known = ['claimable', 3, 600] as const

describe('a product whose fee goes up alone', () => {
  test('is claimed where Amazon itself still expects the old one', () => {
    expect(judged([...stepped, ...steady])).toEqual([known])
    expect(audited([...stepped, ...steady])[0]).toMatchObject({
      type: 'fee_overcharge',
      marketplace: 'DE',
      sku: 'SKU-1',
      fnsku: 'X-SKU-1',
      asin: 'B-SKU-1',
      worth: { minor: 600, currency: 'EUR' },
      deadline: dayAt(45 + 90),
      confidence: 'high',
    })
  })

  test('is looked at where Amazon expects the new one, none, or not the same in all files', () => {
    const review = [['review', 3, 600, 'cross_border_unknown', 'product_may_have_changed']]
    const rows = [...stepped, ...steady]
    expect(judged(rows, { estimates: [estimated('SKU-1', 500)] })).toEqual([['review', 3, 600, 'product_may_have_changed']])
    expect(judged(rows, { estimates: [estimated('SKU-1', 300), estimated('SKU-1', 500)] })).toEqual(review)
    expect(judged(rows, { estimates: [estimated('SKU-1', 300, { currency: 'SEK' })] })).toEqual(review)
    expect(judged(rows, { estimates: [estimated('SKU-1', 300), estimated('SKU-1', 500, { store: 'Amazon.fr' })] })).toEqual([known])
  })

  test('is asked about as far as Amazon expects less', () => {
    expect(judged([...stepped, ...steady], { estimates: [estimated('SKU-1', 350)] })).toEqual([
      ['review', 3, 450, 'product_may_have_changed'],
    ])
  })

  test('is looked at where the estimate may be older than the step', () => {
    const review = [['review', 3, 600, 'estimate_outdated']]
    expect(judged([...stepped, ...steady], { estimatedOn: undefined })).toEqual(review)
    expect(judged([...stepped, ...steady], { estimatedOn: dayAt(44) })).toEqual(review)
    expect(judged([...stepped, ...steady], { estimatedOn: dayAt(45) })).toEqual([known])
  })

  test('is looked at where the price rose with it, for fees may go by price', () => {
    const dearer = [...on('SKU-1', 300, [0, 20, 40], { price: 950 }), ...on('SKU-1', 500, [45, 55, 65], { price: 1_050 })]
    expect(judged([...dearer, ...steady])).toEqual([['review', 3, 600, 'price_has_risen']])
    expect(judged([...dearer, ...on('SKU-1', 500, [66], { price: 950 }), ...steady])).toEqual([['claimable', 4, 800]])
  })

  test('is nothing where the new fee is what Amazon expects for a parcel to another country, and looked at where nobody knows that', () => {
    const crossBorder = (fees: readonly number[] | undefined) => ({ estimates: [estimated('SKU-1', 300, { crossBorderFees: fees })] })
    expect(judged([...stepped, ...steady], crossBorder([450, 500]))).toEqual([])
    expect(judged([...stepped, ...steady], crossBorder([450]))).toEqual([known])
    expect(judged([...stepped, ...steady], crossBorder([300, 450]))).toEqual([known])
    expect(judged([...stepped, ...steady], crossBorder(undefined))).toEqual([['review', 3, 600, 'cross_border_unknown']])
    const us = [...stepped, ...steady].map((row) => ({ ...row, marketplace: 'Amazon.com' }))
    expect(judged(us, crossBorder(undefined))).toEqual([known])
  })

  test('is claimed as a whole where some parcels go to another country meanwhile', () => {
    const abroad = [...on('SKU-1', 520, [10, 50, 60]), ...on('SKU-2', 520, [30, 44, 46, 50])]
    const estimates = [estimated('SKU-1', 300, { crossBorderFees: [520] }), estimated('SKU-2', 300, { crossBorderFees: [520] })]
    expect(judged([...stepped, ...steady, ...abroad], { estimates })).toEqual([known])
  })

  test('is nothing where the fee comes and goes, unless Amazon expects the lower one: then it is looked at', () => {
    const again = [...stepped, ...on('SKU-1', 300, [70]), ...on('SKU-1', 500, [75])]
    expect(judged([...again, ...steady])).toEqual([['review', 4, 800, 'fee_varies']])
    expect(judged([...again, ...steady], { estimates: [] })).toEqual([])
    expect(
      judged([...on('SKU-1', 500, [0]), ...on('SKU-1', 300, [10]), ...on('SKU-1', 500, [20, 30]), ...steady], { estimates: [] }),
    ).toEqual([])
  })

  test('is claimed until Amazon has corrected itself; a fee that goes down is nothing', () => {
    expect(judged([...stepped, ...on('SKU-1', 300, [70, 75]), ...steady])).toEqual([known])
    expect(judged([...on('SKU-1', 500, [0, 20]), ...on('SKU-1', 300, [40, 60]), ...steady])).toEqual([])
    expect(judged([...on('SKU-1', 500, [0, 30]), ...on('SKU-1', 300, [40, 60]), ...steady])).toEqual([])
    expect(judged([...on('SKU-1', 300, [0, 45]), ...on('SKU-1', 500, [45, 55, 65]), ...on('SKU-1', 300, [65, 75]), ...steady])).toEqual([
      known,
    ])
  })

  test('names the last charge before, and every charge that is too high', () => {
    const many = on(
      'SKU-1',
      500,
      Array.from({ length: 30 }, (_, day) => 45 + day),
    )
    const [finding] = audited([...on('SKU-1', 300, [40]), ...many, ...steady])
    const fees = many.filter(({ amountType }) => amountType === 'ItemFees').map(({ source }) => source)
    expect(finding).toMatchObject({ quantity: 30 })
    expect(finding?.evidence.slice(1, 31)).toEqual(fees)
    expect(finding?.evidence).toHaveLength(32)
  })
})

describe('other products tell whether Amazon has changed its rates', () => {
  const moving = [...on('SKU-2', 300, [0, 20, 42]), ...on('SKU-2', 500, [47, 60, 75])]

  test('where those of the same fee moved with it nothing is claimed', () => {
    expect(judged([...stepped, ...moving])).toEqual([])
    expect(judged([...stepped, ...moving, ...on('SKU-3', 700, [0, 20, 40, 60, 75])])).toEqual([])
  })

  test('where some moved and others did not, or there are none, a person looks', () => {
    const review = [['review', 3, 600, 'rates_unknown']]
    expect(judged([...stepped, ...moving, ...on('SKU-3', 300, [0, 60])])).toEqual([
      ['review', 3, 600, 'rates_unknown'],
      ['review', 3, 600, 'rates_unknown'],
    ])
    expect(judged(stepped)).toEqual(review)
    expect(judged([...stepped, ...on('SKU-2', 300, [0, 20, 40])])).toEqual(review)
    expect(judged([...stepped, ...on('SKU-2', 300, [50, 60, 75])])).toEqual(review)
  })

  test('nobody knows it where the others were charged the old fee only before and after: rates of a season come and go', () => {
    const review = [['review', 3, 600, 'rates_unknown']]
    expect(judged([...stepped, ...on('SKU-2', 300, [0, 40, 48, 63, 75])])).toEqual(review)
    expect(judged([...stepped, ...on('SKU-2', 300, [0, 40, 49])])).toEqual([known])
    expect(judged([...stepped, ...on('SKU-2', 300, [0, 40, 62])])).toEqual([known])
  })

  test('products of other fees are asked where none had the same', () => {
    const estimates = [estimated('SKU-1', 300), estimated('SKU-2', 700)]
    expect(judged([...stepped, ...on('SKU-2', 700, [0, 40, 60, 75])], { estimates })).toEqual([known])
    expect(judged([...stepped, ...on('SKU-2', 700, [0, 40]), ...on('SKU-2', 720, [46, 60])], { estimates })).toEqual([])
  })

  test('those of another marketplace or currency say nothing', () => {
    expect(judged([...stepped, ...steady.map((row) => ({ ...row, marketplace: 'Amazon.fr' }))])).toEqual([
      ['review', 3, 600, 'rates_unknown'],
    ])
    expect(judged([...stepped, ...steady.map((row) => ({ ...row, currency: 'SEK' }))])).toEqual([['review', 3, 600, 'rates_unknown']])
  })

  test('another one that was charged that fee only since is a witness where Amazon expects it of both', () => {
    const rising = [...on('SKU-2', 280, [0, 40]), ...on('SKU-2', 300, [46, 60, 75])]
    expect(judged([...stepped, ...rising], { estimates: [estimated('SKU-1', 300), estimated('SKU-2', 280)] })).toEqual([])
    expect(judged([...stepped, ...rising], { estimates: [estimated('SKU-1', 300), estimated('SKU-2', 300)] })).toEqual([known])
  })
})

describe('a fee above what Amazon expects, without a step from it', () => {
  test('is looked at where it was never charged, and others are charged what it expects of them', () => {
    const always = on('SKU-1', 500, [50, 60, 70])
    expect(judged([...always, ...steady])).toEqual([['review', 3, 600, 'product_may_have_changed']])
    expect(judged(always)).toEqual([])
    expect(judged([...always, ...on('SKU-2', 300, [0, 53, 75])])).toEqual([])
    expect(judged([...always, ...on('SKU-2', 320, [0, 60, 75])])).toEqual([])
    expect(judged([...always, ...steady], { estimates: [estimated('SKU-1', 500), estimated('SKU-2', 300)] })).toEqual([])
  })

  /** Rates of a season from day 10 to 40; wrong from day 20 on. */
  const season = [...on('SKU-1', 300, [0, 5]), ...on('SKU-1', 320, [16]), ...on('SKU-1', 520, [20, 30]), ...on('SKU-1', 500, [45, 55, 65])]
  const others = [...on('SKU-2', 300, [0, 8]), ...on('SKU-2', 320, [11, 18, 25, 38]), ...on('SKU-2', 300, [42, 60, 75])]

  test('is claimed where it was charged once, and others are charged the same now', () => {
    expect(judged([...season, ...others])).toEqual([known, ['review', 2, 400, 'product_may_have_changed']])
    const justNow = on('SKU-1', 300, [70])
    expect(judged([...season, ...others, ...justNow])).toEqual([known, ['review', 2, 400, 'product_may_have_changed']])
  })

  test('is looked at where the estimate is older, the fee was charged before, or the price rose', () => {
    const now = (rows: readonly Settled[], more: More = {}) => judged(rows, more).filter(([, , worth]) => worth === 600)
    expect(now([...season, ...others], { estimatedOn: dayAt(44) })).toEqual([['review', 3, 600, 'estimate_outdated']])
    expect(now([...on('SKU-1', 500, [-9]), ...season, ...others])).toEqual([['review', 3, 600, 'fee_varies']])
    const again = [...season, ...on('SKU-1', 300, [70]), ...on('SKU-1', 500, [76])]
    expect(judged([...again, ...others]).map(([status]) => status)).toEqual(['review', 'review'])
    const cheaper = season.map((row) => ((row.posted ?? '') <= dayAt(5) && row.amount > 0 ? { ...row, amount: 1_900 } : row))
    expect(now([...cheaper, ...others])).toEqual([['review', 3, 600, 'price_has_risen']])
  })
})

describe('charges', () => {
  test('have each their own day: what is over is not claimed with what is not', () => {
    const findings = audited([...stepped, ...steady], { asOf: dayAt(45 + 91) })
    expect(findings.map(({ status, quantity, worth, deadline }) => [status, quantity, worth?.minor, deadline]).sort()).toEqual([
      ['claimable', 2, 400, dayAt(55 + 90)],
      ['expired', 1, 200, dayAt(45 + 90)],
    ])
    expect(new Set(findings.map(({ id }) => id)).size).toBe(2)
    expect(judged([...stepped, ...steady, ...on('SKU-2', 300, [50])], { asOf: dayAt(57) })).toEqual([['claimable', 2, 400]])
    expect(judged([...stepped, ...steady], { asOf: dayAt(45 + 91), estimates: [] })).toEqual([
      ['review', 2, 400, 'cross_border_unknown', 'product_may_have_changed'],
    ])
  })

  test('of several units are the fee of each; where it does not come out even nobody knows it', () => {
    const two = [...on('SKU-1', 300, [0, 40], { units: 3 }), ...on('SKU-1', 500, [45, 65], { units: 2 })]
    expect(judged([...two, ...steady])).toEqual([['claimable', 4, 800]])
    const odd = charged('SKU-1', 500, 46, { units: 2 }).map((row) => ({ ...row, amount: row.amount < 0 ? -1_001 : row.amount }))
    expect(judged([...two, ...odd, ...steady])).toEqual([['claimable', 4, 800]])
  })

  test('may be told in several rows, and go by parcel', () => {
    const order = { orderId: '302-77', sku: 'SKU-1', posted: dayAt(45) }
    const parcel = (shipmentId: string, fees: readonly number[]) => [
      settledRow('ItemPrice', 'Principal', 2_000, { ...order, shipmentId, quantity: 1 }),
      ...fees.map((fee) => settledRow('ItemFees', 'FBAPerUnitFulfillmentFee', -fee, { ...order, shipmentId })),
    ]
    const rows = [...on('SKU-1', 300, [0, 40]), ...parcel('S1', [300]), ...parcel('S2', [300, 200]), ...on('SKU-1', 500, [65]), ...steady]
    expect(judged(rows)).toEqual([['claimable', 2, 400]])
  })

  test('of what the seller has sent, of other channels and without an order are none', () => {
    const elsewhere = (more: Partial<Settled>) => judged([...stepped.map((row) => ({ ...row, ...more })), ...steady])
    expect(elsewhere({ fulfilment: 'MFN' })).toEqual([])
    expect(elsewhere({ marketplace: 'Non-Amazon DE' })).toEqual([])
    expect(elsewhere({ transactionType: 'other-transaction' })).toEqual([])
    expect(elsewhere({ orderId: '' })).toEqual([])
    expect(elsewhere({ posted: undefined })).toEqual([])
    expect(judged([...stepped, ...steady].filter(({ amountType }) => amountType === 'ItemFees'))).toEqual([])
  })

  test('without a store are those of the country that is said, and of none where nobody says it', () => {
    const bare = [...stepped, ...steady].map((row) => ({ ...row, marketplace: '' }))
    expect(judged(bare, { country: 'DE' })).toEqual([known])
    expect(judged(bare)).toEqual([['review', 3, 600, 'unknown_policy']])
  })

  test('whose fee was given back with a refund are none, a part of it counts', () => {
    const [, last] = stepped.slice(-2) as [Settled, Settled]
    const refund = (amount: number) => ({ ...last, transactionType: 'Refund', amount, shipmentId: '' })
    expect(judged([...stepped, ...steady, refund(500)])).toEqual([['claimable', 2, 400]])
    expect(judged([...stepped, ...steady, refund(150)])).toEqual([['claimable', 3, 450]])
    const double = charged('SKU-1', 500, 46, { units: 2 })
    const half = { ...(double[1] as Settled), transactionType: 'Refund', amount: 500 }
    expect(judged([...on('SKU-1', 300, [20]), ...double, ...on('SKU-1', 500, [65]), ...steady, half])).toEqual([['claimable', 2, 400]])
    const [principal, fee] = charged('SKU-1', 500, 46) as [Settled, Settled]
    const other = [
      { ...principal, shipmentId: 'S2' },
      { ...fee, shipmentId: 'S2', amount: -300, posted: dayAt(30) },
    ]
    const some = { ...fee, transactionType: 'Refund', amount: 300 }
    expect(judged([...on('SKU-1', 300, [20]), principal, fee, ...other, some, ...on('SKU-1', 500, [65]), ...steady])).toEqual([
      ['claimable', 1, 200],
    ])
  })
})

describe('what Amazon has corrected', () => {
  const corrected = (total: number, from: number, more = {}) => payment('Fee_Correction', 0, from, { total, ...more })
  const other = { amountType: 'FBA Inventory Reimbursement', transactionType: 'other-transaction', orderId: '', posted: dayAt(72) }
  const settledAs = (description: string, amount: number, more: Partial<Settled> = {}) =>
    settledRow('', description, amount, { ...other, ...more })
  const all = [...stepped, ...steady]

  test('is claimed no more: of the charges before it the newest are paid for first', () => {
    expect(judged(all, { payments: [corrected(250, 70)] })).toEqual([
      ['reimbursed', 1, 200],
      ['claimable', 2, 350],
    ])
    expect(judged(all, { payments: [corrected(600, 70)] })).toEqual([['reimbursed', 3, 600]])
    expect(judged(all, { payments: [corrected(9_999, 50)] })).toEqual([
      ['claimable', 2, 400],
      ['reimbursed', 1, 200],
    ])
    expect(judged(all, { payments: [corrected(600, 44)] })).toEqual([known])
  })

  test('of another product or currency, or taken back again, is none', () => {
    expect(judged(all, { payments: [corrected(600, 70, { sku: 'SKU-2' })] })).toEqual([known])
    expect(judged(all, { payments: [corrected(600, 70, { currency: 'SEK' })] })).toEqual([known])
    const back = payment('Reimbursement_Reversal', 0, 75, { total: -400, originalId: 'R-9' })
    expect(judged(all, { payments: [corrected(600, 70, { reimbursementId: 'R-9' }), back] })).toEqual([
      ['reimbursed', 1, 200],
      ['claimable', 2, 400],
    ])
  })

  test('is told by the settlement too, and counts once where both tell it', () => {
    const items = settledAs('INCORRECT_FEES_ITEMS', 200)
    const once = [
      ['reimbursed', 1, 200],
      ['claimable', 2, 400],
    ]
    expect(judged([...all, items])).toEqual(once)
    expect(judged([...all, items], { payments: [corrected(200, 70)] })).toEqual(once)
    expect(judged([...all, items], { payments: [corrected(300, 70)] })).toEqual([
      ['reimbursed', 2, 400],
      ['claimable', 1, 100],
    ])
    const twice = [
      ['reimbursed', 2, 400],
      ['claimable', 1, 200],
    ]
    expect(judged([...all, items, settledAs('INCORRECT_FEES_ITEMS', 200)], { payments: [corrected(200, 70)] })).toEqual(twice)
    const late = { ...items, posted: dayAt(79) }
    expect(judged([...all, late], { payments: [corrected(200, 46)] })).toEqual(twice)
  })

  test('is first what would be claimed: nothing is claimed that may have been given back', () => {
    const france = [...on('SKU-1', 300, [0, 40]), ...on('SKU-1', 500, [75, 78])].map((row) => ({ ...row, marketplace: 'Amazon.fr' }))
    expect(judged([...all, ...france], { payments: [corrected(600, 79)] })).toEqual([
      ['reimbursed', 3, 600],
      ['review', 2, 400, 'rates_unknown'],
    ])
    expect(judged(stepped, { payments: [corrected(200, 79)] })).toEqual([
      ['reimbursed', 1, 200],
      ['review', 2, 400, 'rates_unknown'],
    ])
    expect(judged(all, { payments: [corrected(600, 81)] })).toEqual([known])
  })

  test('without a product leaves the rest to a person', () => {
    const loose = settledAs('INCORRECT_FEES_NON_ITEMIZED', 200, { sku: '' })
    expect(judged([...all, loose])).toEqual([['review', 3, 600, 'corrected_without_product']])
    expect(judged([...all, { ...loose, posted: dayAt(40) }])).toEqual([known])
    expect(judged([...all, { ...loose, currency: 'SEK' }])).toEqual([known])
    expect(judged([...all, loose], { payments: [corrected(200, 70)] })).toEqual([
      ['reimbursed', 1, 200],
      ['claimable', 2, 400],
    ])
  })

  test('is not known without a report of payments', () => {
    expect(judged(all, { judging: { asOf: dayAt(80), knowsPayments: false } })).toEqual([['review', 3, 600, 'payments_unknown']])
  })
})

const sku = fc.constantFrom('SKU-1', 'SKU-2', 'SKU-3')
const sale = fc.record({
  sku,
  fee: fc.constantFrom(300, 400, 500),
  from: fc.integer({ min: 0, max: 120 }),
  units: fc.integer({ min: 1, max: 3 }),
})
const correction = fc.record({
  sku: fc.constantFrom('SKU-1', 'SKU-2', ''),
  total: fc.integer({ min: -300, max: 900 }),
  from: fc.integer({ min: 0, max: 130 }),
})
const estimates = [estimated('SKU-1', 300), estimated('SKU-2', 400), estimated('SKU-3', 300)]
const asOf = dayAt(130)

test('what is claimed and what was corrected is never more than was charged too much, whatever the order of the rows', () => {
  fc.assert(
    fc.property(
      fc.array(sale, { maxLength: 25 }),
      fc.array(correction, { maxLength: 4 }),
      fc.infiniteStream(fc.nat()),
      (sales, given, ranks) => {
        const settled = sales.flatMap(({ sku: of, fee, from, units }) => charged(of, fee, from, { units }))
        const payments = given.map(({ sku: of, total, from }) => payment('Fee_Correction', 0, from, { sku: of, total }))
        const without = audited(settled, { estimates, asOf })
        const findings = audited(settled, { estimates, asOf, payments })
        const sum = (list: typeof findings, wanted: (status: string) => boolean) =>
          list.filter(({ status }) => wanted(status)).reduce((all, { worth }) => all + (worth?.minor ?? 0), 0)
        for (const { worth, quantity } of findings) {
          expect(worth?.minor).toBeGreaterThan(0)
          expect(quantity).toBeGreaterThan(0)
        }
        for (const name of ['SKU-1', 'SKU-2', 'SKU-3']) {
          const of = (list: typeof findings) => list.filter((finding) => finding.sku === name)
          const claimed = sum(of(findings), (status) => status === 'claimable')
          const paid = sum(of(findings), (status) => status === 'reimbursed')
          const most = sales.reduce((all, each) => all + (each.sku === name ? each.units * Math.max(each.fee - 300, 0) : 0), 0)
          expect(claimed + paid).toBeLessThanOrEqual(most)
          expect(claimed).toBeLessThanOrEqual(sum(of(without), (status) => status === 'claimable'))
        }
        const rank = new Map([...settled, ...payments].map((row) => [row as object, ranks.next().value as number]))
        const shuffled = <Row extends object>(rows: readonly Row[]) => rows.toSorted((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0))
        const otherwise = audited(shuffled(settled), { estimates: estimates.toReversed(), asOf, payments: shuffled(payments) })
        const inOrder = (list: typeof findings) => list.map((each) => JSON.stringify(each)).sort()
        expect(inOrder(otherwise)).toEqual(inOrder(findings))
      },
    ),
  )
})

const product = fc.record({
  old: fc.integer({ min: 250, max: 260 }),
  rise: fc.integer({ min: 1, max: 10 }),
  days: fc.uniqueArray(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 12 }),
})
const changeOfRates = fc.record({
  products: fc.array(product, { minLength: 1, maxLength: 6 }),
  day: fc.integer({ min: 1, max: 90 }),
  /** Rates of a season go back again. */
  back: fc.option(fc.integer({ min: 1, max: 90 }), { nil: 999 }),
  lag: fc.constantFrom(0, 0, 1, 3),
  isOld: fc.boolean(),
})

test('new rates, for good or for a season, move all products on one day and are never claimed', () => {
  fc.assert(
    fc.property(changeOfRates, ({ products, day, back, lag, isOld }) => {
      const isNew = (from: number) => from >= day && from < back
      const settled = products.flatMap(({ old, rise, days }, place) =>
        days.flatMap((from) => charged(`SKU-${place}`, isNew(from) ? old + rise : old, from + ((from * 7 + place) % (lag + 1)))),
      )
      const expected = products.map(({ old, rise }, place) => estimated(`SKU-${place}`, isOld ? old : old + rise))
      const findings = audited(settled, { estimates: expected, asOf: dayAt(94) })
      expect(findings.filter(({ status }) => status === 'claimable')).toEqual([])
      const hasBoth = ({ days }: { readonly days: readonly number[] }) =>
        days.some((from) => from < day) && days.some((from) => from >= day)
      if (products.length > 1 && lag === 0 && back === 999 && products.every(hasBoth)) expect(findings).toEqual([])
    }),
    { numRuns: 2_000 },
  )
})
