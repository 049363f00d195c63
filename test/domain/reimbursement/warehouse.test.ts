import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fate, Lot, Movement, Payment } from '../../../domain/reimbursement/lots.ts'
import { MEANINGS } from '../../../domain/reimbursement/reasons.ts'
import { matchWarehouse } from '../../../domain/reimbursement/warehouse.ts'
import { moved, payment } from './rows.ts'

const fates = ({ credits, open }: Lot): Partial<Record<Fate | 'open', number>> => {
  const units: Partial<Record<Fate | 'open', number>> = open > 0 ? { open } : {}
  for (const { fate, units: some } of credits) units[fate] = (units[fate] ?? 0) + some
  return units
}
const matched = (movements: Movement[], payments: Payment[] = []) => {
  const { lots, loose } = matchWarehouse(movements, payments)
  return { lots: lots.map(fates), loose: loose.map(({ code, units }) => `${code} ${units}`) }
}

describe('finds', () => {
  test('sixteen are lost, five are found: eleven are open', () => {
    expect(matched([moved('M', -16, 0), moved('F', 5, 20)])).toEqual({ lots: [{ found: 5, open: 11 }], loose: [] })
  })

  test('what is lost in one centre is found in another, of another country of the same stock too', () => {
    expect(matched([moved('M', -1, 0), moved('F', 1, 20, { centre: 'WRO1', country: 'PL' })]).lots).toEqual([{ found: 1 }])
  })

  test('another stock, and another FNSKU, find nothing for it', () => {
    const { lots, loose } = matched([moved('M', -1, 0), moved('F', 1, 9, { country: 'GB' }), moved('F', 1, 9, { fnsku: 'X002' })])
    expect({ lots, loose }).toEqual({ lots: [{ open: 1 }], loose: ['find_without_loss 1', 'find_without_loss 1'] })
  })

  test('the same centre comes first, then the oldest', () => {
    const losses = [moved('M', -1, 0, { centre: 'WRO1' }), moved('M', -1, 1), moved('5', -1, 2)]
    expect(matched([...losses, moved('F', 1, 9)]).lots).toEqual([{ open: 1 }, { found: 1 }, { open: 1 }])
    expect(matched([...losses, moved('F', 2, 9, { centre: 'XXX9' })]).lots).toEqual([{ found: 1 }, { found: 1 }, { open: 1 }])
  })

  test('a find shortly before the loss counts, one long before does not', () => {
    expect(matched([moved('F', 1, 0), moved('M', -1, 30)])).toEqual({ lots: [{ found: 1 }], loose: [] })
    expect(matched([moved('F', 1, 0), moved('M', -1, 31)])).toEqual({ lots: [{ open: 1 }], loose: ['find_without_loss 1'] })
  })

  test('nothing that was damaged is found', () => {
    expect(matched([moved('E', -1, 0), moved('F', 1, 5)]).lots).toEqual([{ open: 1 }])
  })
})

describe('damages', () => {
  test.each(['E', 'H', 'K', 'U', '6', '7'])('%s and the P behind it are one unit, and no find', (code) => {
    const rows = [moved(code, -2, 0), moved('P', 2, 1, { disposition: 'WAREHOUSE_DAMAGED' })]
    expect(matched(rows)).toEqual({ lots: [{ open: 2 }], loose: [] })
  })

  test('who looks at it and puts it back to the others corrects the damage', () => {
    const out = moved('Q', -1, 8, { disposition: 'WAREHOUSE_DAMAGED' })
    const rows = [moved('E', -2, 0), moved('P', 2, 0, { disposition: 'WAREHOUSE_DAMAGED' }), out, moved('P', 1, 8)]
    expect(matched(rows)).toEqual({ lots: [{ corrected: 1, open: 1 }], loose: [] })
  })

  test('a damaged unit that is misplaced is owed once, and found again owes nothing to a loss', () => {
    const damaged = { disposition: 'WAREHOUSE_DAMAGED' } as const
    const rows = [moved('E', -1, 0), moved('P', 1, 0, damaged), moved('M', -1, 4, damaged)]
    expect(matched(rows).lots).toEqual([{ open: 1 }])
    expect(matched([...rows, moved('M', -1, 5), moved('F', 1, 9, damaged)]).lots).toEqual([{ open: 1 }, { open: 1 }])
  })

  test('damaged stock of which no damage is known may be lost, and be owed already: it is doubtful', () => {
    const { lots } = matchWarehouse([moved('M', -1, 4, { disposition: 'WAREHOUSE_DAMAGED' })], [])
    expect(lots).toMatchObject([{ type: 'lost_warehouse', isDoubtful: true, open: 1 }])
    expect(matchWarehouse([moved('M', -1, 4, { disposition: null })], []).lots).toMatchObject([{ isDoubtful: true }])
  })

  test('a change of disposition or of SKU is no loss; where a unit only leaves, it is told', () => {
    const paired = [moved('Q', -3, 0), moved('P', 1, 0, { disposition: 'DEFECTIVE' }), moved('P', 2, 1, { disposition: 'DEFECTIVE' })]
    expect(matched([...paired, moved('4', -1, 2), moved('3', 1, 2, { fnsku: 'X002' })])).toEqual({ lots: [], loose: [] })
    expect(matched([moved('Q', -3, 0), moved('P', 3, 5, { disposition: 'DEFECTIVE' })]).loose).toEqual([
      'unpaired_disposition 3',
      'unpaired_disposition 3',
    ])
    expect(matched([moved('4', -2, 0), moved('3', 1, 1, { fnsku: 'X002' })]).loose).toEqual(['unpaired_sku 1'])
  })
})

