import { pipeline, Readable } from 'node:stream'
import { type Options, parse } from 'csv-parse'

/** How a file divides its cells. */
export interface Dialect {
  readonly delimiter: string
  readonly quoted: boolean
}

export interface Line {
  /** In the file, from 1; the first one where a quoted cell goes over several. */
  readonly line: number
  /** Over how many lines it goes. */
  readonly lines: number
  readonly fields: readonly string[]
}

/** A quotation mark that is never closed, or a line that never ends: the rest of the file cannot be told apart. */
export class BrokenFile extends Error {}

const LONGEST_LINE = 1_000_000

/** By the first line. Files with tabs quote everything or nothing: where nothing is, the quotation marks of a title are its own. */
export function dialectOf(header: string): Dialect {
  const counts = ['\t', ',', ';'].map((delimiter) => ({ delimiter, cells: header.split(delimiter).length }))
  const { delimiter } = counts.reduce((best, each) => (each.cells > best.cells ? each : best))
  return { delimiter, quoted: delimiter !== '\t' || header.trimStart().startsWith('"') }
}

const FEED = /\r\n|\r|\n/g

/** By its own count of lines: the parser counts one of Windows within quotation marks twice. */
function createCount(quoted: boolean) {
  let before = 0
  return (fields: string[], { empty_lines: empty }: { readonly empty_lines: number }): Line => {
    before += 1
    const line = before + empty
    let feeds = 0
    for (const field of fields) feeds += quoted && /[\r\n]/.test(field) ? (field.match(FEED)?.length ?? 0) : 0
    before += feeds
    return { line, lines: 1 + feeds, fields: quoted ? fields : fields.map(unwrapped) }
  }
}

/** Where a spreadsheet program has saved a table with tabs, only cells that need it are quoted. */
const unwrapped = (field: string): string => (/^"(?:[^"]|"")*"$/.test(field) ? field.slice(1, -1).replaceAll('""', '"') : field)

/** Lines that are not empty, one after the other, at the pace of whoever reads them. Throws BrokenFile. */
export async function* recordsOf(text: AsyncIterable<string>, { delimiter, quoted }: Dialect): AsyncGenerator<Line> {
  const options: Options<Line, string[]> = {
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    quote: quoted ? '"' : null,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_LINE,
    on_record: createCount(quoted),
  }
  const parser = parse(options as unknown as Options) // its types know of records that are no list of cells only together with named columns
  pipeline(Readable.from(text), parser, () => {}) // an error comes out of the parser
  try {
    yield* parser as unknown as AsyncIterable<Line>
  } catch (error) {
    throw typeof (error as { code?: unknown }).code === 'string' && (error as { code: string }).code.startsWith('CSV_')
      ? new BrokenFile((error as Error).message)
      : error
  }
}
