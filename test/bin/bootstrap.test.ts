import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { processEnvironment } from '../../config.ts'

const root = join(import.meta.dirname, '..', '..')
let bare: string

/** A checkout in which nothing is set up: only what bootstrap itself consists of. */
beforeAll(() => {
  bare = realpathSync(mkdtempSync(join(tmpdir(), 'lotse-bare-')))
  mkdirSync(join(bare, 'bin'))
  for (const path of ['bin/bootstrap.mjs', 'bin/setup', 'package.json', 'package-lock.json'])
    cpSync(join(root, path), join(bare, path), { recursive: true })
})
afterAll(() => rmSync(bare, { recursive: true, force: true }))

const bootstrap = (args: readonly string[], env: Record<string, string> = {}, checkout = bare) =>
  spawnSync(process.execPath, [join(checkout, 'bin', 'bootstrap.mjs'), ...args], {
    encoding: 'utf8',
    env: { ...processEnvironment(), DATABASE_URL: '', TEMPORAL_ADDRESS: '', LOTSE_PORT: '0', LOTSE_DATA_DIR: join(bare, '.lotse'), ...env },
  })

test('the doctor works where nothing is installed and names what is missing with the command that mends it', () => {
  const { stdout, status } = bootstrap(['lotse', 'doctor', '--json'])
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: { name: string; status: string; fix?: string }[] }
  expect({ ok, status }).toEqual({ ok: false, status: 1 })
  expect(checks.find(({ name }) => name === 'npm packages')).toMatchObject({ status: 'broken', fix: 'npm ci' })
  expect(checks.filter((check) => check.status === 'broken').every(({ fix }) => fix !== undefined)).toBe(true)
})

test('the doctor says of a database that nothing listens there, also without npm packages', () => {
  const { stdout } = bootstrap(['lotse', 'doctor', '--json'], { DATABASE_URL: 'postgresql://u:p@127.0.0.1:1/lotse' })
  expect(stdout).toContain('no PostgreSQL at 127.0.0.1:1 (ECONNREFUSED)')
})

test('an unknown program is bad input, and the usage is on stderr', () => {
  const { stdout, stderr, status } = bootstrap(['dance'])
  expect({ stdout, status }).toEqual({ stdout: '', status: 2 })
  expect(stderr).toContain('usage: npm start')
})

test('an unknown command and an unknown option are bad input, help is not', () => {
  const lotse = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'bin/lotse.ts', ...args], { cwd: root, encoding: 'utf8' })
  expect(lotse('dance').status).toBe(2)
  expect(lotse('migrate', '--loudly').status).toBe(2)
  expect(lotse('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('doctor') })
})

test('migrate without a reachable database cannot run, and says what to do', () => {
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'bin/lotse.ts', 'migrate'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...processEnvironment(), DATABASE_URL: 'postgresql://u:p@127.0.0.1:1/lotse' },
  })
  expect(status).toBe(3)
  expect(stderr).toMatch(/DATABASE_URL/)
})
