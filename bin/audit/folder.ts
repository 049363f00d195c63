import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type FileRow, type FileWarning, rowsOf, type Sketch, sketchOf } from '../../adapters/reports/report-file.ts'
import type { Movement, Payment, Source } from '../../domain/reimbursement/lots.ts'
import type { Aliases } from '../../domain/reports/aliases.ts'
import type { Export } from '../../domain/reports/exports.ts'
import type { LedgerRow, ReadReport } from '../../domain/reports/rows.ts'
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

export interface Folder {
  readonly files: readonly FileFate[]
  readonly ledgers: readonly Export<Movement>[]
  readonly payments: readonly Export<Payment>[]
}

export interface Reading {
  /** ISO 3166-1 alpha-2, of rows that name no country; '' where nobody has said it. */
  readonly country: string
  /** `YYYY-MM-DD`: what is later has not happened. */
  readonly asOf: string
  readonly aliases: readonly Aliases[]
  /** Told after each file. */
  readonly progress?: (done: number, all: number) => void
}

/** Rows of one file that cannot be used are told one by one up to so many, the others are counted. */
const TOLD = 10

const LEDGERS: readonly ReportType[] = ['GET_LEDGER_DETAIL_VIEW_DATA', 'GET_FBA_FULFILLMENT_INVENTORY_ADJUSTMENTS_DATA']
const PAYMENTS: ReportType = 'GET_FBA_REIMBURSEMENTS_DATA'

/** The part of a ledger that is replaced as a whole. */
export const dayOfCountry = ({ country, date }: Pick<LedgerRow, 'country' | 'date'>): string => `${country} ${date}`

/** Looks at every file below a folder, and keeps of each what an audit needs. Memory grows with adjustments and payments, not with files. */
export async function readFolder(dir: string, reading: Reading): Promise<Folder> {
  const names = await namesIn(dir)
  const files: FileFate[] = []
  const ledgers: Export<Movement>[] = []
  const payments: Export<Payment>[] = []
  for (const [number, name] of names.entries()) {
    const sketch = await sketchOf(join(dir, name), reading.aliases)
    const taking = createTaking(name, sketch, reading)
    const { report } = sketch
    if (sketch.reading !== undefined && report !== null) {
      if (LEDGERS.includes(report)) ledgers.push(await taking.ledger(report as 'GET_LEDGER_DETAIL_VIEW_DATA'))
      else if (report === PAYMENTS) payments.push(await taking.payments())
    }
    files.push(taking.fate())
    reading.progress?.(number + 1, names.length)
  }
  return { files, ledgers, payments }
}

/** Files below a folder, in the order of their names; hidden ones too, for each is to be accounted for. */
async function namesIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new BadInput(`${dir} is no folder that can be read (${error.code}): name the folder with your downloaded reports`)
  })
  const files: string[] = []
  for (const entry of entries.sort()) if ((await stat(join(dir, entry)).catch(() => undefined))?.isDirectory() !== true) files.push(entry)
  return files
}

function createTaking(name: string, sketch: Sketch, { country, asOf }: Reading) {
  const warnings: FileWarning[] = [...sketch.warnings]
  let [rows, bad, later] = [0, 0, 0]
  let from: string | null = null
  let to: string | null = null

  const dated = (date: string): boolean => {
    if (date > asOf) {
      later += 1
      return false
    }
    rows += 1
    if (from === null || date < from) from = date
    if (to === null || date > to) to = date
    return true
  }
  const refuse = ({ line, bad: why }: Extract<FileRow<ReadReport>, { readonly bad: unknown }>): void => {
    bad += 1
    if (bad <= TOLD) warnings.push({ code: why.code, message: sentenceOf(why), line })
  }
  /** Each row once, and what went wrong on the way. */
  const each = async <Report extends ReadReport>(
    report: Report,
    take: (row: Extract<FileRow<Report>, { readonly row: unknown }>['row'], source: Source) => void,
  ) => {
    try {
      for await (const read of rowsOf(sketch, report)) {
        if ('bad' in read) refuse(read)
        else take(read.row, { file: name, line: read.line })
      }
    } catch (error) {
      warnings.push({ code: 'truncated', message: `the file breaks off: what comes after is not read (${(error as Error).message})` })
    }
    if (bad > TOLD) warnings.push({ code: 'bad_rows', message: `${bad} rows cannot be used, of which the first ${TOLD} are named` })
    if (later > 0)
      warnings.push({ code: 'future_date', message: `${later} rows are of days after ${asOf} and not used: say another day by --as-of` })
    if (rows === 0) warnings.push({ code: 'no_rows', message: 'it has a header and no row that can be used' })
  }

  return {
    async ledger(report: 'GET_LEDGER_DETAIL_VIEW_DATA'): Promise<Export<Movement>> {
      const kept: Movement[] = []
      const counts = new Map<string, number>()
      let strange = 0
      await each(report, (row, source) => {
        if (!dated(row.date)) return
        const there = row.country === '' ? { ...row, country } : row
        const part = dayOfCountry(there)
        counts.set(part, (counts.get(part) ?? 0) + 1)
        if (there.event === null) strange += 1
        if (there.event === 'Adjustments' || (there.event === null && there.reason !== '')) kept.push({ ...there, source })
      })
      if (strange > 0)
        warnings.push({
          code: 'unknown_event',
          message: `${strange} rows name an event that nobody knows, or none: those with a reason are taken for adjustments`,
        })
      return { file: name, to: to ?? '', rows: kept, counts }
    },
    async payments(): Promise<Export<Payment>> {
      const kept: Payment[] = []
      await each(PAYMENTS as 'GET_FBA_REIMBURSEMENTS_DATA', (row, source) => {
        if (dated(row.date)) kept.push({ ...row, source })
      })
      return { file: name, to: to ?? '', rows: kept, counts: new Map() }
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
