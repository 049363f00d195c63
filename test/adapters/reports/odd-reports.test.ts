import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowsOf, sketchOf } from '../../../adapters/reports/report-file.ts'
import {
  type Cells,
  changed,
  compose,
  type DateStyle,
  type Dialect,
  dateStyles,
  dayTwelveOrLess,
  dialectOf,
  type Encoding,
  encoders,
  type Layout,
  type Line,
  layoutOf,
  type OddFile,
  oddFile,
  type Quotes,
  type Repertoire,
  type ReportName,
  records,
  reports,
  seeded,
  settlementTotal,
  spanish,
  spellings,
  type Truth,
  type Written,
} from '../../support/odd-reports.ts'

interface Given {
  readonly line: number
  readonly row?: object
  readonly bad?: { readonly code: string; readonly column: string; readonly text: string }
}

interface Reading {
  readonly report: string | null
  readonly warnings: readonly { readonly code: string; readonly message: string; readonly line?: number }[]
  readonly readable: boolean
  readonly given: readonly Given[]
}

interface Made {
  readonly bytes: Buffer
  readonly truth: readonly Truth[]
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'odd-reports-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

let files = 0
const read = async (bytes: Buffer, name = 'report.txt'): Promise<Reading> => {
  const path = join(folder, `${++files}-${name}`)
  await writeFile(path, bytes)
  const sketch = await sketchOf(path)
  const { report, warnings } = sketch
  const given: Given[] = []
  const readable = sketch.reading !== undefined
  if (readable) for await (const entry of rowsOf(sketch, report as never)) given.push(entry as Given)
  return { report, warnings, readable, given }
}

const codes = ({ warnings }: Reading) => warnings.map(({ code }) => code)
const codesOfBad = ({ given }: Reading) => given.flatMap(({ bad }) => (bad ? [bad.code] : []))
const rowsIn = ({ given }: Reading) => given.flatMap(({ row }) => (row === undefined ? [] : [row]))

/** Nothing says how a removal's disposition is cased, nor what the reader makes of `Unsellable`, which is none of the ledger's. */
const comparable = (row: object | undefined) => {
  if (!(row && 'inProcess' in row && 'disposition' in row)) return row
  const disposition = String(row.disposition).toUpperCase()
  return { ...row, disposition: disposition === 'SELLABLE' ? disposition : 'other' }
}

type Told = { line: number; bad: string } | { line: number; row: object | undefined }

const told = (given: readonly Given[]): Told[] =>
  given.flatMap(({ line, row, bad }): Told[] =>
    bad ? [{ line, bad: bad.code }] : row === undefined ? [] : [{ line, row: comparable(row) }],
  )

const owed = (truth: readonly Truth[]): Told[] =>
  truth.flatMap((entry): Told[] => {
    const { line } = entry
    if ('bad' in entry) return [{ line, bad: entry.bad }]
    return entry.row === undefined ? [] : [{ line, row: comparable(entry.row) }]
  })

/** Takes a record for the line it starts on where the reader tells the line it ends on; one test of its own asks which. */
const startsOf = (given: readonly Given[], truth: readonly Truth[]): Given[] => {
  const starts = new Map(truth.map(({ line, until }) => [until ?? line, line]))
  return given.map((entry) => ({ ...entry, line: starts.get(entry.line) ?? entry.line }))
}

const expectTruth = (reading: Reading, { truth }: Made, warnings: readonly string[] = []) => {
  expect({ warnings: codes(reading), entries: told(startsOf(reading.given, truth)) }).toEqual({ warnings, entries: owed(truth) })
}

/** Keys that are undefined stand for nothing. */
const alike = (a: unknown, b: unknown) => isDeepStrictEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b)))

/** Warnings that own up to rows which are missing or may be wrong. */
const ownsUp = (reading: Reading) => codes(reading).some((code) => code !== 'unknown_column')

/** Lines that are missing, wrong or invented, and no warning owns up to it. */
const silences = (reading: Reading, { truth }: Made): string[] => {
  if (ownsUp(reading)) return []
  const wanted = new Map(owed(truth).map((entry) => [entry.line, entry]))
  const entries = told(startsOf(reading.given, truth))
  const isRight = (entry: Told) => 'bad' in entry || alike(wanted.get(entry.line), entry)
  const accounted = new Set(entries.filter(isRight).map(({ line }) => line))
  const lost = [...wanted.values()].filter((entry) => 'row' in entry && !accounted.has(entry.line))
  const invented = entries.filter((entry) => !isRight(entry))
  return [...lost.map((entry) => `lost ${JSON.stringify(entry)}`), ...invented.map((entry) => `invented ${JSON.stringify(entry)}`)].slice(
    0,
    4,
  )
}

const expectHonest = async (made: Made, name?: string) => {
  const reading = await read(made.bytes, name)
  expect(silences(reading, made)).toEqual([])
  return reading
}

const shifted = (truth: readonly Truth[], by: number): Truth[] =>
  truth.map((entry) => ({ ...entry, line: entry.line + by, until: (entry.until ?? entry.line) + by }))

const made = (report: ReportName, layout: Partial<Layout> = {}, dialect: Partial<Dialect> = {}, lines?: readonly Line[]): Made => {
  const quotes = layout.quotes ?? 'none'
  const written = lines ?? records(report, 6, seeded(7), dialectOf({ quotes, ...dialect }), layout.delimiter)
  return compose(layoutOf(report, layout), written)
}

const one = (report: ReportName, dialect: Partial<Dialect> = {}): Written => records(report, 2, seeded(11), dialectOf(dialect))[1]!

/** A file of one good row and one in which some cells are otherwise. */
const withCells = (report: ReportName, cells: Cells, expected: { row?: object; bad?: string }, layout: Partial<Layout> = {}) => {
  const lines = settled(report, [one(report), changed(one(report), cells, expected)])
  return compose(layoutOf(report, layout), lines)
}

const settled = (report: ReportName, lines: readonly Written[]): Written[] =>
  report === 'settlement' ? [settlementTotal('11223344551', 'EUR', '12.34', '2026-01-01'), ...lines] : [...lines]

const names = Object.keys(reports) as ReportName[]

/** Is told wherever U+FFFD stands in a file, and says nothing of its rows. */
const LOST = 'lost_letters'

/** What first differs from the truth; undefined where nothing does. */
const difference = (reading: Reading, { truth, report, warnings }: OddFile): string | undefined => {
  if (reading.report !== report) return `report is ${reading.report}, ${JSON.stringify(reading.warnings)}`
  const spelled = codes(reading).filter((code) => code !== LOST)
  if (!alike(spelled, warnings)) return `warnings are ${JSON.stringify(reading.warnings)}`
  const [given, wanted] = [told(startsOf(reading.given, truth)), owed(truth)]
  const at = Array.from({ length: Math.max(given.length, wanted.length) }, (_, index) => index).find(
    (index) => !alike(given[index] ?? null, wanted[index] ?? null),
  )
  return at === undefined ? undefined : `written ${JSON.stringify(wanted[at])}, read ${JSON.stringify(given[at])}`
}

