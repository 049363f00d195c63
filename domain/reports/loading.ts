import { MEANINGS, UNKNOWN_CODES } from '../reimbursement/reasons.ts'
import type { LedgerRow, Rows } from './rows.ts'
import { STORED, type StoredReport, type StoredRow } from './stored.ts'

/** An export of one report, as it is to be loaded. */
export interface ReportExport<Report extends StoredReport = StoredReport> {
  readonly accountId: string
  readonly report: Report
  /** The name under which findings cite it. */
  readonly file: string
  /** SHA-256 of its bytes, hex. */
  readonly fileHash: string
  /** ISO instant at which Amazon made it: of two exports of a day the newer one counts, whichever is loaded first. */
  readonly exportedAt: string
  /** `YYYY-MM-DD`, both included: the days of which it has every row. Rows of other days may be some of theirs, and are left. */
  readonly from: string
  readonly to: string
  /** ISO 3166-1 alpha-2, of rows of the ledger that name none; '' where nobody has said it. */
  readonly country: string
}

/** A row of a file, or why it is none. */
export type RowRead<Report extends StoredReport> =
  | { readonly line: number; readonly row: Rows[Report] }
  | { readonly line: number; readonly bad: { readonly code: string } }

/** Why an export is held: of so many rows (days for `short_coverage`) so many are as they should not be, or are there at all. */
export interface Hold {
  /** `fewer_rows`, `older_has_more`, `no_rows`, `unreadable_rows`, `header_again`, `unknown_codes`, `short_coverage`, or what a reader of files says. */
  readonly code: string
  /** '' where it is about the file as a whole. */
  readonly part: string
  readonly rows: number
  readonly of: number
}

/** Of one part of an export. */
export interface PartCount {
  readonly day: string | undefined
  readonly country: string
  rows: number
}

interface Counts {
  rows: number
  /** Below a header that stands in the file once more: another export, perhaps of the same days. */
  behind: number
  kept: number
  /** Rows of days that the export is not whole for. */
  outside: number
  unreadable: number
  adjustments: number
  unknown: number
}

export interface Counted extends Readonly<Counts> {
  readonly parts: ReadonlyMap<string, PartCount>
}

/** Counts the rows of an export one after the other, and says which of them are kept, and in which part. */
export function createCount<Report extends StoredReport>({ report, from, to, country }: ReportExport<Report>) {
  const { parts: kind, partOf, dayOf, keeps } = STORED[report]
  const parts = new Map<string, PartCount>()
  const counts: Counts = { rows: 0, behind: 0, kept: 0, outside: 0, unreadable: 0, adjustments: 0, unknown: 0 }
  let isBehind = false

  return {
    take(read: RowRead<Report>): { readonly part: string; readonly row: StoredRow<Report> } | undefined {
      if ('bad' in read && read.bad.code === 'header_again') {
        isBehind = true
        return undefined
      }
      const told = 'bad' in read ? null : read.row
      if (told === undefined) return undefined // the first row of a settlement is its total
      const row = told === null ? null : (located(told as StoredRow<Report>, country) as StoredRow<Report>)
      if (row === null || !isStorable(row)) {
        counts.unreadable += 1
        return undefined
      }
      const day = dayOf(row)
      if (kind === 'day' && (day === undefined || day < from || day > to)) {
        counts.outside += 1
        return undefined
      }
      const part = partOf(row)
      const known = parts.get(part)
      if (known === undefined) parts.set(part, { day, country: 'country' in row ? row.country : '', rows: 1 })
      else known.rows += 1
      counts.rows += 1
      if (isBehind) counts.behind += 1
      if ('event' in row) countCode(counts, row)
      if (!keeps(row)) return undefined
      counts.kept += 1
      return { part, row }
    },
    counted: (): Counted => ({ ...counts, parts }),
  }
}

/** A movement belongs to a country; an export without that column would stand beside one that has it, and all be there twice. */
const located = <Row extends object>(row: Row, country: string): Row | null => {
  if (!('country' in row) || row.country !== '') return row
  return country === '' ? null : { ...row, country }
}

/** PostgreSQL keeps no text with a NUL in it. */
const isStorable = (row: object): boolean => !Object.values(row).some((value) => typeof value === 'string' && value.includes('\0'))

function countCode(counts: Counts, { event, reason }: Pick<LedgerRow, 'event' | 'reason'>): void {
  if (event !== 'Adjustments' && event !== null) return
  counts.adjustments += 1
  if (event === null || MEANINGS[reason] === undefined) counts.unknown += 1
}

/** What is wrong with an export by itself, whatever is stored. */
export function holdsOf(counted: Counted, { report, to }: Pick<ReportExport, 'report' | 'to'>): Hold[] {
  const { rows, behind, unreadable, adjustments, unknown } = counted
  const holds: Hold[] = []
  if (unreadable > 0) holds.push({ code: 'unreadable_rows', part: '', rows: unreadable, of: rows + unreadable })
  if (behind > 0) holds.push({ code: 'header_again', part: '', rows: behind, of: rows })
  if (unknown > UNKNOWN_CODES * adjustments) holds.push({ code: 'unknown_codes', part: '', rows: unknown, of: adjustments })
  if (STORED[report].parts === 'day') holds.push(...shortCoverage(daysOf(counted), to))
  return holds
}

/** The days of which an export has rows, in order. */
export const daysOf = ({ parts }: Pick<Counted, 'parts'>): string[] =>
  [...new Set([...parts.values()].flatMap(({ day }) => day ?? []))].sort()

/** Amazon is two days late with some reports; a week of nothing is no lateness unless the seller has such weeks. */
const LATE_DAYS = 7
const DAY = 86_400_000

function shortCoverage(days: readonly string[], to: string): Hold[] {
  const last = days.at(-1)
  if (last === undefined) return []
  const between = (earlier: string, later: string): number => (Date.parse(later) - Date.parse(earlier)) / DAY
  const longest = days.reduce((most, day, place) => Math.max(most, place === 0 ? 0 : between(days[place - 1] as string, day)), LATE_DAYS)
  const missing = between(last, to)
  return missing > longest ? [{ code: 'short_coverage', part: '', rows: missing, of: between(days[0] as string, to) + 1 }] : []
}
