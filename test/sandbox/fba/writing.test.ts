import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowsOf, sketchOf } from '../../../adapters/reports/report-file.ts'
import { groupedBy } from '../../../domain/grouped.ts'
import { SPANISH } from '../../../domain/reports/aliases.ts'
import { withoutOverlap } from '../../../domain/reports/exports.ts'
import { DRAWN_REPORTS } from '../../../sandbox/fba/book.ts'
import { drawFba } from '../../../sandbox/fba/draw.ts'
import { ENCODINGS } from '../../../sandbox/fba/encoding.ts'
import { inboundFiles, itemBodies, shipmentBodies } from '../../../sandbox/fba/inbound-api.ts'
import { truthOfExports } from '../../../sandbox/fba/plan.ts'
import { score } from '../../../sandbox/fba/score.ts'
import { standingOf } from '../../../sandbox/fba/truth.ts'
import { writeFba } from '../../../sandbox/fba/write-fba.ts'
import { OLD_LEDGER, reportFiles, type Writing } from '../../../sandbox/fba/writing.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fba-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const fba = drawFba('written', { lots: 100, shipmentsPerLot: 0.2, removalsPerLot: 0.3, trafficPerLot: 10, reckoning: 'lagging' })

interface Read {
  readonly report: string | null
  readonly language: string
  readonly rows: readonly { readonly line: number; readonly row: unknown }[]
}

async function read(path: string): Promise<Read> {
  const sketch = await sketchOf(path)
  const { report: said, reading } = sketch
  const report = DRAWN_REPORTS.find((drawn) => drawn === said)
  if (report === undefined) return { report: said, language: '', rows: [] }
  const rows: Read['rows'][number][] = []
  for await (const each of rowsOf(sketch, report)) {
    if ('bad' in each) throw new Error(`${path}:${each.line} ${JSON.stringify(each.bad)}`)
    if (each.row !== undefined) rows.push(each)
  }
  return { report, language: reading?.language ?? '', rows }
}

async function readAll(files: ReadonlyMap<string, Uint8Array>): Promise<Map<string, Read>> {
  const found = new Map<string, Read>()
  for (const [name, bytes] of files) {
    await writeFile(join(folder, name), bytes)
    found.set(name, await read(join(folder, name)))
  }
  return found
}

/** What was drawn, as it stands in each line of each file. */
const drawn = (): Map<string, object> =>
  new Map(DRAWN_REPORTS.flatMap((report) => fba.rows[report].map(({ source, ...row }) => [`${source.file}:${source.line}`, row] as const)))

const inLines = (found: ReadonlyMap<string, Read>): Map<string, unknown> =>
  new Map([...found].flatMap(([name, { rows }]) => rows.map(({ line, row }) => [`${name}:${line}`, row] as const)))

describe('whatever way the files are written, they are read back to the rows that were drawn, each in its line', () => {
  const ways: readonly Partial<Writing>[] = [
    {},
    ...ENCODINGS.map((encoding) => ({ encoding })),
    { delimiter: ',' },
    { delimiter: ';', mark: ',', dates: 'dotted' },
    { delimiter: ',', quoted: true, mark: ',', newline: '\r\n' },
    { quoted: true, dates: 'iso' },
    { dates: 'day_first' },
    { language: SPANISH, dates: 'day_first', mark: ',' },
    { language: SPANISH, encoding: 'windows-1252', delimiter: ';', dates: 'day_first' },
    { language: SPANISH, encoding: 'latin-1' },
  ]
  test.each(ways.map((way) => [JSON.stringify({ ...way, language: way.language?.language }), way] as const))('%s', async (_, way) => {
    const found = await readAll(reportFiles(fba, { ...way, inboundApi: false }))
    expect(new Set([...found.values()].map(({ report }) => report))).toEqual(new Set(DRAWN_REPORTS))
    expect(inLines(found)).toEqual(drawn())
    expect(found.get('ledger.txt')?.language).toBe(way.language?.language ?? 'en')
  })
})

test('titles keep their letters where the encoding has them', () => {
  const text = (encoding: string, bytes: Uint8Array | undefined) => new TextDecoder(encoding).decode(bytes)
  for (const encoding of ENCODINGS) {
    const ledger = reportFiles(fba, { encoding }).get('ledger.txt')
    const charset = { 'utf-8-bom': 'utf-8', 'latin-1': 'windows-1252' }[encoding as string] ?? encoding
    expect(text(charset, ledger).includes('Kinder-Löffel')).toBe(encoding !== 'shift_jis')
    expect(text(charset, ledger)).toContain('Yoga Mat')
  }
})

test('older files lack the last columns of the ledger', async () => {
  const found = await readAll(reportFiles(fba, { without: OLD_LEDGER }))
  const rows = found.get('ledger.txt')?.rows ?? []
  expect(rows).toHaveLength(fba.rows.GET_LEDGER_DETAIL_VIEW_DATA.length)
  expect(rows[0]?.row).toMatchObject({ reconciled: undefined, unreconciled: undefined })
  const old = drawFba('old', { lots: 30, reckoning: 'absent' })
  const [header] = new TextDecoder().decode(reportFiles(old).get('ledger.txt')).split('\n')
  expect(header).toContain('Country')
  expect(header).not.toContain('econciled')
})

