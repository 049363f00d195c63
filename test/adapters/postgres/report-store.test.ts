import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createReportReads, type StoredReports } from '../../../adapters/postgres/report-reads.ts'
import { createReportStore, type ReportStore } from '../../../adapters/postgres/report-rows.ts'
import { rowsOf as rowsOfFile, sketchOf } from '../../../adapters/reports/report-file.ts'
import type { RowRead } from '../../../domain/reports/loading.ts'
import type { StoredReport } from '../../../domain/reports/stored.ts'
import { clock, NOW, openTestDatabase } from '../../support/records.ts'
import {
  addAccount,
  all,
  exportOf,
  LEDGER,
  ledger,
  movement,
  PAYMENTS,
  payment,
  read,
  SETTLEMENTS,
  settled,
} from '../../support/report-exports.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let store: ReportStore
let reading: <T>(accountId: string, use: (reports: StoredReports) => Promise<T>) => Promise<T>
beforeAll(async () => {
  database = await openTestDatabase()
  store = createReportStore(database.db, clock)
  reading = createReportReads(database.db).read
})
afterAll(() => database.drop())

const rowsOf = <Report extends StoredReport>(accountId: string, report: Report) => reading(accountId, ({ rows }) => all(rows(report)))
const countsOf = async (accountId: string): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const { country, date } of await rowsOf(accountId, LEDGER)) counts[`${country} ${date}`] = (counts[`${country} ${date}`] ?? 0) + 1
  return counts
}
/** Of all rows of an account, whichever load they are from. */
const checksum = async (accountId: string): Promise<unknown> =>
  database.db.client.$queryRaw`
    SELECT count(*)::int AS rows, md5(string_agg(concat_ws('|', l.report, l.file, r.part, r.line, r.data), ',' ORDER BY l.report, r.part, r.line)) AS sum
      FROM report_rows r JOIN report_loads l ON l.id = r.load_id WHERE l.account_id = ${accountId}`

test('a row comes back as it was read, with the place where it stands in its file', async () => {
  const accountId = await addAccount(database.db)
  const older = movement('2026-01-02', { reconciled: undefined, unreconciled: undefined, event: null, disposition: null, reason: 'X' })
  const rows = [...Array.from({ length: 30 }, () => movement('2026-01-01')), older]
  const loaded = await store.load(exportOf(accountId, LEDGER, { file: 'ledger.txt', to: '2026-01-05' }), read<typeof LEDGER>(rows))
  expect(loaded).toMatchObject({ outcome: 'loaded', rows: 31, kept: 31, covers: { from: '2026-01-01', to: '2026-01-02' }, at: NOW })
  const stored = await rowsOf(accountId, LEDGER)
  expect(stored).toEqual(rows.map((row, place) => ({ ...row, source: { file: 'ledger.txt', line: place + 2 } })))
})

test('rows that no rule reads are counted and not kept', async () => {
  const accountId = await addAccount(database.db)
  const events = ['Shipments', 'Receipts', 'WhseTransfers', 'CustomerReturns', 'VendorReturns', 'Adjustments'] as const
  const loaded = await store.load(
    exportOf(accountId, LEDGER),
    read<typeof LEDGER>(events.map((event) => movement('2026-01-03', { event }))),
  )
  expect(loaded).toMatchObject({ rows: 6, kept: 2 })
  expect((await rowsOf(accountId, LEDGER)).map(({ event }) => event)).toEqual(['Receipts', 'Adjustments'])
  // A shipment that a later export lacks is missing all the same.
  const again = exportOf(accountId, LEDGER, { exportedAt: '2026-01-12T00:00:00Z' })
  const held = await store.load(again, read<typeof LEDGER>([movement('2026-01-03'), movement('2026-01-03', { event: 'Receipts' })]))
  expect(held.holds).toEqual([{ code: 'fewer_rows', part: 'DE 2026-01-03', rows: 2, of: 6 }])
})

