import { configWithStack } from '../embedded/stack-file.ts'
import { databaseTrouble } from './database-trouble.ts'

/** Migrations of the database, then search attributes and retention of the Temporal namespace. */
export async function migrateCommand({ databaseOnly, json }: { databaseOnly: boolean; json: boolean }): Promise<void> {
  const config = configWithStack()
  const { migrate } = await import('../../adapters/postgres/migrate.ts')
  const { applied } = await migrate(config.required('DATABASE_URL')).catch(databaseTrouble)
  let warnings: string[] = []
  if (!databaseOnly) {
    const { prepareNamespace } = await import('../temporal-namespace.ts')
    warnings = (await prepareNamespace(config)).warnings
  }
  for (const warning of warnings) process.stderr.write(`lotse: ${warning}\n`)
  const said = applied.length === 0 ? 'the database is up to date' : `applied ${applied.join(', ')}`
  process.stdout.write(json ? `${JSON.stringify({ applied, namespacePrepared: !databaseOnly, warnings })}\n` : `${said}\n`)
}
