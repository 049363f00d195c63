import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../../bin/embedded/ports.ts'
import { endLeftOver, initialise, isUp, type PostgresOptions, postgresService, postgresUrl } from '../../bin/embedded/postgres.ts'
import { postgresBinaries, postgresHome } from '../../bin/embedded/postgres-place.ts'
import { createService } from '../../bin/embedded/service.ts'
import { canEnter, postgresAccount } from '../../bin/embedded/system-user.ts'
import { becomesTrue } from '../../bin/embedded/wait.ts'
import { identify } from '../../bin/setup/processes.mjs'

let home: string
let options: PostgresOptions
beforeAll(async () => {
  const account = postgresAccount()
  home = mkdtempSync(join(canEnter(tmpdir(), account) ? tmpdir() : '/var/tmp', 'lotse-bin-'))
  chmodSync(home, 0o711)
  options = { binaries: postgresBinaries(account), account, folder: join(home, 'postgres'), port: await freePort(), throwAway: true }
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const deps = () => ({ logs: join(home, 'logs'), run: join(home, 'run'), report: () => {} })

test('a data folder that a killed initdb left half-written is made anew', async () => {
  mkdirSync(join(home, 'postgres.init-dead', 'data'), { recursive: true })
  mkdirSync(options.folder)
  writeFileSync(join(options.folder, 'half'), '')
  await initialise(options)
  expect(existsSync(join(options.folder, 'PG_VERSION'))).toBe(true)
  expect(existsSync(join(options.folder, 'half'))).toBe(false)
  expect(existsSync(join(home, 'postgres.init-dead'))).toBe(false)
})

test('a server that outlived its supervisor is stopped in order, a lock file of nobody is removed, and the next start works', async () => {
  const url = postgresUrl(options, 'postgres')
  const first = createService(postgresService(options), deps())
  await first.start()
  expect(await becomesTrue(() => isUp(url), 60_000)).toBe(true)
  const pid = Number(readFileSync(join(options.folder, 'postmaster.pid'), 'utf8').split('\n')[0])

  const stopped = first.stop([{ signal: 'SIGCONT', ms: 20_000 }]) // its supervisor only waits from now on
  await endLeftOver(options.folder)
  await stopped
  expect(identify(pid)).toBeUndefined()

  writeFileSync(join(options.folder, 'postmaster.pid'), `${process.pid}\n`) // of a process that is not PostgreSQL
  const second = createService(postgresService(options), deps())
  await second.start()
  expect(await becomesTrue(() => isUp(url), 60_000)).toBe(true)
  await second.stop()
})

test('two data folders that the postgres user cannot reach get a place each', () => {
  const stranger = { uid: 65_534, gid: 65_534 }
  const closed = mkdtempSync(join(tmpdir(), 'lotse-closed-')) // mode 0700
  const places = ['one', 'two'].map((name) => postgresHome(join(closed, name), stranger))
  try {
    expect(new Set(places).size).toBe(2)
    expect(realpathSync(join(closed, 'one', 'outside'))).toBe(places[0])
    expect(postgresHome(join(closed, 'one'), stranger)).toBe(places[0])
  } finally {
    for (const path of [closed, ...places]) rmSync(path, { recursive: true })
  }
})

test('a lost password is named, with the way out', () => {
  expect(() => postgresUrl({ ...options, folder: join(home, 'elsewhere') }, 'lotse')).toThrow(/elsewhere\.password is missing.*--fresh/)
})
