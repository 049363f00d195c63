import { setTimeout as delay } from 'node:timers/promises'
import type { House } from '../house.ts'

const EVERY_MS = 250

/** Resident memory of the worker process while something goes on, bytes. */
export interface MemoryUse {
  readonly least: number
  readonly peak: number
  readonly last: number
}

/** Looks at the worker's memory four times a second until it is told to stop. */
export function watchMemory({ process, workerMemory }: House): { stop(): Promise<MemoryUse> } {
  const worker = process.pidOf('worker')
  const looks: number[] = []
  let over = false
  const watching = (async () => {
    for (; !over; await delay(EVERY_MS)) {
      if (process.pidOf('worker') !== worker) throw new Error('the worker ended meanwhile: its memory tells nothing')
      looks.push(workerMemory())
    }
  })()
  watching.catch(() => {}) // heard of when it is stopped
  return {
    async stop() {
      over = true
      await watching
      return { least: Math.min(...looks), peak: Math.max(...looks), last: looks.at(-1) ?? 0 }
    },
  }
}
