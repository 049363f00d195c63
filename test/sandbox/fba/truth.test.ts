import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupedBy } from '../../../domain/grouped.ts'
import { dateOf, dayOf } from '../../../sandbox/fba/days.ts'
import { drawFba } from '../../../sandbox/fba/draw.ts'
import { FATES, type LotType, standingOf, type TrueLot, windowState } from '../../../sandbox/fba/truth.ts'

const reckoning = fc.constantFrom('current' as const, 'lagging' as const, 'absent' as const)

test('of each lot it is true on any day that every unit has one fate', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 0, max: 400 }), reckoning, (seed, days, kind) => {
      const { truth, from } = drawFba(seed, { lots: 40, shipmentsPerLot: 0.3, removalsPerLot: 0.3, reckoning: kind })
      const asOf = dateOf(dayOf(from) + days)
      for (const lot of truth.lots) {
        const standing = standingOf(lot, asOf)
        expect(FATES.reduce((sum, fate) => sum + standing[fate], 0)).toBe(lot.quantity)
        expect(Math.min(...FATES.map((fate) => standing[fate]))).toBeGreaterThanOrEqual(0)
      }
    }),
    { numRuns: 60 },
  )
})

test('Amazon’s own reckoning is that of the truth where it is current, and knows less where it lags', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('current' as const, 'lagging' as const), (seed, kind) => {
      const { truth, rows, to } = drawFba(seed, { lots: 60, reckoning: kind, ordersPerLot: 0 })
      const at = groupedBy(rows.GET_LEDGER_DETAIL_VIEW_DATA, ({ source }) => source.line)
      for (const lot of truth.lots.filter(({ type }) => type.endsWith('_warehouse'))) {
        const [row] = at.get(lot.rows[0]?.line ?? 0) ?? []
        const { owed, reversed } = standingOf(lot, to)
        expect(row?.quantity).toBe(-lot.quantity)
        expect((row?.reconciled ?? 0) + (row?.unreconciled ?? 0)).toBe(lot.quantity)
        if (kind === 'current') expect(row?.unreconciled).toBe(owed)
        else expect(row?.unreconciled).toBeGreaterThanOrEqual(owed)
        expect(reversed).toBeGreaterThanOrEqual(0)
      }
    }),
    { numRuns: 30 },
  )
})

test('money that the truth has paid for lots of the warehouse is in the payments, to the unit', () => {
  const { truth, rows, to } = drawFba('paid', { lots: 1000, rates: { otherPayments: 0, invalidated: 0, foundAfterPayment: 0 } })
  const warehouse = truth.lots.filter(({ type }) => type.endsWith('_warehouse'))
  const sum = (units: readonly number[]): number => units.reduce((total, each) => total + each, 0)
  const payments = rows.GET_FBA_REIMBURSEMENTS_DATA.filter(({ reason }) => /_Warehouse$/.test(reason))
  const strays = truth.strays.filter((stray) => stray.between.first !== null)
  const paid = warehouse.map((lot) => standingOf(lot, to)).map(({ paid_cash, paid_kind }) => paid_cash + paid_kind)
  expect(sum(payments.map(({ cash, inventory }) => cash + inventory))).toBe(sum(paid) + sum(strays.map(({ units }) => units)))
})

test('units that the truth has found or corrected are in the ledger, to the unit', () => {
  const rates = { others: 0, inKind: 0, foundAfterPayment: 0, invalidated: 0 }
  const { truth, rows, to } = drawFba('found', { lots: 1000, rates, ordersPerLot: 0, shipmentsPerLot: 0 })
  const units = (reasons: string, disposition: string): number =>
    rows.GET_LEDGER_DETAIL_VIEW_DATA.filter(
      (row) => row.reason !== '' && reasons.includes(row.reason) && row.disposition === disposition,
    ).reduce((sum, { quantity }) => sum + Math.abs(quantity), 0)
  const standings = truth.lots.map((lot) => standingOf(lot, to))
  expect(units('FN', 'SELLABLE')).toBe(standings.reduce((sum, { found }) => sum + found, 0))
  expect(units('Q', 'WAREHOUSE_DAMAGED')).toBe(standings.reduce((sum, { corrected }) => sum + corrected, 0))
})

