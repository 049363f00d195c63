import type { Counted, Hold } from './loading.ts'
import type { PartKind } from './stored.ts'

/** A part of a report as it is stored. */
export interface StoredPart {
  readonly rows: number
  /** Epoch milliseconds: when the export was made that it is from. */
  readonly exportedAt: number
}

/** What an export does to what is stored. */
export interface Replacing {
  /** Parts that are from it from now on, with or without a row. */
  readonly taken: readonly string[]
  /** Parts of which something else counts. */
  readonly left: readonly string[]
  /** Where somebody has to say whether it counts: then nothing is replaced, unless he says so. */
  readonly holds: readonly Hold[]
}

/**
 * Which parts of an export replace what is stored, and which of them nobody believes. Of two exports of a day the newer one counts, and it
 * has no fewer rows: each row that is missing may be the find that a claim would be made without, so not one is let go.
 */
export function replacing(
  { parts, rows: all }: Pick<Counted, 'parts' | 'rows'>,
  stored: ReadonlyMap<string, StoredPart>,
  { kind, exportedAt }: { readonly kind: PartKind; readonly exportedAt: number },
): Replacing {
  const taken: string[] = []
  const left: string[] = []
  const holds: Hold[] = []
  const gone = kind === 'day' ? [...stored.keys()].filter((part) => !parts.has(part)) : []
  for (const part of [...parts.keys(), ...gone]) {
    const rows = parts.get(part)?.rows ?? 0
    const known = stored.get(part)
    const isNewer = known === undefined || exportedAt >= known.exportedAt
    const before = known?.rows ?? 0
    // Payments are never taken out of the report: as often as the export has one that has it most often.
    const counts = kind === 'payment' ? rows > before || (rows === before && isNewer) : isNewer || rows > before
    ;(counts ? taken : left).push(part)
    if (kind === 'payment' || !counts) continue
    if (isNewer && rows < before) holds.push({ code: 'fewer_rows', part, rows, of: before })
    if (!isNewer) holds.push({ code: 'older_has_more', part, rows, of: before })
  }
  return { taken, left, holds: all === 0 ? emptied(stored, exportedAt) : holds }
}

/** A file without a row is told once, not for each day. */
function emptied(stored: ReadonlyMap<string, StoredPart>, exportedAt: number): Hold[] {
  const before = [...stored.values()].reduce((sum, part) => sum + (part.exportedAt <= exportedAt ? part.rows : 0), 0)
  return before === 0 ? [] : [{ code: 'no_rows', part: '', rows: 0, of: before }]
}

/** What is still to be decided where somebody has released the like. */
export const unreleased = (holds: readonly Hold[], released: readonly Hold[]): Hold[] =>
  holds.filter((hold) => !released.some((each) => isSame(hold, each)))

const isSame = (one: Hold, other: Hold): boolean =>
  one.code === other.code && one.part === other.part && one.rows === other.rows && one.of === other.of
