import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { choosePorts, claimApiPort, freePort } from '../../bin/embedded/ports.ts'
import { notedProcesses, noteProcess, stopProcess } from '../../bin/embedded/processes.ts'
import { ensureKeys } from '../../bin/embedded/secrets.ts'
import { createService, type Service } from '../../bin/embedded/service.ts'
import { becomesTrue } from '../../bin/embedded/wait.ts'
import { lockHolder, releaseLock, takeLock } from '../../bin/setup/lock.mjs'
import { identify } from '../../bin/setup/processes.mjs'

let folder: string
const services: Service[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lotse-bin-'))
})
afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.stop([])))
  rmSync(folder, { recursive: true, force: true })
})

function service(script: string) {
  const reports: string[] = []
  const spec = { name: 'part', command: process.execPath, args: ['-e', script], stop: [{ signal: 'SIGTERM', ms: 300 }] as const, ipc: true }
  const made = createService(spec, { logs: join(folder, 'logs'), run: join(folder, 'run'), report: (text) => reports.push(text) })
  services.push(made)
  return { service: made, reports }
}

test('a part that is killed runs again under a new process id, and its end is told', async () => {
  const { service: part, reports } = service('setInterval(() => {}, 1000)')
  await part.start()
  const first = part.pid() ?? 0
  process.kill(first, 'SIGKILL')
  expect(await becomesTrue(() => part.pid() !== undefined && part.pid() !== first, 60_000)).toBe(true)
  expect(reports).toEqual([expect.stringMatching(/part ended \(SIGKILL\), starts again in 0\.5 s; .*part\.log/)])
})

test('a part that will not listen to SIGTERM is killed, and nothing starts it again', async () => {
  const { service: part, reports } = service("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('deaf')")
  await part.start()
  const pid = part.pid() ?? 0
  await becomesTrue(() => readFileSync(part.logFile, 'utf8').includes('deaf'), 5000)
  await part.stop()
  expect(identify(pid)).toBeUndefined()
  expect(reports).toEqual([])
  expect(notedProcesses(join(folder, 'run'))).toEqual([])
})

test('a process of ours ends when its supervisor is gone, without a word from it', async () => {
  const watch = join(import.meta.dirname, '../../bin/embedded/parent-watch.ts')
  const child = `import(${JSON.stringify(watch)}).then((m) => { m.exitWithParent(); process.send('watching'); setInterval(() => {}, 1000) })`
  const args = JSON.stringify(['--import', 'tsx', '-e', child])
  const parent = spawn(
    process.execPath,
    [
      '-e',
      `const c = require('node:child_process').spawn(process.execPath, ${args}, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }); c.on('message', () => console.log(c.pid))`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const pid = Number(await new Promise<string>((done) => parent.stdout.once('data', (chunk) => done(String(chunk)))))
  expect(identify(pid)).toBeDefined()
  parent.kill('SIGKILL')
  expect(await becomesTrue(() => identify(pid) === undefined, 60_000)).toBe(true)
})

test('a noted process is found again, but not another one that got its id', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' })
  const pid = child.pid ?? 0
  noteProcess(folder, 'part', pid)
  expect(notedProcesses(folder)).toMatchObject([{ name: 'part', pid }])
  const note = JSON.parse(readFileSync(join(folder, 'part.json'), 'utf8'))
  writeFileSync(join(folder, 'part.json'), JSON.stringify({ ...note, identity: 'another start time' }))
  expect(notedProcesses(folder)).toEqual([])
  await stopProcess(pid, [])
  expect(identify(pid)).toBeUndefined()
})

test('a lock is held once, and taken over from the dead', () => {
  const lock = join(folder, 'a', 'lock')
  expect(takeLock(lock)).toBe(true)
  expect(lockHolder(lock)).toBe(process.pid)
  releaseLock(lock)
  expect(lockHolder(lock)).toBeUndefined()
  symlinkSync('1@not-the-start-time-of-init', lock)
  expect(lockHolder(lock)).toBeUndefined()
  expect(takeLock(lock)).toBe(true)
  expect(readlinkSync(lock)).toContain(`${process.pid}@`)
})

test('ports stay the same from start to start, save one that somebody else took', async () => {
  const path = join(folder, 'ports.json')
  const first = await choosePorts(path)
  expect(await choosePorts(path)).toEqual(first)
  const other = createServer().listen(first.sandbox, '127.0.0.1')
  await new Promise((done) => other.once('listening', done))
  const second = await choosePorts(path)
  other.close()
  expect(second.sandbox).not.toBe(first.sandbox)
  expect({ ...second, sandbox: 0 }).toEqual({ ...first, sandbox: 0 })
})

test("an occupied API port is refused with the occupant's process id and another port to try", async () => {
  const port = await freePort()
  const other = createServer().listen(port, '127.0.0.1')
  await new Promise((done) => other.once('listening', done))
  const who = process.platform === 'linux' ? `pid ${process.pid}` : 'cannot be seen'
  await expect(claimApiPort(port, '127.0.0.1')).rejects.toThrow(new RegExp(`${port} is occupied .*${who}.*LOTSE_PORT=${port + 1}`))
  other.close()
})

test('keys are made once, a spoilt key file is made anew, and only the owner may read it', () => {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'keys.json')
  const keys = ensureKeys(path)
  expect(ensureKeys(path)).toEqual(keys)
  writeFileSync(path, '{"agent":"half')
  expect(Object.keys(ensureKeys(path))).toEqual(['agent', 'lead', 'admin', 'service'])
  expect(existsSync(path)).toBe(true)
})
