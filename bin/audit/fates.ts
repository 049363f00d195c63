import type { FileWarning } from '../../adapters/reports/report-file.ts'
import type { ReportType } from '../../domain/reports/shapes.ts'

/** The fate of one file. Days are `YYYY-MM-DD`, null where it has none. */
export interface FileFate {
  /** As it stands in the folder. */
  readonly name: string
  readonly report: ReportType | null
  /** Rows that could be read. */
  readonly rows: number
  readonly from: string | null
  readonly to: string | null
  readonly warnings: readonly FileWarning[]
}
