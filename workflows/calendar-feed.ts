import { continueAsNew, defineSignal, setCurrentDetails, setHandler } from '@temporalio/workflow'
import { feeds } from './records.ts'
import { waitUntil } from './time.ts'

/** Which feed; its address is no business of Temporal's. */
export interface FeedStart {
  readonly feedId: string
  /** Readings of the runs before. */
  readonly readings?: number
}

/** Its address is new, or it was taken away: look at once. */
export const readNow = defineSignal('readNow')

/** About a day. */
const READINGS_A_RUN = 48

/** A calendar elsewhere, read every half hour and kept, until somebody takes it away. */
export async function calendarFeed({ feedId, readings = 0 }: FeedStart): Promise<void> {
  const wish = { now: false }
  setHandler(readNow, () => {
    wish.now = true
  })
  for (let number = readings + 1; ; number += 1) {
    wish.now = false
    const next = await feeds.readFeed(feedId, number)
    if (next === null) return
    setCurrentDetails(`reading ${number} is done; the next: ${next}`)
    await waitUntil(() => wish.now, next, 'next reading')
    if (number % READINGS_A_RUN === 0) return continueAsNew<typeof calendarFeed>({ feedId, readings: number })
  }
}
