import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { loadConfig } from '../../config.ts'
import { layoutOf } from '../embedded/layout.ts'
import { readStackFile } from '../embedded/stack-file.ts'
import { CannotRun } from '../setup/cannot-run.mjs'
import { releaseLock, takeLock } from '../setup/lock.mjs'
import { walk } from '../tour/chapters.ts'
import { createGuide, NoAnswer, TourMissed, type TourStep } from '../tour/guide.ts'

/** Walks through one seller's whole life against the running stack, as an outside program would. Exit code 1 where a stop is not as it should be. */
export async function tour({ json }: { json: boolean }): Promise<number> {
  const stack = readStackFile()
  if (!stack) throw new CannotRun('no stack is running: start one with `npm start` in another terminal, then run the tour')
  const guide = createGuide(stack, { chapter: (title) => say(`\n${title}\n`), step: tell })
  const { steps } = guide
  const began = performance.now()
  let ended: 'missed' | 'first_day' | 'whole_life'
  try {
    ended = await alone(async () => ((await walk(guide)) ? 'whole_life' : 'first_day'))
  } catch (error) {
    if (error instanceof NoAnswer)
      throw new CannotRun(`the stack does not answer (${error.message}): look into its logs, or start it anew with \`npm start\``)
    if (!(error instanceof TourMissed)) throw error
    ended = 'missed'
  }
  const ok = ended !== 'missed'
  const seconds = Math.round((performance.now() - began) / 1000)
  process.stdout.write(json ? `${JSON.stringify({ ok, steps })}\n` : `\n${TOLD[ended](steps, seconds)}\n`)
  return ok ? 0 : 1
}

/** The clock of the demo is there once: of two tours at once each would rush through the other's weeks. */
async function alone<T>(work: () => Promise<T>): Promise<T> {
  const lock = join(layoutOf(loadConfig()).run, 'tour.lock')
  if (!takeLock(lock)) say('another tour is under way on this stack: this one begins when it has ended\n')
  while (!takeLock(lock)) await delay(100)
  try {
    return await work()
  } finally {
    releaseLock(lock)
  }
}

const say = (text: string): void => {
  process.stderr.write(text)
}

const tell = ({ ok, name, ms, summary }: TourStep): void => say(`${ok ? '✔' : '✘'} ${name} (${ms} ms)\n    ${summary}\n`)

const TOLD = {
  missed: (steps: readonly TourStep[]) => `The tour ended early: ${steps.at(-1)?.name} was not as it should be.`,
  first_day: (steps: readonly TourStep[]) =>
    `A first day in ${steps.length} stops. The rest of a life needs demo mode (LOTSE_DEMO=1, as \`npm start\` sets it), where the clock can be turned. ${watch(steps)}`,
  whole_life: (steps: readonly TourStep[], seconds: number) => `A whole life in ${steps.length} stops and ${seconds} s. ${watch(steps)}`,
}

/** The last stop is about the life that was told. */
const watch = (steps: readonly TourStep[]): string => `Watch it in Temporal's UI: ${steps.at(-1)?.temporalUi}`
