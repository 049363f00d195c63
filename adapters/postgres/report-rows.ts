import { createCount, type Hold, holdsOf, type ReportExport, type RowRead } from '../../domain/reports/loading.ts'
import { replacing, unreleased } from '../../domain/reports/replacing.ts'
import { STORED, type StoredReport } from '../../domain/reports/stored.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { lockNames } from './locks.ts'
import {
  createLoad,
  endLoad,
  findHeld,
  findLoaded,
  loadView,
  noteRepeat,
  type Outcome,
  type ReportLoad,
  type UnreadExport,
} from './report-loads.ts'
import { insertRows, type NewRow, replaceParts, storedParts } from './report-parts.ts'

/** Rows that go to the database at once: enough that the way there costs little, and some megabytes at most. */
const BATCH = 2000
/** Milliseconds. A year of a large seller is a minute's work; others of his account wait for it. */
const TRANSACTION = { timeout: 3_600_000 }

export interface ReportStore {
  /** Replaces what an export is newer than, all of it or nothing. A repeat changes nothing. What is held changes nothing either. */
  load<Report extends StoredReport>(file: ReportExport<Report>, rows: AsyncIterable<RowRead<Report>>): Promise<ReportLoad>
  /** Notes a file of which nobody may use a row: `unknown_header`, `truncated`. */
  hold(file: UnreadExport, code: string): Promise<ReportLoad>
  /** Somebody says that a held file counts as it is. Then it is to be given once more: its rows were not kept. What `hold` noted has none. */
  release(loadId: string, by: string): Promise<boolean>
  /** The newest first. */
  loads(accountId: string, limit: number): Promise<ReportLoad[]>
}

/** Exports of reports, each part of which (a day of a country, a settlement, a payment) is from one export as a whole. */
export const createReportStore = ({ client }: Database, clock = machineClock): ReportStore => ({
  load: (file, rows) => client.$transaction((tx) => load(tx, file, rows, new Date(clock.now())), TRANSACTION),

  hold: (file, code) =>
    client.$transaction(async (tx) => {
      await lockNames(tx, [lockOf(file)])
      return held(tx, file, { outcome: 'held', holds: [{ code, part: '', rows: 0, of: 0 }] }, new Date(clock.now()))
    }, TRANSACTION),

  async release(loadId, by) {
    if (!/^\d{1,18}$/.test(loadId)) return false
    const data = { releasedAt: new Date(clock.now()), releasedBy: by }
    const { count } = await client.reportLoad.updateMany({ where: { id: BigInt(loadId), outcome: 'held', releasedAt: null }, data })
    return count > 0
  },

  async loads(accountId, limit) {
    return (await client.reportLoad.findMany({ where: { accountId }, orderBy: { id: 'desc' }, take: limit })).map(loadView)
  },
})

/** Two loads of one account take turns: the second sees what the first has done. */
const lockOf = ({ accountId }: Pick<UnreadExport, 'accountId'>): string => `reports/${accountId}`

async function load<Report extends StoredReport>(
  queries: Queries,
  file: ReportExport<Report>,
  rows: AsyncIterable<RowRead<Report>>,
  at: Date,
): Promise<ReportLoad> {
  await lockNames(queries, [lockOf(file)])
  const known = await findLoaded(queries, file)
  if (known !== null) return noteRepeat(queries, file, known, at)
  await queries.$executeRaw`SAVEPOINT before_load`
  const loadId = await createLoad(queries, file, at)
  const counted = await insertAll(queries, loadId, file, rows)
  const kind = STORED[file.report].parts
  const wanted = replacing(counted, await storedParts(queries, file, counted), { kind, exportedAt: Date.parse(file.exportedAt) })
  const holds = [...holdsOf(counted, file), ...wanted.holds]
  const open = unreleased(holds, await releasedFor(queries, file))
  if (open.length > 0) {
    await queries.$executeRaw`ROLLBACK TO SAVEPOINT before_load`
    return held(queries, file, { outcome: 'held', holds: open, counted }, at)
  }
  await replaceParts(queries, loadId, file, counted, wanted)
  return endLoad(queries, loadId, { outcome: 'loaded', holds, counted })
}

async function insertAll<Report extends StoredReport>(
  queries: Queries,
  loadId: bigint,
  file: ReportExport<Report>,
  rows: AsyncIterable<RowRead<Report>>,
) {
  const count = createCount(file)
  let batch: NewRow[] = []
  for await (const read of rows) {
    const kept = count.take(read)
    if (kept !== undefined) batch.push({ part: kept.part, line: read.line, data: kept.row })
    if (batch.length < BATCH) continue
    await insertRows(queries, loadId, batch)
    batch = []
  }
  if (batch.length > 0) await insertRows(queries, loadId, batch)
  return count.counted()
}

const releasedFor = async (queries: Queries, file: UnreadExport): Promise<Hold[]> =>
  (await findHeld(queries, file)).flatMap(({ releasedAt, holds }) => (releasedAt === null ? [] : holds))

/** What is held already for the same is asked once. */
async function held(queries: Queries, file: UnreadExport, outcome: Outcome, at: Date): Promise<ReportLoad> {
  const [asked] = await findHeld(queries, file)
  const isAsked = asked?.releasedAt === null && isSame(asked.holds, outcome.holds)
  return isAsked ? asked : endLoad(queries, await createLoad(queries, file, at), outcome)
}

const isSame = (some: readonly Hold[], others: readonly Hold[]): boolean =>
  some.length === others.length && unreleased(some, others).length === 0
