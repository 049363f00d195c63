import { expect, test } from 'vitest'
import { createCount, daysOf, holdsOf, type ReportExport, type RowRead } from '../../../domain/reports/loading.ts'
import type { StoredReport } from '../../../domain/reports/stored.ts'
import { exportOf, LEDGER, movement, PAYMENTS, payment, SETTLEMENTS, settled } from '../../support/report-exports.ts'

/** What of an export is kept, and what is wrong with it. */
function told<Report extends StoredReport>(file: ReportExport<Report>, reads: readonly RowRead<Report>[]) {
  const count = createCount(file)
  const kept = reads.flatMap((read) => count.take(read) ?? [])
  const counted = count.counted()
  return { kept, counted, holds: holdsOf(counted, file) }
}
const january = exportOf('a1', LEDGER, { from: '2026-01-01', to: '2026-01-31' })
const moved = (...days: readonly string[]): RowRead<typeof LEDGER>[] =>
  days.map((day, place) => ({ line: place + 2, row: movement(`2026-01-${day}`) }))

test('rows are counted by day and country, and those of other days are left', () => {
  const { counted, kept } = told(exportOf('a1', LEDGER, { from: '2026-01-02', to: '2026-01-03', country: 'FR' }), [
    ...moved('01', '02', '03', '03', '04'),
    { line: 7, row: movement('2026-01-03', { country: '' }) },
    { line: 8, row: movement('2026-01-03', { event: 'Shipments', reason: '' }) },
  ])
  expect(counted).toMatchObject({ rows: 5, kept: 4, outside: 2, unreadable: 0 })
  expect([...counted.parts].map(([part, { rows }]) => `${part}: ${rows}`)).toEqual([
    'DE 2026-01-02: 1',
    'DE 2026-01-03: 3',
    'FR 2026-01-03: 1',
  ])
  expect(daysOf(counted)).toEqual(['2026-01-02', '2026-01-03'])
  expect(kept.at(-1)).toEqual({ part: 'FR 2026-01-03', row: movement('2026-01-03', { country: 'FR' }) })
})

test('the total of a settlement is no row, and payments of any day are kept', () => {
  const settlement = told(exportOf('a1', SETTLEMENTS), [
    { line: 2, row: undefined },
    { line: 3, row: settled('S1', { posted: '2025-12-31' }) },
  ])
  expect(settlement.counted).toMatchObject({ rows: 1, outside: 0 })
  expect(told(exportOf('a1', PAYMENTS), [{ line: 2, row: payment('2025-12-31') }]).counted).toMatchObject({ rows: 1, outside: 0 })
})

test('payments are the same where all but their day is', () => {
  const parts = [payment('2026-01-05'), payment('2026-01-06'), payment('2026-01-05', { cash: 2 })].map(
    (row) => told(exportOf('a1', PAYMENTS), [{ line: 2, row }]).kept[0]?.part,
  )
  expect(parts[0]).toBe(parts[1])
  expect(parts[2]).not.toBe(parts[0])
})

const code = (reason: string, count: number, fields = {}): RowRead<typeof LEDGER>[] =>
  Array.from({ length: count }, () => ({ line: 2, row: movement('2026-01-31', { reason, ...fields }) }))

test.each([
  ['one code in twenty that nobody knows may be', [...code('M', 19), ...code('Z', 1)], []],
  ['more are a changed report', [...code('M', 18), ...code('Z', 1)], [{ code: 'unknown_codes', part: '', rows: 1, of: 19 }]],
  ['words for events count likewise', code('M', 1, { event: null }), [{ code: 'unknown_codes', part: '', rows: 1, of: 1 }]],
  ['shipments have no code', code('', 3, { event: 'Shipments' }), []],
])('of codes: %s', (_, reads, holds) => {
  expect(told(january, reads).holds).toEqual(holds)
})

test.each([
  ['ends a week early', ['23', '24'], []],
  ['ends earlier than that', ['22', '23'], [{ code: 'short_coverage', part: '', rows: 8, of: 10 }]],
  ['has such gaps as it goes', ['02', '13', '20'], []],
  ['begins late, as a young account does', ['30'], []],
])('of days: an export that %s', (_, days, holds) => {
  expect(told(january, moved(...days)).holds).toEqual(holds)
})

test('a header that stands there twice is no row that cannot be read', () => {
  const bad = (...codes: readonly string[]): RowRead<typeof LEDGER>[] => codes.map((each) => ({ line: 3, bad: { code: each } }))
  expect(told(january, [...moved('31'), ...bad('header_again')]).holds).toEqual([])
  const twice = [...moved('31'), ...bad('header_again'), ...moved('31')]
  expect(told(january, twice).holds).toEqual([{ code: 'header_again', part: '', rows: 1, of: 2 }])
  const holds = [{ code: 'unreadable_rows', part: '', rows: 2, of: 3 }]
  expect(told(january, [...moved('31'), ...bad('bad_date', 'other_header')]).holds).toEqual(holds)
})
