import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MIGRATIONS, readMigrations } from '../../adapters/postgres/migrate.ts'
import { withSchemaEngine } from '../../adapters/postgres/schema-engine.ts'
import { configWithStack } from '../embedded/stack-file.ts'

const SCHEMA = new URL('../../prisma/schema.prisma', import.meta.url)

/**
 * For developers: writes the next migration from what prisma/schema.prisma says and the migrations do not say yet, and returns
 * its file; undefined where there is nothing to write. The database is only asked for a scratch database beside it. Read the
 * file before you commit it: what stands in no schema (constraints, triggers, moved data) is added by hand.
 */
export async function newMigration(title: string, databaseUrl: string, now: Date): Promise<URL | undefined> {
  const name = migrationName(title, now)
  const migrations = await readMigrations()
  const schema = await readFile(SCHEMA, 'utf8')
  const sql = await withSchemaEngine(databaseUrl, (engine) => engine.diff(migrations, schema))
  if (sql === undefined) return undefined

  const folder = new URL(`${name}/`, MIGRATIONS)
  await mkdir(folder)
  const file = new URL('migration.sql', folder)
  await writeFile(file, sql, { flag: 'wx' })
  return file
}

/** `20261122183000_add_claims`: the name is the order in which migrations are applied. */
export function migrationName(title: string, now: Date): string {
  const stamp = now.toISOString().replace(/\D/g, '').slice(0, 14)
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
  if (slug === '') throw new Error(`"${title}" is no name for a migration: use a few words in ASCII letters, e.g. add_claims`)
  return `${stamp}_${slug}`
}

/** `npx tsx bin/commands/new-migration.ts add claims`; the server is that of DATABASE_URL or of the running stack. */
async function newMigrationCommand(title: string): Promise<void> {
  const file = await newMigration(title, configWithStack().required('DATABASE_URL'), new Date())
  const told = file === undefined ? 'nothing to write: migrations and schema say the same' : relative('.', fileURLToPath(file))
  process.stdout.write(`${told}\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await newMigrationCommand(process.argv.slice(2).join(' ')).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 3
  })
}