test('a settlement is the sum of its rows, to the cent', () => {
  const files = [...reportFiles(fba)].filter(([name]) => name.startsWith('settlement'))
  expect(files.length).toBeGreaterThan(10)
  for (const [name, bytes] of files) {
    const [header = [], first = []] = new TextDecoder()
      .decode(bytes)
      .split('\n', 2)
      .map((line) => line.split('\t'))
    const sum = fba.rows.GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2.filter(({ source }) => source.file === name).reduce(
      (total, { amount }) => total + amount,
      0,
    )
    expect(Math.round(Number(first[header.indexOf('total-amount')]) * 100)).toBe(sum)
  }
})

test('written piece by piece into a folder the files are the same', async () => {
  const names = await writeFba(fba, folder, { encoding: 'utf-16le' })
  const files = reportFiles(fba, { encoding: 'utf-16le' })
  expect(names).toEqual([...files.keys()])
  await writeFile(join(folder, 'in-memory.txt'), files.get('ledger.txt') ?? '')
  expect(names).toContain('inbound-shipment-items.json')
  expect(await read(join(folder, 'ledger.txt'))).toEqual(await read(join(folder, 'in-memory.txt')))
})

describe('of exports that overlap', () => {
  const days = groupedBy(fba.rows.GET_LEDGER_DETAIL_VIEW_DATA, ({ date }) => date)
  const rowsOn = (day: string): number => days.get(day)?.length ?? 0
  const shrunkDay = [...days.keys()].filter((day) => day > '2025-08' && day < '2025-12').toSorted((a, b) => rowsOn(b) - rowsOn(a))[0] ?? ''
  const exports = [
    { from: '2025-05-01', to: '2025-12-31' },
    { from: '2025-07-01', to: fba.to, shrunkDay },
  ]

  test('each day is there as often as it was exported, and all rows are there once without what overlaps', async () => {
    const found = await readAll(reportFiles(fba, { exports }))
    const ledgers = ['ledger-1.txt', 'ledger-2.txt'].map((file) => {
      const rows = (found.get(file)?.rows ?? []).map(({ row }) => row as { date: string; country: string })
      const counts = new Map<string, number>()
      for (const { date, country } of rows) counts.set(`${country} ${date}`, (counts.get(`${country} ${date}`) ?? 0) + 1)
      return { file, rows, counts, from: rows[0]?.date ?? '', to: rows.at(-1)?.date ?? '', written: 0, isWhole: true }
    })
    const { rows, shrunk } = withoutOverlap(ledgers, ({ date, country }) => `${country} ${date}`)
    expect(rows.length).toBe(fba.rows.GET_LEDGER_DETAIL_VIEW_DATA.length)
    expect(new Set(shrunk.map(({ part }) => part.slice(-10)))).toEqual(new Set([shrunkDay]))
  })

  test('a claim may name the row of a lot in any of them, and a lot of a day that has shrunk is for a person', () => {
    const truth = truthOfExports(fba, exports)
    expect(truth.lots).toHaveLength(fba.truth.lots.length)
    const twice = truth.lots.filter(
      ({ rows }) => rows.some(({ file }) => file === 'ledger-1.txt') && rows.some(({ file }) => file === 'ledger-2.txt'),
    )
    expect(twice.length).toBeGreaterThan(10)
    expect(truth.lots.some(({ startsOn, needsPerson }) => startsOn === shrunkDay && !needsPerson)).toBe(false)
    const [lot] = twice.filter((each) => standingOf(each, fba.to).owed === each.quantity)
    const last = lot?.rows.at(-1) ?? { file: '', line: 0 }
    expect(score([{ source: last, units: 1 }], truth, lot?.startsOn ?? '').wrong.non_claimable.units).toBe(0)
  })
})

test('the Inbound API tells of all shipments and items, in pages', () => {
  const pages = shipmentBodies(fba.shipments, 7)
  expect(pages.flatMap(({ payload }) => payload.ShipmentData)).toHaveLength(fba.shipments.length)
  expect(pages.map(({ payload }) => payload.NextToken !== undefined)).toEqual(pages.map((_, page) => page + 1 < pages.length))
  const items = itemBodies(fba.shipments).flatMap(({ payload }) => payload.ItemData)
  const [first] = fba.shipments
  expect(items[0]).toMatchObject({
    ShipmentId: first?.shipmentId,
    SellerSKU: first?.items[0]?.sku,
    QuantityShipped: first?.items[0]?.shipped,
  })
  const lines = fba.truth.lots.flatMap(({ rows }) => rows.filter(({ file }) => file === 'inbound-shipment-items.json'))
  expect(Math.max(...lines.map(({ line }) => line))).toBeLessThanOrEqual(items.length)
  expect([...inboundFiles(fba.shipments).keys()]).toEqual(['inbound-shipments.json', 'inbound-shipment-items.json'])
})
