import type { Source } from '../../domain/reimbursement/lots.ts'
import type { Rows } from '../../domain/reports/rows.ts'
import { type Draws, drawsFrom } from '../amazon/world/draws.ts'

/** Reports that are drawn, and what their files are called. */
export const FILE_NAMES = {
  GET_LEDGER_DETAIL_VIEW_DATA: 'ledger',
  GET_FBA_REIMBURSEMENTS_DATA: 'reimbursements',
  GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA: 'customer-returns',
  GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA: 'replacements',
  GET_FBA_FULFILLMENT_REMOVAL_ORDER_DETAIL_DATA: 'removal-orders',
  GET_FBA_FULFILLMENT_REMOVAL_SHIPMENT_DETAIL_DATA: 'removal-shipments',
  GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2: 'settlement',
  GET_FBA_FULFILLMENT_INBOUND_NONCOMPLIANCE_DATA: 'inbound-problems',
} as const

export type DrawnReport = keyof typeof FILE_NAMES
export const DRAWN_REPORTS = Object.keys(FILE_NAMES) as DrawnReport[]

/** A row, and where it stands in the file in which it comes first: known only when all are drawn. */
export type Drawn<Report extends DrawnReport> = Plain<Report> & { readonly source: Source }
/** A removal order's own `source` says who ordered it: here always the seller. */
type Plain<Report extends DrawnReport> = Omit<NonNullable<Rows[Report]>, 'source'>
export type DrawnRows = { readonly [Report in DrawnReport]: readonly Drawn<Report>[] }

/** Rows that are drawn in any order, by their day. */
export interface Book {
  readonly first: number
  readonly last: number
  /** Undefined: the reports do not go to this day, so nobody knows of it. */
  add<Report extends DrawnReport>(report: Report, day: number, row: Plain<Report>): Drawn<Report> | undefined
  /** The next number of its kind: those of payments never come twice. */
  next(): number
  /** Says that something to be drawn did happen. */
  note(phenomenon: string): void
  readonly phenomena: ReadonlyMap<string, number>
  /** All rows in the order of their days, each with its place. */
  close(seed: string): DrawnRows
}

interface Placed {
  source: { file: string; line: number }
}

export function openBook(first: number, last: number): Book {
  const days = new Map<DrawnReport, object[][]>(DRAWN_REPORTS.map((report) => [report, Array.from({ length: last - first + 1 }, () => [])]))
  const phenomena = new Map<string, number>()
  let numbers = 0
  return {
    first,
    last,
    phenomena,
    add(report, day, row) {
      const rows = days.get(report)?.[day - first]
      if (rows === undefined) return undefined
      const drawn = row as typeof row & Placed // a fresh object of the caller: a copy of a million rows would be waste
      drawn.source = { file: '', line: 0 }
      rows.push(drawn)
      return drawn
    },
    next: () => {
      numbers += 1
      return numbers
    },
    note: (phenomenon) => {
      phenomena.set(phenomenon, (phenomena.get(phenomenon) ?? 0) + 1)
    },
    close(seed) {
      const draws = drawsFrom(`${seed}/order`)
      const inOrder = DRAWN_REPORTS.map((report) => [report, placed(report, days.get(report) ?? [], draws)])
      return Object.fromEntries(inOrder) as DrawnRows
    },
  }
}

/** The rows of a day stand in no order that tells anything. Lines are counted from 1, the header's. */
function placed(report: DrawnReport, days: readonly (readonly object[])[], draws: Draws): object[] {
  const rows: object[] = []
  for (const day of days) {
    const start = rows.length
    for (const row of day) rows.push(row)
    for (let place = rows.length - 1; place > start; place -= 1) {
      const other = draws.integer(start, place)
      const held = rows[place] as object
      rows[place] = rows[other] as object
      rows[other] = held
    }
  }
  const lines = new Map<string, number>()
  for (const row of rows) {
    const file = fileOf(report, row)
    const line = lines.get(file) ?? firstLineOf(report)
    lines.set(file, line + 1)
    Object.assign((row as Placed).source, { file, line })
  }
  return rows
}

/** Of the first row of a file, from 1: the header comes before it, in a settlement also its total. */
export const firstLineOf = (report: DrawnReport): number => (report === 'GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2' ? 3 : 2)

/** The name of the file with a row: one for each report, and for each settlement. */
export const fileOf = (report: DrawnReport, row: object, part = ''): string =>
  `${FILE_NAMES[report]}${'settlementId' in row ? `-${row.settlementId}` : ''}${part}.txt`
