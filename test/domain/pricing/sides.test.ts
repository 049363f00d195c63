import { expect, test } from 'vitest'
import { sidesOf } from '../../../domain/pricing/sides.ts'
import { offer } from './market.ts'

const FIRST = offer({ sellerId: 'OURS' })
const SECOND = offer({ sellerId: 'ALSO OURS' })
const RIVAL = offer()
const OWN = ['OURS', 'ALSO OURS']

test('offers of all own accounts are ours, the others are not', () => {
  expect(sidesOf([FIRST, RIVAL, SECOND], OWN)).toEqual({ ours: [FIRST, SECOND], others: [RIVAL], holder: 'nobody' })
})

test('the Buy Box is ours, a rival has it, or nobody', () => {
  const has = { inBuyBox: true }
  expect(sidesOf([{ ...SECOND, ...has }, RIVAL], OWN).holder).toBe('ours')
  expect(sidesOf([SECOND, { ...RIVAL, ...has }], OWN).holder).toBe('rival')
  expect(sidesOf([SECOND, RIVAL], OWN).holder).toBe('nobody')
})
