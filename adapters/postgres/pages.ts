import type { Page, PageRequest } from '../../api/schemas/values.ts'
import { foreignCursor } from './errors.ts'

/** Where a row stands in its list. Rows that come in while somebody turns pages move nothing, as they would with an offset. */
export interface Position {
  readonly at: Date
  readonly id: string
}

interface List<Row, View> {
  /** Rows in the order of the list, at most `take`, behind the position where one is given. */
  read(take: number, behind: Position | undefined): Promise<Row[]>
  position(row: Row): Position
  view(row: Row): View
}

/** One page; reads one row more than asked for, to know whether there is a next one. */
export async function readPage<Row, View>({ limit, cursor }: PageRequest, { read, position, view }: List<Row, View>): Promise<Page<View>> {
  const rows = await read(limit + 1, cursor === undefined ? undefined : positionOf(cursor))
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(view), nextCursor: rows.length > limit && last !== undefined ? cursorOf(position(last)) : null }
}

const cursorOf = ({ at, id }: Position): string => Buffer.from(`${at.toISOString()} ${id}`).toString('base64url')

function positionOf(cursor: string): Position {
  const [, instant = '', id = ''] =
    /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([\x21-\x7e]{1,128})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) throw foreignCursor()
  return { at, id }
}

/** Prisma's `where` for what comes behind a position of a list by (createdAt, id); the bound on createdAt lets the index do it. */
export const newestFirst = (behind: Position | undefined) => before('createdAt', behind)

/** The same for a list that goes by another instant. */
export function before<Column extends string>(column: Column, behind: Position | undefined) {
  const at = <T>(value: T) => ({ [column]: value }) as Record<Column, T>
  return behind === undefined ? {} : { ...at({ lte: behind.at }), NOT: { ...at(behind.at), id: { gte: behind.id } } }
}

export const oldestFirst = (behind: Position | undefined) =>
  behind === undefined ? {} : { createdAt: { gte: behind.at }, NOT: { createdAt: behind.at, id: { lte: behind.id } } }

export const NEWEST_FIRST = [{ createdAt: 'desc' as const }, { id: 'desc' as const }]
export const OLDEST_FIRST = [{ createdAt: 'asc' as const }, { id: 'asc' as const }]

export const createdPosition = ({ createdAt, id }: { readonly createdAt: Date; readonly id: string }): Position => ({ at: createdAt, id })
