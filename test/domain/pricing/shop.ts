import type { DailyPushStrategy, PushStrategy } from '../../../domain/pricing/config.ts'
import type { Sale } from '../../../domain/pricing/sales.ts'
import { configOf, MINUTE, marketOf, offer } from './market.ts'

const RULE: PushStrategy = {
  kind: 'push',
  version: 1,
  start: 1_000,
  countBy: 'sku',
  buyers: 'all',
  keepBuyBox: false,
  steps: [],
}
export const push = (fields: Partial<PushStrategy> = {}): PushStrategy => ({ ...RULE, ...fields })
export const daily = (fields: Partial<DailyPushStrategy>): DailyPushStrategy => ({
  kind: 'daily_push',
  version: 1,
  start: 1_000,
  countBy: 'sku',
  buyers: 'all',
  keepBuyBox: false,
  steps: [],
  ...fields,
})
export const dime = { amount: 10 }

/** A private label that nobody else sells, and its orders. */
export function shop(strategy: PushStrategy | DailyPushStrategy, { start = 1_000, min = 500, max = 5_000, ours = true } = {}) {
  const rivals = ours ? [] : [offer({ sellerId: 'RIVAL', listing: 900 })]
  const market = marketOf(start, { config: configOf({ strategy, min, max }), rivals, ours: () => market.world.ours })
  const world = Object.assign(market.world, { ours: true, sales: [] as Sale[], stock: 100 })
  let number = 0
  return {
    world,
    sell(units: number, fields: Partial<Sale> = {}): Sale {
      number += 1
      const sale = { id: `order-${number}/1`, sku: 'SKU-1', at: world.now, units, cancelled: 0, business: false, ...fields }
      world.sales.push(sale)
      return sale
    },
    /** A look some time later; with the answer the price that is asked for then. */
    look(after = 5 * MINUTE) {
      world.beside = { sales: [...world.sales], stock: world.stock }
      return market.look(after)
    },
  }
}
