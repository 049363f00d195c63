import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createReportReads } from '../../../adapters/postgres/report-reads.ts'
import { createReportStore, type ReportStore } from '../../../adapters/postgres/report-rows.ts'
import { groupedBy } from '../../../domain/grouped.ts'
import { dayOfCountry } from '../../../domain/reports/exports.ts'
import type { LedgerRow } from '../../../domain/reports/rows.ts'
import { clock, openTestDatabase } from '../../support/records.ts'
import { addAccount, all, exportOf, LEDGER, ledger, movement, read } from '../../support/report-exports.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let store: ReportStore
beforeAll(async () => {
  database = await openTestDatabase()
  store = createReportStore(database.db, clock)
})
afterAll(() => database.drop())

const rowsOf = (accountId: string) => createReportReads(database.db).read(accountId, ({ rows }) => all(rows(LEDGER)))
const patient = { timeout: 60_000 } // for a busy machine; usually it is a matter of milliseconds
const locks = (granted: boolean) => database.db.client.$queryRaw<unknown[]>`
  SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = database
   WHERE datname = current_database() AND locktype = 'advisory' AND granted = ${granted}`

test('of two loads of one account at once the second waits, and sees what the first has done', async () => {
  const accountId = await addAccount(database.db)
  let open = (): void => {}
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  async function* slowly() {
    yield* ledger({ '2026-01-05': 3 })
    await gate
  }
  const first = store.load(exportOf(accountId, LEDGER), slowly())
  await expect.poll(() => locks(true), patient).toHaveLength(1)
  const second = store.load(exportOf(accountId, LEDGER), ledger({ '2026-01-05': 2 }))
  await expect.poll(() => locks(false), patient).toHaveLength(1)
  const other = await addAccount(database.db)
  expect(await store.load(exportOf(other, LEDGER), ledger({ '2026-01-05': 2 }))).toMatchObject({ outcome: 'loaded' }) // waits for nobody
  open()
  expect(await first).toMatchObject({ outcome: 'loaded' })
  expect(await second).toMatchObject({ outcome: 'held', holds: [{ code: 'fewer_rows', rows: 2, of: 3 }] })
})

test('a load whose process is killed, or whose file breaks off, has changed nothing', async () => {
  const accountId = await addAccount(database.db)
  await store.load(exportOf(accountId, LEDGER), ledger({ '2026-01-05': 3 }))
  const before = await rowsOf(accountId)
  const file = exportOf(accountId, LEDGER, { exportedAt: '2026-01-12T00:00:00.000Z' })

  async function* torn() {
    yield* ledger({ '2026-01-05': 5000 })
    throw new Error('unexpected end of file')
  }
  await expect(store.load(file, torn())).rejects.toThrow('unexpected end of file')
  expect(await rowsOf(accountId)).toEqual(before)

  const ours = (path: string) => new URL(path, import.meta.url).href
  const child = spawn(process.execPath, [
    '--import',
    'tsx',
    '--input-type=module',
    '-e',
    `
    import { openDatabase } from '${ours('../../../adapters/postgres/database.ts')}'
    import { createReportStore } from '${ours('../../../adapters/postgres/report-rows.ts')}'
    async function* endless() {
      for (let line = 2; line < 10_002; line += 1) yield { line, row: ${JSON.stringify(movement('2026-01-05'))} }
      process.stdout.write('half')
      await new Promise((resolve) => setTimeout(resolve, 600_000))
    }
    await createReportStore(openDatabase('${database.db.databaseUrl}')).load(${JSON.stringify(file)}, endless())`,
  ])
  await once(child.stdout, 'data')
  expect(await rowsOf(accountId)).toEqual(before) // ten thousand rows are there, and nobody sees them
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await rowsOf(accountId)).toEqual(before)
  expect(await store.load(file, ledger({ '2026-01-05': 4 }))).toMatchObject({ outcome: 'loaded' })
  expect(await rowsOf(accountId)).toHaveLength(4)
  expect((await store.loads(accountId, 10)).map(({ outcome }) => outcome)).toEqual(['loaded', 'loaded'])
})

const DAYS = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04', '2026-01-05', '2026-01-06']
const COUNTRIES = ['DE', 'FR']

