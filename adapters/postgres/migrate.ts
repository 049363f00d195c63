import { readdir, readFile } from 'node:fs/promises'
import type pg from 'pg'
import { addressOf, DatabaseUnreachableError, ensureDatabase, openSession, sqlState } from './databases.ts'
import { type Migration, withSchemaEngine } from './schema-engine.ts'

export const MIGRATIONS = new URL('../../prisma/migrations/', import.meta.url)

const LOCK = 5_063_786_001 // any number, as long as it stays the same
const LOCK_TIMEOUT = '2min'

/**
 * Creates the database where it is missing and applies the migrations that it does not have yet. Two processes at once are
 * safe: the second waits and finds nothing to do.
 */
export async function migrate(databaseUrl: string): Promise<{ applied: string[] }> {
  const migrations = await readMigrations()
  await ensureDatabase(databaseUrl)
  const session = await openSession(databaseUrl)
  try {
    await takeLock(session, databaseUrl)
    const history = await readHistory(session)
    if (migrations.every(({ name }) => history.applied.has(name))) return { applied: [] }

    return await withSchemaEngine(databaseUrl, async (engine) => {
      // A migration is one transaction, so an unfinished one (error, kill -9) left nothing behind and may simply be tried again.
      for (const name of history.unfinished) await engine.markRolledBack(name)
      return { applied: await engine.apply(migrations) }
    })
  } finally {
    await session.end() // releases the lock
  }
}

/** The migrations that the database lacks, all of them where there is no database yet. Cheap: one connection, one query. */
export async function pendingMigrations(databaseUrl: string): Promise<string[]> {
  const names = await migrationNames()
  try {
    const session = await openSession(databaseUrl)
    try {
      const { applied } = await readHistory(session)
      return names.filter((name) => !applied.has(name))
    } finally {
      await session.end()
    }
  } catch (error) {
    if (sqlState(error) === '3D000') return names
    throw error
  }
}

/** prisma/migrations, oldest first. */
export async function readMigrations(): Promise<Migration[]> {
  const names = await migrationNames()
  return Promise.all(names.map(async (name) => ({ name, sql: await readFile(new URL(`${name}/migration.sql`, MIGRATIONS), 'utf8') })))
}

async function migrationNames(): Promise<string[]> {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

async function takeLock(session: pg.Client, databaseUrl: string): Promise<void> {
  await session.query(`SET lock_timeout = '${LOCK_TIMEOUT}'`)
  try {
    await session.query('SELECT pg_advisory_lock($1)', [LOCK])
  } catch (cause) {
    if (sqlState(cause) !== '55P03') throw cause
    const { database, server } = addressOf(databaseUrl)
    const message = `Another process has been migrating "${database}" at ${server} for more than ${LOCK_TIMEOUT}: wait for it or end it, then try again`
    throw new DatabaseUnreachableError(message, { cause })
  }
}

async function readHistory(session: pg.Client): Promise<{ applied: Set<string>; unfinished: string[] }> {
  const { rows: tables } = await session.query<{ found: boolean }>("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found")
  if (!tables[0]?.found) return { applied: new Set(), unfinished: [] }
  const { rows } = await session.query<{ name: string; finished: boolean }>(
    'SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  return {
    applied: new Set(rows.filter(({ finished }) => finished).map(({ name }) => name)),
    unfinished: rows.filter(({ finished }) => !finished).map(({ name }) => name),
  }
}
