import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { casesOf, workOrder } from '../../../domain/reimbursement/cases.ts'
import { FINDING_TYPES, type Finding } from '../../../domain/reimbursement/findings.ts'
import { afterDenial } from '../../../domain/reimbursement/reopening.ts'
import { dayAt } from './rows.ts'

let number = 0
function finding(more: Partial<Finding> = {}): Finding {
  number += 1
  return {
    id: `X001-${number}`,
    type: 'lost_warehouse',
    event: `${number}`,
    marketplace: 'DE',
    fnsku: 'X001',
    asin: 'B1',
    sku: 'S1',
    quantity: 1,
    worth: { minor: 500, currency: 'EUR' },
    eligibleFrom: dayAt(0),
    deadline: dayAt(60),
    confirmed: true,
    status: 'claimable',
    confidence: 'high',
    policy: 'eu/fc_loss/2025-01-09',
    doubts: [],
    evidence: [],
    ...more,
  }
}
const sizes = (findings: Finding[]) => casesOf(findings).map((each) => each.findings.length)

describe('one case', () => {
  test('is one event, one shipment or one order, whatever products are in it', () => {
    expect(
      sizes([finding({ type: 'inbound_shortage', event: 'FBA1' }), finding({ type: 'inbound_shortage', event: 'FBA1', fnsku: 'X2' })]),
    ).toEqual([2])
    expect(sizes([finding({ type: 'inbound_shortage', event: 'FBA1' }), finding({ type: 'inbound_shortage', event: 'FBA2' })])).toEqual([
      1, 1,
    ])
    expect(sizes([finding({ type: 'customer_return', event: '302-1' }), finding({ type: 'customer_return', event: '302-2' })])).toEqual([
      1, 1,
    ])
  })

  test('is losses of one product and day up to ten; types never join', () => {
    expect(sizes([finding(), finding(), finding({ eligibleFrom: dayAt(1), deadline: dayAt(61) }), finding({ fnsku: 'X2' })])).toEqual([
      2, 1, 1,
    ])
    expect(sizes([finding(), finding({ type: 'damaged_warehouse' })])).toEqual([1, 1])
    expect(sizes(Array.from({ length: 23 }, () => finding()))).toEqual([10, 10, 3])
  })

  test('has every finding once, and the earliest deadline', () => {
    const some = fc.record({
      type: fc.constantFrom(...FINDING_TYPES),
      event: fc.constantFrom('1', '2'),
      fnsku: fc.constantFrom('X1', 'X2'),
      deadline: fc.constantFrom(dayAt(9), dayAt(20), null),
    })
    fc.assert(
      fc.property(fc.array(some, { maxLength: 40 }), (drawn) => {
        const findings = drawn.map((more) => finding(more))
        const cases = casesOf(findings)
        expect(cases.flatMap((each) => each.findings.map(({ id }) => id)).sort()).toEqual(findings.map(({ id }) => id).sort())
        for (const { findings: own, deadline } of cases) {
          expect(new Set(own.map(({ type }) => type)).size).toBe(1)
          const known = own.flatMap((each) => each.deadline ?? []).sort()
          expect(deadline).toBe(known[0] ?? null)
        }
      }),
    )
  })
})

test('what is over in a week is filed first, then what is worth most and surest, then what nobody knows the worth of', () => {
  const [cheap, dear, unsure, unknown, last] = [
    finding({ type: 'undervalued', worth: { minor: 100, currency: 'EUR' } }),
    finding({ type: 'undervalued', worth: { minor: 900, currency: 'EUR' } }),
    finding({ type: 'undervalued', worth: { minor: 1_000, currency: 'EUR' }, confidence: 'low' }),
    finding({ type: 'undervalued', worth: null }),
    finding({ type: 'undervalued', worth: null, deadline: dayAt(7) }),
  ]
  const order = workOrder(casesOf([cheap, dear, unsure, unknown, last]), dayAt(0))
  expect(order.flatMap(({ findings }) => findings)).toEqual([last, dear, unsure, cheap, unknown])
  expect(workOrder(casesOf([last, dear]), dayAt(-1)).flatMap(({ findings }) => findings)).toEqual([dear, last])
})

test('a denied case is opened again with new evidence alone, twice; a payment that Amazon names is looked at', () => {
  expect(afterDenial({ why: 'other' }, { times: 1, hasNewEvidence: true })).toEqual({ step: 'reopen' })
  expect(afterDenial({ why: 'other' }, { times: 2, hasNewEvidence: true })).toEqual({ step: 'operator', why: 'reopened_too_often' })
  expect(afterDenial({ why: 'other' }, { times: 0, hasNewEvidence: false })).toEqual({ step: 'operator', why: 'no_new_evidence' })
  const paid = { why: 'already_reimbursed' } as const
  expect(afterDenial({ ...paid, reimbursementId: 'R7' }, { times: 2, hasNewEvidence: false })).toEqual({
    step: 'rematch',
    reimbursementId: 'R7',
  })
  expect(afterDenial(paid, { times: 0, hasNewEvidence: true })).toEqual({ step: 'operator', why: 'payment_not_named' })
})
