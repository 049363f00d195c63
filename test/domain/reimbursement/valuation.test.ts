import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Payment } from '../../../domain/reimbursement/lots.ts'
import { judgeValuations, type ValuationsAudited } from '../../../domain/reimbursement/valuation.ts'
import { dayAt, payment } from './rows.ts'

const cost = (minor: number, from = -400, currency = 'EUR') => ({ sku: 'SKU-1', minor, currency, validFrom: dayAt(from) })
const audited = (payments: readonly Payment[], more: Partial<ValuationsAudited> = {}) =>
  judgeValuations({
    payments,
    costs: new Map([['SKU-1', [cost(600)]]]),
    judging: { asOf: dayAt(50), knowsPayments: true },
    countryOf: () => 'DE',
    ...more,
  })
const judged = (payments: readonly Payment[], more: Partial<ValuationsAudited> = {}) =>
  audited(payments, more).map(({ status, quantity, worth, doubts }) => [status, quantity, worth?.minor, ...doubts])

/** Units at 5.00 where the list says 6.00. */
const low = (units: number, from: number, more: Partial<Payment> = {}) => payment('Lost_Warehouse', units, from, more)
const costsOf = (...list: readonly ReturnType<typeof cost>[]) => ({ costs: new Map([['SKU-1', list]]) })

describe('a payment below the documented cost', () => {
  test('is asked about: all that is missing, for the units that were paid', () => {
    const paid = low(3, 0)
    expect(judged([paid])).toEqual([['claimable', 3, 300]])
    expect(audited([paid])[0]).toMatchObject({
      type: 'undervalued',
      marketplace: 'DE',
      fnsku: 'X001',
      deadline: dayAt(60),
      evidence: [paid.source],
    })
  })

  test('is nothing to ask about up to a tenth below, for the list may hold freight and duty', () => {
    expect(judged([low(3, 0)], costsOf(cost(555)))).toEqual([])
    expect(judged([low(3, 0)], costsOf(cost(556)))).toEqual([['claimable', 3, 168]])
    expect(judged([low(3, 0)], costsOf(cost(400)))).toEqual([])
  })

  test('is asked about for 60 days after it was paid, and not before', () => {
    const on = (day: number) => judged([low(1, 0)], { judging: { asOf: dayAt(day), knowsPayments: true } })[0]?.[0]
    expect([-1, 0, 60, 61].map(on)).toEqual([undefined, 'claimable', 'claimable', 'expired'])
  })

  test('goes by the lowest cost that was documented since the loss may have happened', () => {
    expect(judged([low(1, 0)], costsOf(cost(520), cost(600, -30)))).toEqual([])
    expect(judged([low(1, 0)], costsOf(cost(520), cost(600, -90)))).toEqual([['claimable', 1, 100]])
    expect(judged([low(1, 0)], costsOf(cost(600, 1)))).toEqual([])
    expect(judged([low(1, 0)], costsOf(cost(600, -30)))).toEqual([['claimable', 1, 100]])
  })

  test('is only known in the currency of the list', () => {
    expect(judged([low(1, 0, { currency: 'GBP' })])).toEqual([])
    expect(judged([low(1, 0, { sku: 'SKU-2' })])).toEqual([])
  })

  test('never goes above what Amazon pays for one', () => {
    expect(judged([low(1, 0, { total: 200_000 })], costsOf(cost(900_000)))).toEqual([])
    expect(judged([low(1, 0, { total: 100_000 })], costsOf(cost(900_000)))).toEqual([['claimable', 1, 100_000]])
  })

  test('is none where an order or a fee was paid, or it was paid by price as before 2025-03-31', () => {
    for (const reason of ['CustomerReturn', 'Lost_Outbound', 'CustomerServiceIssue', 'Fee_Correction', 'GeneralAdjustment'])
      expect(judged([payment(reason, 1, 0)])).toEqual([])
    expect(judged([low(1, 0, { orderId: '302-1' })])).toEqual([])
    const march = { judging: { asOf: '2025-04-20', knowsPayments: true }, ...costsOf(cost(600, -900)) }
    expect(judged([low(1, 0, { date: '2025-03-30' })], march)).toEqual([])
    expect(judged([low(1, 0, { date: '2025-03-31' })], march)).toEqual([['claimable', 1, 100]])
    expect(judged([payment('Damaged_Inbound', 1, 0)])).toEqual([['claimable', 1, 100]])
    expect(judged([low(0, 0, { inventory: 2, total: 0 })])).toEqual([])
  })

  test('is for a person where nobody knows the marketplace, its policy or all payments', () => {
    expect(judged([low(1, 0)], { countryOf: () => '' })).toEqual([['review', 1, 100, 'unknown_policy']])
    expect(judged([low(1, 0)], { countryOf: () => 'AE' })).toEqual([['review', 1, 100, 'unknown_policy']])
    expect(judged([low(1, 0)], { judging: { asOf: dayAt(50), knowsPayments: false } })).toEqual([['review', 1, 100, 'payments_unknown']])
  })
})