describe('quirks at random', () => {
  test.each(names)('%s: every row written comes out, or is told of', async (report) => {
    const failures: string[] = []
    for (let seed = 1; seed <= 50; seed++) {
      const file = oddFile(report, seed)
      const wrong = difference(await read(file.bytes, file.name), file)
      if (wrong !== undefined) failures.push(`seed ${seed} (${file.traits.join(' ')}): ${wrong}`)
    }
    expect(failures).toEqual([])
  })
})

describe('encodings', () => {
  const cases: readonly (readonly [Encoding, Repertoire])[] = [
    ['utf8', 'unicode'],
    ['utf8-bom', 'unicode'],
    ['latin1', 'latin1'],
    ['cp1252', 'cp1252'],
    ['shift-jis', 'japanese'],
    ['utf16le', 'unicode'],
    ['utf8', 'lost'],
  ]
  test.each(cases)('%s with %s text is read as it was written', async (encoding, repertoire) => {
    for (const report of names) {
      const file = made(report, { encoding }, { repertoire })
      expectTruth(await read(file.bytes), file, repertoire === 'lost' ? [LOST] : [])
    }
  })

  test.each(['KÄSE', 'CRÉÉE', 'käse', 'Größe', 'Ø20', 'SCHEIBE-½', 'NIÑO', 'niño', 'über'])(
    'one sku %s in latin-1 is not taken for Japanese',
    async (sku) => {
      const file = withCells('ledger', { MSKU: sku }, { row: { sku } }, { encoding: 'latin1' })
      expectTruth(await read(file.bytes), file)
    },
  )

  test.each(['5€', '“neu”', 'l’été'])('one sku %s in cp1252 is read', async (sku) => {
    const file = withCells('ledger', { MSKU: sku }, { row: { sku } }, { encoding: 'cp1252' })
    expectTruth(await read(file.bytes), file)
  })

  test('one Japanese sku in Shift-JIS is read, or the encoding is said to be unsure', async () => {
    await expectHonest(withCells('ledger', { MSKU: '靴下' }, { row: { sku: '靴下' } }, { encoding: 'shift-jis' }))
  })

  test.each(['latin1', 'utf8', 'shift-jis'] as const)('letters that come only after 300 kB of ASCII are read in %s', async (encoding) => {
    const sku = encoding === 'shift-jis' ? '靴下表示ポーチ' : 'café 250'
    const plain = records('ledger', 2500, seeded(3), dialectOf())
    const last = changed(one('ledger'), { MSKU: sku }, { row: { sku } })
    const file = made('ledger', { encoding }, {}, [...plain, last])
    expectTruth(await read(file.bytes), file)
  })

  test.each(['utf8', 'shift-jis', 'utf16le'] as const)('%s letters are whole across the borders of chunks', async (encoding) => {
    const rows = records('ledger', 1300, seeded(4), dialectOf({ repertoire: 'japanese' }))
    for (const shift of [0, 1]) {
      const first = changed(one('ledger'), { Title: 'x'.repeat(shift) })
      const file = made('ledger', { encoding }, {}, [first, ...rows])
      expectTruth(await read(file.bytes), file)
    }
  })

  test.each([64, 256])('a line end that is cut in two after %i kB is one line end', async (kilobytes) => {
    const rows = records('ledger', 2200, seeded(4), dialectOf())
    const draft = made('ledger', { eol: '\r\n' }, {}, [changed(one('ledger'), { Title: '' }), ...rows])
    const border = kilobytes * 1024
    const title = 'x'.repeat(border - 1 - draft.bytes.lastIndexOf(0x0d, border - 1))
    const file = made('ledger', { eol: '\r\n' }, {}, [changed(one('ledger'), { Title: title }), ...rows])
    expect([...file.bytes.subarray(border - 1, border + 1)]).toEqual([0x0d, 0x0a])
    expectTruth(await read(file.bytes), file)
  })

  test('one latin-1 row glued into a UTF-8 file spoils no row in silence', async () => {
    const rows = records('ledger', 6, seeded(5), dialectOf({ repertoire: 'unicode' }))
    const clean = made('ledger', {}, {}, rows)
    const stray = changed(one('ledger'), { MSKU: 'café 250' }, { row: { sku: 'café 250' } })
    const whole = made('ledger', {}, {}, [...rows, stray])
    const strayBytes = encoders.latin1(`${made('ledger', {}, {}, [stray]).bytes.toString('utf8').split('\n')[1]}\n`)
    await expectHonest({ bytes: Buffer.concat([clean.bytes, strayBytes]), truth: whole.truth })
  })

  test('a latin-1 row far behind the first letters of a UTF-8 file spoils no row in silence', async () => {
    const rows = records('ledger', 1200, seeded(5), dialectOf({ repertoire: 'unicode' }))
    const clean = made('ledger', {}, {}, rows)
    const stray = changed(one('ledger'), { MSKU: 'café 250' }, { row: { sku: 'café 250' } })
    const strayBytes = encoders.latin1(`${made('ledger', {}, {}, [stray]).bytes.toString('utf8').split('\n')[1]}\n`)
    await expectHonest({ bytes: Buffer.concat([clean.bytes, strayBytes]), truth: made('ledger', {}, {}, [...rows, stray]).truth })
  })

  test('UTF-16 without BOM, big-endian, or cut within a letter spoils no row in silence', async () => {
    const file = made('ledger', { encoding: 'utf16le' }, { repertoire: 'unicode' })
    await expectHonest({ bytes: file.bytes.subarray(2), truth: file.truth })
    await expectHonest({ bytes: Buffer.from(file.bytes).swap16(), truth: file.truth })
    await expectHonest({ bytes: file.bytes.subarray(0, -1), truth: file.truth })
  })

  test('NUL bytes at the end, left by a crash, hide no row', async () => {
    const file = made('ledger')
    await expectHonest({ bytes: Buffer.concat([file.bytes, Buffer.alloc(512)]), truth: file.truth })
  })
})

