import { type Aliases, KNOWN_ALIASES } from '../../domain/reports/aliases.ts'
import { type BadCell, Cells, type Writing } from '../../domain/reports/cells.ts'
import { learn, type Shown, TELLING } from '../../domain/reports/evidence.ts'
import { isWhole, type Recognised, recognise } from '../../domain/reports/recognise.ts'
import { type ReadReport, ROW_READERS, type Rows } from '../../domain/reports/rows.ts'
import type { ReportType } from '../../domain/reports/shapes.ts'
import { decoded } from '../amazon/charset.ts'
import { bytesOf, NotText } from './bytes.ts'
import { BrokenFile, type Dialect, dialectOf, recordsOf } from './records.ts'

/** What somebody is to know of a file, in English; `code` is for programs. */
export interface FileWarning {
  readonly code: string
  readonly message: string
  readonly line?: number
}

/** What a file is, before any row of it is used. */
export interface Sketch {
  readonly path: string
  /** Null: no report that we know, and why is in `warnings`. */
  readonly report: ReportType | null
  readonly warnings: readonly FileWarning[]
  /** How it is read; absent where none of it may be: nothing is guessed. */
  readonly reading?: Reading
}

interface Reading extends Recognised {
  readonly dialect: Dialect
  readonly writing: Writing
}

/** One row of a file, or why it is none. */
export type FileRow<Report extends ReadReport> =
  | { readonly line: number; readonly row: Rows[Report] }
  | { readonly line: number; readonly bad: BadCell; readonly legible: Rows[Report] }
  | { readonly line: number; readonly bad: BadLine; readonly fields: readonly string[] }

/** So many rows are looked at for how a file writes dates and numbers. */
const LOOKED_AT = 20_000

/** Says which report a file is, by its header, and how it writes what may be written in several ways: of a report by up to 20,000 rows. */
export async function sketchOf(path: string, more: readonly Aliases[] = []): Promise<Sketch> {
  try {
    const aliases = [...KNOWN_ALIASES, ...more]
    const header = await firstLine(textOf(path))
    if (header === undefined) return refused(path, 'empty', 'the file is empty')
    const dialect = dialectOf(header)
    return await sketched(path, dialect, aliases)
  } catch (error) {
    if (error instanceof NotText)
      return refused(path, 'not_text', 'no text file: what it holds is not looked at. Unpack an archive, save a spreadsheet as text (CSV)')
    return refused(path, ...unreadable(error))
  }
}

const refused = (path: string, code: string, message: string, report: ReportType | null = null): Sketch => ({
  path,
  report,
  warnings: [{ code, message }],
})

/** What the system says of a file that it does not give, or gives only in part. */
function unreadable(error: unknown): [code: string, message: string] {
  if (error instanceof BrokenFile) return ['broken', `lines cannot be told apart: ${error.message}`]
  const { code, message } = error as NodeJS.ErrnoException
  if (code?.startsWith('Z_')) return ['truncated', `the packed file is damaged or ends too early (${code})`]
  if (code !== undefined) return ['unreadable', `the file cannot be read (${code})`]
  throw new Error(`no file failed, but our own code: ${message}`, { cause: error })
}

const textOf = (path: string, onBytes?: (bytes: number) => void): AsyncGenerator<string> =>
  decoded(bytesOf(path, onBytes), undefined, undefined)

/** All of a file that is no list of rows, and small. */
export async function wholeText(path: string): Promise<string> {
  let text = ''
  for await (const piece of textOf(path)) text += piece
  return text
}

/** The first line in which anything stands; a file of one endless line is none of ours. */
async function firstLine(text: AsyncIterable<string>): Promise<string | undefined> {
  let held = ''
  for await (const piece of text) {
    held = (held + piece).trimStart()
    const end = held.search(/[\r\n]/)
    if (end >= 0) return held.slice(0, end)
    if (held.length > 1_000_000) break
  }
  return held === '' ? undefined : held
}

async function sketched(path: string, dialect: Dialect, aliases: readonly Aliases[]): Promise<Sketch> {
  const lines = recordsOf(textOf(path), dialect)
  const first = await lines.next()
  const header = first.done === true ? [] : first.value.fields
  const found = recognise(header, aliases)
  if (found === null) {
    await lines.return(undefined)
    const begins = header.slice(0, 6).join(', ').slice(0, 120)
    return refused(
      path,
      'unknown_report',
      `no report that we know begins so: ${begins}. Is it one in another language? Name its columns in --aliases`,
    )
  }
  if (!isWhole(found)) {
    await lines.return(undefined)
    const { report, missing, unknown } = found
    const message = `it looks like ${report}, but has no column ${missing.join(', ')}`
    const strange = unknown.length === 0 ? '' : `; nobody knows ${unknown.join(', ').slice(0, 200)}: name them in --aliases`
    return refused(path, 'unknown_header', `${message}${strange}`, report)
  }
  const { report, language, unknown, doubled } = found
  const { values = {}, dayFirst = false } = aliases.find((each) => each.language === language) ?? {}
  const shown = await shownBy(lines, found)
  if (shown.ambiguous && shown.mixed)
    return refused(
      path,
      'mixed_dates',
      'some dates have the day first and some the month: two exports in one file? Download them apart',
      report,
    )
  const order = shown.order ?? (dayFirst ? 'day_first' : 'month_first')
  const writing: Writing = { order, mark: shown.mark ?? '.', values }
  const warnings: FileWarning[] = []
  if (unknown.length > 0)
    warnings.push({ code: 'unknown_column', message: `columns that nobody knows are not read: ${unknown.join(', ')}` })
  if (doubled.length > 0)
    warnings.push({ code: 'doubled_column', message: `columns stand there twice, the first is read: ${doubled.join(', ')}` })
  if (shown.ambiguous && shown.order === undefined)
    warnings.push({
      code: 'ambiguous_dates',
      message: `no date says whether the day or the month comes first: read as ${order === 'day_first' ? 'day' : 'month'} first`,
    })
  if (shown.lost)
    warnings.push({ code: 'lost_letters', message: 'letters were lost in it: a SKU with \ufffd in it is not that of your costs' })
  return { path, report, warnings, reading: { ...found, dialect, writing } }
}

