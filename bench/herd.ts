import type { Client } from '@temporalio/client'

/** How many did something by themselves at the same time. */
export interface Herd {
  readonly wakes: number
  readonly busiestSecond: number
  readonly busiestMinute: number
}

const SECOND = 1_000
const MINUTE = 60_000

function most(instants: readonly number[], span: number): number {
  const counts = new Map<number, number>()
  for (const instant of instants) {
    const place = Math.floor(instant / span)
    counts.set(place, (counts.get(place) ?? 0) + 1)
  }
  return Math.max(0, ...counts.values())
}

/** Of instants in epoch milliseconds. */
export const busiest = (instants: readonly number[]): Herd => ({
  wakes: instants.length,
  busiestSecond: most(instants, SECOND),
  busiestMinute: most(instants, MINUTE),
})

type Events = NonNullable<Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>['events']>

const milliseconds = (at: { seconds?: unknown; nanos?: number | null } | null | undefined): number =>
  Number(at?.seconds ?? 0) * SECOND + (at?.nanos ?? 0) / 1e6

/** For when the timers that fired were set: by the clock of the workflow, which stands still during a task. */
function dueTimes(events: Events): number[] {
  const due = new Map<string, number>()
  const wakes: number[] = []
  let now = 0
  for (const { eventId, eventTime, ...event } of events) {
    if (event.workflowTaskStartedEventAttributes) now = milliseconds(eventTime)
    const { timerStartedEventAttributes: timer, timerFiredEventAttributes: fired } = event
    if (timer) due.set(String(eventId), Math.round(now + milliseconds(timer.startToFireTimeout)))
    if (fired) wakes.push(due.get(String(fired.startedEventId)) ?? milliseconds(eventTime))
  }
  return wakes
}

/** When a workflow did something by itself, in all its runs: epoch milliseconds. */
export async function wakesOf({ workflow }: Client, workflowId: string): Promise<number[]> {
  const wakes: number[] = []
  const { raw } = await workflow.getHandle(workflowId).describe()
  for (let runId = raw.workflowExecutionInfo?.firstRunId ?? undefined; ; ) {
    const { events = [] } = await workflow.getHandle(workflowId, runId).fetchHistory()
    wakes.push(...dueTimes(events ?? []))
    const next = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId
    if (!next) return wakes
    runId = next
  }
}