describe('cells and lines', () => {
  const tables: readonly (readonly [string, Quotes, string])[] = [
    ['\t', 'none', '\n'],
    ['\t', 'none', '\r\n'],
    ['\t', 'all', '\n'],
    ['\t', 'all', '\r\n'],
    [',', 'all', '\n'],
    [',', 'needed', '\r\n'],
    [';', 'needed', '\n'],
    [';', 'all', '\r\n'],
  ]
  test.each(tables)('delimiter %j, quotes %s, line end %j', async (delimiter, quotes, eol) => {
    for (const report of names) {
      const file = compose(layoutOf(report, { delimiter, quotes, eol }), records(report, 30, seeded(9), dialectOf({ quotes }), delimiter))
      expectTruth(await read(file.bytes), file)
    }
  })

  test.each(['Pipe 5" long', '"Best" gift ever', '"Premium bag', 'bag "large"', '"', '""', '"a" and "b"', '"whole"', 'x ""y""'])(
    'the raw title %s in a tab file without quotes swallows nothing',
    async (title) => {
      const lines = [
        one('ledger'),
        changed(one('ledger'), { Title: title }),
        changed(one('ledger'), { MSKU: '5"-BOLT' }, { row: { sku: '5"-BOLT' } }),
        one('ledger'),
      ]
      const file = made('ledger', {}, {}, lines)
      expectTruth(await read(file.bytes), file)
    },
  )

  test('two raw titles that begin with a quotation mark swallow nothing between them', async () => {
    const odd = changed(one('ledger'), { Title: '"Premium bag' })
    const file = made('ledger', {}, {}, [one('ledger'), odd, one('ledger'), one('ledger'), odd, one('ledger')])
    expectTruth(await read(file.bytes), file)
  })

  test.each([',', ';', '\t'])('commas, doubled quotes and line feeds within quoted cells, delimiter %j', async (delimiter) => {
    const lines = ['a,b;c\td', 'say ""x""', 'one\ntwo\n\nthree', '"', '"\n"'].flatMap((title) => [
      changed(one('ledger'), { Title: title }),
      changed(one('ledger'), { MSKU: 'A,"B";C' }, { row: { sku: 'A,"B";C' } }),
    ])
    for (const quotes of delimiter === '\t' ? (['all'] as const) : (['all', 'needed'] as const)) {
      const file = made('ledger', { delimiter, quotes }, {}, lines)
      expectTruth(await read(file.bytes), file)
    }
  })

  test('a carriage return with a line feed within a quoted cell is one line end', async () => {
    const odd = changed(one('ledger'), { Title: 'one\r\ntwo' })
    const file = made('ledger', { quotes: 'all', eol: '\r\n' }, {}, [odd, one('ledger'), odd, one('ledger')])
    expectTruth(await read(file.bytes), file)
  })

  test('everything quoted with raw quotes within: no row is spoilt in silence', async () => {
    const raw = (written: Written) => ({
      raw: layoutOf('ledger')
        .columns.map((column) => `"${written.cells[column]}"`)
        .join('\t'),
    })
    const plain = made('ledger', { quotes: 'all' })
    const lines = ['5" pipe', '"Best" gift', 'bag "large"', 'a" b'].map((title) => raw(changed(one('ledger'), { Title: title })))
    const file = made('ledger', { quotes: 'all' }, {}, [...lines, one('ledger')])
    const last = { line: 6, row: one('ledger').row }
    expect(plain.truth.length).toBe(6)
    await expectHonest({ bytes: file.bytes, truth: [2, 3, 4, 5].map((line) => ({ line, row: one('ledger').row }) as Truth).concat(last) })
  })

  test('a quote that is never closed swallows no row in silence', async () => {
    const rows = [1, 2, 3, 4, 5, 6].map((at) => {
      const sku = `SKU-${at}`
      return changed(one('ledger'), { MSKU: sku, Quantity: String(at), Title: at === 5 ? 'TV 55"' : 'Bag' }, { row: { sku, quantity: at } })
    })
    const file = made('ledger', { delimiter: ',', quotes: 'needed' }, {}, rows)
    const text = file.bytes.toString('utf8')
    await expectHonest({ bytes: Buffer.from(text.replace('SKU-2,Bag,', 'SKU-2,"Bag,')), truth: file.truth })
    const never = { bytes: Buffer.from(text.replace('SKU-6,Bag,', 'SKU-6,"Bag,')), truth: file.truth }
    await expectHonest(never)
  })

  test('an Excel table saved as tabbed text, which quotes only where it must, spoils no row in silence', async () => {
    const lines = [changed(one('ledger'), { MSKU: '5"-BOLT' }, { row: { sku: '5"-BOLT' } }), one('ledger')]
    await expectHonest(made('ledger', { quotes: 'needed' }, {}, lines))
  })

  test('an unquoted comma in a title moves no cell into another column in silence', async () => {
    const cells: Cells = {
      ...one('ledger').cells,
      Title: 'Bag, black',
      'Event Type': 'Adjustments',
      'Reference ID': '21188081',
      Country: '',
    }
    const line = {
      raw: layoutOf('ledger')
        .columns.map((column) => cells[column])
        .join(','),
      bad: 'bad_columns',
    }
    const file = made('ledger', { delimiter: ',', quotes: 'needed' }, {}, [one('ledger'), line, one('ledger')])
    expectTruth(await read(file.bytes), file)
  })

  test('padded cells and padded headers are trimmed', async () => {
    for (const report of names) {
      for (const quotes of ['all', 'none'] as const) {
        const file = made(report, { quotes, pad: (cell) => ` ${cell}  ` })
        expectTruth(await read(file.bytes), file)
      }
    }
  })

  test('blanks outside of the quotes and no-break spaces spoil no row in silence', async () => {
    const outside = made('ledger', { delimiter: ',', quotes: 'all' })
    await expectHonest({ bytes: Buffer.from(outside.bytes.toString('utf8').replaceAll('","', '" , "')), truth: outside.truth })
    await expectHonest(made('ledger', { pad: (cell) => `\u00a0${cell}\u00a0` }))
  })

  test('empty lines are passed over and the lines are counted on', async () => {
    const [a, b, c] = records('ledger', 3, seeded(6), dialectOf())
    for (const eol of ['\n', '\r\n']) {
      const file = made('ledger', { eol }, {}, [a!, 'blank', 'blank', b!, c!, 'blank', 'blank'])
      expectTruth(await read(file.bytes), file)
    }
  })

  test('empty lines before the header do not hide the report', async () => {
    const file = made('ledger')
    await expectHonest({ bytes: Buffer.concat([Buffer.from('\n\n'), file.bytes]), truth: shifted(file.truth, 2) })
  })

  test('lines of nothing but delimiters, as spreadsheets leave them, give no rows', async () => {
    const reading = await read(made('ledger', {}, {}, [one('ledger'), { raw: '\t'.repeat(15) }, { raw: '\t'.repeat(15) }]).bytes)
    expect(rowsIn(reading)).toEqual([one('ledger').row])
  })

  test('a delimiter at the end of every line spoils no row in silence', async () => {
    const file = made('ledger')
    await expectHonest({ bytes: Buffer.from(file.bytes.toString('utf8').replaceAll('\n', '\t\n')), truth: file.truth })
    const [header, ...rest] = file.bytes.toString('utf8').split('\n')
    await expectHonest({ bytes: Buffer.from([header, rest.join('\n').replaceAll('\n', '\t\n')].join('\n')), truth: file.truth })
  })

  test('old Macintosh line ends spoil no row in silence', async () => {
    await expectHonest(made('ledger', { eol: '\r' }))
  })

  test('the line "sep=;" that Excel wants spoils no row in silence', async () => {
    const file = made('ledger', { delimiter: ';', quotes: 'needed' })
    await expectHonest({ bytes: Buffer.concat([Buffer.from('sep=;\n'), file.bytes]), truth: shifted(file.truth, 1) })
  })

  test('identical rows all come through', async () => {
    for (const report of names) {
      const file = made(
        report,
        {},
        {},
        settled(
          report,
          Array.from({ length: 5 }, () => one(report)),
        ),
      )
      expectTruth(await read(file.bytes), file)
      expect(file.truth.length).toBeGreaterThanOrEqual(5)
    }
  })

  test('a file without a line end at its end keeps its last row', async () => {
    for (const report of names) {
      const file = made(report, { endsWithEol: false })
      expectTruth(await read(file.bytes), file)
    }
  })

  test('a last line that was cut is a bad row, wherever it was cut', async () => {
    const whole = made('ledger', { endsWithEol: false }, {}, [one('ledger'), one('ledger')])
    const start = whole.bytes.lastIndexOf(0x0a) + 1
    for (let end = start + 1; end < whole.bytes.lastIndexOf(0x09); end += 7) {
      const reading = await read(whole.bytes.subarray(0, end))
      expect(told(reading.given), `cut at ${end - start}`).toEqual([owed(whole.truth)[0], { line: 3, bad: 'bad_columns' }])
    }
  })

  test('a file of quoted cells cut within its last line loses nothing in silence', async () => {
    const whole = made('ledger', { endsWithEol: false, quotes: 'all', delimiter: ',' }, {}, [one('ledger'), one('ledger')])
    const start = whole.bytes.lastIndexOf(0x0a) + 1
    for (let end = start + 1; end < whole.bytes.length - 1; end += 5) {
      const reading = await read(whole.bytes.subarray(0, end))
      expect(rowsIn(reading), `cut at ${end - start}`).toEqual(ownsUp(reading) && rowsIn(reading).length === 0 ? [] : [one('ledger').row])
      expect(ownsUp(reading) || codesOfBad(reading).length === 1, `cut at ${end - start}`).toBe(true)
    }
  })
})

