import type { Aliases } from '../../domain/reports/aliases.ts'
import { SHAPES } from '../../domain/reports/shapes.ts'
import type { Drawn, DrawnReport } from './book.ts'
import type { Fba } from './draw.ts'
import { byteOrderMark, type Encoding, encoded } from './encoding.ts'
import { type DateForm, joinOf, penOf } from './forms.ts'
import { inboundFiles } from './inbound-api.ts'
import { type DayRange, type PlannedFile, plannedFiles } from './plan.ts'
import { type Pen, TABLES } from './tables.ts'

/** How the files of a seller are written. */
export interface Writing {
  /** Absent: English. */
  readonly language?: Aliases
  readonly encoding: Encoding
  readonly delimiter: '\t' | ',' | ';'
  /** Every cell; without it only cells that need it, and with tabs none. */
  readonly quoted: boolean
  readonly newline: '\n' | '\r\n'
  readonly dates: DateForm
  readonly mark: '.' | ','
  /** English headers of columns that the files do not have. */
  readonly without: readonly string[]
  readonly exports: readonly DayRange[]
  /** The answers of the Inbound API beside the reports: what was shipped no report says. */
  readonly inboundApi: boolean
}

const USUAL_WRITING: Writing = {
  encoding: 'utf-8',
  delimiter: '\t',
  quoted: false,
  newline: '\n',
  dates: 'as_amazon',
  mark: '.',
  without: [],
  exports: [],
  inboundApi: true,
}

/** As older files have it: without the ledger's last four columns. */
export const OLD_LEDGER = ['Reconciled Quantity', 'Unreconciled Quantity', 'Date and Time', 'Store'] as const

/** All files by their names; for large ones there is `writeFba`. */
export const reportFiles = (fba: Fba, wishes: Partial<Writing> = {}): Map<string, Uint8Array> =>
  new Map([...streamedFiles(fba, wishes)].map(([name, bytes]) => [name, Buffer.concat([...bytes])]))

/** Each file with its bytes in pieces, written while they are taken. */
export function* streamedFiles(fba: Fba, wishes: Partial<Writing> = {}): Generator<readonly [name: string, bytes: Iterable<Uint8Array>]> {
  const writing = { ...USUAL_WRITING, ...wishes }
  for (const file of plannedFiles(fba, writing.exports)) yield [file.name, bytesOf(file, fba, writing)]
  if (writing.inboundApi) for (const [name, text] of inboundFiles(fba.shipments)) yield [name, [encoded(text, 'utf-8')]]
}

const ROWS_AT_ONCE = 2000

function* bytesOf(file: PlannedFile, { products }: Fba, writing: Writing): Generator<Uint8Array> {
  const { encoding, newline } = writing
  const columns = SHAPES[file.report].columns.filter((column) => !isLeftOut(column, file, writing))
  const pen = penOf(file.report, writing, new Map(products.map(({ sku, title }) => [sku, title])))
  const join = joinOf(writing)
  yield byteOrderMark(encoding)
  yield encoded(join(columns.map((column) => headerOf(file.report, column, writing))) + newline, encoding)
  if (file.report === 'GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2') yield encoded(join(totalOf(file, columns, pen)) + newline, encoding)
  const table: Readonly<Record<string, (row: Drawn<DrawnReport>, pen: Pen) => string>> = TABLES[file.report] as never // a table takes the rows of its report
  const cells = columns.map((column) => table[column])
  for (let start = 0; start < file.rows.length; start += ROWS_AT_ONCE) {
    let text = ''
    for (const row of file.rows.slice(start, start + ROWS_AT_ONCE)) text += join(cells.map((cell) => cell?.(row, pen) ?? '')) + newline
    yield encoded(text, encoding)
  }
}

/** What Amazon does not reckon in this draw it has no columns for. */
const isLeftOut = (column: string, { report, rows }: PlannedFile, { without }: Writing): boolean =>
  without.includes(column) ||
  (report === 'GET_LEDGER_DETAIL_VIEW_DATA' && OLD_LEDGER.slice(0, 2).some((each) => each === column) && !isReckoned(rows[0]))
const isReckoned = (row: Drawn<DrawnReport> | undefined): boolean =>
  row !== undefined && 'reconciled' in row && row.reconciled !== undefined

function headerOf(report: DrawnReport, column: string, { language }: Writing): string {
  const words = Object.entries(language?.columns[report] ?? {})
  return words.find(([, english]) => english === column)?.[0] ?? column
}

/** The first row of a settlement: what is paid out, and nothing else. */
function totalOf({ rows }: PlannedFile, columns: readonly string[], pen: Pen): string[] {
  const settled = rows as readonly Drawn<'GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2'>[]
  const [{ settlementId, currency, posted = '' }] = settled as [(typeof settled)[number]]
  const sum = settled.reduce((total, { amount }) => total + amount, 0)
  const last = settled.at(-1)?.posted ?? posted
  const cells: Record<string, string> = {
    'settlement-id': settlementId,
    'settlement-start-date': pen.date(posted),
    'settlement-end-date': pen.date(last),
    'deposit-date': pen.date(last),
    'total-amount': pen.amount(sum, currency),
    currency,
  }
  return columns.map((column) => cells[column] ?? '')
}