test('the same file again changes nothing, and a newer export of the same rows neither', async () => {
  const accountId = await addAccount(database.db)
  const file = exportOf(accountId, LEDGER)
  const days = { '2026-01-01': 3, '2026-01-10': 2 }
  await store.load(file, ledger(days))
  const before = await checksum(accountId)
  expect(before).toMatchObject([{ rows: 5 }])
  const untouched: AsyncIterable<RowRead<typeof LEDGER>> = {
    [Symbol.asyncIterator]: () => expect.fail('a file that is known is not read'),
  }
  expect(await store.load(file, untouched)).toMatchObject({ outcome: 'unchanged', rows: 5, kept: 5 })
  expect(await checksum(accountId)).toEqual(before)
  const newer = { ...file, fileHash: 'other', exportedAt: '2026-01-12T00:00:00Z' }
  expect(await store.load(newer, ledger(days))).toMatchObject({ outcome: 'loaded' })
  expect(await checksum(accountId)).toEqual(before)
  expect((await store.loads(accountId, 10)).map(({ outcome, rows }) => [outcome, rows])).toEqual([
    ['loaded', 5],
    ['unchanged', 5],
    ['loaded', 5],
  ])
})

test('a newer export replaces the days of its range and of its countries, and nothing else', async () => {
  const accountId = await addAccount(database.db)
  await store.load(exportOf(accountId, LEDGER), ledger({ '2026-01-01': 2, '2026-01-05': 2, '2026-01-10': 1 }, { reference: 'old' }))
  await store.load(exportOf(accountId, LEDGER), ledger({ '2026-01-05': 1, '2026-01-10': 1 }, { country: 'FR', reference: 'old' }))
  const newer = exportOf(accountId, LEDGER, { from: '2026-01-05', to: '2026-01-10', exportedAt: '2026-01-12T00:00:00Z' })
  // Of the day before its range it has some rows only.
  await store.load(newer, ledger({ '2026-01-04': 1, '2026-01-05': 3, '2026-01-10': 1 }, { reference: 'new' }))
  const stored = await rowsOf(accountId, LEDGER)
  expect(stored.map(({ country, date, reference }) => `${country} ${date} ${reference}`)).toEqual([
    'DE 2026-01-01 old',
    'DE 2026-01-01 old',
    'DE 2026-01-05 new',
    'DE 2026-01-05 new',
    'DE 2026-01-05 new',
    'FR 2026-01-05 old',
    'DE 2026-01-10 new',
    'FR 2026-01-10 old',
  ])
})

test('an export that has shrunk on one of its days is held as a whole, and what was there stays', async () => {
  const accountId = await addAccount(database.db)
  await store.load(exportOf(accountId, LEDGER), ledger({ '2026-01-02': 281, '2026-01-10': 1 }))
  const before = await checksum(accountId)
  const shrunk = exportOf(accountId, LEDGER, { exportedAt: '2026-01-12T00:00:00Z' })
  const held = await store.load(shrunk, ledger({ '2026-01-02': 176, '2026-01-03': 9, '2026-01-10': 1 }))
  expect(held).toMatchObject({
    outcome: 'held',
    rows: 186,
    holds: [{ code: 'fewer_rows', part: 'DE 2026-01-02', rows: 176, of: 281 }],
  })
  expect(await checksum(accountId)).toEqual(before)
  // Given again it is the same question.
  const again = await store.load(shrunk, ledger({ '2026-01-02': 176, '2026-01-03': 9, '2026-01-10': 1 }))
  expect(again.loadId).toBe(held.loadId)
})

test('an export that is older than what is stored does not replace it, and is held where it has more', async () => {
  const accountId = await addAccount(database.db)
  await store.load(exportOf(accountId, LEDGER, { exportedAt: '2026-01-20T00:00:00Z' }), ledger({ '2026-01-03': 2 }, { reference: 'new' }))
  const older = exportOf(accountId, LEDGER)
  expect(await store.load(older, ledger({ '2026-01-03': 2, '2026-01-04': 1 }, { reference: 'old' }))).toMatchObject({ outcome: 'loaded' })
  expect((await rowsOf(accountId, LEDGER)).map(({ date, reference }) => `${date} ${reference}`)).toEqual([
    '2026-01-03 new',
    '2026-01-03 new',
    '2026-01-04 old',
  ])
  const more = await store.load(exportOf(accountId, LEDGER), ledger({ '2026-01-03': 3, '2026-01-04': 1 }))
  expect(more.holds).toEqual([{ code: 'older_has_more', part: 'DE 2026-01-03', rows: 3, of: 2 }])
})

