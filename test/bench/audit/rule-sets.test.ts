import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { caseQueue } from '../../../bench/audit/rule-sets/case-queue.ts'
import { clario } from '../../../bench/audit/rule-sets/clario.ts'
import { duckdb } from '../../../bench/audit/rule-sets/duckdb.ts'
import { fbaReimburse } from '../../../bench/audit/rule-sets/fba-reimburse.ts'
import { RULE_SETS } from '../../../bench/audit/rule-sets/index.ts'
import { reconciliationErp } from '../../../bench/audit/rule-sets/reconciliation-erp.ts'
import { sellerqi } from '../../../bench/audit/rule-sets/sellerqi.ts'
import type { RuleSet, RuleSetInput } from '../../../bench/audit/rule-sets/types.ts'
import type { Movement, Payment } from '../../../domain/reimbursement/lots.ts'
import { MEANINGS } from '../../../domain/reimbursement/reasons.ts'
import { dayAt, moved, payment } from '../../domain/reimbursement/rows.ts'

const TODAY = 50
const COSTS: RuleSetInput['costs'] = new Map([['SKU-1', [{ sku: 'SKU-1', minor: 700, currency: 'EUR', validFrom: '2025-01-01' }]]])
const DAMAGED_STOCK = { disposition: 'WAREHOUSE_DAMAGED' } as const
/** For a product that has lost nothing: the report is not empty, and says nothing of the others. */
const ANOTHER = payment('Lost_Warehouse', 1, 0, { fnsku: 'X999', sku: 'SKU-9' })

const inputOf = (movements: readonly Movement[], payments: readonly Payment[]): RuleSetInput => ({
  movements,
  payments: [...payments, ANOTHER],
  asOf: dayAt(TODAY),
  costs: COSTS,
})
const claims = (rules: RuleSet, movements: readonly Movement[], payments: readonly Payment[] = []) => rules(inputOf(movements, payments))
/** What is claimed of each row, in the order of the rows. */
const units = (rules: RuleSet, movements: readonly Movement[], payments: readonly Payment[] = []): number[] => {
  const claimed = claims(rules, movements, payments)
  return movements.map(({ source }) => claimed.find((claim) => claim.source === source)?.units ?? 0)
}
const damage = (code: string, quantity: number, from: number): Movement[] => [
  moved(code, -quantity, from),
  moved('P', quantity, from, DAMAGED_STOCK),
]
/** A unit that is damaged, and misplaced among the damaged ones: owed once. */
const damagedThenMisplaced = () => [...damage('E', 1, 10), moved('M', -1, 20, DAMAGED_STOCK)]
const foundElsewhere = () => [moved('M', -1, 10), moved('F', 1, 20, { centre: 'WRO1' })]
/** Two units that are paid one after the other, and a third that is lost later. */
const inInstalments = (): [Movement[], Payment[]] => [
  [moved('M', -2, 10), moved('M', -1, 35)],
  [payment('Lost_Warehouse', 1, 20), payment('Lost_Warehouse', 1, 30)],
]
/** Goods in place of money: both reports tell it. */
const inKind = (): [Movement[], Payment[]] => [
  [moved('M', -1, 10), moved('N', 1, 20)],
  [payment('Lost_Warehouse', 0, 20, { inventory: 1, total: 0 })],
]
const takenBack = (): [Movement[], Payment[]] => {
  const paid = payment('Lost_Warehouse', 1, 20)
  return [[moved('M', -1, 10)], [paid, payment('Reimbursement_Reversal', -1, 30, { originalId: paid.reimbursementId })]]
}

/** Money is taken back for goods in its place, and another unit is lost. */
const replacedInKind = (): [Movement[], Payment[]] => {
  const [movements, [paid]] = takenBack()
  const goods = payment('Reimbursement_Reversal', -1, 30, { inventory: 1, originalId: paid!.reimbursementId })
  return [
    [...movements, moved('M', -1, 25)],
    [paid!, goods],
  ]
}

