import { groupedBy } from '../../domain/grouped.ts'
import { stableHash } from '../../domain/stable-hash.ts'
import { DRAWN_REPORTS, type Drawn, type DrawnReport, fileOf, firstLineOf } from './book.ts'
import type { Fba } from './draw.ts'
import { ITEMS_FILE } from './inbound-items.ts'
import { keyOf, type Truth } from './truth.ts'

/** Some days of all reports, exported at once; a later export may have days of an earlier one again. */
export interface DayRange {
  readonly from: string
  readonly to: string
  /** A day of which the ledger in this export lacks about half of its rows, as real ones now and then do. */
  readonly shrunkDay?: string
}

/** One file that is to be written. */
export interface PlannedFile<Report extends DrawnReport = DrawnReport> {
  readonly name: string
  readonly report: Report
  readonly rows: readonly Drawn<Report>[]
}

/** The files of a seller: one for each report and settlement, or as many as there are exports. */
export function plannedFiles({ rows }: Fba, exports: readonly DayRange[]): PlannedFile[] {
  if (exports.length === 0) return DRAWN_REPORTS.flatMap((report) => filesOf(report, rows[report], ''))
  return exports.flatMap((range, index) =>
    DRAWN_REPORTS.flatMap((report) =>
      filesOf<DrawnReport>(
        report,
        rows[report].filter((row) => isIn(row, report, range)),
        `-${index + 1}`,
      ),
    ),
  )
}

function dayOfRow(row: Drawn<DrawnReport>): string {
  const { date, posted = '' } = row as { readonly date?: string; readonly posted?: string }
  return date ?? posted
}

function isIn(row: Drawn<DrawnReport>, report: DrawnReport, { from, to, shrunkDay }: DayRange): boolean {
  const day = dayOfRow(row)
  if (day < from || day > to) return false
  return day !== shrunkDay || report !== 'GET_LEDGER_DETAIL_VIEW_DATA' || stableHash(String(row.source.line)) % 2 === 0
}

const filesOf = <Report extends DrawnReport>(report: Report, rows: readonly Drawn<Report>[], part: string): PlannedFile<Report>[] =>
  [...groupedBy(rows, (row) => fileOf(report, row, part))].map(([name, own]) => ({ name, report, rows: own }))

/**
 * The truth for whoever reads the files of some exports: each lot with all places where its rows stand. Nothing is asked of a day that has
 * shrunk: a person has to look at it. Lots no file speaks of are left out; of days that no export has, nobody knows the finds either, so
 * exports are to cover all days. Older exports know here what the newest knows: what Amazon has reconciled, what became of an order.
 */
export function truthOfExports(fba: Fba, exports: readonly DayRange[]): Truth {
  if (exports.length === 0) return fba.truth
  const places = groupedBy(
    plannedFiles(fba, exports).flatMap(({ name, report, rows }) =>
      rows.map(({ source }, index) => ({ source, place: { file: name, line: index + firstLineOf(report) } })),
    ),
    ({ source }) => keyOf(source),
  )
  const shrunk = new Set(exports.flatMap(({ shrunkDay }) => shrunkDay ?? []))
  const lots = fba.truth.lots.flatMap((lot) => {
    const rows = lot.rows.flatMap((row) => (row.file === ITEMS_FILE ? [row] : (places.get(keyOf(row)) ?? []).map(({ place }) => place)))
    return rows.length === 0 ? [] : [{ ...lot, rows, needsPerson: lot.needsPerson || shrunk.has(lot.startsOn) }]
  })
  return { ...fba.truth, lots }
}