describe('headers', () => {
  const spelt = Object.entries(spellings)
  test.each(spelt)('spelt %s', async (_name, spell) => {
    for (const report of names) {
      const file = made(report, { spell })
      expectTruth(await read(file.bytes), file)
    }
  })

  test('with underscores, in capitals', async () => {
    const underscores = (column: string) => column.toLowerCase().replaceAll(' ', '_')
    for (const spell of [underscores, (column: string) => column.toUpperCase()]) {
      const file = made('ledger', { spell })
      expectTruth(await read(file.bytes), file)
    }
  })

  test('Fulfilment Centre is read or refused aloud', async () => {
    await expectHonest(made('ledger', { spell: (column) => column.replace('Fulfillment Center', 'Fulfilment Centre') }))
  })

  test('columns in another order', async () => {
    for (const report of names) {
      const file = made(report, { columns: [...reports[report].columns].reverse() })
      expectTruth(await read(file.bytes), file)
    }
  })

  test('new columns are told of and otherwise left alone', async () => {
    for (const report of names) {
      const [first, ...rest] = reports[report].columns
      const file = made(report, { columns: ['Brand New', first!, 'another-new', ...rest] })
      const reading = await read(file.bytes)
      expect(told(reading.given)).toEqual(owed(file.truth))
      expect(new Set(codes(reading))).toEqual(new Set(['unknown_column']))
    }
  })

  test.each([2, 3, 4])('an older ledger without its last %i columns', async (fewer) => {
    const gone = fewer > 3 ? { reconciled: undefined, unreconciled: undefined } : fewer > 2 ? { unreconciled: undefined } : {}
    const lines = records('ledger', 6, seeded(8), dialectOf()).map((written) => changed(written, {}, { row: gone }))
    const file = made('ledger', { columns: reports.ledger.columns.slice(0, -fewer) }, {}, lines)
    expectTruth(await read(file.bytes), file)
  })

  test('removal orders of the years before order-source', async () => {
    const lines = records('removals', 4, seeded(8), dialectOf()).map((written) => changed(written, {}, { row: { orderSource: '' } }))
    const file = made('removals', { columns: reports.removals.columns.filter((column) => column !== 'order-source') }, {}, lines)
    expectTruth(await read(file.bytes), file)
  })

  const spanishEncodings: readonly Encoding[] = ['utf8', 'utf8-bom', 'latin1', 'cp1252', 'utf16le']
  test.each(spanishEncodings)('Spanish headers and values in %s', async (encoding) => {
    for (const report of ['ledger', 'returns'] as const) {
      const columns = reports[report].columns.filter((column) => column !== 'Store')
      const file = made(report, { columns, encoding, spell: spanish(report) }, { spanish: true, date: 'dayFirst' })
      expectTruth(await read(file.bytes), file)
    }
  })

  const spanishLedger = (maim: (text: string) => string) => {
    const columns = reports.ledger.columns.filter((column) => column !== 'Store')
    return made('ledger', { columns, spell: (column) => maim(spanish('ledger')(column)) }, { spanish: true, date: 'dayFirst' })
  }

  test('Spanish headers whose accents became U+FFFD', async () => {
    const file = spanishLedger((text) => text.replace(/[^\x20-\x7e]/g, '\uFFFD'))
    expectTruth(await read(file.bytes), file)
  })

  test('Spanish headers and values whose accents became U+FFFD', async () => {
    const whole = spanishLedger((text) => text)
    const bytes = Buffer.from(whole.bytes.toString('utf8').replace(/[^\x20-\x7e\s]/g, '\uFFFD'))
    expectTruth(await read(bytes), whole, [LOST])
  })

  test('Spanish headers without accents, with question marks, or decoded twice are read or refused aloud', async () => {
    const stripped = (text: string) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '')
    const twice = (text: string) => Buffer.from(text).toString('latin1')
    for (const maim of [stripped, twice, (text: string) => text.replace(/[^\x20-\x7e]/g, '?'), (text: string) => text.normalize('NFD')]) {
      const file = spanishLedger(maim)
      const reading = await expectHonest(file)
      expect(reading.readable || ownsUp(reading)).toBe(true)
    }
  })

  test('a column that is there twice is told of', async () => {
    const reading = await read(made('ledger', { columns: [...reports.ledger.columns, 'Quantity'] }).bytes)
    expect(codes(reading)).toContain('doubled_column')
  })

  test('a doubled column with other values spoils no row in silence', async () => {
    const columns = [...reports.ledger.columns, 'second']
    const lines = [changed(one('ledger'), { second: '999' })]
    await expectHonest(made('ledger', { columns, spell: (column) => (column === 'second' ? 'Quantity' : column) }, {}, lines))
  })

  const needed: readonly (readonly [ReportName, string])[] = [
    ['ledger', 'Quantity'],
    ['ledger', 'FNSKU'],
    ['ledger', 'Event Type'],
    ['ledger', 'Date'],
    ['reimbursements', 'amount-total'],
    ['reimbursements', 'reimbursement-id'],
    ['reimbursements', 'currency-unit'],
    ['returns', 'order-id'],
    ['returns', 'return-date'],
    ['removals', 'requested-quantity'],
    ['settlement', 'amount'],
    ['settlement', 'settlement-id'],
    ['adjustments', 'quantity'],
  ]
  test.each(needed)('%s without %s is refused, and the column is named', async (report, missing) => {
    const reading = await read(made(report, { columns: reports[report].columns.filter((column) => column !== missing) }).bytes)
    expect(codes(reading)).toEqual(['unknown_header'])
    expect(reading.warnings[0]?.message.toLowerCase().replace(/[^a-z]/g, '')).toContain(missing.toLowerCase().replace(/[^a-z]/g, ''))
    expect(reading.readable).toBe(false)
  })

  test('a ledger in a language nobody taught is refused', async () => {
    const german = [
      'Datum',
      'FNSKU',
      'ASIN',
      'MSKU',
      'Titel',
      'Ereignistyp',
      'Referenz-ID',
      'Menge',
      'Versandzentrum',
      'Zustand',
      'Grund',
      'Land',
    ]
    const file = made('ledger', {
      columns: reports.ledger.columns.slice(0, 12),
      spell: (column) => german[reports.ledger.columns.indexOf(column)]!,
    })
    const reading = await read(file.bytes)
    expect(reading.readable).toBe(false)
    expect(['unknown_header', 'unknown_report']).toContain(codes(reading)[0])
  })

  test('the header repeated in the midst is told of and is no row', async () => {
    for (const report of names) {
      const rows = records(report, 4, seeded(12), dialectOf())
      const file = made(report, {}, {}, [...rows, 'header', ...rows.slice(1), 'header', 'header'])
      expectTruth(await read(file.bytes), file)
    }
  })

  test('a second export with a BOM of its own glued on', async () => {
    const first = made('ledger', { encoding: 'utf8-bom' }, {}, [one('ledger')])
    const both = made('ledger', {}, {}, [one('ledger'), 'header', one('ledger')])
    expectTruth(await read(Buffer.concat([first.bytes, first.bytes])), both)
  })

  test('a second export with its columns in another order glued on is never read by the first header', async () => {
    const first = made('ledger', {}, {}, [one('ledger')])
    const columns = reports.ledger.columns.map((column) => (column === 'FNSKU' ? 'ASIN' : column === 'ASIN' ? 'FNSKU' : column))
    const second = made('ledger', { columns }, {}, [one('ledger'), one('ledger')])
    const truth: Truth[] = [...first.truth, { line: 3, bad: 'header_again' }, ...[4, 5].map((line) => ({ line, row: one('ledger').row }))]
    await expectHonest({ bytes: Buffer.concat([first.bytes, second.bytes]), truth })
  })

  test('a second export without the last columns, or in Spanish, or of another report glued on spoils no row in silence', async () => {
    const first = made('ledger', {}, {}, [one('ledger')])
    const owedNow = (lines: number): Truth[] => [
      ...first.truth,
      { line: 3, bad: 'header_again' },
      ...Array.from({ length: lines }, (_, at) => ({ line: 4 + at, row: one('ledger').row })),
    ]
    const shorter = made('ledger', { columns: reports.ledger.columns.slice(0, -2) }, {}, [one('ledger')])
    await expectHonest({ bytes: Buffer.concat([first.bytes, shorter.bytes]), truth: owedNow(1) })
    const inSpanish = made('ledger', { spell: spanish('ledger') }, {}, [one('ledger')])
    await expectHonest({ bytes: Buffer.concat([first.bytes, inSpanish.bytes]), truth: owedNow(1) })
    const reading = await read(Buffer.concat([first.bytes, made('returns').bytes]))
    expect(rowsIn(reading)).toEqual([one('ledger').row])
    expect(codesOfBad(reading).length).toBe(7)
  })

  test('two exports glued without a line end between them tell of the line at the seam', async () => {
    const first = made('ledger', { endsWithEol: false }, {}, [one('ledger'), one('ledger')])
    const second = made('ledger', {}, {}, [one('ledger')])
    const truth: Truth[] = [first.truth[0]!, { line: 3, bad: 'bad_columns' }, { line: 4, row: one('ledger').row }]
    expectTruth(await read(Buffer.concat([first.bytes, second.bytes])), { bytes: first.bytes, truth })
  })
})

