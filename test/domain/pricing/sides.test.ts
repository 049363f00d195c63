import { expect, test } from 'vitest'
import { sidesOf } from '../../../domain/pricing/sides.ts'
import { offer } from './market.ts'

const FIRST = offer({ sellerId: 'OURS' })
const SECOND = offer({ sellerId: 'ALSO OURS' })
const RIVAL = offer()
const OWN = ['OURS', 'ALSO OURS']

test('offers of all own accounts are ours, the others are not', () => {
  expect(sidesOf([FIRST, RIVAL, SECOND], OWN)).toMatchObject({ ours: [FIRST, SECOND], holder: 'nobody' })
})

test('the Buy Box is ours, a rival has it, or nobody', () => {
  const has = { inBuyBox: true }
  expect(sidesOf([{ ...SECOND, ...has }, RIVAL], OWN).holder).toBe('ours')
  expect(sidesOf([SECOND, { ...RIVAL, ...has }], OWN).holder).toBe('rival')
  expect(sidesOf([SECOND, RIVAL], OWN).holder).toBe('nobody')
})

test('of the others the least and the highest price that buyers pay is known, of ours neither', () => {
  const [low, high] = [offer({ landed: 900 }), offer({ landed: 1_300 })]
  for (const offers of [
    [low, high],
    [high, low],
  ])
    expect(
      sidesOf([...offers, offer({ sellerId: 'OURS', landed: 1 }), offer({ sellerId: 'ALSO OURS', landed: 9_999 })], OWN),
    ).toMatchObject({
      least: 900,
      most: 1_300,
    })
  expect(sidesOf([FIRST], OWN)).toMatchObject({ least: Number.POSITIVE_INFINITY, most: 0 })
})
