import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { forgetProcess, noteProcess, type StopStep, stopProcess } from './processes.ts'

const MAX_LOG_BYTES = 10_000_000
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 15_000
/** A process that ran this long was healthy: the next crash begins with the shortest pause again. */
const HEALTHY_MS = 60_000

export interface ServiceSpec {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
  readonly uid?: number
  readonly gid?: number
  /** Opens a channel by which a process of ours notices that we are gone. */
  readonly ipc?: boolean
  readonly stop: readonly StopStep[]
  /** Runs before each start: removes what a crash left. */
  readonly prepare?: () => Promise<void>
}

export interface ServiceDeps {
  readonly logs: string
  readonly run: string
  /** Told about each end that nobody asked for. */
  readonly report: (message: string) => void
}

function openLog(folder: string, name: string): { path: string; fd: number } {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${name}.log`)
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_LOG_BYTES) renameSync(path, `${path}.1`)
  return { path, fd: openSync(path, 'a') }
}

/** A child process that is started again, with growing pauses, whenever it ends without being told to. */
export function createService(spec: ServiceSpec, { logs, run, report }: ServiceDeps) {
  const state = {
    child: undefined as ChildProcess | undefined,
    stopping: false,
    crashes: 0,
    pause: FIRST_PAUSE_MS,
    timer: undefined as NodeJS.Timeout | undefined,
  }

  const launch = async () => {
    await spec.prepare?.()
    if (state.stopping) return
    // Its output goes straight into the file: no pipe of ours can break under it.
    const log = openLog(logs, spec.name)
    const child = spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      ...(spec.uid === undefined ? {} : { uid: spec.uid }),
      ...(spec.gid === undefined ? {} : { gid: spec.gid }),
      env: spec.env ?? {},
      // A group of its own: the terminal's Ctrl-C reaches us alone, and we stop the parts in order.
      detached: true,
      stdio: ['ignore', log.fd, log.fd, ...(spec.ipc ? (['ipc'] as const) : [])],
    })
    closeSync(log.fd)
    state.child = child
    const began = Date.now()
    if (child.pid !== undefined) noteProcess(run, spec.name, child.pid)

    let ended = false
    const end = (how: string) => {
      if (ended) return
      ended = true
      state.child = undefined
      forgetProcess(run, spec.name)
      if (state.stopping) return
      if (Date.now() - began > HEALTHY_MS) Object.assign(state, { pause: FIRST_PAUSE_MS, crashes: 0 })
      state.crashes += 1
      report(`${spec.name} ended (${how}), starts again in ${state.pause / 1000} s; its last words: ${log.path}`)
      state.timer = setTimeout(() => void launch().catch((error: Error) => end(error.message)), state.pause)
      state.pause = Math.min(state.pause * 2, LONGEST_PAUSE_MS)
    }
    child.on('error', (error) => end(error.message))
    child.on('exit', (code, signal) => end(signal ?? `exit code ${code}`))
  }

  return {
    name: spec.name,
    logFile: join(logs, `${spec.name}.log`),
    start: launch,
    /** Ends since the last minute of health. */
    crashes: () => state.crashes,
    pid: () => state.child?.pid,
    async stop(steps: readonly StopStep[] = spec.stop) {
      state.stopping = true
      clearTimeout(state.timer)
      if (state.child?.pid !== undefined) await stopProcess(state.child.pid, steps)
    },
  }
}

export type Service = ReturnType<typeof createService>