describe('dates', () => {
  const styles = Object.keys(dateStyles) as DateStyle[]
  test.each(styles)('%s keep the day that is written', async (date) => {
    for (const report of names) {
      const file = made(report, {}, { date })
      expectTruth(await read(file.bytes), file)
    }
  })

  test.each(['american', 'dayFirst'] as const)(
    '%s dates whose order only the last of 3000 rows tells are read, or told of',
    async (date) => {
      const rows = dayTwelveOrLess('returns', 3000, seeded(13), dialectOf({ date }))
      const last = changed(one('returns'), { 'return-date': dateStyles[date]('2026-08-25') }, { row: { date: '2026-08-25' } })
      const file = made('returns', {}, {}, [...rows, last])
      expectTruth(await read(file.bytes), file)
    },
  )

  test.each(['ledger', 'reimbursements', 'returns', 'removals'] as const)(
    '%s: slashes without a day after the twelfth are told of',
    async (report) => {
      const columns = reports[report].columns.filter((column) => column !== 'Date and Time')
      const reading = await read(
        made(report, { columns }, {}, dayTwelveOrLess(report, 5, seeded(14), dialectOf({ date: 'american' }))).bytes,
      )
      expect(codes(reading)).toEqual(['ambiguous_dates'])
    },
  )

  test('a day that could be either is not guessed in silence where the others tell of both orders', async () => {
    const days = ['05/13/2026', '13/05/2026', '02/03/2026']
    const lines = days.map((text) => changed(one('returns'), { 'return-date': text }))
    const reading = await read(made('returns', {}, {}, lines).bytes)
    const guessed = reading.given.some(({ line, row }) => line === 4 && row !== undefined)
    expect(guessed && !ownsUp(reading)).toBe(false)
  })

  test('ISO and slashes in one file', async () => {
    const lines = [
      changed(one('returns'), { 'return-date': '2026-08-03' }, { row: { date: '2026-08-03' } }),
      changed(one('returns'), { 'return-date': '08/03/2026' }, { row: { date: '2026-08-03' } }),
      changed(one('returns'), { 'return-date': '08/25/2026' }, { row: { date: '2026-08-25' } }),
    ]
    const file = made('returns', {}, {}, lines)
    expectTruth(await read(file.bytes), file)
  })

  test.each([
    '',
    '--',
    'yesterday',
    '2026-02-30',
    '2026-13-01',
    '31.04.2026',
    '46000',
    '2026-8',
    '0000-00-00',
    '2026-00-10',
    '99/99/2026',
    'N/A',
  ])('the date %j makes a bad row', async (text) => {
    for (const [report, column] of [
      ['ledger', 'Date'],
      ['reimbursements', 'approval-date'],
      ['returns', 'return-date'],
    ] as const) {
      const file = withCells(report, { [column]: text }, { bad: 'bad_date' })
      const reading = await read(file.bytes)
      expect(told(reading.given)).toEqual(owed(file.truth))
      expect(reading.given[1]?.bad?.text.trim()).toBe(text)
    }
  })

  test.each([
    ['8/5/26', '2026-08-05'],
    ['2026/08/12', '2026-08-12'],
    ['12-08-2026', '2026-08-12'],
    ['Aug 12, 2026', '2026-08-12'],
    ['12-Aug-2026', '2026-08-12'],
    ['20260812', '2026-08-12'],
    ['2026-08-12T', '2026-08-12'],
    ['2026-08-12T25:61:00Z', '2026-08-12'],
    ['2026年8月12日', '2026-08-12'],
    ['12 ago 2026', '2026-08-12'],
  ])('the date %s is read rightly or told of', async (text, date) => {
    await expectHonest(withCells('returns', { 'return-date': text }, { row: { date } }))
  })
})

