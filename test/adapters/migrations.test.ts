import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { addressOf, createDatabase, dropDatabase, openSession } from '../../adapters/postgres/databases.ts'
import { migrate, pendingMigrations, readMigrations } from '../../adapters/postgres/migrate.ts'
import { withSchemaEngine } from '../../adapters/postgres/schema-engine.ts'
import { migrationName } from '../../bin/commands/new-migration.ts'
import { scratchDatabaseUrl } from '../support/database.ts'

const readSchema = () => readFile(new URL('../../prisma/schema.prisma', import.meta.url), 'utf8')

let databaseUrl: string
let pool: pg.Pool

beforeAll(async () => {
  databaseUrl = scratchDatabaseUrl()
  await migrate(databaseUrl)
  pool = new pg.Pool({ connectionString: databaseUrl })
})

afterAll(async () => {
  await pool.end()
  await dropDatabase(databaseUrl)
})

let empty: string
beforeEach(() => {
  empty = scratchDatabaseUrl()
})
afterEach(() => dropDatabase(empty))

const names = async () => (await readMigrations()).map(({ name }) => name)

test('migrations and schema say the same', async () => {
  const drift = await withSchemaEngine(databaseUrl, async (engine) => engine.diff(await readMigrations(), await readSchema()))
  expect(drift, 'write the missing migration with `npx tsx bin/commands/new-migration.ts TITLE`').toBeUndefined()
})

test('a change of the schema without a migration is noticed, and the scratch database is gone afterwards', async () => {
  const databases = async () => (await pool.query("SELECT datname FROM pg_database WHERE datname LIKE 'lotse_shadow_%'")).rows
  const before = await databases()
  const changed = (await readSchema()).replace('model Survey {', 'model Survey {\n  mood String?')
  const drift = await withSchemaEngine(databaseUrl, async (engine) => engine.diff(await readMigrations(), changed))
  expect(drift).toContain('ALTER TABLE "surveys" ADD COLUMN     "mood" TEXT;')
  expect(await databases()).toEqual(before)
})

test('a database that does not exist is created, and migrating twice applies nothing', async () => {
  expect(await pendingMigrations(empty)).toEqual(await names())
  expect(await migrate(empty)).toEqual({ applied: await names() })
  expect(await pendingMigrations(empty)).toEqual([])
  expect(await migrate(empty)).toEqual({ applied: [] })
})

test('of processes that migrate at once, one applies and the others find nothing to do', async () => {
  const results = await Promise.all([migrate(empty), migrate(empty), migrate(empty)])
  expect(results.flatMap(({ applied }) => applied)).toEqual(await names())
})

test('a migration that fails leaves nothing behind and is tried again', async () => {
  const name = (await names())[0]!
  await createDatabase(empty)
  const broken = withSchemaEngine(empty, (engine) => engine.apply([{ name, sql: 'CREATE TABLE half (id INT); SELECT nonsense;' }]))
  await expect(broken).rejects.toThrow(/nonsense/)
  const client = await openSession(empty)
  const { rows } = await client.query("SELECT to_regclass('half') AS half")
  await client.end()

  expect(rows).toEqual([{ half: null }])
  expect(await pendingMigrations(empty)).toEqual(await names())
  expect(await migrate(empty)).toEqual({ applied: await names() })
})

test('a migration that the server finished after its process was killed counts as applied', async () => {
  const slow = { name: '1_slow', sql: 'SELECT pg_advisory_lock(1); CREATE TABLE whole (id INT)' }
  await createDatabase(empty)
  const session = await openSession(empty)
  try {
    await session.query('SELECT pg_advisory_lock(1)') // the migration waits here until its process is dead
    const engine = new URL('../../adapters/postgres/schema-engine.ts', import.meta.url)
    const code = `import { withSchemaEngine } from '${engine}'
      await withSchemaEngine('${empty}', (engine) => engine.apply([${JSON.stringify(slow)}]))`
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code])
    const waiting = `SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = database
      WHERE datname = current_database() AND objid = 1 AND NOT granted`
    await expect.poll(async () => (await session.query(waiting)).rowCount, { timeout: 60_000 }).toBe(1)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await session.query('SELECT pg_advisory_unlock(1)')
    await expect
      .poll(async () => (await session.query("SELECT to_regclass('whole') AS whole")).rows, { timeout: 60_000 })
      .toEqual([{ whole: 'whole' }])
  } finally {
    await session.end()
  }
  expect(await withSchemaEngine(empty, (engine) => engine.apply([slow]))).toEqual([])
})

/** A database as it was before this migration, and its session. */
async function before(migration: string): Promise<pg.Client> {
  const all = await readMigrations()
  await createDatabase(empty)
  const index = all.findIndex(({ name }) => name === migration)
  await withSchemaEngine(empty, (engine) => engine.apply(all.slice(0, index)))
  return openSession(empty)
}

