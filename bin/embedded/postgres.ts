import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import pg from 'pg'
import { CannotRun } from '../setup/cannot-run.mjs'
import { commandLine } from '../setup/processes.mjs'
import { writeAtomically } from './files.ts'
import { type StopStep, stopProcess } from './processes.ts'
import type { ServiceSpec } from './service.ts'
import type { Account } from './system-user.ts'

/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT the immediate one. */
export const POSTGRES_STOP: readonly StopStep[] = [
  { signal: 'SIGINT', ms: 3000 },
  { signal: 'SIGQUIT', ms: 1500 },
]

export interface PostgresOptions {
  /** bin, lib and share */
  readonly binaries: string
  readonly account: Account
  /** the data folder */
  readonly folder: string
  readonly port: number
  /** Not safe against loss of power, twice as quick: for tests. */
  readonly throwAway?: boolean
}

const run = (command: string, args: readonly string[], account: Account): Promise<string | undefined> =>
  new Promise((done) => {
    let said = ''
    const kill = () => child.kill('SIGKILL')
    const child = spawn(command, args, { ...account, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], env: { LC_ALL: 'C', TZ: 'UTC' } })
    child.stderr.on('data', (chunk) => {
      said += chunk
    })
    child.on('error', (error) => done(error.message))
    process.once('exit', kill)
    child.on('close', (code) => {
      process.off('exit', kill)
      done(code === 0 ? undefined : said.trim())
    })
  })

const passwordFile = (folder: string) => `${folder}.password`

/** Makes the data folder if it is not there; in a folder beside and moved at the end, so a killed initdb leaves nothing half-done. */
export async function initialise({ binaries, account, folder, throwAway }: PostgresOptions): Promise<void> {
  const home = dirname(folder)
  for (const left of readdirSync(home).filter((name) => name.startsWith(`${basename(folder)}.init-`))) {
    rmSync(join(home, left), { recursive: true, force: true })
  }
  if (existsSync(join(folder, 'PG_VERSION'))) return
  const draft = mkdtempSync(`${folder}.init-`)
  const data = join(draft, 'data')
  const secret = join(draft, 'password')
  mkdirSync(data, { mode: 0o700 })
  const password = randomBytes(24).toString('base64url')
  writeAtomically(passwordFile(folder), password)
  writeAtomically(secret, password)
  if (account.uid !== undefined && account.gid !== undefined)
    for (const path of [draft, data, secret]) chownSync(path, account.uid, account.gid)
  const failure = await run(
    join(binaries, 'bin', 'initdb'),
    [
      `--pgdata=${data}`,
      '--username=lotse',
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Not the locales of the machine: the same order of texts everywhere.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(throwAway ? ['--no-sync'] : []),
    ],
    account,
  )
  if (failure !== undefined) throw new CannotRun(`initdb could not make ${folder}: ${failure}`)
  rmSync(folder, { recursive: true, force: true })
  renameSync(data, folder)
  rmSync(draft, { recursive: true, force: true })
}

/** Ends the server that a killed run left on this data folder, and removes a lock file of nobody. */
export async function endLeftOver(folder: string): Promise<void> {
  const lockFile = join(folder, 'postmaster.pid')
  if (!existsSync(lockFile)) return
  const pid = Number(readFileSync(lockFile, 'utf8').split('\n')[0])
  const ours = commandLine(pid)?.includes(`-D ${folder} `)
  if (ours) await stopProcess(pid, POSTGRES_STOP)
  // Its process id may belong to another program by now, and PostgreSQL would refuse to start.
  rmSync(lockFile, { force: true })
}

export function postgresUrl({ folder, port }: PostgresOptions, database: string): string {
  if (!existsSync(passwordFile(folder))) {
    throw new CannotRun(
      `${passwordFile(folder)} is missing, without it the database cannot be opened: put it back, or begin anew with \`npm start -- --fresh\``,
    )
  }
  return `postgresql://lotse:${readFileSync(passwordFile(folder), 'utf8').trim()}@127.0.0.1:${port}/${database}`
}

export function postgresService({ binaries, account, folder, port, throwAway }: PostgresOptions): ServiceSpec {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 120,
    timezone: 'UTC',
    ...(throwAway ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  }
  return {
    name: 'postgres',
    command: join(binaries, 'bin', 'postgres'),
    args: ['-D', folder, '-p', String(port), ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    env: { LC_ALL: 'C', TZ: 'UTC' },
    cwd: '/',
    ...account,
    stop: POSTGRES_STOP,
    prepare: () => endLeftOver(folder),
  }
}

/** True when the server takes our queries. */
export async function isUp(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } finally {
    await client.end().catch(() => {})
  }
}

export async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
}