describe('all rule sets', () => {
  const drawnMovement = fc
    .record({
      reason: fc.constantFrom(...Object.keys(MEANINGS)),
      quantity: fc.integer({ min: -5, max: 5 }),
      from: fc.integer({ min: -600, max: TODAY }),
      fnsku: fc.constantFrom('X001', 'X002'),
      country: fc.constantFrom('DE', 'PL', 'GB'),
      centre: fc.constantFrom('LEJ1', 'WRO1'),
      disposition: fc.constantFrom('SELLABLE' as const, 'WAREHOUSE_DAMAGED' as const),
      unreconciled: fc.option(fc.integer({ min: -5, max: 0 }), { nil: undefined }),
    })
    .map(({ reason, quantity, from, ...more }) => moved(reason, quantity, from, more))
  const drawnPayment = fc
    .record({
      reason: fc.constantFrom('Lost_Warehouse', 'Damaged_Warehouse', 'GeneralAdjustment', 'CustomerReturn', 'Reimbursement_Reversal'),
      cash: fc.integer({ min: -3, max: 3 }),
      from: fc.integer({ min: -600, max: TODAY }),
      inventory: fc.integer({ min: 0, max: 2 }),
      currency: fc.constantFrom('EUR', 'GBP'),
    })
    .map(({ reason, cash, from, ...more }) => payment(reason, cash, from, more))

  test.each(Object.entries(RULE_SETS))('%s claims a row once, and no more units than it names', (_, rules) => {
    fc.assert(
      fc.property(fc.array(drawnMovement, { maxLength: 12 }), fc.array(drawnPayment, { maxLength: 4 }), (movements, payments) => {
        const claimed = claims(rules, movements, payments)
        expect(new Set(claimed.map(({ source }) => source)).size).toBe(claimed.length)
        for (const { source, units: some } of claimed) {
          const row = movements.find((movement) => movement.source === source)
          expect(some).toBeGreaterThanOrEqual(1)
          expect(some).toBeLessThanOrEqual(Math.abs(row?.quantity ?? 0))
        }
      }),
    )
  })

  test.each(Object.entries(RULE_SETS))('%s reads rows in whatever order they stand', (_, rules) => {
    const onOtherDays = fc.uniqueArray(drawnMovement, { selector: ({ date }) => date, maxLength: 12 })
    const paidOnOtherDays = fc.uniqueArray(drawnPayment, { selector: ({ date }) => date, maxLength: 4 })
    fc.assert(
      fc.property(onOtherDays, paidOnOtherDays, (movements, payments) => {
        const turned = units(rules, movements.toReversed(), payments.toReversed())
        expect(turned.toReversed()).toEqual(units(rules, movements, payments))
      }),
    )
  })

  test.each(Object.entries(RULE_SETS))('%s tells stocks apart that share nothing', (_, rules) => {
    const movements = [moved('5', -1, 10), moved('E', -1, 10, { unreconciled: -1 }), moved('F', 1, 20, { country: 'GB' })]
    const paid = payment('Damaged_Warehouse', 1, 20, { currency: 'GBP' })
    expect(claims(rules, movements, [paid])).toEqual(claims(rules, movements.slice(0, 2)))
    expect(claims(rules, movements)).not.toEqual([])
  })
})

