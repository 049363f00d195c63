import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type FileWarning, rowsOf, type Sketch, sketchOf } from '../../adapters/reports/report-file.ts'
import type { Returned } from '../../domain/reimbursement/customer-returns.ts'
import type { Movement, Payment, Source } from '../../domain/reimbursement/lots.ts'
import type { Replaced, Settled } from '../../domain/reimbursement/refunds.ts'
import type { Aliases } from '../../domain/reports/aliases.ts'
import { dayOfCountry, type Export } from '../../domain/reports/exports.ts'
import type { LedgerRow, ReadReport, Rows } from '../../domain/reports/rows.ts'
import type { ReportType } from '../../domain/reports/shapes.ts'
import { BadInput } from '../commands/bad-input.ts'

/** The fate of one file. Days are `YYYY-MM-DD`, null where it has none. */
export interface FileFate {
  /** As it stands in the folder. */
  readonly name: string
  readonly report: ReportType | null
  /** Rows that could be read. */
  readonly rows: number
  readonly from: string | null
  readonly to: string | null
  readonly warnings: readonly FileWarning[]
}

/** What is kept of each report, file by file. */
interface Kept {
  readonly ledgers: Export<Movement>[]
  readonly payments: Export<Payment>[]
  readonly returns: Export<Returned>[]
  readonly replacements: Export<Replaced>[]
  readonly settlements: Export<Settled>[]
  /** Rows of ledgers that cannot be read: the words of each; null where a file breaks off. */
  readonly unread: (readonly string[] | null)[]
}

export interface Folder extends Kept {
  readonly files: readonly FileFate[]
  /** By the name of their file. */
  readonly sketches: ReadonlyMap<string, Sketch>
}

export interface Reading {
  /** `YYYY-MM-DD`: what is later has not happened. */
  readonly asOf: string
  readonly aliases: readonly Aliases[]
  /** Told again and again: how many files and bytes are read, of how many. */
  readonly progress?: (done: Progressed, all: Progressed) => void
}

interface Progressed {
  readonly files: number
  readonly bytes: number
}

/** Rows of one file that cannot be used are told one by one up to so many, the others are counted. */
const TOLD = 10

/** Looks at every file below a folder, and keeps of each what an audit needs. Memory grows with what is kept, not with files. */
export async function readFolder(dir: string, reading: Reading): Promise<Folder> {
  const { names, closed } = await namesIn(dir)
  const files: FileFate[] = closed.map(unopened)
  const sketches = new Map<string, Sketch>()
  const kept: Kept = { ledgers: [], payments: [], returns: [], replacements: [], settlements: [], unread: [] }
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(dir, name)).catch(() => ({ size: 0 }))).size))
  const all = { files: names.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
  let before = 0
  for (const [number, name] of names.entries()) {
    const sketch = await sketchOf(join(dir, name), reading.aliases)
    sketches.set(name, sketch)
    let bytes = before
    const onBytes = (more: number): void => {
      bytes += more
      reading.progress?.({ files: number, bytes }, all)
    }
    const taking = createTaking(name, sketch, reading, onBytes)
    if (sketch.reading !== undefined) await takeAll(taking, sketch.reading.report, kept)
    files.push(taking.fate())
    before += sizes[number] ?? 0
    reading.progress?.({ files: number + 1, bytes: before }, all)
  }
  return { files, sketches, ...kept }
}

/** What rules need of each report. Reports that none needs are told so, and left. */
async function takeAll({ taken, warn }: ReturnType<typeof createTaking>, report: ReportType, kept: Kept): Promise<void> {
  const whole = { dateOf: ({ date }: { readonly date: string }) => date, partOf: () => '', keeps: () => true }
  switch (report) {
    case 'GET_LEDGER_DETAIL_VIEW_DATA':
    case 'GET_FBA_FULFILLMENT_INVENTORY_ADJUSTMENTS_DATA': {
      let strange = 0
      const keeps = ({ event, reason }: LedgerRow): boolean => {
        if (event === null) strange += 1
        return event === 'Adjustments' || (event === null && reason !== '')
      }
      const onBad = (words: readonly string[] | null, row?: LedgerRow): void => {
        if (row?.event === null || row?.event === undefined || row.event === 'Adjustments')
          kept.unread.push(row === undefined ? words : [row.fnsku])
      }
      kept.ledgers.push(await taken(report, { ...whole, partOf: dayOfCountry, keeps, onBad }))
      if (strange > 0)
        warn('unknown_event', `${strange} rows name an event that nobody knows, or none: those with a reason are taken for adjustments`)
      return
    }
    case 'GET_FBA_REIMBURSEMENTS_DATA':
      kept.payments.push(await taken(report, whole))
      return
    case 'GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA':
      kept.returns.push(await taken(report, whole))
      return
    case 'GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA':
      kept.replacements.push(await taken(report, whole))
      return
    case 'GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2':
      kept.settlements.push(
        (await taken(report, {
          dateOf: (row) => row?.posted,
          partOf: (row) => row?.settlementId ?? '',
          keeps: (row) => row?.amountDescription === 'Principal',
        })) as Export<Settled>,
      )
      return
    default:
      warn('not_used', `no rule needs ${report}`)
  }
}