test('what was agreed before there were versions is version 1 of whoever had agreed on anything', async () => {
  const session = await before('20261122210000_profiles')
  const garden = { group: 'garden', strategy: 'push', min: { minor: 999, currency: 'EUR' } }
  const all = { group: 'all', strategy: 'hold' }
  try {
    const insert = `INSERT INTO customers
      (id, company, languages, country, time_zone, products, stage, support, trial_status, areas, created_at, updated_at, agreed)
      VALUES ($1, 'Nordlicht GmbH', '{de}', 'DE', 'Europe/Berlin', '{repricer}', 'onboarded', 'wanted', 'none', '{}', now(), $2, $3)`
    const updatedAt = '2026-11-20T10:00:00.120Z'
    await session.query(insert, ['agreed', updatedAt, JSON.stringify([garden, all])])
    await session.query(insert, ['nothing', updatedAt, '[]'])
    await session.query(insert, ['never', updatedAt, null])
    await migrate(empty)
    const { rows } = await session.query('SELECT customer_id, version, key, at, "by", call_id, groups FROM agreements')
    const since = { version: 1, at: updatedAt, by: 'system', proposed: null, overridden: false }
    expect(rows).toEqual([
      {
        customer_id: 'agreed',
        version: 1,
        key: 'customer/agreed/agreed-before-versions',
        at: new Date(updatedAt),
        by: 'system',
        call_id: null,
        groups: [
          { ...garden, ...since },
          { ...all, ...since },
        ],
      },
    ])
    const kept = await session.query('SELECT id, agreed FROM customers ORDER BY id') // processes of before still read it
    expect(kept.rows).toEqual([
      { id: 'agreed', agreed: [garden, all] },
      { id: 'never', agreed: null },
      { id: 'nothing', agreed: [] },
    ])
    await session.query(insert, ['later', updatedAt, JSON.stringify([all])]) // and write it
  } finally {
    await session.end()
  }
})

test('who was booked twice at one time before that was refused keeps both bookings', async () => {
  const session = await before('20261123020000_holds_and_waitlist')
  try {
    await session.query(`
      INSERT INTO agents (id, name, email, languages, time_zone, capacity, role, updated_at)
        VALUES ('a1', 'One', 'one@lotse.example', '[]', 'Europe/Berlin', 60, 'agent', now()),
               ('a2', 'Two', 'two@lotse.example', '[]', 'Europe/Berlin', 60, 'agent', now());
      INSERT INTO customers (id, company, country, time_zone, stage, support, trial_status, created_at, updated_at)
        VALUES ('c1', 'Seller', 'DE', 'Europe/Berlin', 'registered', 'unknown', 'none', now(), now());
      INSERT INTO calls (id, customer_id, purpose, status, created_at, updated_at) VALUES ('k1', 'c1', 'onboarding', 'planned', now(), now());
      INSERT INTO bookings (id, call_id, customer_id, agent_id, purpose, starts_at, ends_at, status, created_at, updated_at)
        VALUES ('b1', 'k1', 'c1', 'a1', 'onboarding', '2026-12-01T10:00Z', '2026-12-01T10:45Z', 'confirmed', '2026-11-01T10:00Z', now()),
               ('b2', 'k1', 'c1', 'a2', 'onboarding', '2026-12-01T10:30Z', '2026-12-01T11:15Z', 'confirmed', '2026-11-02T10:00Z', now()),
               ('b3', 'k1', 'c1', 'a2', 'onboarding', '2026-12-02T10:30Z', '2026-12-02T11:15Z', 'confirmed', '2026-11-02T10:00Z', now())`)
    await migrate(empty)
    const { rows } = await session.query('SELECT id, status, doubled FROM bookings ORDER BY id')
    expect(rows).toEqual([
      { id: 'b1', status: 'confirmed', doubled: false },
      { id: 'b2', status: 'confirmed', doubled: true },
      { id: 'b3', status: 'confirmed', doubled: false },
    ])
  } finally {
    await session.end()
  }
})

test('a server that does not answer is named, with what to do and without the password', async () => {
  const nobody = 'postgresql://lotse:geheim@127.0.0.1:1/lotse'
  await expect(migrate(nobody)).rejects.toMatchObject({
    name: 'DatabaseUnreachable',
    message: expect.stringMatching(/does not answer at 127\.0\.0\.1:1 \(ECONNREFUSED\): start it, or correct DATABASE_URL/),
  })
  await expect(pendingMigrations(nobody)).rejects.toMatchObject({ message: expect.not.stringContaining('geheim') })
})

test('a URL that names no database is refused before anybody connects', () => {
  expect(() => addressOf('postgresql://lotse@localhost:5432')).toThrow(/names no database/)
  expect(() => addressOf('localhost')).toThrow(/is not a URL/)
})

test('the name of a migration is its time and its title', () => {
  expect(migrationName('Add claims & lots', new Date('2026-12-01T08:09:10Z'))).toBe('20261201080910_add_claims_lots')
  expect(() => migrationName('???', new Date())).toThrow(/no name for a migration/)
})
