import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import { openJournal } from './journal.ts'

/** The only clock by which the sandbox dates what it shows and keeps. Its waits are real: a telephone rings in seconds, whatever the date. */
export interface SandboxClock extends Clock {
  /** How far it is ahead of the machine's clock, milliseconds. */
  offset(): number
  /** ISO instant of now. */
  instant(): string
  /** Turns it so far ahead, absolutely; never back. */
  turn(offsetMs: number): Promise<void>
}

/** With a file it is as far ahead after a restart. */
export async function openClock({ file, log }: { file?: string; log: Logger }): Promise<SandboxClock> {
  const journal = file === undefined ? undefined : await openJournal(file, log)
  let offsetMs = Math.max(0, ...(journal?.entries ?? []).flatMap(keptOffset))
  const now = () => Date.now() + offsetMs
  return {
    now,
    offset: () => offsetMs,
    instant: () => new Date(now()).toISOString(),
    async turn(wanted) {
      if (wanted <= offsetMs) return
      offsetMs = wanted
      await journal?.rewrite(() => [{ offsetMs }])
    },
  }
}

function keptOffset(entry: unknown): number[] {
  const { offsetMs } = (entry ?? {}) as { offsetMs?: unknown }
  return isOffset(offsetMs) ? [offsetMs] : []
}

/** Milliseconds; further ahead no calendar reaches. */
export const LONGEST_OFFSET = 8_000_000_000_000_000
const isOffset = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= LONGEST_OFFSET