describe('what came after the payment', () => {
  const first = low(3, 0, { reimbursementId: 'R-1' })
  const back = (cash: number, more: Partial<Payment> = {}) => payment('Reimbursement_Reversal', cash, 9, { originalId: 'R-1', ...more })

  test('a unit that was taken back is missed no longer, with money or for goods', () => {
    expect(judged([first, back(-1)])).toEqual([['claimable', 2, 200]])
    expect(judged([first, back(-1, { inventory: 1 })])).toEqual([['claimable', 2, 200]])
    expect(judged([first, back(0, { inventory: 1, total: -500 })])).toEqual([['claimable', 2, 200]])
    expect(judged([first, back(-3)])).toEqual([])
  })

  test('money that was taken back for no unit, or of a payment that nobody knows, is for a person', () => {
    expect(judged([first, back(0, { total: -100 })])).toEqual([['review', 3, 400, 'taken_back']])
    expect(judged([first, back(-1, { originalId: 'R-0' })])).toEqual([['review', 3, 300, 'taken_back']])
    expect(judged([first, back(-1, { originalId: 'R-0', date: dayAt(-1) })])).toEqual([['claimable', 3, 300]])
    expect(judged([first, back(-1, { originalId: 'R-0', fnsku: 'X9', sku: 'SKU-9' })])).toEqual([['claimable', 3, 300]])
  })

  test('an instalment makes good for what was missing, over however many steps', () => {
    const second = payment('Lost_Warehouse', 0, 5, { reimbursementId: 'R-2', originalId: 'R-1', total: 100 })
    const third = payment('GeneralAdjustment', 0, 7, { reimbursementId: 'R-3', originalId: 'R-2', total: 100 })
    expect(judged([first, second])).toEqual([['claimable', 3, 200]])
    expect(judged([first, second, third])).toEqual([])
  })

  test('whether a further row is for the same units nobody knows: then a person looks', () => {
    const again = payment('Lost_Warehouse', 3, 5, { reimbursementId: 'R-2', originalId: 'R-1', total: 400 })
    expect(judged([first, again])).toEqual([['review', 6, 1_700, 'units_unknown']])
    expect(judged([low(3, 5, { originalId: 'R-0' })])).toEqual([['review', 3, 300, 'units_unknown']])
    expect(judged([first, payment('GeneralAdjustment', 0, 5, { total: 300 })])).toEqual([['review', 3, 300, 'units_unknown']])
  })
})

const drawn = fc.record({
  reason: fc.constantFrom('Lost_Warehouse', 'Damaged_Warehouse', 'Reimbursement_Reversal', 'GeneralAdjustment', 'CustomerReturn'),
  cash: fc.integer({ min: -2, max: 5 }),
  total: fc.integer({ min: -1_000, max: 4_000 }),
  inventory: fc.integer({ min: -1, max: 2 }),
  from: fc.integer({ min: 0, max: 60 }),
  id: fc.integer({ min: 1, max: 5 }),
  original: fc.integer({ min: 0, max: 5 }),
})

test('nothing is ever worth less than nothing or more than the units, and the order of the rows says nothing', () => {
  fc.assert(
    fc.property(fc.array(drawn, { maxLength: 8 }), fc.infiniteStream(fc.nat()), (rows, ranks) => {
      const payments = rows.map(({ reason, cash, total, inventory, from, id, original }) =>
        payment(reason, cash, from, { total, inventory, reimbursementId: `R-${id}`, originalId: original === 0 ? '' : `R-${original}` }),
      )
      const findings = audited(payments)
      for (const { worth, quantity } of findings) {
        expect(quantity).toBeGreaterThan(0)
        expect(worth?.minor).toBeGreaterThan(0)
        expect(worth?.minor).toBeLessThanOrEqual(quantity * 600)
      }
      const rank = new Map(payments.map((row) => [row, ranks.next().value as number]))
      const otherwise = audited(payments.toSorted((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0)))
      const byId = (list: typeof findings) => list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      expect(byId(otherwise)).toEqual(byId(findings))
    }),
  )
})