describe('case_queue.py', () => {
  test.each(['M', 'E', 'H', 'K', 'U', '6', '7'])('%s is claimed at what the seller says it costs', (code) => {
    const loss = moved(code, -2, 10)
    expect(claims(caseQueue, [loss])).toEqual([{ source: loss.source, units: 2, minor: 1400 }])
  })

  test.each(['5', 'D', 'O', 'G', 'Q', 'P', 'N'])('%s never is', (code) => {
    expect(claims(caseQueue, [moved(code, -2, 10)])).toEqual([])
  })

  test('what nobody has a cost for is claimed without a value', () => {
    expect(claims(caseQueue, [moved('M', -1, 10, { sku: 'SKU-2' })])[0]?.minor).toBeNull()
  })

  test('what is found in the same centre within thirty days is not claimed, later or in another centre it is', () => {
    expect(units(caseQueue, [moved('M', -3, 0), moved('F', 1, 30)])).toEqual([2, 0])
    expect(units(caseQueue, [moved('M', -3, 0), moved('F', 1, 31)])).toEqual([3, 0])
    expect(units(caseQueue, [moved('F', 1, 0), moved('M', -3, 30)])).toEqual([0, 2])
    expect(units(caseQueue, [moved('F', 1, 0), moved('M', -3, 31)])).toEqual([0, 3])
    expect(units(caseQueue, foundElsewhere())).toEqual([1, 0])
  })

  test('a find is nothing that was damaged', () => {
    expect(units(caseQueue, [moved('E', -1, 10), moved('F', 1, 20)])).toEqual([1, 0])
  })

  test('a payment counts for its group, from seven days before to ninety after', () => {
    const rows = [moved('M', -1, 10), moved('E', -1, 10)]
    const open = (reason: string, from: number) => units(caseQueue, rows, [payment(reason, 1, from)])
    expect(open('Lost_Warehouse', 3)).toEqual([0, 1])
    expect(open('Lost_Warehouse', 2)).toEqual([1, 1])
    expect(open('Damaged_Warehouse', 12)).toEqual([1, 0])
    expect(open('CustomerReturn', 12)).toEqual([1, 1])
    expect(open('Lost_Warehouse', 100)).toEqual([0, 1])
    expect(open('Lost_Warehouse', 101)).toEqual([1, 1])
  })

  test('a payment whose reason names no group counts for any, and one for an order for none', () => {
    const rows = [moved('M', -1, 10), moved('E', -1, 12)]
    expect(units(caseQueue, rows, [payment('GeneralAdjustment', 2, 20)])).toEqual([0, 0])
    expect(units(caseQueue, rows, [payment('GeneralAdjustment', 2, 20, { orderId: '028-1' })])).toEqual([1, 1])
    expect(units(caseQueue, rows, [payment('Lost_Warehouse', 2, 20, { orderId: '028-1' })])).toEqual([0, 1])
  })

  test('a payment is for the nearest loss before it', () => {
    expect(units(caseQueue, [moved('M', -1, 0), moved('M', -1, 10)], [payment('Lost_Warehouse', 1, 20)])).toEqual([1, 0])
  })

  test('a SKU that has two FNSKUs is one product to it', () => {
    expect(units(caseQueue, [moved('M', -1, 10), moved('F', 1, 20, { fnsku: 'X002' })])).toEqual([0, 0])
  })

  test('instalments are added up, and goods given in kind are paid', () => {
    expect(units(caseQueue, ...inInstalments())).toEqual([0, 1])
    expect(units(caseQueue, ...inKind())).toEqual([0, 0])
  })

  test('of a payment that was taken back it knows the payment alone', () => {
    expect(units(caseQueue, ...takenBack())).toEqual([0])
    expect(units(caseQueue, ...replacedInKind())).toEqual([0, 1])
  })

  test('a unit that is misplaced among the damaged ones is claimed twice', () => {
    expect(units(caseQueue, damagedThenMisplaced())).toEqual([1, 0, 1])
  })

  test('a loss is claimed for sixty days', () => {
    expect(units(caseQueue, [moved('M', -1, TODAY - 60), moved('M', -1, TODAY - 61)])).toEqual([1, 0])
  })

  test('without payments, or with more than one unknown code in twenty, it claims nothing', () => {
    const rows = (unknown: number) => Array.from({ length: 40 }, (_, number) => moved(number < unknown ? 'Z' : 'M', -1, 10))
    expect(caseQueue({ ...inputOf(rows(0), []), payments: [] })).toEqual([])
    expect(claims(caseQueue, rows(2))).toHaveLength(38)
    expect(claims(caseQueue, rows(3))).toEqual([])
  })
})

