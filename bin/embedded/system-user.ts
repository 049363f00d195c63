import { execFileSync, spawnSync } from 'node:child_process'
import { CannotRun } from '../setup/cannot-run.mjs'

/** Whom PostgreSQL runs as; empty: as ourselves. */
export interface Account {
  readonly uid?: number
  readonly gid?: number
}

function idsOf(name: string): Account | undefined {
  const ask = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  try {
    return { uid: ask('-u'), gid: ask('-g') }
  } catch {
    return undefined
  }
}

/** PostgreSQL refuses to run as root: then the system user `postgres` (made if missing) runs it, else `nobody`. */
export function postgresAccount(): Account {
  if (process.getuid?.() !== 0) return {}
  const known = idsOf('postgres')
  if (known) return known
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', 'postgres'], { stdio: 'ignore' })
  const account = idsOf('postgres') ?? idsOf('nobody')
  if (account) return account
  throw new CannotRun(
    'PostgreSQL does not run as root and no user `postgres` could be made: run `useradd --system postgres`, or start as an ordinary user',
  )
}

/** Asks the system itself, so that modes, owners and access lists all count. */
export const canEnter = (folder: string, account: Account): boolean =>
  spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...account, cwd: '/', stdio: 'ignore' }).status === 0

export const canRun = (binary: string, account: Account): boolean =>
  spawnSync(binary, ['--version'], { ...account, cwd: '/', stdio: 'ignore' }).status === 0
