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

/** Parts for which a newer export has just as many rows, but not those of an older one. */
export interface Changed<Row> {
  readonly part: string
  readonly file: string
  readonly older: string
  /** Of the older one, and not in the newer. */
  readonly gone: readonly Row[]
}

interface Located {
  readonly country: string
  readonly date: string
}

/** The part of a ledger that is replaced as a whole. */
export const dayOfCountry = ({ country, date }: Located): string => `${country} ${date}`

/** The same of exports of which some name no country: a day of theirs is that of all countries, for nobody can tell whose rows they are. */
export function wholeDays<Row extends Located>(
  exports: readonly Export<Row>[],
): { readonly exports: Export<Row>[]; readonly partOf: (row: Row) => string } {
  const dayOf = (part: string): string => part.slice(part.indexOf(' ') + 1)
  const without = new Set(exports.flatMap(({ counts }) => [...counts.keys()].filter((part) => part.startsWith(' ')).map(dayOf)))
  const wide = (part: string): string => (without.has(dayOf(part)) ? dayOfCountry({ country: '', date: dayOf(part) }) : part)
  return {
    exports: exports.map((each) => {
      const counts = new Map<string, number>()
      for (const [part, rows] of each.counts) counts.set(wide(part), (counts.get(wide(part)) ?? 0) + rows)
      return { ...each, counts }
    }),
    partOf: (row) => wide(dayOfCountry(row)),
  }
}

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
 * older one it has shrunk, which real exports do: then the older one counts, and somebody is told. `sameIn` says what of a row stays the
 * same from export to export.
 */
export function withoutOverlap<Row>(
  exports: readonly Export<Row>[],
  partOf: (row: Row) => string,
  sameIn?: (row: Row) => string,
): { readonly rows: Row[]; readonly shrunk: Shrunk[]; readonly changed: Changed<Row>[] } {
  const supplier = new Map<string, Export<Row>>()
  const shrunk: Shrunk[] = []
  const replaced: { readonly part: string; readonly newer: Export<Row>; readonly older: Export<Row> }[] = []
  for (const newer of inOrder(exports))
    for (const [part, rows] of newer.counts) {
      const older = supplier.get(part)
      const before = older?.counts.get(part) ?? 0
      if (older === undefined || rows >= before) supplier.set(part, newer)
      else shrunk.push({ part, file: newer.file, rows, older: older.file, before })
      if (older !== undefined && rows >= before) replaced.push({ part, newer, older })
    }
  const rows = exports.flatMap((each) => each.rows.filter((row) => supplier.get(partOf(row)) === each))
  return { rows, shrunk, changed: sameIn === undefined ? [] : changedIn(replaced, partOf, sameIn) }
}

const inOrder = <Row>(exports: readonly Export<Row>[]): Export<Row>[] =>
  exports.toSorted((a, b) => (a.to === b.to ? (a.file < b.file ? -1 : 1) : a.to < b.to ? -1 : 1))

function changedIn<Row>(
  replaced: readonly { readonly part: string; readonly newer: Export<Row>; readonly older: Export<Row> }[],
  partOf: (row: Row) => string,
  sameIn: (row: Row) => string,
): Changed<Row>[] {
  const parts = new Map(
    [...new Set(replaced.flatMap(({ newer, older }) => [newer, older]))].map((each) => [each, groupedBy(each.rows, partOf)]),
  )
  return replaced.flatMap(({ part, newer, older }) => {
    const there = groupedBy(parts.get(newer)?.get(part) ?? [], sameIn)
    const gone = (parts.get(older)?.get(part) ?? []).filter((row) => there.get(sameIn(row))?.pop() === undefined)
    return gone.length === 0 ? [] : [{ part, file: newer.file, older: older.file, gone }]
  })
}

/** Rows of several exports that do have a key: as often as the export has it that has it most often; of several the newest. */
export function withoutRepeats<Row>(exports: readonly Export<Row>[], keyOf: (row: Row) => string): Row[] {
  const most = new Map<string, readonly Row[]>()
  for (const { rows } of inOrder(exports))
    for (const [key, same] of groupedBy(rows, keyOf)) if (same.length >= (most.get(key)?.length ?? 0)) most.set(key, same)
  return [...most.values()].flat()
}