test('what Amazon takes back in money without the unit is reversed, to the unit', () => {
  const { truth, rows, to } = drawFba('reversed', { lots: 1500, rates: { otherPayments: 0, inKind: 0, invalidated: 0.3 }, ordersPerLot: 0 })
  const taken = rows.GET_FBA_REIMBURSEMENTS_DATA.filter(({ cash, inventory }) => cash < 0 && inventory === 0)
  expect(taken.length).toBeGreaterThan(50)
  expect(taken.reduce((sum, { cash }) => sum - cash, 0)).toBe(truth.lots.reduce((sum, lot) => sum + standingOf(lot, to).reversed, 0))
})

describe('a window', () => {
  const lot = (type: LotType, pool: TrueLot['pool'], startsOn: string): TrueLot => ({
    type,
    pool,
    startsOn,
    rows: [{ file: 'ledger.txt', line: 2 }],
    fnsku: 'X',
    asin: 'B',
    sku: 'S',
    country: pool === 'EU' ? 'DE' : pool,
    quantity: 1,
    events: [],
    unitValue: null,
    needsPerson: false,
  })

  // Worked out by hand from the notices: the day itself counts as day 0.
  test.each([
    ['lost_warehouse', 'US', '2025-06-01', '2025-06-01', 'open'],
    ['lost_warehouse', 'US', '2025-06-01', '2025-07-31', 'open'],
    ['lost_warehouse', 'US', '2025-06-01', '2025-08-01', 'expired'],
    ['customer_return', 'US', '2025-06-01', '2025-07-30', 'too_early'],
    ['customer_return', 'US', '2025-06-01', '2025-07-31', 'open'],
    ['customer_return', 'US', '2025-06-01', '2025-09-29', 'open'],
    ['customer_return', 'US', '2025-06-01', '2025-09-30', 'expired'],
    ['customer_return', 'EU', '2025-06-01', '2025-07-15', 'too_early'],
    ['customer_return', 'EU', '2025-06-01', '2025-07-16', 'open'],
    ['customer_return', 'GB', '2025-06-01', '2025-09-14', 'open'],
    ['customer_return', 'GB', '2025-06-01', '2025-09-15', 'expired'],
    ['removal_lost', 'EU', '2025-06-01', '2025-06-15', 'too_early'],
    ['removal_lost', 'EU', '2025-06-01', '2025-07-31', 'open'],
    ['removal_lost', 'EU', '2025-06-01', '2025-08-15', 'unsure'],
    ['removal_lost', 'EU', '2025-06-01', '2025-08-16', 'expired'],
    ['inbound_shortage', 'EU', '2025-06-01', '2025-12-01', 'open'],
    ['inbound_shortage', 'EU', '2025-06-01', '2025-12-02', 'expired'],
    ['inbound_shortage', 'US', '2025-06-01', '2025-06-15', 'too_early'],
    ['inbound_shortage', 'US', '2025-06-01', '2025-08-01', 'unsure'],
    ['inbound_shortage', 'US', '2025-06-01', '2026-03-02', 'expired'],
  ] as const)('of %s in %s from %s on %s is %s', (type, pool, startsOn, asOf, state) => {
    expect(windowState(lot(type, pool, startsOn), asOf)).toBe(state)
  })

  test('is not open before the shipment is closed', () => {
    const inbound = { ...lot('inbound_shortage', 'EU', '2025-06-01'), notBefore: '2025-07-01' }
    expect(windowState(inbound, '2025-06-30')).toBe('too_early')
    expect(windowState(inbound, '2025-07-01')).toBe('open')
  })
})
