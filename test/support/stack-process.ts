import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePort } from '../../bin/embedded/ports.ts'
import { notedProcesses, stopProcess } from '../../bin/embedded/processes.ts'
import type { StackFile } from '../../bin/embedded/stack-file.ts'
import { canEnter, postgresAccount } from '../../bin/embedded/system-user.ts'
import { becomesTrue } from '../../bin/embedded/wait.ts'
import { takeLock } from '../../bin/setup/lock.mjs'
import { type Environment, processEnvironment } from '../../config.ts'

const root = resolve(import.meta.dirname, '..', '..')
const bootstrap = join(root, 'bin', 'bootstrap.mjs')
const START_MS = 180_000
/** Contract: a stop takes 20 s at most. */
const STOP_MS = 20_000

export interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export type Part = 'worker' | 'api' | 'temporal' | 'sandbox' | 'postgres'

/** A user's shell: nothing of this test run, of npm or of other stacks is in it. */
function shellOf(home: string, port: number): Environment {
  const foreign = /^(npm_|VITEST|TEST$|NODE_ENV$|LOTSE_|DATABASE_URL$|TEMPORAL_(?!CLI_PATH$))/
  const kept = Object.entries(processEnvironment()).filter(([name]) => !foreign.test(name))
  return { ...Object.fromEntries(kept), LOTSE_DATA_DIR: home, LOTSE_PORT: String(port) }
}

function collect(child: ChildProcess): Promise<Ran> {
  const said = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text
  })
  return new Promise((done, failed) => {
    child.on('error', failed)
    child.on('close', (status) => done({ status, ...said }))
  })
}

const quiet = (read: () => string): string => {
  try {
    return read()
  } catch {
    return '' // gone meanwhile, or not ours to look at
  }
}

/** Every process that was started for this data folder or stands in it: by command line, environment or working directory. */
function processesOf(home: string): { pid: number; command: string }[] {
  if (process.platform !== 'linux') return notedProcesses(join(home, 'run'))
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      const command = quiet(() => readFileSync(`/proc/${name}/cmdline`, 'utf8')).replaceAll('\0', ' ')
      const about = [command, quiet(() => readFileSync(`/proc/${name}/environ`, 'utf8')), quiet(() => readlinkSync(`/proc/${name}/cwd`))]
      return about.some((text) => text.includes(home)) && command !== '' ? [{ pid: Number(name), command }] : []
    })
}

/**
 * A whole stack as a user starts it, with a data folder and ports of its own. It ends with us, however we end: bootstrap holds a
 * channel to us. `npm test` sweeps the folder of a run that was killed.
 */
export async function createStackProcess() {
  const parent = canEnter(tmpdir(), postgresAccount()) ? tmpdir() : '/var/tmp'
  const home = realpathSync(mkdtempSync(join(parent, 'lotse-test-stack-')))
  chmodSync(home, 0o711) // the postgres user passes through
  takeLock(join(home, 'owner'))
  mkdirSync(join(home, 'run'))
  const env = shellOf(home, await freePort())
  let running: { child: ChildProcess; ended: Promise<Ran> } | undefined

  const readStack = (): StackFile => JSON.parse(readFileSync(join(home, 'stack.json'), 'utf8'))
  const pidOf = (part: Part) => notedProcesses(join(home, 'run')).find(({ name }) => name === part)?.pid

  /** Whether `/readyz` says yes. */
  async function isReady(): Promise<boolean> {
    if (!existsSync(join(home, 'stack.json'))) return false
    return (await fetch(`${readStack().api}/readyz`, { signal: AbortSignal.timeout(5_000) })).status === 200
  }

  return {
    home,
    env,
    readStack,
    pidOf,
    isReady,
    processes: () => processesOf(home),

    /** `npm start`, until it is ready; what it says on both streams comes with the end. */
    async start(): Promise<StackFile> {
      const child = spawn(process.execPath, [bootstrap, 'start'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
      const ended = collect(child)
      running = { child, ended }
      const ready = await becomesTrue(async () => child.exitCode !== null || (await isReady()), START_MS)
      if (!ready || child.exitCode !== null) {
        child.kill('SIGTERM')
        throw new Error(`the stack did not start:\n${(await ended).stderr}`)
      }
      return readStack()
    },

    /** SIGTERM, as a service manager stops it; answers what it said and how it ended. */
    async stop(): Promise<Ran> {
      if (!running) throw new Error('the stack does not run')
      const { child, ended } = running
      running = undefined
      child.kill('SIGTERM')
      return ended
    },

    /** kill -9 of one part; answers when the supervisor runs it again under another process id. */
    async kill(part: Part): Promise<void> {
      const pid = pidOf(part)
      if (pid === undefined) throw new Error(`${part} does not run`)
      process.kill(pid, 'SIGKILL')
      const back = await becomesTrue(() => ![undefined, pid].includes(pidOf(part)), 60_000, 50)
      if (!back) throw new Error(`the supervisor did not start ${part} again`)
    },

    lotse: (args: readonly string[], settings: Environment = {}): Promise<Ran> =>
      collect(spawn(process.execPath, [bootstrap, 'lotse', ...args], { cwd: root, env: { ...env, ...settings } })),

    /** Stops whatever runs, by force if need be, and removes the folder; answers what would not have ended by itself. */
    async dispose(): Promise<string[]> {
      running?.child.kill('SIGTERM')
      await becomesTrue(() => processesOf(home).length === 0, STOP_MS)
      const left = processesOf(home)
      const starts = ({ command }: { command: string }) => /bootstrap\.mjs|up\.ts/.test(command)
      for (const { pid } of [...left.filter(starts), ...left.filter((one) => !starts(one))]) await stopProcess(pid, [])
      rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
      return left.map(({ command }) => command)
    },
  }
}

export type StackProcess = Awaited<ReturnType<typeof createStackProcess>>
