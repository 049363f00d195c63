import { condition, sleep } from '@temporalio/workflow'

/*
 * The only two ways in which a workflow waits for time. Instants come from activities, which know zones and holidays; a
 * clock that is turned (demo mode) will be heard here and nowhere else.
 */

/** ISO instant of now, as the workflow sees it. */
export const now = (): string => new Date().toISOString()

export const after = (milliseconds: number): string => new Date(Date.now() + milliseconds).toISOString()

/** Sleeps until an ISO instant; returns at once where it has passed. */
export async function sleepUntil(instant: string): Promise<void> {
  const rest = Date.parse(instant) - Date.now()
  if (rest > 0) await sleep(rest)
}

/** Waits until the predicate holds (true) or the ISO instant has come (false). */
export async function waitUntil(predicate: () => boolean, instant: string): Promise<boolean> {
  const rest = Date.parse(instant) - Date.now()
  return rest > 0 ? condition(predicate, rest) : predicate()
}