test('a file without a row over days that have some is held; over days that have none it is loaded', async () => {
  const accountId = await addAccount(database.db)
  expect(await store.load(exportOf(accountId, LEDGER), ledger({}))).toMatchObject({ outcome: 'loaded', rows: 0, covers: null })
  await store.load(exportOf(accountId, LEDGER), ledger({ '2026-01-02': 2, '2026-01-10': 2 }))
  const empty = exportOf(accountId, LEDGER, { from: '2026-01-10', to: '2026-01-11', exportedAt: '2026-01-12T00:00:00Z' })
  expect((await store.load(empty, ledger({}))).holds).toEqual([{ code: 'no_rows', part: '', rows: 0, of: 2 }])
  expect(await countsOf(accountId)).toEqual({ 'DE 2026-01-02': 2, 'DE 2026-01-10': 2 })
})

test('what somebody releases is loaded when the same file is given again, and nothing else is', async () => {
  const accountId = await addAccount(database.db)
  await store.load(exportOf(accountId, LEDGER), ledger({ '2026-01-02': 3, '2026-01-09': 2, '2026-01-10': 1 }))
  const file = exportOf(accountId, LEDGER, { exportedAt: '2026-01-12T00:00:00Z' })
  const shrunk = () => ledger({ '2026-01-02': 1, '2026-01-10': 1 })
  const { loadId, holds } = await store.load(file, shrunk())
  expect(holds).toHaveLength(2)
  expect(await store.release(loadId, 'agent/a1')).toBe(true)
  expect(await store.release(loadId, 'agent/a2')).toBe(false)
  expect(await store.release('nonsense', 'agent/a1')).toBe(false)
  expect((await store.loads(accountId, 2))[0]).toMatchObject({ loadId, releasedBy: 'agent/a1', releasedAt: NOW })

  expect(await store.load({ ...file, fileHash: 'another' }, shrunk())).toMatchObject({ outcome: 'held' })
  // Since then more was stored of a day: that is another question.
  const better = exportOf(accountId, LEDGER, { to: '2026-01-02', exportedAt: '2026-01-11T12:00:00Z' })
  expect(await store.load(better, ledger({ '2026-01-02': 4 }))).toMatchObject({ outcome: 'loaded' })
  const asked = await store.load(file, shrunk())
  expect(asked.holds).toEqual([{ code: 'fewer_rows', part: 'DE 2026-01-02', rows: 1, of: 4 }])
  await store.release(asked.loadId, 'agent/a1')
  expect(await store.load(file, shrunk())).toMatchObject({ outcome: 'loaded' })
  expect(await countsOf(accountId)).toEqual({ 'DE 2026-01-02': 1, 'DE 2026-01-10': 1 })
  expect(await store.load(file, shrunk())).toMatchObject({ outcome: 'unchanged' })
})

test('an export whose rows cannot be read, or have codes that nobody knows, is held', async () => {
  const accountId = await addAccount(database.db)
  async function* broken(): AsyncGenerator<RowRead<typeof LEDGER>> {
    yield { line: 2, row: movement('2026-01-01') }
    yield { line: 3, bad: { code: 'header_again' } }
    yield { line: 4, bad: { code: 'bad_date' } }
    yield { line: 5, row: movement('2026-01-10', { country: '' }) }
    yield { line: 6, row: movement('2026-01-10', { sku: 'a\0b' }) }
  }
  const file = exportOf(accountId, LEDGER)
  const held = await store.load(file, broken())
  expect(held.holds).toEqual([
    { code: 'unreadable_rows', part: '', rows: 3, of: 4 },
    { code: 'short_coverage', part: '', rows: 9, of: 10 },
  ])
  await store.release(held.loadId, 'agent/a1')
  expect(await store.load(file, broken())).toMatchObject({ outcome: 'loaded', kept: 1 })
  const strange = await store.load(exportOf(accountId, LEDGER, { from: '2026-01-05' }), ledger({ '2026-01-05': 3 }, { reason: 'Z' }))
  expect(strange.holds).toEqual([{ code: 'unknown_codes', part: '', rows: 3, of: 3 }])
})

test('a file with a header that nobody knows is noted once', async () => {
  const accountId = await addAccount(database.db)
  const { from: _, to: __, ...file } = exportOf(accountId, LEDGER)
  const held = await store.hold(file, 'unknown_header')
  expect(held).toMatchObject({ outcome: 'held', holds: [{ code: 'unknown_header' }], covers: null })
  expect((await store.hold(file, 'unknown_header')).loadId).toBe(held.loadId)
  expect(await store.loads(accountId, 10)).toHaveLength(1)
})

