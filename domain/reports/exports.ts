import { compare } from '../compare.ts'
import { groupedBy } from '../grouped.ts'

/** What was taken from one file of a report. */
export interface Export<Row> {
  readonly file: string
  /** The first and the last day in it, `YYYY-MM-DD`, '' where it has none. */
  readonly from: string
  readonly to: string
  /** When the file was written, epoch milliseconds: of two that end on the same day the later one is the newer. */
  readonly written: number
  readonly rows: readonly Row[]
  /** How many rows the file has for each part of it that is replaced as a whole, those too that nobody has kept. */
  readonly counts: ReadonlyMap<string, number>
  /** Every row could be read. */
  readonly isWhole: boolean
}

/** Parts of which two exports say different things. */
export interface Changed<Row> {
  readonly part: string
  /** The one whose rows count, and the other. */
  readonly file: string
  readonly other: string
  /** Rows of the other that do not count. */
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
  const without = new Set(exports.flatMap(({ counts }) => [...counts.keys()].filter((part) => part.startsWith(' ')).map(dayIn)))
  const wide = (part: string): string => (without.has(dayIn(part)) ? dayOfCountry({ country: '', date: dayIn(part) }) : part)
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
  const rivals: Rivals<Row>[] = []
  for (const newer of inOrder(exports))
    for (const part of [...newer.counts.keys(), ...missingIn(newer, supplier.keys())]) {
      const rows = newer.counts.get(part) ?? 0
      const older = supplier.get(part)
      const before = older?.counts.get(part) ?? 0
      if (older === undefined || rows >= before) supplier.set(part, newer)
      else shrunk.push({ part, file: newer.file, rows, older: older.file, before })
      if (older !== undefined) rivals.push(rows >= before ? { part, counts: newer, other: older } : { part, counts: older, other: newer })
    }
  const rows = exports.flatMap((each) => each.rows.filter((row) => supplier.get(partOf(row)) === each))
  return { rows, shrunk, changed: sameIn === undefined ? [] : changedIn(rivals, partOf, sameIn) }
}

interface Rivals<Row> {
  readonly part: string
  readonly counts: Export<Row>
  readonly other: Export<Row>
}

/** Days between its first and last one of which an export has no row at all, though another has, and it has rows of that country. */
function missingIn<Row>({ counts, from, to }: Export<Row>, parts: Iterable<string>): string[] {
  const countries = new Set([...counts.keys()].map(countryOf))
  return [...parts].filter((part) => !counts.has(part) && dayIn(part) > from && dayIn(part) < to && countries.has(countryOf(part)))
}

/** Of a part that `dayOfCountry` names; other parts have neither a country nor a day. */
const countryOf = (part: string): string | undefined => (part.includes(' ') ? part.slice(0, part.indexOf(' ')) : undefined)
const dayIn = (part: string): string => (part.includes(' ') ? part.slice(part.indexOf(' ') + 1) : '')

const inOrder = <Row>(exports: readonly Export<Row>[]): Export<Row>[] =>
  exports.toSorted((a, b) => compare(a.to, b.to) || secondOf(a) - secondOf(b) || copyOf(a) - copyOf(b) || compare(a.file, b.file))

const secondOf = ({ written }: { readonly written: number }): number => Math.floor(written / 1000)
/** Browsers call the second download of a file `ledger (1).txt`. */
const copyOf = ({ file }: { readonly file: string }): number => Number(/ \((\d+)\)(?:\.[^/]*)?$/.exec(file)?.[1] ?? 0)

function changedIn<Row>(rivals: readonly Rivals<Row>[], partOf: (row: Row) => string, sameIn: (row: Row) => string): Changed<Row>[] {
  const parts = new Map(
    [...new Set(rivals.flatMap(({ counts, other }) => [counts, other]))].map((each) => [each, groupedBy(each.rows, partOf)]),
  )
  return rivals.flatMap(({ part, counts, other }) => {
    const there = groupedBy(parts.get(counts)?.get(part) ?? [], sameIn)
    const gone = (parts.get(other)?.get(part) ?? []).filter((row) => there.get(sameIn(row))?.pop() === undefined)
    return gone.length === 0 ? [] : [{ part, file: counts.file, other: other.file, gone }]
  })
}

/** Rows of several exports that do have a key: as often as the export has it that has it most often; of several the newest. */
export function withoutRepeats<Row>(exports: readonly Export<Row>[], keyOf: (row: Row) => string): Row[] {
  const most = new Map<string, readonly Row[]>()
  for (const { rows } of inOrder(exports))
    for (const [key, same] of groupedBy(rows, keyOf)) if (same.length >= (most.get(key)?.length ?? 0)) most.set(key, same)
  return [...most.values()].flat()
}
