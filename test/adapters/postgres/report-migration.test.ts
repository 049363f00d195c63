import { expect, test } from 'vitest'
import { openDatabase } from '../../../adapters/postgres/database.ts'
import { createDatabase, dropDatabase } from '../../../adapters/postgres/databases.ts'
import { migrate, readMigrations } from '../../../adapters/postgres/migrate.ts'
import { createReportStore } from '../../../adapters/postgres/report-rows.ts'
import { withSchemaEngine } from '../../../adapters/postgres/schema-engine.ts'
import { scratchDatabaseUrl } from '../../support/database.ts'
import { clock } from '../../support/records.ts'
import { addAccount, exportOf, LEDGER, ledger } from '../../support/report-exports.ts'

test('an account of before there were reports has them from the next migration on', async () => {
  const databaseUrl = scratchDatabaseUrl()
  await createDatabase(databaseUrl)
  const all = await readMigrations()
  const before = all.slice(
    0,
    all.findIndex(({ name }) => name === '20261123090000_report_rows'),
  )
  await withSchemaEngine(databaseUrl, (engine) => engine.apply(before))
  const db = openDatabase(databaseUrl)
  try {
    const accountId = await addAccount(db)
    expect((await migrate(databaseUrl)).applied).toContain('20261123090000_report_rows')
    const store = createReportStore(db, clock)
    expect(await store.load(exportOf(accountId, LEDGER), ledger({ '2026-01-05': 1 }))).toMatchObject({ outcome: 'loaded' })
  } finally {
    await db.close()
    await dropDatabase(databaseUrl)
  }
})