async function shownBy(lines: AsyncGenerator<{ readonly fields: readonly string[] }>, { report, columns }: Recognised): Promise<Shown> {
  const shown: Shown = { order: undefined, mark: undefined, ambiguous: false, mixed: false, lost: false }
  const telling = TELLING[report]
  let looked = 0
  if (telling !== undefined)
    for await (const { fields } of lines) {
      looked += 1
      shown.lost ||= fields.some((field) => field.includes('\ufffd'))
      learn(shown, telling, (column) => (fields[columns.indexOf(column)] ?? '').trim())
      if (looked === LOOKED_AT) break
    }
  else await lines.return(undefined)
  return shown
}

/**
 * The rows of a report, one after the other, however many there are; of one with a bad cell what else is legible. A file that ends before its
 * end throws in the midst of them. `onBytes` hears how many more of the file were read.
 */
export async function* rowsOf<Report extends ReadReport>(
  sketch: Sketch,
  report: Report,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<FileRow<Report>> {
  const { path, reading } = sketch
  if (reading?.report !== report) throw new Error(`${path} is no ${report}`)
  const { columns, dialect, writing } = reading
  const cells = new Cells(columns, writing)
  const read = ROW_READERS[report]
  const check = createCheck(columns.length, dialect)
  for await (const { line, lines, fields } of recordsOf(textOf(path, onBytes), dialect)) {
    const wrong = check(fields, lines)
    if (wrong === 'header') continue
    if (wrong !== undefined)
      for (let each = 0; each < (wrong.code === 'open_quote' ? lines : 1); each += 1) yield { line: line + each, bad: wrong, fields }
    else {
      cells.take(fields)
      const row = read(cells)
      const { bad } = cells
      yield bad === undefined ? { line, row } : { line, bad, legible: row }
    }
  }
}

/** Some lines of a report as they stand there, by our names of its columns: to be shown beside what follows from them. */
export async function cellsAt({ path, reading }: Sketch, wanted: ReadonlySet<number>): Promise<Map<number, Record<string, string>>> {
  const found = new Map<number, Record<string, string>>()
  if (reading === undefined || wanted.size === 0) return found
  const last = [...wanted].reduce((most, line) => Math.max(most, line), 0)
  for await (const { line, fields } of recordsOf(textOf(path), reading.dialect)) {
    if (line > last) break
    if (!wanted.has(line)) continue
    const named = reading.columns.flatMap((column, place) => (column === null ? [] : [[column, (fields[place] ?? '').trim()] as const]))
    found.set(line, Object.fromEntries(named))
  }
  return found
}

type BadLine = {
  readonly code: 'bad_columns' | 'header_again' | 'other_header' | 'open_quote'
  readonly column: string
  readonly text: string
}

/** What is wrong with a line as a whole: the first is the header, and exports that were put into one file bring theirs along. */
function createCheck(
  width: number,
  { delimiter, quoted }: Dialect,
): (fields: readonly string[], lines: number) => BadLine | 'header' | undefined {
  let header: readonly string[] | undefined
  let isOther = false
  const bad = (code: BadLine['code'], text = ''): BadLine => ({ code, column: '', text })
  const isSwallowed = (field: string): boolean => field.split(/[\r\n]+/).some((each) => each.split(delimiter).length >= width - 1)
  return (fields, lines) => {
    if (header === undefined) {
      header = fields.map((field) => field.trim())
      return 'header'
    }
    const first = fields[0]?.trim() ?? ''
    if (first !== '' && header.includes(first)) {
      const own = fields.map((field) => field.trim())
      if (isSame(own, header)) {
        isOther = false
        return bad('header_again')
      }
      isOther ||= isSame(own.toSorted(), header.toSorted())
    }
    if (isOther) return bad('other_header')
    const swallowed = quoted && lines > 1 && width > 3 ? fields.find(isSwallowed) : undefined
    if (swallowed !== undefined) return bad('open_quote', swallowed)
    return fields.length === width ? undefined : bad('bad_columns', `${fields.length} instead of ${width}`)
  }
}

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((each, place) => each === others[place])
