import { randomUUID } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum, type SqlDriverAdapter, type SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { createDatabase, dropDatabase, withDatabase } from './databases.ts'

const CHAR_OID = 18
const TEXT_OID = 25

/** Refuses where the next process has already taken the mark of this migration back to try it itself. */
const NOTE_END = `DO $note$ BEGIN
  UPDATE _prisma_migrations SET finished_at = clock_timestamp() WHERE finished_at IS NULL AND rolled_back_at IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'another process has taken over this migration'; END IF;
END $note$;`

/**
 * @prisma/adapter-pg with what Prisma's schema engine needs mended (7.10.0):
 * - type OID 18 ("char", in PostgreSQL's catalogue) is unknown to it, so no existing database could be described;
 * - its `executeScript` cuts at every semicolon, which tears function bodies apart. Sent as one message, a migration is also
 *   one transaction (so it may neither COMMIT nor build an index CONCURRENTLY): it is in wholly or not at all;
 * - the engine notes the end of a migration in a second transaction. After a kill -9 the server works off what it was sent,
 *   and the migration would be in without being noted; so the note goes with the script;
 * - its shadow database is the database itself where the configuration is a connection string.
 */
export const engineConnections = (databaseUrl: string): SqlMigrationAwareDriverAdapterFactory => ({
  provider: 'postgres',
  adapterName: '@prisma/adapter-pg',

  async connect() {
    const adapter = await connect(databaseUrl)
    const executeScript = adapter.executeScript.bind(adapter)
    adapter.executeScript = (script) => executeScript(`${script}\n;\n${NOTE_END}`)
    return adapter
  },

  async connectToShadowDb() {
    const shadowUrl = withDatabase(databaseUrl, `lotse_shadow_${randomUUID().replaceAll('-', '')}`)
    await createDatabase(shadowUrl)
    const shadow = await connect(shadowUrl)
    const disconnect = shadow.dispose.bind(shadow)
    shadow.dispose = async () => {
      await disconnect()
      await dropDatabase(shadowUrl)
    }
    return shadow
  },
})

async function connect(databaseUrl: string): Promise<SqlDriverAdapter> {
  const pool = new pg.Pool({ connectionString: databaseUrl, application_name: 'lotse migrate' })
  const charColumns = relabelCharColumns(pool)
  const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect()

  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query)
    for (const column of charColumns.get(result.rows) ?? []) result.columnTypes[column] = ColumnTypeEnum.Character
    return result
  }
  adapter.executeScript = async (script) => {
    await adapter.executeRaw({ sql: script, args: [], argTypes: [] })
  }
  return adapter
}

/** Lets "char" columns pass the adapter as text and remembers, by the rows they came with, which ones they were. */
function relabelCharColumns(pool: pg.Pool): WeakMap<object, number[]> {
  const charColumns = new WeakMap<object, number[]>()
  const query: (config: pg.QueryArrayConfig) => Promise<pg.QueryArrayResult> = pool.query.bind(pool)
  const relabelling = async (config: pg.QueryArrayConfig) => {
    const result = await query(config)
    const found: number[] = []
    for (const [index, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID !== CHAR_OID) continue
      field.dataTypeID = TEXT_OID
      found.push(index)
    }
    if (found.length > 0) charColumns.set(result.rows, found)
    return result
  }
  pool.query = relabelling as typeof pool.query
  return charColumns
}