describe('Clario', () => {
  test('nothing is ever over: what was lost three years ago is claimed, at twenty where nobody knows the cost', () => {
    const old = moved('M', -2, -1095)
    expect(claims(clario, [old])).toEqual([{ source: old.source, units: 2, minor: 4000 }])
    expect(claims(clario, [moved('E', -2, 10)])[0]?.minor).toBe(1400)
  })

  test('what was thrown away counts as lost, and so does what came in kind', () => {
    expect(units(clario, [moved('D', -3, 10)])).toEqual([3])
    expect(units(clario, ...inKind())).toEqual([1, 0])
    expect(units(clario, [moved('N', 1, 20), moved('N', -1, 30), moved('M', -1, 10)])).toEqual([1, 0, 1])
  })

  test('seven tenths of what was given are set against losses, three against damages', () => {
    const rows = [moved('5', -10, 0), moved('E', -10, 0)]
    expect(units(clario, rows, [payment('Lost_Warehouse', 10, 20)])).toEqual([3, 7])
  })

  test('M is a damage to it', () => {
    const rows = [moved('5', -10, 0), moved('M', -10, 0)]
    expect(units(clario, rows, [payment('Lost_Warehouse', 10, 20)])).toEqual([3, 7])
  })

  test('sums take finds from every centre and instalments, and leave what one side does not need to the other', () => {
    expect(units(clario, foundElsewhere())).toEqual([0, 0])
    expect(units(clario, ...inInstalments())).toEqual([0, 1])
  })

  test('of a payment that was taken back it knows the payment alone, and a payment for an order is none for stock', () => {
    expect(units(clario, ...takenBack())).toEqual([0])
    expect(units(clario, ...replacedInKind())).toEqual([0, 1])
    expect(units(clario, [moved('M', -1, 10)], [payment('CustomerReturn', 1, 20)])).toEqual([1])
  })

  test('a unit that is misplaced among the damaged ones is claimed twice', () => {
    expect(units(clario, damagedThenMisplaced())).toEqual([1, 0, 1])
  })
})

describe('TS and DuckDB', () => {
  test('a loss is claimed for eighteen months, at fifteen a unit whatever it costs', () => {
    const loss = moved('M', -2, -400)
    expect(claims(duckdb, [loss, moved('M', -2, -600)])).toEqual([{ source: loss.source, units: 2, minor: 3000 }])
  })

  test('anything that was ever paid for a product hides all that it has lost', () => {
    const losses = [moved('M', -9, 10), moved('E', -1, 10), moved('M', -1, 10, { fnsku: 'X002' })]
    expect(units(duckdb, losses, [payment('CustomerReturn', 1, -300)])).toEqual([0, 0, 1])
    const [movements, payments] = inInstalments()
    expect(units(duckdb, movements, payments)).toEqual([0, 0])
    expect(units(duckdb, ...takenBack())).toEqual([0])
    expect(units(duckdb, ...inKind())).toEqual([0, 0])
  })

  test('finds count in whatever centre, and the damage stands for what is then misplaced', () => {
    expect(claims(duckdb, foundElsewhere())).toEqual([])
    expect(claims(duckdb, [moved('5', -1, 10), moved('N', 1, 20)])).toEqual([])
    expect(units(duckdb, damagedThenMisplaced())).toEqual([1, 0, 0])
  })
})

describe('FBA Reconciliation ERP', () => {
  test('what is missing in the balance is claimed from the newest losses', () => {
    const rows = [moved('M', -2, 5), moved('5', -2, 10), moved('E', -1, 20), moved('F', 2, 30)]
    expect(units(reconciliationErp, rows)).toEqual([0, 2, 1, 0])
    expect(claims(reconciliationErp, rows).map(({ minor }) => minor)).toEqual([700, 1400])
  })

  test.each(['6', '7', 'H', 'K', 'U'])('%s is not seen', (code) => {
    expect(claims(reconciliationErp, [moved(code, -2, 10)])).toEqual([])
  })

  test('a balance takes finds from every centre, instalments, and goods given in kind once', () => {
    expect(units(reconciliationErp, foundElsewhere())).toEqual([0, 0])
    expect(units(reconciliationErp, ...inInstalments())).toEqual([0, 1])
    const [movements, payments] = inKind()
    expect(units(reconciliationErp, [...movements, moved('M', -1, 30)], payments)).toEqual([0, 0, 1])
  })

  test('money for an order closes no gap in stock', () => {
    expect(units(reconciliationErp, [moved('M', -1, 10)], [payment('CustomerReturn', 1, 20)])).toEqual([1])
  })

  test('an old gap is claimed from a newer loss that was found', () => {
    const rows = [moved('M', -1, -300), moved('M', -1, 10), moved('F', 1, 20)]
    expect(units(reconciliationErp, rows)).toEqual([0, 1, 0])
    expect(units(reconciliationErp, rows.slice(0, 1))).toEqual([0])
    expect(units(reconciliationErp, [moved('M', -1, TODAY - 60), moved('M', -1, TODAY - 61)])).toEqual([1, 0])
  })

  test('a unit that is misplaced among the damaged ones is claimed twice', () => {
    expect(units(reconciliationErp, damagedThenMisplaced())).toEqual([1, 0, 1])
  })

  test('of a payment that was taken back it knows the payment alone', () => {
    expect(units(reconciliationErp, ...takenBack())).toEqual([0])
    expect(units(reconciliationErp, ...replacedInKind())).toEqual([0, 1])
  })
})

