import { beforeAll, describe, expect, test } from 'vitest'
import { groupedBy } from '../../../domain/grouped.ts'
import type { Drawn } from '../../../sandbox/fba/book.ts'
import { drawFba, type Fba } from '../../../sandbox/fba/draw.ts'
import { stockOf } from '../../../sandbox/fba/stock.ts'

let fba: Fba
beforeAll(() => {
  fba = drawFba('drawn', { lots: 2000, reckoning: 'lagging' })
})

const ledger = (): readonly Drawn<'GET_LEDGER_DETAIL_VIEW_DATA'>[] => fba.rows.GET_LEDGER_DETAIL_VIEW_DATA
const adjusted = (reason: string) => ledger().filter((row) => row.reason === reason)

test('the same seed gives the same, another one another', () => {
  const small = { lots: 60 }
  expect(drawFba('one', small)).toEqual(drawFba('one', small))
  expect(drawFba('two', small).rows.GET_LEDGER_DETAIL_VIEW_DATA).not.toEqual(drawFba('one', small).rows.GET_LEDGER_DETAIL_VIEW_DATA)
})

describe('of two thousand lots', () => {
  test.each([
    ...['found', 'found as N', 'found by ASIN', 'found in parts', 'found before the loss', 'found in another centre'],
    ...['found in another country', 'corrected', 'corrected late', 'damaged units misplaced', 'misplaced damaged units found'],
    ...[
      'damaged units disposed of',
      'paid damage taken',
      'paid by case',
      'paid before the ledger has the loss',
      'instalments',
      'paid in goods with N',
      'paid in goods without N',
    ],
    ...['goods taken back', 'payment invalidated', 'reversed as found', 'late find cancelled by O', 'twin', 'lagging reckoning'],
    ...['redisposed', 'redefined', 'correctedAlone', 'findTakenBack', 'softwarePair', 'strayFind', 'strayPayment', 'dangling reversal'],
    ...['Fee_Correction', 'CustomerServiceIssue', 'Lost_Outbound', 'GeneralAdjustment', 'ReturnAdjustment'],
    ...['Shipments', 'Receipts', 'WhseTransfers', 'CustomerReturns', 'VendorReturns'],
    ...['refunded, never returned', 'returned', 'returned in part', 'damaged by the carrier', 'damaged in the warehouse'],
    ...[
      'damaged by the customer',
      'returned as defective',
      'another product returned',
      'replaced, never returned',
      'replaced and returned',
    ],
    ...['own order refunded', 'part of the price refunded', 'return paid', 'returned after payment'],
    ...['shortage', 'shortage paid', 'shortage received later', 'mislabelled', 'receipt taken back'],
    ...['removal delivered', 'removal cancelled', 'removal disposed of', 'removal in process', 'removal short in its order'],
    ...['removal short in its shipments', 'removal lost in transit', 'removal delivered damaged', 'removal paid'],
  ])('some have: %s', (phenomenon) => {
    expect(fba.phenomena.get(phenomenon) ?? 0).toBeGreaterThan(0)
  })

  test('every code of an adjustment comes with the sign that it has', () => {
    const reasons = new Set(ledger().map(({ reason }) => reason))
    expect([...'M5FNEHKU67QP34DGO12J'].filter((code) => !reasons.has(code))).toEqual([])
    for (const code of 'M5EHKU67Q4DGO') expect(adjusted(code).every(({ quantity }) => quantity < 0)).toBe(true)
    for (const code of 'NP3') expect(adjusted(code).every(({ quantity }) => quantity > 0)).toBe(true)
  })

  test('some rows are the same to the last letter, losses too', () => {
    const same = (rows: readonly object[]) => [...groupedBy(rows, (row) => JSON.stringify({ ...row, source: 0 })).values()]
    expect(same(ledger()).filter(({ length }) => length > 1).length).toBeGreaterThan(10)
    expect(same(adjusted('M')).filter(({ length }) => length > 1).length).toBeGreaterThan(5)
  })

  test('no payment has the number of another', () => {
    const payments = fba.rows.GET_FBA_REIMBURSEMENTS_DATA
    expect(new Set(payments.map(({ reimbursementId }) => reimbursementId)).size).toBe(payments.length)
  })
})

test('what is damaged comes into damaged stock, within a day', () => {
  const ins = groupedBy(
    adjusted('P').filter(({ disposition }) => disposition === 'WAREHOUSE_DAMAGED'),
    ({ fnsku, centre, reference }) => `${fnsku}/${centre}/${reference}`,
  )
  const damages = ledger().filter(({ reason }) => /^[EHKU67]$/.test(reason))
  expect(damages.length).toBeGreaterThan(500)
  for (const { fnsku, centre, reference, quantity, date } of damages) {
    const pair = ins.get(`${fnsku}/${centre}/${Number(reference) + 1}`)?.[0]
    expect(pair?.quantity).toBe(-quantity)
    expect(Date.parse(pair?.date ?? '') - Date.parse(date)).toBeLessThanOrEqual(86_400_000)
  }
})

test('dispositions, SKUs and software corrections move units, and make none', () => {
  const sum = (codes: string): number =>
    ledger().reduce((total, row) => total + (row.reason !== '' && codes.includes(row.reason) ? row.quantity : 0), 0)
  expect(sum('34')).toBe(0)
  expect(sum('12J')).toBe(0)
  expect(sum('EHKU67QP')).toBe(0)
})

test('stock ties: what there was and what happened is what there is, and on no evening less than nothing', () => {
  const lines = stockOf(ledger())
  const now = new Map(lines.map(({ fnsku, centre, disposition, start }) => [`${fnsku}/${centre}/${disposition}`, start]))
  for (const [, rows] of groupedBy(ledger(), ({ date }) => date)) {
    const touched = rows.map(({ fnsku, centre, disposition, quantity }) => {
      const key = `${fnsku}/${centre}/${disposition}`
      now.set(key, (now.get(key) ?? Number.NaN) + quantity)
      return key
    })
    expect(touched.filter((key) => !((now.get(key) ?? Number.NaN) >= 0))).toEqual([])
  }
  expect(lines.filter(({ fnsku, centre, disposition, end }) => now.get(`${fnsku}/${centre}/${disposition}`) !== end)).toEqual([])
})

test('rows of a million come from few lots where the traffic is wished so', () => {
  const busy = drawFba('busy', { lots: 20, trafficPerLot: 500 })
  expect(busy.rows.GET_LEDGER_DETAIL_VIEW_DATA.length).toBeGreaterThan(10_000)
  expect(busy.truth.lots.filter(({ type }) => type.endsWith('warehouse'))).toHaveLength(20)
})

test('what an inbound shipment has received is what the ledger says of it', () => {
  const received = new Map<string, number>()
  for (const { event, reference, fnsku, quantity } of ledger())
    if (event === 'Receipts') received.set(`${reference}/${fnsku}`, (received.get(`${reference}/${fnsku}`) ?? 0) + quantity)
  const items = fba.shipments.flatMap(({ shipmentId, items }) => items.map((item) => ({ shipmentId, ...item })))
  expect(items.length).toBeGreaterThan(100)
  expect(items.filter((item) => item.received !== (received.get(`${item.shipmentId}/${item.fnsku}`) ?? 0))).toEqual([])
})