describe('payments', () => {
  test('money and goods count, in instalments too', () => {
    const paid = [payment('Lost_Warehouse', 2, 10), payment('Lost_Warehouse', 0, 30, { inventory: 1 })]
    expect(matched([moved('M', -4, 0)], paid).lots).toEqual([{ paid_cash: 2, paid_kind: 1, open: 1 }])
  })

  test('the nearest loss of its kind is paid; another kind only where none of its own is open', () => {
    const rows = [moved('M', -1, 0), moved('M', -1, 20), moved('E', -1, 29)]
    expect(matched(rows, [payment('Lost_Warehouse', 1, 30)]).lots).toEqual([{ open: 1 }, { paid_cash: 1 }, { open: 1 }])
    expect(matched(rows, [payment('Damaged_Warehouse', 2, 30)]).lots).toEqual([{ open: 1 }, { paid_cash: 1 }, { paid_cash: 1 }])
    expect(matched(rows, [payment('GeneralAdjustment', 1, 30)]).lots).toEqual([{ open: 1 }, { open: 1 }, { paid_cash: 1 }])
  })

  test('a payment up to a week before the loss, or ninety days after it', () => {
    expect(matched([moved('M', -1, 7)], [payment('Lost_Warehouse', 1, 0)]).lots).toEqual([{ paid_cash: 1 }])
    expect(matched([moved('M', -1, 8)], [payment('Lost_Warehouse', 1, 0)])).toEqual({
      lots: [{ open: 1 }],
      loose: ['payment_without_loss 1'],
    })
    expect(matched([moved('M', -1, 0)], [payment('Lost_Warehouse', 1, 90)]).lots).toEqual([{ paid_cash: 1 }])
    expect(matched([moved('M', -1, 0)], [payment('Lost_Warehouse', 1, 91)]).lots).toEqual([{ open: 1 }])
  })

  test('for an order, a shipment or a fee, in another currency or for another FNSKU it is none for this lot', () => {
    const others = [
      payment('CustomerReturn', 1, 5),
      payment('GeneralAdjustment', 1, 5, { orderId: '302-1' }),
      payment('Lost_Inbound', 1, 5),
      payment('Lost_Warehouse', 1, 5, { currency: 'GBP' }),
      payment('Lost_Warehouse', 1, 5, { fnsku: 'X002' }),
    ]
    expect(matched([moved('M', -1, 0)], others)).toEqual({
      lots: [{ open: 1 }],
      loose: ['payment_without_loss 1', 'payment_without_loss 1'],
    })
  })

  test('a reason that names a warehouse stands, whatever order the row names; other payments for orders are for these', () => {
    expect(matched([moved('M', -1, 0)], [payment('Lost_Warehouse', 1, 5, { orderId: '302-1' })]).lots).toEqual([{ paid_cash: 1 }])
    const forOrder = payment('CustomerReturn', 1, 5, { orderId: '302-1', originalId: 'R1' })
    expect(matched([moved('M', -1, 0)], [forOrder]).lots).toEqual([{ open: 1 }])
  })

  test('a unit given in place of money is told by both reports, and counts once', () => {
    const rows = [moved('M', -2, 0), moved('N', 1, 12)]
    expect(matched(rows, [payment('Lost_Warehouse', 0, 10, { inventory: 1 })]).lots).toEqual([{ paid_kind: 1, open: 1 }])
    expect(matched(rows).lots).toEqual([{ found: 1, open: 1 }])
  })

  test('a unit that turns up after it was paid for is taken by Amazon: it was found for nobody', () => {
    const rows = [moved('M', -1, 0), moved('F', 1, 40), moved('O', -1, 42)]
    expect(matched(rows, [payment('Lost_Warehouse', 1, 20)])).toEqual({ lots: [{ paid_cash: 1 }], loose: [] })
    const another = [...rows, moved('M', -1, 35)]
    expect(matched(another, [payment('Lost_Warehouse', 1, 20)]).lots).toEqual([{ paid_cash: 1 }, { open: 1 }])
  })

  test('a correction alone is no loss, and one that gives a unit back closes it', () => {
    expect(matched([moved('O', -1, 0)])).toEqual({ lots: [], loose: [] })
    expect(matched([moved('M', -1, 0), moved('O', 1, 3)]).lots).toEqual([{ corrected: 1 }])
  })
})