describe('numbers', () => {
  test.each([
    ['3.00', 3],
    [' -1 ', -1],
    ['+4', 4],
    ['007', 7],
    ['0', 0],
  ])('the quantity %j is %i', async (text, quantity) => {
    const file = withCells('ledger', { Quantity: text }, { row: { quantity } })
    expectTruth(await read(file.bytes), file)
  })

  test.each(['abc', '1,5', '1.5', '', '--', '1 2', '0x10', 'NaN', 'Infinity', '99999999999999999999', '1.2.3', '-', '.', '#REF!', '5 pcs'])(
    'the quantity %j makes a bad row',
    async (text) => {
      const columns: readonly (readonly [ReportName, string])[] = [
        ['ledger', 'Quantity'],
        ['returns', 'quantity'],
        ['removals', 'shipped-quantity'],
        ['reimbursements', 'quantity-reimbursed-inventory'],
      ]
      for (const [report, column] of columns.slice(0, text === '' || text === '--' ? 2 : 4)) {
        const file = withCells(report, { [column]: text }, { bad: 'bad_number' })
        const reading = await read(file.bytes)
        expect(told(reading.given)).toEqual(owed(file.truth))
        expect(reading.given[1]?.bad?.text.trim()).toBe(text)
        expect(reading.given[1]?.bad?.column).not.toBe('')
      }
    },
  )

  test.each([
    ['1,000', 1000],
    ['1.000', 1000],
    ['−5', -5],
    ['5-', -5],
    ['(5)', -5],
    ['1e3', 1000],
    ['３', 3],
    ['1 000', 1000],
    ["'3", 3],
  ])('the quantity %s is read as %i or told of', async (text, quantity) => {
    await expectHonest(withCells('ledger', { Quantity: text }, { row: { quantity } }))
  })

  const expectRows = async (lines: readonly (readonly [ReportName, Cells, object])[]) => {
    for (const [report, cells, row] of lines) {
      const file = withCells(report, cells, { row })
      expectTruth(await read(file.bytes), file)
    }
  }

  test.each(['', '--', ' ', ' -- '])('%j is no number and no date, where none need be', async (nothing) => {
    await expectRows([
      ['ledger', { 'Reconciled Quantity': nothing, 'Unreconciled Quantity': nothing }, { reconciled: undefined, unreconciled: undefined }],
      ['ledger', { Disposition: nothing }, { disposition: null }],
      ['removals', { 'last-updated-date': nothing }, { updated: undefined }],
      ['settlement', { 'quantity-purchased': nothing, 'posted-date': nothing }, { quantity: undefined, posted: undefined }],
    ])
  })

  test.each(['', '--', ' ', ' -- '])('%j is no text: no case id, no reference, no country', async (nothing) => {
    await expectRows([
      ['reimbursements', { 'case-id': nothing, 'original-reimbursement-id': nothing }, { caseId: '', originalId: '' }],
      ['returns', { 'license-plate-number': nothing }, { licensePlate: '' }],
      ['ledger', { 'Reference ID': nothing, Country: nothing }, { reference: '', country: '' }],
    ])
  })

  test('a zero is not nothing, and a broken reconciled quantity is told of', async () => {
    const zero = withCells('ledger', { 'Reconciled Quantity': '0' }, { row: { reconciled: 0 } })
    expectTruth(await read(zero.bytes), zero)
    const broken = withCells('ledger', { 'Reconciled Quantity': 'abc' }, { bad: 'bad_number' })
    expectTruth(await read(broken.bytes), broken)
  })

  test('an unknown event or disposition is null and the row stays', async () => {
    const file = withCells('ledger', { 'Event Type': 'Teleport', Disposition: 'HAUNTED' }, { row: { event: null, disposition: null } })
    expectTruth(await read(file.bytes), file)
  })
})

