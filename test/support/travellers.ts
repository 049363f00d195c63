import { condition, continueAsNew, executeChild, proxyActivities, workflowInfo } from '@temporalio/workflow'
import { after, now, sleepUntil } from '../../workflows/time.ts'

/*
 * Workflows for tests of the walk alone: they wait as ours do, in families and runs that ours would need years for.
 */

export interface Diary {
  note(who: string, at: string): Promise<void>
}

const { note } = proxyActivities<Diary>({ startToCloseTimeout: '10 seconds' })

/** Waits and notes the time, so many times. */
export async function wanderer(periodMs: number, times: number): Promise<void> {
  for (let left = times; left > 0; left -= 1) {
    await sleepUntil(after(periodMs))
    await note(workflowInfo().workflowId, now())
  }
}

/** The same, each time in a run of its own. */
export async function pilgrim(periodMs: number, times: number): Promise<void> {
  await wanderer(periodMs, 1)
  if (times > 1) await continueAsNew<typeof pilgrim>(periodMs, times - 1)
}

/** Waits, notes the time and has a child, so many generations; then waits and notes once more. */
export async function ancestor(periodMs: number, generations: number): Promise<void> {
  const { workflowId } = workflowInfo()
  await sleepUntil(after(periodMs))
  await note(workflowId, now())
  if (generations === 0) return
  await executeChild(ancestor, { workflowId: `${workflowId}/child`, args: [periodMs, generations - 1] })
  await sleepUntil(after(periodMs))
  await note(workflowId, now())
}

/** Never does anything by itself. */
export async function hermit(): Promise<void> {
  await condition(() => false)
}