describe('which of several lots is meant', () => {
  test('Amazon’s own reckoning says it, where it is in the file', () => {
    const told = [moved('M', -2, 0, { unreconciled: 2 }), moved('M', -2, 5, { unreconciled: 0 })]
    expect(matched([...told, moved('F', 2, 9)]).lots).toEqual([{ open: 2 }, { found: 2 }])
    expect(matched(told, [payment('Lost_Warehouse', 2, 4)]).lots).toEqual([{ open: 2 }, { paid_cash: 2 }])
  })

  test('of payments the nearest lot with just as many units, though it is told a few days later', () => {
    const lots = [moved('M', -3, 0), moved('M', -2, 8)]
    expect(matched(lots, [payment('Lost_Warehouse', 3, 10)]).lots).toEqual([{ paid_cash: 3 }, { open: 2 }])
    expect(matched([moved('M', -1, 0), moved('M', -1, 45)], [payment('Lost_Warehouse', 1, 40)]).lots).toEqual([
      { open: 1 },
      { paid_cash: 1 },
    ])
  })

  test('an instalment is for the lot of its case, or of the payment that it adds to, and more money for it is nothing for others', () => {
    const lots = [moved('M', -2, 0), moved('M', -2, 20)]
    const first = payment('Lost_Warehouse', 1, 5, { reimbursementId: 'R1', caseId: '77' })
    expect(matched(lots, [first, payment('Lost_Warehouse', 1, 30, { caseId: '77' })]).lots).toEqual([{ paid_cash: 2 }, { open: 2 }])
    const more = payment('Lost_Warehouse', 2, 30, { originalId: 'R1' })
    expect(matched(lots, [first, more]).lots).toEqual([{ paid_cash: 2 }, { open: 2 }])
  })

  test('a payment that names no FNSKU is for that of its SKU, where it has one', () => {
    const bySku = payment('Lost_Warehouse', 1, 5, { fnsku: '' })
    expect(matched([moved('M', -1, 0)], [bySku]).lots).toEqual([{ paid_cash: 1 }])
    expect(matched([moved('M', -1, 0), moved('M', -1, 0, { fnsku: 'X002' })], [bySku]).loose).toEqual(['payment_without_loss 1'])
  })

  test('one payment is spent once, though nobody knows the country of the losses', () => {
    const lots = [moved('M', -1, 0), moved('M', -1, 0, { country: '' })]
    expect(matched(lots, [payment('Lost_Warehouse', 1, 5)]).lots).toEqual([{ paid_cash: 1 }, { open: 1 }])
  })
})

