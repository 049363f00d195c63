/** One line of an order, as last heard of it. */
export interface Sale {
  /** Amazon's order and order item: the pair that counts once. */
  readonly id: string
  readonly sku: string
  /** When it was ordered: epoch milliseconds. */
  readonly at: number
  readonly units: number
  /** Of these units. */
  readonly cancelled: number
  /** Bought by a business (Amazon Business). */
  readonly business: boolean
}

/**
 * What is known of an order line after it was heard of again. Amazon tells late, twice and in any order: units and cancellations only ever
 * grow, so the order in which they are heard of does not matter, and what is heard twice counts once.
 */
export const heardOf = (known: Sale | undefined, heard: Sale): Sale =>
  known === undefined
    ? heard
    : {
        id: heard.id,
        sku: heard.sku,
        at: Math.min(known.at, heard.at),
        units: Math.max(known.units, heard.units),
        cancelled: Math.max(known.cancelled, heard.cancelled),
        business: known.business || heard.business,
      }

/** Which orders a rule counts. */
export interface Counted {
  readonly countBy: 'sku' | 'asin'
  readonly buyers: 'all' | 'consumers' | 'businesses'
}

/** Units that were ordered from an instant on and not cancelled, each order line once. */
export function unitsSince(sales: readonly Sale[], since: number, sku: string, { countBy, buyers }: Counted): number {
  const lines = new Map<string, Sale>()
  for (const sale of sales) lines.set(sale.id, heardOf(lines.get(sale.id), sale))
  let units = 0
  for (const { sku: sold, at, units: ordered, cancelled, business } of lines.values()) {
    const counts = at >= since && (countBy === 'asin' || sold === sku) && (buyers === 'all' || business === (buyers === 'businesses'))
    if (counts) units += ordered - Math.min(cancelled, ordered)
  }
  return units
}