test('rows without a country are those of the country that was said', async () => {
  const accountId = await addAccount(database.db)
  const said = exportOf(accountId, LEDGER, { country: 'DE' })
  await store.load(said, ledger({ '2026-01-04': 1 }, { country: '' }))
  await store.load(exportOf(accountId, LEDGER, { exportedAt: '2026-01-12T00:00:00Z' }), ledger({ '2026-01-04': 1 }))
  expect(await countsOf(accountId)).toEqual({ 'DE 2026-01-04': 1 })
})

test('a payment is there once whatever day an export gives it, as often as one has it, and stays when exports lose it', async () => {
  const accountId = await addAccount(database.db)
  const twice = payment('2026-01-05', { reimbursementId: 'R2' })
  const load = (day: number, to: string, rows: ReturnType<typeof payment>[]) =>
    store.load(exportOf(accountId, PAYMENTS, { to, exportedAt: `2026-01-${day}T00:00:00Z` }), read<typeof PAYMENTS>(rows))
  await load(11, '2026-01-10', [payment('2026-01-04'), twice, twice])
  await load(13, '2026-01-12', [payment('2026-01-06'), twice, payment('2026-01-12', { reimbursementId: 'R3', cash: 2 })])
  const told = async () =>
    (await rowsOf(accountId, PAYMENTS)).map(({ date, reimbursementId, cash }) => `${reimbursementId} ${date} ${cash}`).sort()
  expect(await told()).toEqual(['R1 2026-01-06 1', 'R2 2026-01-05 1', 'R2 2026-01-05 1', 'R3 2026-01-12 2'])
  // Another instalment is another payment.
  expect(await load(14, '2026-01-12', [payment('2026-01-12', { reimbursementId: 'R3', cash: 1 })])).toMatchObject({ outcome: 'loaded' })
  expect(await told()).toEqual(['R1 2026-01-06 1', 'R2 2026-01-05 1', 'R2 2026-01-05 1', 'R3 2026-01-12 1', 'R3 2026-01-12 2'])
  expect(await load(15, '2026-01-12', [])).toMatchObject({ outcome: 'held', holds: [{ code: 'no_rows', of: 5 }] })
})

test('a settlement is replaced as a whole by its number, whatever days it is of', async () => {
  const accountId = await addAccount(database.db)
  const fee = { amountType: 'ItemFees', amountDescription: 'FBAPerUnitFulfillmentFee', amount: -321 }
  const paid = { amountType: 'FBA Inventory Reimbursement', amountDescription: 'WAREHOUSE_LOST', transactionType: 'other-transaction' }
  const first = [undefined, settled('S1'), settled('S1', fee), settled('S1', paid)]
  expect(await store.load(exportOf(accountId, SETTLEMENTS), read<typeof SETTLEMENTS>(first))).toMatchObject({ rows: 3, kept: 3 })
  const newer = exportOf(accountId, SETTLEMENTS, { exportedAt: '2026-02-01T00:00:00Z', from: '2026-01-05', to: '2026-01-20' })
  await store.load(newer, read<typeof SETTLEMENTS>([settled('S2', { posted: undefined })]))
  const amounts = async () =>
    (await rowsOf(accountId, SETTLEMENTS)).map(({ settlementId, amountDescription, amount }) =>
      [settlementId, amountDescription, amount].join(' '),
    )
  const both = ['S1 FBAPerUnitFulfillmentFee -321', 'S1 Principal 1999', 'S1 WAREHOUSE_LOST 1999', 'S2 Principal 1999']
  expect((await amounts()).sort()).toEqual(both)
  const shrunk = await store.load({ ...newer, fileHash: 'c' }, read<typeof SETTLEMENTS>([settled('S1')]))
  expect(shrunk.holds).toEqual([{ code: 'fewer_rows', part: 'S1', rows: 1, of: 3 }])
  expect((await amounts()).sort()).toEqual(both)
})

