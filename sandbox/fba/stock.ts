import type { Drawn } from './book.ts'

/** What stands of a product in a centre, as one disposition. */
export interface StockLine {
  readonly fnsku: string
  readonly centre: string
  readonly disposition: string
  /** Before the first day of the ledger: just so much that no day ends below none. */
  readonly start: number
  readonly end: number
}

/** Stock by the ledger, whose rows are in the order of their days. */
export function stockOf(ledger: readonly Drawn<'GET_LEDGER_DETAIL_VIEW_DATA'>[]): StockLine[] {
  const lines = new Map<string, { now: number; least: number; date: string; row: (typeof ledger)[number] }>()
  for (const row of ledger) {
    const key = `${row.fnsku}/${row.centre}/${row.disposition}`
    const line = lines.get(key) ?? { now: 0, least: 0, date: row.date, row }
    lines.set(key, line)
    if (line.date !== row.date) line.least = Math.min(line.least, line.now) // within a day rows have no order
    line.now += row.quantity
    line.date = row.date
  }
  return [...lines.values()].map(({ now, least, row: { fnsku, centre, disposition } }) => {
    const start = 0 - Math.min(least, now, 0)
    return { fnsku, centre, disposition: disposition ?? '', start, end: start + now }
  })
}
