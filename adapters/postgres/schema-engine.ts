import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import type { MigrationList, SchemaEngine as WasmEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'
import { loadBindings } from './engine-bindings.ts'
import { engineConnections } from './engine-connection.ts'

/** One folder of prisma/migrations. */
export interface Migration {
  readonly name: string
  readonly sql: string
}

export interface SchemaEngine {
  /** Applies what is not in the database yet and returns the names; writes `_prisma_migrations`. */
  apply(migrations: readonly Migration[]): Promise<string[]>
  /** Takes back the mark of a migration that was begun and not finished, so that it is applied again. */
  markRolledBack(name: string): Promise<void>
  /**
   * The SQL that leads from the migrations to the schema, or undefined where both say the same. Tries the migrations in a
   * scratch database beside the connected one, which itself is neither read nor changed.
   */
  diff(migrations: readonly Migration[], schema: string): Promise<string | undefined>
}

/** Runs Prisma's own schema engine (WebAssembly, so nothing is downloaded) on a database that exists. */
export async function withSchemaEngine<T>(databaseUrl: string, use: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const bindings = await loadBindings()
  const { connections, close } = closable(engineConnections(databaseUrl))
  try {
    const wasm = await bindings.SchemaEngine.new({ datamodels: undefined }, () => {}, bindMigrationAwareSqlAdapterFactory(connections))
    return await use(typed(wasm))
  } catch (error) {
    throw readable(error)
  } finally {
    await close()
  }
}

const everything = { externalTables: [], externalEnums: [] }

const typed = (wasm: WasmEngine): SchemaEngine => ({
  async apply(migrations) {
    const { appliedMigrationNames } = await wasm.applyMigrations({ migrationsList: listOf(migrations), filters: everything })
    return appliedMigrationNames
  },

  async markRolledBack(migrationName) {
    await wasm.markMigrationRolledBack({ migrationName })
  },

  async diff(migrations, schema) {
    const { exitCode, stdout } = await wasm.diff({
      from: { tag: 'migrations', ...listOf(migrations) },
      to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
      script: true,
      exitCode: true, // 2 = they differ
      filters: everything,
    })
    return exitCode === 2 ? (stdout ?? '') : undefined
  },
})

const listOf = (migrations: readonly Migration[]): MigrationList => ({
  baseDir: 'prisma/migrations',
  lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
  shadowDbInitScript: '',
  migrationDirectories: migrations.map(({ name, sql }) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
  })),
})

/** The engine never closes the main connection it was given: an open pool would keep the process, and its own lock, alive. */
function closable(connections: SqlMigrationAwareDriverAdapterFactory) {
  const open: SqlDriverAdapter[] = []
  const remember = async (connecting: Promise<SqlDriverAdapter>) => {
    const adapter = await connecting
    const dispose = adapter.dispose.bind(adapter)
    let disposed: Promise<void> | undefined
    adapter.dispose = () => {
      disposed ??= dispose()
      return disposed
    }
    open.push(adapter)
    return adapter
  }
  return {
    connections: {
      provider: connections.provider,
      adapterName: connections.adapterName,
      connect: () => remember(connections.connect()),
      connectToShadowDb: () => remember(connections.connectToShadowDb()),
    },
    close: async () => {
      await Promise.allSettled(open.map((adapter) => adapter.dispose()))
    },
  }
}

/** Without the engine's stack of Rust frames. */
function readable(error: unknown): unknown {
  if (error instanceof Error) error.message = error.message.replace(/\n\s+0: [\s\S]*$/, '').trim()
  return error
}
