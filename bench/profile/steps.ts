import type { Client } from '@temporalio/client'
import { round } from '../figures.ts'

/** An activity of an analysis, as its history tells it. */
export interface Step {
  readonly activity: string
  /** From when it was due to be done until it was done. */
  readonly seconds: number
  readonly attempts: number
}

const secondsOf = (at: { seconds?: unknown; nanos?: number | null } | null | undefined): number =>
  Number(at?.seconds ?? 0) + (at?.nanos ?? 0) / 1e9

/** What an analysis did, in order; what is still under way is left out. */
export async function stepsOf({ workflow }: Client, customerId: string): Promise<Step[]> {
  const { events } = await workflow.getHandle(`profile/${customerId}`).fetchHistory()
  const history = events ?? []
  const byId = new Map(history.map((event) => [String(event.eventId), event]))
  return history.flatMap(({ eventTime, activityTaskCompletedEventAttributes: done }): Step[] => {
    const scheduled = byId.get(String(done?.scheduledEventId))
    const { activityTaskScheduledEventAttributes: asked } = scheduled ?? {}
    if (!done || !asked) return []
    const started = byId.get(String(done.startedEventId))?.activityTaskStartedEventAttributes
    const seconds = round(secondsOf(eventTime) - secondsOf(scheduled?.eventTime))
    return [{ activity: asked.activityType?.name ?? '?', seconds, attempts: started?.attempt ?? 1 }]
  })
}