describe('amounts', () => {
  /** Alone in its file: no other amount says which mark stands before the decimals. */
  const paid = (text: string, currency: string, expected: { row?: object; bad?: string }) => {
    const cells = { 'amount-total': text, 'amount-per-unit': text, 'currency-unit': currency }
    const owedNow = expected.row ? { row: { ...expected.row, currency } } : expected
    return compose(layoutOf('reimbursements'), [changed(one('reimbursements'), cells, owedNow)])
  }

  test.each([
    ['12.50', 'USD', 1250],
    ['12,50', 'EUR', 1250],
    ['1,234.56', 'USD', 123456],
    ['1.234,56', 'EUR', 123456],
    ['1,234,567.89', 'USD', 123456789],
    ['1.234.567,89', 'EUR', 123456789],
    ['-5.00', 'GBP', -500],
    ['-1.234,56', 'EUR', -123456],
    ['0', 'USD', 0],
    ['0.00', 'USD', 0],
    ['5', 'USD', 500],
    ['5.5', 'USD', 550],
    ['5,5', 'EUR', 550],
    [' 7.10 ', 'USD', 710],
    ['1500', 'JPY', 1500],
    ['1,500', 'JPY', 1500],
    ['1500.00', 'JPY', 1500],
    ['0.29', 'USD', 29],
    ['1.15', 'USD', 115],
    ['8.41', 'USD', 841],
    ['4.35', 'USD', 435],
    ['1234567.07', 'USD', 123456707],
  ])('%j %s is %i', async (text, currency, total) => {
    const file = paid(text, currency, { row: { total } })
    expectTruth(await read(file.bytes), file)
  })

  test.each([
    ['0.125', 'USD'],
    ['0,125', 'EUR'],
    ['12.3456', 'USD'],
    ['1,234.567', 'USD'],
    ['1.2.3', 'USD'],
    ['1500.5', 'JPY'],
    ['free', 'USD'],
    ['', 'USD'],
    ['--', 'USD'],
    ['1,23,4', 'USD'],
    ['12.50.', 'USD'],
    ['NaN', 'USD'],
    ['1e999', 'USD'],
    ['99999999999999999999.99', 'USD'],
    ['--5.00', 'USD'],
  ])('the amount %j %s makes a bad row', async (text, currency) => {
    const file = paid(text, currency, { bad: 'bad_amount' })
    const reading = await read(file.bytes)
    expect(told(reading.given)).toEqual(owed(file.truth))
    expect(reading.given[0]?.bad?.text.trim()).toBe(text)
  })

  test.each(['12.345', '12,345', '1.234', '1,500'])(
    'whether %s dollars are thousands or thousandths is not guessed, unless as thousands',
    async (text) => {
      await expectHonest(paid(text, 'USD', { row: { total: Number(text.replace(/[.,]/, '')) * 100 } }))
    },
  )

  test.each([
    ['$12.50', 'USD', 1250],
    ['12,50 €', 'EUR', 1250],
    ['(5.00)', 'USD', -500],
    ['−5.00', 'USD', -500],
    ['5.00-', 'USD', -500],
    ['1 234,56', 'EUR', 123456],
    ['1\u00a0234,56', 'EUR', 123456],
    ["1'234.56", 'EUR', 123456],
    ['1e3', 'USD', 100000],
    ['.50', 'USD', 50],
    ['5.', 'USD', 500],
    ['- 5.00', 'USD', -500],
    ['1,23', 'USD', 123],
  ])('the amount %j %s is read as %i or told of', async (text, currency, total) => {
    await expectHonest(paid(text, currency, { row: { total } }))
  })

  test.each(['EURO', 'XX', '€', '12', '', '--', 'US D'])('the currency %j makes a bad row', async (currency) => {
    const file = paid('12.50', currency, { bad: 'bad_currency' })
    expectTruth(await read(file.bytes), file)
  })

  test.each([',', ';', '\t'])('a decimal comma survives the delimiter %j', async (delimiter) => {
    const quotes = delimiter === '\t' ? 'all' : 'needed'
    for (const report of ['reimbursements', 'settlement'] as const) {
      for (const amount of ['comma', 'german', 'english'] as const) {
        const rows = records(report, 30, seeded(15), dialectOf({ amount, quotes }), delimiter)
        const file = made(report, { delimiter, quotes }, {}, rows)
        expectTruth(await read(file.bytes), file)
      }
    }
  })
})

describe('settlements', () => {
  const of = (id: string, currency: string, amount: string, minor: number, currencyCell = '') =>
    changed(
      one('settlement'),
      { 'settlement-id': id, amount, currency: currencyCell },
      { row: { settlementId: id, currency, amount: minor } },
    )

  test('two settlements in one file keep to their own currencies', async () => {
    const lines = [
      settlementTotal('1', 'EUR', '5.00', '2026-01-01'),
      of('1', 'EUR', '5.00', 500),
      settlementTotal('2', 'JPY', '700', '2026-01-01'),
      of('2', 'JPY', '700', 700),
    ]
    for (const between of [[], ['header' as const]]) {
      const file = made('settlement', {}, {}, [...lines.slice(0, 2), ...between, ...lines.slice(2)])
      expectTruth(await read(file.bytes), file)
    }
  })

  test('rows that name their currency themselves', async () => {
    const file = made('settlement', {}, {}, [settlementTotal('1', 'GBP', '5.00', '2026-01-01'), of('1', 'GBP', '5.00', 500, 'GBP')])
    expectTruth(await read(file.bytes), file)
  })

  test('a row of a settlement whose total was never seen lends no currency from another', async () => {
    const lines = [
      settlementTotal('1', 'EUR', '5.00', '2026-01-01'),
      of('1', 'EUR', '5.00', 500),
      changed(of('2', '', '7.00', 700), {}, { bad: 'bad_currency' }),
    ]
    const reading = await read(made('settlement', {}, {}, lines).bytes)
    expect(codesOfBad(reading).length === 1 || ownsUp(reading)).toBe(true)
  })

  test('the old settlement report is not read as the new one', async () => {
    const header =
      'settlement-id settlement-start-date settlement-end-date deposit-date total-amount currency transaction-type order-id merchant-order-id adjustment-id shipment-id marketplace-name shipment-fee-type shipment-fee-amount order-fee-type order-fee-amount fulfillment-id posted-date order-item-code merchant-order-item-id merchant-adjustment-item-id sku quantity-purchased price-type price-amount item-related-fee-type item-related-fee-amount misc-fee-amount other-fee-amount other-fee-reason-description promotion-id promotion-type promotion-amount direct-payment-type direct-payment-amount other-amount'
    const reading = await read(Buffer.from(`${header.replaceAll(' ', '\t')}\n1${'\t'.repeat(35)}\n`))
    expect(reading.readable).toBe(false)
    expect(reading.warnings.length).toBeGreaterThan(0)
  })
})

