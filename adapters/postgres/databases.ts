import pg from 'pg'

const OLDEST_VERSION = 15

/** No database can be reached or used there; the message says what to do and holds no password. */
export class DatabaseUnreachableError extends Error {
  override readonly name = 'DatabaseUnreachable'
}

export interface DatabaseAddress {
  /** `host:port` */
  readonly server: string
  readonly user: string
  readonly database: string
}

/** What a connection URL points at, without its password. */
export function addressOf(databaseUrl: string): DatabaseAddress {
  if (!URL.canParse(databaseUrl)) {
    throw new DatabaseUnreachableError(
      'The database URL is not a URL; it looks like postgresql://user:password@host:5432/lotse (DATABASE_URL)',
    )
  }
  const url = new URL(databaseUrl)
  const database = decodeURIComponent(url.pathname.slice(1))
  if (database === '')
    throw new DatabaseUnreachableError(`The database URL names no database: add one, e.g. ${url.protocol}//.../lotse (DATABASE_URL)`)
  const host = url.hostname || (url.searchParams.get('host') ?? 'localhost')
  return { server: `${host}:${url.port || '5432'}`, user: decodeURIComponent(url.username), database }
}

/** The same server and user, another database. */
export function withDatabase(databaseUrl: string, database: string): string {
  const url = new URL(databaseUrl)
  url.pathname = `/${encodeURIComponent(database)}`
  return url.href
}

/** One connection of its own, for work that needs a session (locks, CREATE DATABASE). Close it with `end()`. */
export async function openSession(databaseUrl: string): Promise<pg.Client> {
  const address = addressOf(databaseUrl)
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000, application_name: 'lotse migrate' })
  client.on('error', () => {}) // a lost connection shows in the next query; without a listener it would end the process
  try {
    await client.connect()
  } catch (cause) {
    await client.end().catch(() => {})
    if (sqlState(cause) === '3D000') throw cause // the server is there, the database is not: the caller's business
    throw new DatabaseUnreachableError(unreachable(address, cause), { cause })
  }
  return client
}

/** Makes sure that the database is there and new enough. Safe beside others who do the same. */
export async function ensureDatabase(databaseUrl: string): Promise<void> {
  const { server } = addressOf(databaseUrl)
  const session = await openSession(databaseUrl).catch(async (error: unknown) => {
    if (sqlState(error) !== '3D000') throw error
    await createDatabase(databaseUrl)
    return openSession(databaseUrl)
  })
  try {
    const { rows } = await session.query<{ version: string }>("SELECT current_setting('server_version') AS version")
    const version = rows[0]?.version ?? ''
    if (Number.parseInt(version, 10) < OLDEST_VERSION) {
      throw new DatabaseUnreachableError(`PostgreSQL at ${server} is version ${version}; Lotse needs ${OLDEST_VERSION} or newer`)
    }
  } finally {
    await session.end()
  }
}

/** Creates the database that the URL names unless it is there. */
export async function createDatabase(databaseUrl: string, options: { readonly template?: string } = {}): Promise<void> {
  const { server, user, database } = addressOf(databaseUrl)
  const session = await openSession(withDatabase(databaseUrl, 'postgres'))
  try {
    const template = options.template === undefined ? '' : ` TEMPLATE ${pg.escapeIdentifier(options.template)}`
    await session.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}${template}`)
  } catch (cause) {
    // Somebody else was quicker: 42P04, or 23505 where both were at it in the same instant.
    if (['42P04', '23505'].includes(sqlState(cause) ?? '')) return
    if (sqlState(cause) !== '42501') throw cause
    const message = `Database "${database}" at ${server} does not exist and user "${user}" may not create it: create it (CREATE DATABASE) or let the user (ALTER ROLE ... CREATEDB)`
    throw new DatabaseUnreachableError(message, { cause })
  } finally {
    await session.end()
  }
}

/**
 * Drops the database that the URL names. The server gives those who are just leaving five seconds, for a client cut off while
 * it says goodbye reports an error; who then still stays is thrown out.
 */
export async function dropDatabase(databaseUrl: string): Promise<void> {
  const session = await openSession(withDatabase(databaseUrl, 'postgres'))
  const drop = `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(addressOf(databaseUrl).database)}`
  try {
    await session.query(drop).catch(async (error: unknown) => {
      if (sqlState(error) !== '55006') throw error // database is being accessed by other users
      await session.query(`${drop} WITH (FORCE)`)
    })
  } finally {
    await session.end()
  }
}

/** The SQLSTATE of an error that PostgreSQL answered with. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}

function unreachable({ server, user, database }: DatabaseAddress, cause: unknown): string {
  const state = sqlState(cause) ?? ''
  if (state.startsWith('28'))
    return `PostgreSQL at ${server} refuses user "${user}" for database "${database}": check user and password in DATABASE_URL`
  if (state === '57P03') return `PostgreSQL at ${server} is still starting or stopping: try again in a moment`
  if (state === '53300') return `PostgreSQL at ${server} has no connection left: raise max_connections or stop other clients`
  const reason = state === '' && cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : `SQLSTATE ${state}`
  return `PostgreSQL does not answer at ${server} (${reason}): start it, or correct DATABASE_URL; \`npm start\` without DATABASE_URL brings its own`
}
