import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { commandLine, identify } from '../setup/processes.mjs'
import { readJson, writeAtomically } from './files.ts'
import { root } from './layout.ts'
import { becomesTrue } from './wait.ts'

export interface StopStep {
  readonly signal: NodeJS.Signals
  /** How long the process may take before the next step. */
  readonly ms: number
}

const KILL: StopStep = { signal: 'SIGKILL', ms: 3000 }

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  for (const target of signal === 'SIGKILL' ? [-pid, pid] : [pid]) {
    try {
      process.kill(target, signal) // -pid: its whole group
    } catch {
      // gone already, or leads no group
    }
  }
}

/** Stops a process of ours step by step; returns when it is gone. */
export async function stopProcess(pid: number, steps: readonly StopStep[]): Promise<void> {
  const identity = identify(pid)
  if (identity === undefined) return
  for (const { signal, ms } of [...steps, KILL]) {
    if (identify(pid) !== identity) return
    signalProcess(pid, signal)
    if (await becomesTrue(() => identify(pid) !== identity, ms, 30)) return
  }
}

interface Note {
  readonly pid: number
  readonly identity: string
  /** A copied folder must not make us end the processes of the original. */
  readonly checkout: string
}

/** Notes which process a service runs as, to be found again if we are killed. */
export function noteProcess(folder: string, name: string, pid: number): void {
  mkdirSync(folder, { recursive: true })
  const note = { pid, identity: identify(pid) ?? '', checkout: root }
  writeAtomically(join(folder, `${name}.json`), JSON.stringify(note))
}

export const forgetProcess = (folder: string, name: string): void => rmSync(join(folder, `${name}.json`), { force: true })

/** The noted processes that still run and are the very ones that were noted. */
export function notedProcesses(folder: string): { name: string; pid: number; command: string }[] {
  mkdirSync(folder, { recursive: true })
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      const note = readJson<Note>(join(folder, file))
      if (!note || note.checkout !== root || note.identity === '' || identify(note.pid) !== note.identity) return []
      return [{ name: file.slice(0, -'.json'.length), pid: note.pid, command: commandLine(note.pid) ?? '?' }]
    })
}