describe('files', () => {
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a BOM', Buffer.from('\uFEFF')],
    ['line feeds', Buffer.from('\r\n\r\n\n')],
  ])('a file of %s is told to be empty', async (_name, bytes) => {
    const reading = await read(bytes)
    expect({ codes: codes(reading), report: reading.report, readable: reading.readable }).toEqual({
      codes: ['empty'],
      report: null,
      readable: false,
    })
  })

  test('a header alone is known and gives no rows', async () => {
    for (const report of names) {
      for (const endsWithEol of [true, false]) {
        const reading = await read(made(report, { endsWithEol }, {}, []).bytes)
        expect(reading.report).toBe(reports[report].type)
        expect(reading.given).toEqual([])
        expect(codes(reading).filter((code) => code !== 'empty')).toEqual([])
      }
    }
  })

  test('a PNG is told to be no text, whatever it is called', async () => {
    for (const name of ['photo.png', 'ledger.txt', 'ledger.csv']) {
      const reading = await read(png, name)
      expect({ codes: codes(reading), report: reading.report, readable: reading.readable }).toEqual({
        codes: ['not_text'],
        report: null,
        readable: false,
      })
    }
  })

  test.each([
    'Dear seller,\nplease find the report enclosed.\n',
    '{"reportType":"GET_LEDGER_DETAIL_VIEW_DATA"}\n',
    'a,b,c\n1,2,3\n',
    '<html><body>Sign in</body></html>\n',
    'sku\tquantity\nA\t1\n',
  ])('the text %j is told to be no report', async (text) => {
    const reading = await read(Buffer.from(text), 'GET_LEDGER_DETAIL_VIEW_DATA.txt')
    expect({ report: reading.report, readable: reading.readable }).toEqual({ report: null, readable: false })
    expect(codes(reading)).toEqual(['unknown_report'])
  })

  test.each([
    [
      'replacements',
      'shipment-date sku asin fulfillment-center-id original-fulfillment-center-id quantity replacement-reason-code replacement-amazon-order-id original-amazon-order-id',
    ],
    [
      'removal shipments',
      'request-date order-id shipment-date sku fnsku disposition shipped-quantity carrier tracking-number removal-order-type',
    ],
  ])('a report of %s is told not to be used, or is read', async (_name, header) => {
    const reading = await read(Buffer.from(`${header.replaceAll(' ', '\t')}\n`))
    expect(reading.readable || reading.warnings.length > 0).toBe(true)
    expect(names.map((name) => reports[name].type)).not.toContain(reading.report)
  })

  test('a ledger summary is not taken for the ledger in detail', async () => {
    const header =
      'Date\tFNSKU\tASIN\tMSKU\tTitle\tDisposition\tStarting Warehouse Balance\tIn Transit Between Warehouses\tReceipts\tCustomer Shipments\tCustomer Returns\tVendor Returns\tWarehouse Transfer In/Out\tFound\tLost\tDamaged\tDisposed\tOther Events\tEnding Warehouse Balance\tUnknown Events\tLocation\tStore'
    const reading = await read(Buffer.from(`${header}\n`))
    expect(reading.report).not.toBe(reports.ledger.type)
    expect(reading.warnings.length > 0 || reading.readable).toBe(true)
  })

  test('the header decides, not the name of the file', async () => {
    for (const [report, name] of [
      ['ledger', 'GET_FBA_REIMBURSEMENTS_DATA.txt'],
      ['returns', 'inventory-ledger.csv'],
      ['reimbursements', 'settlement.txt'],
    ] as const) {
      const file = made(report)
      const reading = await read(file.bytes, name)
      expect(reading.report).toBe(reports[report].type)
      expect(told(reading.given)).toEqual(owed(file.truth))
    }
  })

  test.each(['report.txt.gz', 'report.gz', 'report.txt', 'report.csv'])('a gzip called %s is read, or refused aloud', async (name) => {
    const file = made('ledger')
    const reading = await expectHonest({ bytes: gzipSync(file.bytes), truth: file.truth }, name)
    expect(reading.readable || ownsUp(reading)).toBe(true)
  })

  test('a gzip of a Shift-JIS report and one of two parts are read, or refused aloud', async () => {
    const japanese = made('ledger', { encoding: 'shift-jis' }, { repertoire: 'japanese' })
    await expectHonest({ bytes: gzipSync(japanese.bytes), truth: japanese.truth }, 'report.gz')
    const half = japanese.bytes.length >> 1
    const parts = [japanese.bytes.subarray(0, half), japanese.bytes.subarray(half)].map((part) => gzipSync(part))
    await expectHonest({ bytes: Buffer.concat(parts), truth: japanese.truth }, 'report.gz')
  })

  const big = () => made('ledger', {}, {}, records('ledger', 400, seeded(16), dialectOf()))
  test.each([1, 4, 8, 9, 200, 10_000])('a gzip that lacks its last %i bytes is told of, and what comes is right', async (lacking) => {
    const file = big()
    const zipped = gzipSync(file.bytes)
    for (const name of ['report.txt.gz', 'report.txt']) {
      const reading = await read(zipped.subarray(0, -lacking), name)
      expect(ownsUp(reading)).toBe(true)
      const good = owed(file.truth)
      for (const entry of told(reading.given)) if ('row' in entry) expect(good[entry.line - 2]).toEqual(entry)
    }
  })

  test('a gzip cut far behind rows that say how dates and amounts are written is told of, or throws', async () => {
    const rows = records('settlement', 400, seeded(16), dialectOf({ date: 'american', amount: 'english' }))
    const zipped = gzipSync(made('settlement', {}, {}, rows).bytes)
    const saysSo = await read(zipped.subarray(0, -2000)).then(ownsUp, () => true)
    expect(saysSo).toBe(true)
  })

  test('a gzip of which only the head is left, of an empty file, or of a PNG is told of', async () => {
    for (const bytes of [
      gzipSync(big().bytes).subarray(0, 5),
      gzipSync(big().bytes).subarray(0, 12),
      gzipSync(Buffer.alloc(0)),
      gzipSync(png),
    ]) {
      const reading = await read(bytes, 'report.gz')
      expect(reading.warnings.length).toBeGreaterThan(0)
      expect(reading.given).toEqual([])
    }
  })

  test('a gzip with a flipped bit is told of', async () => {
    const zipped = gzipSync(big().bytes)
    for (const at of [zipped.length >> 1, zipped.length - 7]) {
      const flipped = Buffer.from(zipped)
      flipped[at] = (flipped[at] as number) ^ 0x10
      expect(ownsUp(await read(flipped, 'report.gz'))).toBe(true)
    }
  })

  test('a PNG behind a known header and binary in the midst spoil no row in silence', async () => {
    const file = made('ledger')
    const reading = await read(Buffer.concat([file.bytes, png]))
    expect(ownsUp(reading) || codesOfBad(reading).length > 0).toBe(true)
  })

  test('a file that is not there is told of or throws', async () => {
    const reading = await sketchOf(join(folder, 'nowhere.txt')).then(
      ({ warnings }) => warnings.length > 0,
      () => true,
    )
    expect(reading).toBe(true)
    const directory = await sketchOf(folder).then(
      ({ warnings }) => warnings.length > 0,
      () => true,
    )
    expect(directory).toBe(true)
  })
})
