import { heardOf, type Sale, unitsSince } from '../../domain/pricing/sales.ts'
import { type Contender, contenderOf, type Repricer } from './repricers.ts'
import { DAY } from './scene.ts'
import { usualPush } from './usual-push.ts'

/** Holds the price that it finds. */
export const constantPrice: Contender = { name: 'constant_price', begin: () => () => ({}) }

/** At the start price, before there is a rule: whole weeks. */
const FIRST_DAYS = 14

/** Push as somebody uses it who has a product and no curve: first the start price for two weeks, then a rule made from what was sold. */
export const pushingBy = (rule: typeof usualPush): Contender => ({
  name: 'push',
  begin(terms) {
    const ledger = createLedger(terms.listing.sku)
    let began: number | undefined
    let start: number | undefined
    let push: Repricer | undefined

    return (snapshot, now) => {
      began ??= now
      start ??= snapshot.offers.find(({ sellerId }) => terms.ownSellerIds.includes(sellerId))?.listing
      ledger.hear(snapshot.sales ?? [], now)
      if (push === undefined) {
        const until = began + FIRST_DAYS * DAY
        if (now < until || start === undefined) return { checkAt: until }
        push = contenderOf(rule({ start, days: FIRST_DAYS, units: ledger.units(), costs: terms.costs })).begin(terms)
        ledger.beginAt(now)
      }
      return push({ ...snapshot, sales: ledger.lines(now) }, now)
    }
  },
})

export const pushing = pushingBy(usualPush)

/** Orders are cancelled within a day or so. */
const OPEN_FOR = 2 * DAY
const ALL = { countBy: 'sku', buyers: 'all' } as const

/** All orders since a time, those that nobody can cancel any more as one line: a rule counts from its beginning, and months of orders are many. */
function createLedger(sku: string) {
  const open = new Map<string, Sale>()
  let heard = 0
  let settled = 0
  let since = 0
  const unitsOf = (sales: Iterable<Sale>): number => unitsSince([...sales], since, sku, ALL)
  return {
    hear(sales: readonly Sale[], now: number): void {
      for (const sale of sales.slice(heard)) if (sale.at >= since) open.set(sale.id, heardOf(open.get(sale.id), sale))
      heard = sales.length
      for (const [id, sale] of open) {
        if (sale.at > now - OPEN_FOR) break // in the order in which they were heard of first
        settled += unitsOf([sale])
        open.delete(id)
      }
    },
    units: (): number => settled + unitsOf(open.values()),
    beginAt(now: number): void {
      since = now
      settled = 0
      open.clear()
    },
    lines: (now: number): readonly Sale[] => [
      { id: 'settled', sku, at: now, units: settled, cancelled: 0, business: false },
      ...open.values(),
    ],
  }
}
