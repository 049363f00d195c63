import { groupedBy } from '../../domain/grouped.ts'
import type { Source } from '../../domain/reimbursement/lots.ts'
import { covered, type Days, rangesOf } from '../../domain/reports/coverage.ts'
import type { StoredReport, StoredRow } from '../../domain/reports/stored.ts'
import { Prisma } from '../../generated/prisma/client.ts'
import type { Database, Queries } from './database.ts'
import { fromDate } from './values.ts'

/** The reports of one account as they were at one moment, whatever is loaded meanwhile. */
export interface StoredReports {
  /** In the order of their parts, however many there are. */
  rows<Report extends StoredReport>(report: Report): AsyncGenerator<StoredRow<Report> & { readonly source: Source }>
  /** The days that exports had rows of, and those between but for holes of weeks: of other days nobody knows anything. */
  covered(report: StoredReport): Promise<Days[]>
}

const FETCHED = 5000
/** Milliseconds. Nobody waits for a reader, and a reader for nobody. */
const SNAPSHOT = { timeout: 3_600_000, isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead }

export interface ReportReads {
  read<T>(accountId: string, use: (reports: StoredReports) => Promise<T>): Promise<T>
}

export const createReportReads = ({ client }: Database): ReportReads => ({
  read: (accountId, use) =>
    client.$transaction(async (tx) => {
      let cursors = 0
      return use({
        rows: (report) => {
          cursors += 1
          return rowsOf(tx, { accountId, report, cursor: `report_rows_${cursors}` })
        },
        covered: (report) => coveredBy(tx, accountId, report),
      })
    }, SNAPSHOT),
})

interface Read<Report> {
  readonly accountId: string
  readonly report: Report
  readonly cursor: string
}

async function* rowsOf<Report extends StoredReport>(
  queries: Queries,
  { accountId, report, cursor }: Read<Report>,
): AsyncGenerator<StoredRow<Report> & { readonly source: Source }> {
  await queries.$executeRaw`
    DECLARE ${Prisma.raw(cursor)} NO SCROLL CURSOR FOR
     SELECT l.file, r.line, r.data
       FROM report_parts p
       JOIN report_rows r ON r.load_id = p.load_id AND r.part = p.part
       JOIN report_loads l ON l.id = p.load_id
      WHERE p.account_id = ${accountId} AND p.report = ${report}
      ORDER BY p.day, p.part, r.line`
  for (;;) {
    const rows = await queries.$queryRaw<{ file: string; line: number; data: StoredRow<Report> }[]>(
      Prisma.sql`FETCH ${Prisma.raw(String(FETCHED))} FROM ${Prisma.raw(cursor)}`,
    )
    for (const { file, line, data } of rows) yield { ...data, source: { file, line } }
    if (rows.length < FETCHED) break
  }
  await queries.$executeRaw`CLOSE ${Prisma.raw(cursor)}`
}

async function coveredBy({ reportPart }: Queries, accountId: string, report: StoredReport): Promise<Days[]> {
  const where = { accountId, report, day: { not: null }, rows: { gt: 0 } }
  const parts = await reportPart.findMany({ where, select: { loadId: true, day: true }, distinct: ['loadId', 'day'] })
  const loads = groupedBy(parts, ({ loadId }) => loadId)
  return covered([...loads.values()].flatMap((same) => rangesOf(same.flatMap(({ day }) => (day === null ? [] : [fromDate(day)])))))
}