/** Files below a folder, in the order of their names; hidden ones too, for each is to be accounted for. Links to folders are not followed: they may lead back. */
async function namesIn(dir: string): Promise<{ readonly names: readonly string[]; readonly closed: readonly string[] }> {
  const entries = await readdir(dir, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new BadInput(`${dir} is no folder that can be read (${error.code}): name the folder with your downloaded reports`)
  })
  const names: string[] = []
  const closed: string[] = []
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) {
      const below = await namesIn(path).catch(() => ({ names: [], closed: [''] }))
      names.push(...below.names.map((name) => join(entry.name, name)))
      closed.push(...below.closed.map((name) => join(entry.name, name)))
    } else if (entry.isFile() || (entry.isSymbolicLink() && (await stat(path).catch(() => undefined))?.isFile() === true))
      names.push(entry.name)
    else closed.push(entry.name)
  }
  return { names, closed }
}

const unopened = (name: string): FileFate => ({
  name,
  report: null,
  rows: 0,
  from: null,
  to: null,
  warnings: [{ code: 'unreadable', message: 'no file, or a folder that may not be read: what it holds is not looked at' }],
})

interface Taking<Row> {
  /** The day of a row; undefined where it has none. */
  readonly dateOf: (row: Row) => string | undefined
  /** What of a file is replaced as a whole by a newer one. */
  readonly partOf: (row: Row) => string
  readonly keeps: (row: Row) => boolean
  /** Told of rows that cannot be read: their words, or what of the row is legible; of a file that breaks off null. */
  readonly onBad?: (words: readonly string[] | null, legible?: Row) => void
}

function createTaking(name: string, sketch: Sketch, { asOf }: Reading, onBytes: (bytes: number) => void) {
  const warnings: FileWarning[] = [...sketch.warnings]
  const warn = (code: string, message: string, line?: number): void => {
    warnings.push(line === undefined ? { code, message } : { code, message, line })
  }
  let rows = 0
  let from: string | null = null
  let to: string | null = null

  return {
    warn,
    /** Each row once, and what went wrong on the way. */
    async taken<Report extends ReadReport>(
      report: Report,
      { dateOf, partOf, keeps, onBad = () => {} }: Taking<Rows[Report]>,
    ): Promise<Export<Rows[Report] & { readonly source: Source }>> {
      const kept: (Rows[Report] & { readonly source: Source })[] = []
      const counts = new Map<string, number>()
      let [bad, later] = [0, 0]
      let isWhole = true
      try {
        for await (const read of rowsOf(sketch, report, onBytes)) {
          if ('bad' in read) {
            bad += 1
            if (read.bad.code !== 'header_again') {
              isWhole = false
              if ('legible' in read) onBad([], read.legible)
              else onBad(read.fields.flatMap((field) => field.split(/[\s,;"]+/)))
            }
            if (bad <= TOLD) warn(read.bad.code, sentenceOf(read.bad), read.line)
            continue
          }
          const date = dateOf(read.row)
          if (date !== undefined && date > asOf) {
            later += 1
            continue
          }
          rows += 1
          if (date !== undefined && (from === null || date < from)) from = date
          if (date !== undefined && (to === null || date > to)) to = date
          const part = partOf(read.row)
          counts.set(part, (counts.get(part) ?? 0) + 1)
          if (keeps(read.row))
            kept.push({ ...read.row, source: { file: name, line: read.line } } as Rows[Report] & { readonly source: Source })
        }
      } catch (error) {
        isWhole = false
        onBad(null)
        warn('truncated', `the file breaks off: what comes after is not read (${(error as Error).message})`)
      }
      if (bad > TOLD) warn('bad_rows', `${bad} rows cannot be used, of which the first ${TOLD} are named`)
      if (later > 0) warn('future_date', `${later} rows are of days after ${asOf} and not used: say another day by --as-of`)
      if (rows === 0) warn('no_rows', 'it has a header and no row that can be used')
      return { file: name, to: to ?? '', rows: kept, counts, isWhole }
    },
    fate: (): FileFate => ({ name, report: sketch.report, rows, from, to, warnings }),
  }
}

function sentenceOf({ code, column, text }: { readonly code: string; readonly column: string; readonly text: string }): string {
  const said = `"${text.slice(0, 60)}"`
  switch (code) {
    case 'bad_columns':
      return `the line has ${text} cells: it was cut, or a mark in a text divides it`
    case 'header_again':
      return 'the header stands there once more: two files were put into one'
    case 'other_header':
      return 'below another header with its columns in another order: two exports were put into one file'
    case 'open_quote':
      return `a quotation mark is not closed, and has swallowed lines: ${said}`
    case 'bad_date':
      return `${column} is no day: ${said}`
    case 'bad_number':
      return `${column} is no whole number: ${said}`
    case 'bad_amount':
      return `${column} is no amount of its currency: ${said}`
    default:
      return `${column} cannot be read: ${said}`
  }
}
