import type { Counted, ReportExport } from '../../domain/reports/loading.ts'
import type { Replacing, StoredPart } from '../../domain/reports/replacing.ts'
import { STORED } from '../../domain/reports/stored.ts'
import type { Queries } from './database.ts'

/** What an export may replace: of its days and countries, or what it has by its own names. A file without a row is about all of its days. */
export async function storedParts(
  queries: Queries,
  { accountId, report, from, to }: ReportExport,
  { parts }: Counted,
): Promise<Map<string, StoredPart>> {
  const countries = [...new Set([...parts.values()].map(({ country }) => country))]
  const isByDay = STORED[report].parts === 'day' || parts.size === 0
  const rows = await queries.$queryRaw<{ part: string; rows: number; exported_at: Date }[]>`
    SELECT p.part, p.rows, l.exported_at
      FROM report_parts p JOIN report_loads l ON l.id = p.load_id
     WHERE p.account_id = ${accountId} AND p.report = ${report}
       AND CASE WHEN ${isByDay} THEN p.day BETWEEN ${from}::date AND ${to}::date AND (${countries.length} = 0 OR p.country = ANY (${countries}::text[]))
                ELSE p.part = ANY (${isByDay ? [] : [...parts.keys()]}::text[]) END`
  return new Map(rows.map(({ part, rows: count, exported_at }) => [part, { rows: count, exportedAt: exported_at.getTime() }]))
}

/** From now on the parts that an export has taken are from it, and what they were before is gone. */
export async function replaceParts(
  queries: Queries,
  loadId: bigint,
  { accountId, report }: ReportExport,
  { parts }: Counted,
  { taken, left }: Replacing,
): Promise<void> {
  await queries.$executeRaw`DELETE FROM report_rows WHERE load_id = ${loadId} AND part = ANY (${[...left]}::text[])`
  await queries.$executeRaw`
    DELETE FROM report_rows r USING report_parts p
     WHERE p.account_id = ${accountId} AND p.report = ${report} AND p.part = ANY (${[...taken]}::text[])
       AND r.load_id = p.load_id AND r.part = p.part`
  const rows = JSON.stringify(
    taken.map((part) => {
      const { day = null, country = '', rows: count = 0 } = parts.get(part) ?? {}
      return { part, day, country, rows: count }
    }),
  )
  await queries.$executeRaw`
    INSERT INTO report_parts AS known (account_id, report, part, day, country, load_id, rows)
    SELECT ${accountId}, ${report}, part, day, country, ${loadId}, rows
      FROM jsonb_to_recordset(${rows}::jsonb) AS row (part text, day date, country text, rows int)
    ON CONFLICT (account_id, report, part)
    DO UPDATE SET load_id = excluded.load_id, rows = excluded.rows, day = COALESCE(excluded.day, known.day)`
}

/** Of one batch of a file. */
export interface NewRow {
  readonly part: string
  readonly line: number
  readonly data: object
}

export const insertRows = (queries: Queries, loadId: bigint, rows: readonly NewRow[]): Promise<number> =>
  queries.$executeRaw`
    INSERT INTO report_rows (load_id, part, line, data)
    SELECT ${loadId}, part, line, data
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row (part text, line int, data jsonb)`
