import { type FileWarning, rowsOf, type Sketch } from '../../adapters/reports/report-file.ts'
import type { Source } from '../../domain/reimbursement/lots.ts'
import { covered, type Days, rangesOf } from '../../domain/reports/coverage.ts'
import type { Export } from '../../domain/reports/exports.ts'
import type { ReadReport, Rows } from '../../domain/reports/rows.ts'
import type { FileFate } from './fates.ts'

/** Rows of one file that cannot be used are told one by one up to so many, the others are counted. */
const TOLD = 10

/** How rows of a report are kept. */
export interface Keeping<Row> {
  /** The day of a row; undefined where it has none. */
  readonly dateOf?: (row: Row) => string | undefined
  /** What of a file is replaced as a whole by a newer one. */
  readonly partOf?: (row: Row) => string
  readonly keeps?: (row: Row) => boolean
  /** Told of rows that cannot be read: their words, or what of the row is legible; of a file that breaks off null. */
  readonly onBad?: (words: readonly string[] | null, legible?: Row) => void
}

const dayOf = (row: unknown): string | undefined => (row as { readonly date?: string }).date

/** Words of reports repeat row after row: so many are remembered at once, so that the same word is one string in all rows that are kept. */
const REMEMBERED = 50_000

/** Puts one string in place of many that are the same into rows that were just made. */
export function createWords(): <Row extends object>(row: Row) => Row {
  const words = new Map<string, string>()
  return (row) => {
    if (words.size > REMEMBERED) words.clear()
    for (const [column, word] of Object.entries(row)) {
      if (typeof word !== 'string') continue
      const known = words.get(word)
      if (known === undefined) words.set(word, word)
      else (row as Record<string, unknown>)[column] = known
    }
    return row
  }
}

interface Setting {
  /** `YYYY-MM-DD`: what is later has not happened. */
  readonly asOf: string
  readonly words: ReturnType<typeof createWords>
  /** Of the file, epoch milliseconds. */
  readonly written: number
  onBytes(bytes: number): void
}

/** One export, with the days that its rows cover. */
export interface FileExport<Row> extends Export<Row> {
  readonly ranges: readonly Days[]
}

const createExport = <Row>(file: string, written: number) => ({
  file,
  written,
  kept: [] as Row[],
  counts: new Map<string, number>(),
  days: new Set<string>(),
  isWhole: true,
})

function ended<Row>({ file, written, kept, counts, days, isWhole }: ReturnType<typeof createExport<Row>>): FileExport<Row> {
  const ranges = rangesOf(days)
  return { file, written, from: ranges[0]?.from ?? '', to: ranges.at(-1)?.to ?? '', ranges, rows: kept, counts, isWhole }
}

/** Takes the rows of one file. */
export function createTaking(name: string, sketch: Sketch, { asOf, words, written, onBytes }: Setting) {
  const warnings: FileWarning[] = [...sketch.warnings]
  const warn = (code: string, message: string, line?: number): void => {
    warnings.push(line === undefined ? { code, message } : { code, message, line })
  }
  const ranges: Days[] = []
  let rows = 0

  return {
    warn,
    /** Each row once, and what went wrong on the way. A header that stands there again begins another export. */
    async taken<Report extends ReadReport>(
      report: Report,
      { dateOf = dayOf, partOf = () => '', keeps = () => true, onBad = () => {} }: Keeping<Rows[Report]> = {},
    ): Promise<FileExport<Rows[Report] & { readonly source: Source }>[]> {
      const begun = [createExport<Rows[Report] & { readonly source: Source }>(name, written)]
      const current = () => begun.at(-1) as (typeof begun)[number]
      let [bad, later] = [0, 0]
      try {
        for await (const read of rowsOf(sketch, report, onBytes)) {
          if ('bad' in read) {
            bad += 1
            if (read.bad.code === 'header_again') begun.push(createExport(name, written))
            else {
              current().isWhole = false
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
          const { days, counts, kept } = current()
          if (date !== undefined) days.add(date)
          const part = partOf(read.row)
          counts.set(part, (counts.get(part) ?? 0) + 1)
          // Not by spreading it: a copy takes twice the memory.
          if (keeps(read.row))
            kept.push(Object.assign(words(read.row as object), { source: { file: name, line: read.line } }) as (typeof kept)[number])
        }
      } catch (error) {
        current().isWhole = false
        onBad(null)
        warn('truncated', `the file breaks off: what comes after is not read (${(error as Error).message})`)
      }
      if (bad > TOLD) warn('bad_rows', `${bad} rows cannot be used, of which the first ${TOLD} are named`)
      if (later > 0) warn('future_date', `${later} rows are of days after ${asOf} and not used: say another day by --as-of`)
      if (rows === 0) warn('no_rows', 'it has a header and no row that can be used')
      const exports = begun.map(ended)
      ranges.push(...exports.flatMap((each) => each.ranges))
      return exports
    },
    fate: (): FileFate => {
      const all = covered(ranges)
      return { name, report: sketch.report, rows, from: all[0]?.from ?? null, to: all.at(-1)?.to ?? null, warnings }
    },
  }
}

export type FileTaking = ReturnType<typeof createTaking>

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
