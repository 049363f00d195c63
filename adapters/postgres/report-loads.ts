import { type Counted, daysOf, type Hold, type ReportExport } from '../../domain/reports/loading.ts'
import type { ReportType } from '../../domain/reports/shapes.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import type { Queries } from './database.ts'
import { dateOf, fromDate, fromJson, iso, isoOrNull, json } from './values.ts'

export type LoadOutcome = 'loaded' | 'unchanged' | 'held'

/** What came of loading a file. */
export interface ReportLoad {
  readonly loadId: string
  readonly report: ReportType
  readonly file: string
  readonly fileHash: string
  /** ISO instant */
  readonly exportedAt: string
  /** The days of which it has rows; null without one. */
  readonly covers: { readonly from: string; readonly to: string } | null
  readonly rows: number
  /** Rows that rules read. */
  readonly kept: number
  readonly outcome: LoadOutcome
  readonly holds: readonly Hold[]
  readonly at: string
  readonly releasedAt: string | null
  readonly releasedBy: string | null
}

/** A file of which nobody can say what days it is whole for; its report may be no more than what its header is like. */
export type UnreadExport = Omit<ReportExport, 'report' | 'from' | 'to'> & { readonly report: ReportType }

type File = UnreadExport & Partial<Pick<ReportExport, 'from' | 'to'>>

export interface Outcome {
  readonly outcome: LoadOutcome
  readonly holds: readonly Hold[]
  readonly counted?: Counted
}

export const createLoad = async (queries: Queries, file: File, at: Date): Promise<bigint> => {
  const { accountId, report, file: name, fileHash, exportedAt, from, to, country } = file
  const days = { from: from === undefined ? null : dateOf(from), to: to === undefined ? null : dateOf(to) }
  const told = { accountId, report, file: name, fileHash, exportedAt: new Date(exportedAt), ...days, country }
  const { id } = await queries.reportLoad.create({ data: { ...told, outcome: 'loaded' satisfies LoadOutcome, holds: [], at } })
  return id
}

export async function endLoad(queries: Queries, id: bigint, { outcome, holds, counted }: Outcome): Promise<ReportLoad> {
  const days = counted === undefined ? [] : daysOf(counted)
  const [first, last] = [days[0], days.at(-1)]
  const data = {
    outcome,
    holds: json(holds),
    rows: counted?.rows ?? 0,
    kept: counted?.kept ?? 0,
    firstDay: first === undefined ? null : dateOf(first),
    lastDay: last === undefined ? null : dateOf(last),
  }
  return loadView(await queries.reportLoad.update({ where: { id }, data }))
}

/** Notes that a file was given once more; what it has is known. */
export async function noteRepeat(queries: Queries, file: ReportExport, known: Prisma.ReportLoadModel, at: Date): Promise<ReportLoad> {
  const id = await createLoad(queries, file, at)
  const { rows, kept, firstDay, lastDay } = known
  const data = { outcome: 'unchanged' satisfies LoadOutcome, rows, kept, firstDay, lastDay }
  return loadView(await queries.reportLoad.update({ where: { id }, data }))
}

/** The load of the same file that counts: whatever was loaded since is from newer exports, or somebody's word. */
export const findLoaded = ({ reportLoad }: Queries, { accountId, report, fileHash, exportedAt, from, to, country }: ReportExport) =>
  reportLoad.findFirst({
    where: {
      ...{ accountId, report, fileHash, country, from: dateOf(from), to: dateOf(to) },
      outcome: 'loaded' satisfies LoadOutcome,
      exportedAt: { gte: new Date(exportedAt) },
    },
  })

/** What was held of the same file, the newest first. */
export async function findHeld(queries: Queries, { accountId, report, fileHash }: Omit<UnreadExport, 'country'>): Promise<ReportLoad[]> {
  const where = { accountId, report, fileHash, outcome: 'held' satisfies LoadOutcome }
  return (await queries.reportLoad.findMany({ where, orderBy: { id: 'desc' } })).map(loadView)
}

export const loadView = ({ id, at, releasedAt, ...load }: Prisma.ReportLoadModel): ReportLoad => {
  const { report, file, fileHash, exportedAt, firstDay, lastDay, rows, kept, outcome, holds, releasedBy } = load
  return {
    loadId: String(id),
    report: report as ReportType,
    file,
    fileHash,
    exportedAt: iso(exportedAt),
    covers: firstDay === null || lastDay === null ? null : { from: fromDate(firstDay), to: fromDate(lastDay) },
    rows,
    kept,
    outcome: outcome as LoadOutcome,
    holds: fromJson<Hold[]>(holds),
    at: iso(at),
    releasedAt: isoOrNull(releasedAt),
    releasedBy,
  }
}