interface Drawn {
  readonly from: string
  readonly to: string
  readonly exportedAt: string
  /** Its name is in each of its rows. */
  readonly rows: readonly LedgerRow[]
}

/** Some days of a ledger, as they were when it was exported: `countOf` says how many rows a day of a country had then. */
const drawn = (hour: number, [some, other]: readonly [number, number], countOf: (day: number, country: number) => number): Drawn => {
  const [first, last] = [Math.min(some, other), Math.max(some, other)]
  const rows = DAYS.flatMap((date, day) =>
    day < first || day > last
      ? []
      : COUNTRIES.flatMap((country, place) =>
          Array.from({ length: countOf(day, place) }, () => movement(date, { country, reference: String(hour) })),
        ),
  )
  return { from: DAYS[first] as string, to: DAYS[last] as string, exportedAt: new Date(Date.UTC(2026, 0, 10, hour)).toISOString(), rows }
}

const range = fc.tuple(fc.nat(DAYS.length - 1), fc.nat(DAYS.length - 1))
const told = ({ country, date, reference }: LedgerRow): string => `${country} ${date} ${reference}`
const load = (accountId: string, { rows, ...file }: Drawn) => store.load(exportOf(accountId, LEDGER, file), read<typeof LEDGER>(rows))
/** By day and country. */
const partsOf = (rows: readonly LedgerRow[]): Map<string, string[]> =>
  new Map([...groupedBy(rows, dayOfCountry)].map(([part, theirs]) => [part, theirs.map(told)]))

test('whatever the order in which exports of a growing ledger are loaded, each day is that of the newest of them', async () => {
  const growing = fc
    .record({
      ranges: fc.array(range, { minLength: 1, maxLength: 6 }),
      // When each row of a day of a country came into the ledger.
      born: fc.array(fc.array(fc.nat(6), { maxLength: 4 }), { minLength: DAYS.length * 2, maxLength: DAYS.length * 2 }),
    })
    .map(({ ranges, born }) =>
      ranges.map((days, hour) => drawn(hour, days, (day, country) => (born[2 * day + country] ?? []).filter((at) => at <= hour).length)),
    )
  const orders = growing.chain((exports) => fc.tuple(fc.constant(exports), fc.shuffledSubarray(exports, { minLength: exports.length })))
  await fc.assert(
    fc.asyncProperty(orders, async ([exports, order]) => {
      const accountId = await addAccount(database.db)
      for (const each of [...order, ...order]) expect((await load(accountId, each)).outcome).not.toBe('held')
      const newest = new Map<string, string[]>()
      for (const { rows } of exports) for (const [part, theirs] of partsOf(rows)) newest.set(part, theirs)
      const rows = await rowsOf(accountId)
      expect(partsOf(rows)).toEqual(newest)
      expect(await database.db.client.reportRow.count({ where: { load: { accountId } } })).toBe(rows.length) // nothing else is left behind
    }),
    { numRuns: 25 },
  )
})

test('whatever exports are loaded, no day loses a row, and each is one export as a whole', async () => {
  const counts = fc.array(fc.nat(2), { minLength: DAYS.length * 2, maxLength: DAYS.length * 2 })
  const exports = fc
    .array(fc.tuple(fc.nat(23), range, counts), { minLength: 1, maxLength: 6 })
    .map((all) => all.map(([hour, days, count]) => drawn(hour, days, (day, country) => count[2 * day + country] ?? 0)))
  await fc.assert(
    fc.asyncProperty(exports, async (sequence) => {
      const accountId = await addAccount(database.db)
      let before = partsOf([])
      for (const each of sequence) {
        const { outcome } = await load(accountId, each)
        const after = partsOf(await rowsOf(accountId))
        if (outcome === 'held') expect(after).toEqual(before)
        for (const [part, rows] of before) expect(after.get(part)?.length ?? 0).toBeGreaterThanOrEqual(rows.length)
        before = after
      }
      const possible = sequence.flatMap(({ rows }) => [...partsOf(rows)].map(([part, theirs]) => `${part}: ${theirs.join()}`))
      for (const [part, rows] of before) expect(possible).toContain(`${part}: ${rows.join()}`)
    }),
    { numRuns: 25 },
  )
})
