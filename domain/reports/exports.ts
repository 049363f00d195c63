import { groupedBy } from '../grouped.ts'

/** What was taken from one file of a report. */
export interface Export<Row> {
  readonly file: string
  /** The last day in it, `YYYY-MM-DD`. */
  readonly to: string
  readonly rows: readonly Row[]
  /** How many rows the file has for each part of it that is replaced as a whole, those too that nobody has kept. */
  readonly counts: ReadonlyMap<string, number>
  /** Every row could be read. */
  readonly isWhole: boolean
}

/** The part of a ledger that is replaced as a whole. */
export const dayOfCountry = ({ country, date }: { readonly country: string; readonly date: string }): string => `${country} ${date}`

/** A part for which a newer export has fewer rows than an older one. */
export interface Shrunk {
  readonly part: string
  readonly file: string
  readonly rows: number
  readonly older: string
  readonly before: number
}

/**
 * The rows of several exports of one report that overlap. Its rows have no key, and two that are the same to the last letter may be two
 * events; so each part (a day of a country) is taken from one export as a whole: from the newest one. Where that has fewer rows than an
 * older one it has shrunk, which real exports do: then the older one counts, and somebody is told.
 */
export function withoutOverlap<Row>(
  exports: readonly Export<Row>[],
  partOf: (row: Row) => string,
): { readonly rows: Row[]; readonly shrunk: Shrunk[] } {
  const inOrder = exports.toSorted((a, b) => (a.to === b.to ? (a.file < b.file ? -1 : 1) : a.to < b.to ? -1 : 1))
  const supplier = new Map<string, Export<Row>>()
  const shrunk: Shrunk[] = []
  for (const newer of inOrder)
    for (const [part, rows] of newer.counts) {
      const older = supplier.get(part)
      const before = older?.counts.get(part) ?? 0
      if (older === undefined || rows >= before) supplier.set(part, newer)
      else shrunk.push({ part, file: newer.file, rows, older: older.file, before })
    }
  return { rows: exports.flatMap((each) => each.rows.filter((row) => supplier.get(partOf(row)) === each)), shrunk }
}

/** Rows of several exports that do have a key: as often as the export has it that has it most often. */
export function withoutRepeats<Row>(exports: readonly Pick<Export<Row>, 'rows'>[], keyOf: (row: Row) => string): Row[] {
  const most = new Map<string, readonly Row[]>()
  for (const { rows } of exports)
    for (const [key, same] of groupedBy(rows, keyOf)) if (same.length > (most.get(key)?.length ?? 0)) most.set(key, same)
  return [...most.values()].flat()
}
