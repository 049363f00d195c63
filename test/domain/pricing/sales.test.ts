import { expect, test } from 'vitest'
import { type Counted, heardOf, type Sale, unitsSince } from '../../../domain/pricing/sales.ts'

const sale = (fields: Partial<Sale> = {}): Sale => ({ id: 'o/1', sku: 'SKU-1', at: 10, units: 3, cancelled: 0, business: false, ...fields })
const ALL: Counted = { countBy: 'sku', buyers: 'all' }

test('of two tales of an order line the earlier time, most units, most cancellations and the business are believed, in either order', () => {
  const [early, late] = [sale({ at: 8, units: 2, business: true }), sale({ at: 12, units: 5, cancelled: 1 })]
  const known = sale({ at: 8, units: 5, cancelled: 1, business: true })
  expect(heardOf(early, late)).toEqual(known)
  expect(heardOf(late, early)).toEqual(known)
  expect(heardOf(late, sale({ at: 12 }))).toEqual(late)
})

test('what is heard first is known as it was heard', () => {
  expect(heardOf(undefined, sale())).toEqual(sale())
})

test('orders count from the very instant on', () => {
  expect(unitsSince([sale({ at: 10 }), sale({ id: 'o/2', at: 9 })], 10, 'SKU-1', ALL)).toBe(3)
})

test('an order line of which more is cancelled than was ordered takes nothing from the others', () => {
  expect(unitsSince([sale({ units: 1, cancelled: 4 }), sale({ id: 'o/2', units: 2 })], 0, 'SKU-1', ALL)).toBe(2)
})
