import type { Aliases } from './aliases.ts'
import { byKeys, keyOf } from './keys.ts'
import { REPORT_TYPES, type ReportType, SHAPES } from './shapes.ts'

/** What a header says a file is. */
export interface Recognised {
  readonly report: ReportType
  /** `en` where it is Amazon's own English. */
  readonly language: string
  /** Our header for each column, null where nobody knows it. */
  readonly columns: readonly (string | null)[]
  /** Headers that are known to nobody. */
  readonly unknown: readonly string[]
  /** Headers that stand there twice: only the first is read. */
  readonly doubled: readonly string[]
}

/** A header that is like one of a report, but lacks what nobody can do without. */
export interface NearMiss {
  readonly report: ReportType
  readonly missing: readonly string[]
  readonly unknown: readonly string[]
}

interface Candidate extends Recognised {
  readonly missing: readonly string[]
  readonly known: number
}

/** With fewer headers of a report than this part of those required nothing is said of it. */
const LIKE = 0.5

/**
 * Which report a header belongs to, and in which language: by the names of its columns, never by their places. A report whose required
 * columns are not all there is a near miss; null is no report that we know.
 */
export function recognise(header: readonly string[], aliases: readonly Aliases[]): Recognised | NearMiss | null {
  const names = header.map(keyOf)
  const candidates = REPORT_TYPES.flatMap((report) =>
    languagesOf(report, aliases).map((language) => match(report, language, header, names)),
  )
  candidates.sort((a, b) => a.missing.length - b.missing.length || b.known - a.known)
  const whole = candidates.find(({ missing }) => missing.length === 0)
  if (whole !== undefined) {
    const { report, language, columns, unknown, doubled } = whole
    return { report, language, columns, unknown, doubled }
  }
  const near = candidates.reduce<Candidate | undefined>(
    (best, each) => (best === undefined || each.known > best.known ? each : best),
    undefined,
  )
  if (near === undefined || near.missing.length > (1 - LIKE) * SHAPES[near.report].required.length) return null
  return { report: near.report, missing: near.missing, unknown: near.unknown }
}

export const isWhole = (found: Recognised | NearMiss): found is Recognised => 'columns' in found

const ENGLISH: Aliases = { language: 'en', columns: {}, values: {} }

const languagesOf = (report: ReportType, aliases: readonly Aliases[]): readonly Aliases[] => [
  ENGLISH,
  ...aliases.filter(({ columns }) => columns[report] !== undefined),
]

function match(report: ReportType, { language, columns: words }: Aliases, header: readonly string[], names: readonly string[]): Candidate {
  const { columns, required } = SHAPES[report]
  const ours = byKeys([...columns.map((column) => [column, column] as const), ...Object.entries(words[report] ?? {})])
  const found = names.map((name) => ours.get(name) ?? null)
  const isDouble = (column: string | null, place: number): boolean => column !== null && found.indexOf(column) !== place
  const read = found.map((column, place) => (isDouble(column, place) ? null : column))
  return {
    report,
    language,
    columns: read,
    unknown: header.filter((name, place) => found[place] === null && name.trim() !== ''),
    doubled: header.filter((_, place) => isDouble(found[place] as string | null, place)),
    missing: required.filter((column) => !read.includes(column)),
    known: read.filter((column) => column !== null).length,
  }
}