test('a file is stored as its reader gives it, without what customers wrote', async () => {
  const accountId = await addAccount(database.db)
  const folder = await mkdtemp(join(tmpdir(), 'lotse-reports-'))
  const path = join(folder, 'returns.txt')
  await writeFile(
    path,
    [
      'return-date\torder-id\tsku\tasin\tfnsku\tproduct-name\tquantity\tfulfillment-center-id\tdetailed-disposition\treason\tstatus\tlicense-plate-number\tcustomer-comments',
      '2026-01-09T10:00:00+00:00\t028-1\tlamp\tB001\tX001\tLamp\t1\tLEJ1\tSELLABLE\tUNWANTED_ITEM\tUnit returned\tLPN1\tcall Ida Sommer, +49 30 123456',
    ].join('\n'),
  )
  try {
    const sketch = await sketchOf(path)
    const report = 'GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA'
    expect(await store.load(exportOf(accountId, report), rowsOfFile(sketch, report))).toMatchObject({ outcome: 'loaded', kept: 1 })
    const [row] = await rowsOf(accountId, report)
    expect(row).toMatchObject({ date: '2026-01-09', licensePlate: 'LPN1', source: { file: 'report.txt', line: 2 } })
    expect(JSON.stringify(row)).not.toMatch(/Ida|123456/)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('accounts and reports do not touch each other', async () => {
  const [one, other] = await Promise.all([addAccount(database.db), addAccount(database.db)])
  const file = exportOf(one, LEDGER)
  await store.load(file, ledger({ '2026-01-04': 1 }))
  await store.load({ ...file, accountId: other }, ledger({ '2026-01-04': 2 }))
  await store.load(exportOf(one, PAYMENTS), read<typeof PAYMENTS>([payment('2026-01-04')]))
  expect([await countsOf(one), await countsOf(other)]).toEqual([{ 'DE 2026-01-04': 1 }, { 'DE 2026-01-04': 2 }])
})

test('of an account that is gone nothing is left', async () => {
  const accountId = await addAccount(database.db)
  const { loadId } = await store.load(exportOf(accountId, LEDGER), ledger({ '2026-01-04': 1 }))
  const of = { where: { loadId: BigInt(loadId) } }
  expect(await database.db.client.reportRow.count(of)).toBe(1)
  await database.db.client.amazonAccount.delete({ where: { id: accountId } })
  expect([await database.db.client.reportRow.count(of), await database.db.client.reportPart.count(of)]).toEqual([0, 0])
})

test('days are covered as far as loaded exports have rows', async () => {
  const accountId = await addAccount(database.db)
  const load = (from: string, to: string, days: Readonly<Record<string, number>>) =>
    store.load(exportOf(accountId, LEDGER, { from, to }), ledger(days))
  await load('2025-12-01', '2026-01-05', { '2026-01-01': 1, '2026-01-04': 1 })
  await load('2026-01-05', '2026-01-08', { '2026-01-05': 1, '2026-01-07': 1 })
  await load('2026-01-01', '2026-01-20', { '2026-01-12': 1, '2026-01-20': 1 }) // held: it lacks the first days
  const coveredOf = () => reading(accountId, (reports) => reports.covered(LEDGER))
  expect(await coveredOf()).toEqual([{ from: '2026-01-01', to: '2026-01-07' }])
  await load('2026-01-12', '2026-01-20', { '2026-01-12': 1, '2026-01-20': 1 })
  expect(await coveredOf()).toEqual([
    { from: '2026-01-01', to: '2026-01-07' },
    { from: '2026-01-12', to: '2026-01-20' },
  ])
})

test('a reader sees one moment of all reports, whatever is loaded meanwhile', async () => {
  const accountId = await addAccount(database.db)
  await store.load(exportOf(accountId, LEDGER), ledger({ '2026-01-04': 1 }))
  const seen = await reading(accountId, async ({ rows }) => {
    const before = await all(rows(LEDGER))
    await store.load(exportOf(accountId, LEDGER), ledger({ '2026-01-04': 2 }))
    await store.load(exportOf(accountId, PAYMENTS), read<typeof PAYMENTS>([payment('2026-01-04')]))
    const after = await Promise.all([all(rows(LEDGER)), all(rows(PAYMENTS))])
    return [before, ...after].map(({ length }) => length)
  })
  expect(seen).toEqual([1, 1, 0])
  expect(await countsOf(accountId)).toEqual({ 'DE 2026-01-04': 2 })
})