describe('finds that are none, or another unit', () => {
  test('a find that is taken back leaves the loss open', () => {
    expect(matched([moved('M', -1, 0), moved('F', 1, 5), moved('F', -1, 5)])).toEqual({ lots: [{ open: 1 }], loose: [] })
    expect(matched([moved('M', -3, 0), moved('F', 3, 5), moved('F', -1, 9)]).lots).toEqual([{ found: 2, open: 1 }])
  })

  test('found under Amazon’s own SKU of its ASIN it is perhaps this one', () => {
    const find = moved('F', 1, 9, { fnsku: 'X0FOUND', sku: 'Amazon.Found.B0LEDGER01' })
    expect(matched([moved('M', -2, 0), find])).toEqual({ lots: [{ perhaps_found: 1, open: 1 }], loose: [] })
    expect(matched([moved('M', -2, 0), { ...find, asin: 'B0OTHER' }]).loose).toEqual(['find_without_loss 1'])
  })

  test('a damaged unit that was misplaced and is found sellable is damaged no more', () => {
    const damaged = { disposition: 'WAREHOUSE_DAMAGED' } as const
    expect(matched([moved('E', -1, 0), moved('M', -1, 4, damaged), moved('F', 1, 9)])).toEqual({ lots: [{ corrected: 1 }], loose: [] })
  })

  test('lost out of damaged stock after the damage was corrected it is another unit', () => {
    const damaged = { disposition: 'WAREHOUSE_DAMAGED' } as const
    const { lots } = matchWarehouse([moved('E', -1, 0), moved('Q', -1, 2, damaged), moved('P', 1, 2), moved('M', -1, 4, damaged)], [])
    expect(lots.map((lot) => [lot.type, lot.isDoubtful, fates(lot)])).toEqual([
      ['damaged_warehouse', false, { corrected: 1 }],
      ['lost_warehouse', true, { open: 1 }],
    ])
  })

  test('a unit that turned up after it was paid for, and whose payment was taken back for it, is told by both reports', () => {
    const paid = payment('Lost_Warehouse', 1, 10, { reimbursementId: 'R1' })
    const back = payment('Reimbursement_Reversal', -1, 42, { originalId: 'R1', inventory: 1 })
    expect(matched([moved('M', -1, 0), moved('M', -1, 35), moved('F', 1, 40)], [paid, back]).lots).toEqual([{ found: 1 }, { open: 1 }])
  })

  test('a lot of which Amazon takes back the loss is corrected; one that it takes for open is not', () => {
    expect(matched([moved('M', -2, 0), moved('O', -2, 3)]).lots).toEqual([{ corrected: 2 }])
    expect(matched([moved('M', -2, 0, { unreconciled: 0 }), moved('O', -2, 3)]).lots).toEqual([{ corrected: 2 }])
    expect(matched([moved('M', -2, 0, { unreconciled: 2 }), moved('O', -2, 3)]).lots).toEqual([{ open: 2 }])
    expect(matched([moved('M', -2, 0), moved('O', -2, 3, { centre: 'WRO1' })]).lots).toEqual([{ open: 2 }])
  })

  test('corrections of old software that take each other back are nothing', () => {
    expect(matched([moved('J', -2, 0), moved('J', 2, 1)]).loose).toEqual([])
  })
})

describe('payments taken back', () => {
  const paid = payment('Lost_Warehouse', 2, 10, { reimbursementId: 'R1' })
  const back = (more: Partial<Payment>) => payment('Reimbursement_Reversal', -1, 60, { originalId: 'R1', ...more })

  test('for goods: the unit was found', () => {
    expect(matched([moved('M', -2, 0)], [paid, back({ inventory: 1 })]).lots).toEqual([{ paid_cash: 1, found: 1 }])
  })

  test('for nothing: somebody has to look at it', () => {
    expect(matched([moved('M', -2, 0)], [paid, back({})]).lots).toEqual([{ paid_cash: 1, reversed: 1 }])
    expect(matched([moved('M', -2, 0)], [paid, back({ cash: -2, inventory: 1 })]).lots).toEqual([{ found: 1, reversed: 1 }])
  })

  test('of a payment that nobody knows it is told', () => {
    expect(matched([moved('M', -2, 0)], [paid, back({ originalId: 'R9' })])).toEqual({
      lots: [{ paid_cash: 2 }],
      loose: ['reversal_without_payment 1'],
    })
  })

  test('of one from before the files it is for a loss from then', () => {
    const dangling = back({ originalId: 'R0' })
    const [first, other] = [payment('Lost_Warehouse', 1, 5, { sku: 'S9', fnsku: 'X9' }), moved('M', -1, 30)]
    expect(matched([moved('M', -1, 0), other], [first, dangling]).lots).toEqual([{ reversed: 1 }, { open: 1 }])
  })

  test('goods that were given are taken back as money is', () => {
    const inKind = payment('Lost_Warehouse', 0, 10, { reimbursementId: 'R1', inventory: 1 })
    expect(matched([moved('M', -1, 0)], [inKind, back({ cash: 0, inventory: -1 })]).lots).toEqual([{ reversed: 1 }])
  })

  test('of an order, it is not taken from a lot', () => {
    const paidOrder = payment('CustomerReturn', 1, 10, { reimbursementId: 'R1', orderId: '302-1' })
    expect(matched([moved('M', -2, 0)], [paidOrder, back({ orderId: '302-1' })])).toEqual({ lots: [{ open: 2 }], loose: [] })
  })
})

