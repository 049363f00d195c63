import { createHash, randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { createDatabase, dropDatabase, openSession, withDatabase } from '../../adapters/postgres/databases.ts'
import { migrate, readMigrations } from '../../adapters/postgres/migrate.ts'

const LOCK = 5_063_786_003

/** A migrated database of one's own, copied from a template in some ten milliseconds. Drop it in `afterAll`. */
export async function createTestDatabase(): Promise<{ databaseUrl: string; drop(): Promise<void> }> {
  const template = await ensureTemplate(inject('databaseUrl'))
  const databaseUrl = scratchDatabaseUrl()
  await createDatabase(databaseUrl, { template })
  return { databaseUrl, drop: () => dropDatabase(databaseUrl) }
}

/** The URL of a database that does not exist yet, on the server of this run. */
export const scratchDatabaseUrl = (): string =>
  withDatabase(inject('databaseUrl'), `lotse_test_${randomUUID().replaceAll('-', '').slice(0, 16)}`)

/** Named after the migrations, so that a server that outlives the run never offers a stale one. */
async function ensureTemplate(serverUrl: string): Promise<string> {
  const hash = createHash('sha256')
    .update(JSON.stringify(await readMigrations()))
    .digest('hex')
  const template = `lotse_template_${hash.slice(0, 16)}`
  const session = await openSession(withDatabase(serverUrl, 'postgres'))
  try {
    await session.query('SELECT pg_advisory_lock($1)', [LOCK]) // test files run in several processes
    const { rowCount } = await session.query('SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate', [template])
    if (rowCount === 0) {
      await migrate(withDatabase(serverUrl, template))
      await session.query(`ALTER DATABASE ${template} WITH IS_TEMPLATE true`) // from now on nobody connects to it, as copying demands
    }
    return template
  } finally {
    await session.end()
  }
}
