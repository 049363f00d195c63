import { condition, defineQuery, defineSignal, setHandler } from '@temporalio/workflow'

/*
 * The only two ways in which a workflow waits for time. Instants come from activities, which know zones and holidays. In demo
 * mode the clock can be turned: it is heard here, by every wait, and nowhere else. Without a turn these waits are plain timers.
 */

/** How far the demo's clock is ahead of the server's; an absolute number, so that hearing it twice changes nothing. */
export const clockTurned = defineSignal<[offsetMs: number]>('clockTurned')
/** ISO instant of the next thing this workflow does by itself; null while it waits for others alone. */
export const nextWake = defineQuery<string | null>('nextWake')

// Each workflow has modules of its own, so this is the clock of one workflow.
const clock = { offsetMs: 0, turns: 0 }
const wakes = new Set<{ readonly instant: string }>()

/** Begins with the clock of whoever started this workflow; the interceptor calls it before the story begins. */
export function startClock(offsetMs: number): void {
  clock.offsetMs = offsetMs
  setHandler(clockTurned, (turned) => {
    clock.offsetMs = turned
    clock.turns += 1
  })
  setHandler(nextWake, () => [...wakes].map(({ instant }) => instant).sort()[0] ?? null)
}

/** For the workflows that this one starts. */
export const clockOffset = (): number => clock.offsetMs

/** Epoch milliseconds of now, as the workflow sees it. */
export const nowMs = (): number => Date.now() + clock.offsetMs

/** ISO instant of now, as the workflow sees it. */
export const now = (): string => new Date(nowMs()).toISOString()

export const after = (milliseconds: number): string => new Date(nowMs() + milliseconds).toISOString()

/** Sleeps until an ISO instant; returns at once where it has passed. */
export async function sleepUntil(instant: string): Promise<void> {
  await waitUntil(() => false, instant)
}

/** Waits until the predicate holds (true) or the ISO instant has come (false). The summary names the timer for operators. */
export async function waitUntil(predicate: () => boolean, instant: string, summary?: string): Promise<boolean> {
  const wake = { instant: new Date(instant).toISOString() } // in one form, so that text sorts by time
  wakes.add(wake)
  try {
    for (;;) {
      if (predicate()) return true
      const rest = Date.parse(instant) - nowMs()
      if (rest <= 0) return false
      const { turns } = clock
      const stirred = () => predicate() || clock.turns !== turns
      await (summary === undefined ? condition(stirred, rest) : condition(stirred, rest, { summary }))
    }
  } finally {
    wakes.delete(wake)
  }
}