test('what nobody can tell is said: unknown codes, disposals, old corrections, finds below nothing', () => {
  const rows = [moved('ZZ', -1, 0), moved('D', -2, 0), moved('J', 1, 0), moved('F', -1, 0)]
  expect(matched(rows)).toEqual({ lots: [], loose: ['unknown_code 1', 'disposed_by_amazon 2', 'legacy_correction 1', 'unexpected_sign 1'] })
})

const someMovement = fc
  .record({
    reason: fc.constantFrom(...Object.keys(MEANINGS), 'Z'),
    quantity: fc.integer({ min: -6, max: 6 }).filter((quantity) => quantity !== 0),
    from: fc.integer({ min: 0, max: 200 }),
    centre: fc.constantFrom('LEJ1', 'WRO1', 'BHX4'),
    country: fc.constantFrom('DE', 'PL', 'GB'),
    fnsku: fc.constantFrom('X001', 'X002'),
    disposition: fc.constantFrom('SELLABLE', 'WAREHOUSE_DAMAGED', 'DEFECTIVE') as fc.Arbitrary<Movement['disposition']>,
  })
  .map(({ reason, quantity, from, ...more }) => moved(reason, quantity, from, more))

const somePayment = fc
  .record({
    reason: fc.constantFrom('Lost_Warehouse', 'Damaged_Warehouse', 'GeneralAdjustment', 'Reimbursement_Reversal', 'CustomerReturn'),
    cash: fc.integer({ min: -4, max: 4 }),
    from: fc.integer({ min: 0, max: 260 }),
    inventory: fc.integer({ min: 0, max: 3 }),
    currency: fc.constantFrom('EUR', 'GBP', 'PLN'),
    fnsku: fc.constantFrom('X001', 'X002'),
    reimbursementId: fc.constantFrom('R1', 'R2', 'R3'),
    originalId: fc.constantFrom('', 'R1', 'R2'),
  })
  .map(({ reason, cash, from, ...more }) => payment(reason, cash, from, more))

test('no unit is lost or doubled, whatever happens: those accounted for and those open are what was lost, and no row credits more than it says', () => {
  fc.assert(
    fc.property(fc.array(someMovement, { maxLength: 40 }), fc.array(somePayment, { maxLength: 15 }), (movements, payments) => {
      const { lots } = matchWarehouse(movements, payments)
      const credited = new Map<number, number>()
      for (const { quantity, open, credits } of lots) {
        expect(open).toBeGreaterThanOrEqual(0)
        expect(credits.every(({ units }) => units > 0)).toBe(true)
        expect(credits.reduce((sum, { units }) => sum + units, open)).toBe(quantity)
        for (const { units, source } of credits) credited.set(source.line, (credited.get(source.line) ?? 0) + units)
      }
      const says = new Map<number, number>()
      for (const { source, quantity } of movements) says.set(source.line, Math.abs(quantity))
      for (const { source, cash, inventory } of payments) says.set(source.line, Math.abs(cash) + Math.abs(inventory))
      for (const [line, units] of credited) expect(units).toBeLessThanOrEqual(says.get(line) ?? 0)
      const damagesAndLosses = movements.filter(
        ({ reason, quantity }) => ['lost', 'damaged'].includes(MEANINGS[reason] ?? '') && quantity < 0,
      )
      expect(lots.reduce((sum, { quantity }) => sum + quantity, 0)).toBeLessThanOrEqual(
        damagesAndLosses.reduce((sum, { quantity }) => sum - quantity, 0),
      )
    }),
    { numRuns: 1_000 },
  )
})

test('the order of the rows in their files says nothing where their days differ', () => {
  fc.assert(
    fc.property(fc.uniqueArray(someMovement, { maxLength: 25, selector: ({ date }) => date }), fc.gen(), (movements, gen) => {
      const shuffled = [...movements].sort(() => gen(fc.integer, { min: -1, max: 1 }))
      const told = (rows: Movement[]) =>
        matchWarehouse(rows, [])
          .lots.map((lot) => `${lot.movement.source.line} ${JSON.stringify(fates(lot))}`)
          .sort()
      expect(told(shuffled)).toEqual(told(movements))
    }),
    { numRuns: 300 },
  )
})