describe('fba-reimburse.py', () => {
  test('sixteen are lost, five are found: it takes all for found', () => {
    expect(units(fbaReimburse, [moved('M', -16, 0), moved('F', 5, 20)])).toEqual([0, 0])
  })

  test('one find of two units leaves one of two losses', () => {
    expect(units(fbaReimburse, [moved('M', -1, 5), moved('M', -1, 10), moved('F', 2, 20)])).toEqual([1, 0, 0])
  })

  test('the second instalment hides another loss', () => {
    const [movements, payments] = inInstalments()
    expect(units(fbaReimburse, [moved('M', -1, 0), ...movements], payments)).toEqual([0, 0, 1])
  })

  test('a payment closes a row of its kind, a find one that was lost before it', () => {
    const rows = [moved('M', -1, 10), moved('E', -1, 11), moved('5', -1, 30), moved('F', 1, 20)]
    expect(units(fbaReimburse, rows)).toEqual([0, 1, 1, 0])
    expect(units(fbaReimburse, rows, [payment('Damaged_Warehouse', 1, 40)])).toEqual([0, 0, 1, 0])
  })

  test('a loss is claimed for ninety days', () => {
    expect(units(fbaReimburse, [moved('M', -1, TODAY - 90), moved('M', -1, TODAY - 91)])).toEqual([1, 0])
  })

  test('finds count in whatever centre, goods given in kind are paid, and of what was taken back it knows the payment', () => {
    expect(units(fbaReimburse, foundElsewhere())).toEqual([0, 0])
    expect(units(fbaReimburse, ...inKind())).toEqual([0, 0])
    expect(units(fbaReimburse, ...takenBack())).toEqual([0])
    expect(claims(fbaReimburse, ...replacedInKind())).toHaveLength(1)
  })

  test('a unit that is misplaced among the damaged ones is claimed twice', () => {
    expect(units(fbaReimburse, damagedThenMisplaced())).toEqual([1, 0, 1])
  })
})

describe('SellerQI', () => {
  test('lost less found less reimbursed is claimed from the newest losses, of any age', () => {
    const rows = [moved('M', -2, -600), moved('5', -2, 10), moved('F', 1, 20, { centre: 'WRO1' })]
    expect(units(sellerqi, rows)).toEqual([1, 2, 0])
    const elsewhere = [payment('Damaged_Warehouse', 1, 30), payment('CustomerReturn', 1, 30)]
    expect(units(sellerqi, rows, [payment('Lost_Warehouse', 1, 30), ...elsewhere])).toEqual([0, 2, 0])
  })

  test('of damages it claims what Amazon calls unreconciled', () => {
    const rows = [moved('E', -3, 10, { unreconciled: -2 }), moved('H', -3, 10, { unreconciled: 1 }), moved('U', -3, 10)]
    expect(units(sellerqi, rows)).toEqual([2, 1, 0])
  })

  test('what was thrown away is claimed, paid or not', () => {
    expect(units(sellerqi, [moved('D', -3, 10)], [payment('Lost_Warehouse', 3, 20)])).toEqual([3])
  })

  test('instalments and goods given in kind are added up, and of what was taken back it knows the payment', () => {
    expect(units(sellerqi, ...inInstalments())).toEqual([0, 1])
    expect(units(sellerqi, ...inKind())).toEqual([0, 0])
    expect(units(sellerqi, ...takenBack())).toEqual([0])
    expect(units(sellerqi, ...replacedInKind())).toEqual([0, 1])
  })

  test('a unit that is misplaced among the damaged ones is claimed twice', () => {
    const rows = [moved('E', -1, 10, { unreconciled: -1 }), moved('M', -1, 20, DAMAGED_STOCK)]
    expect(units(sellerqi, rows)).toEqual([1, 1])
  })
})
