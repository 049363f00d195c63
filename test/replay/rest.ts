import { setTimeout as delay } from 'node:timers/promises'
import { type History, millisecondsOf } from './corpus.ts'

export interface Server {
  /** The history of a workflow by its id. */
  history(workflowId: string): Promise<History>
  /** The server's clock, epoch milliseconds. */
  now(): Promise<number>
}

const LOOK_MS = 20
const PATIENCE_MS = 60_000

/**
 * Waits until these workflows and their children do nothing by themselves any more, so that whatever comes next finds the same
 * state each time. Answers their histories by id.
 */
export async function atRest(
  server: Server,
  workflowIds: readonly string[],
  /** Activities that go on until they are cancelled. */
  lasting: readonly string[] = [],
): Promise<Map<string, History>> {
  let before = -1
  let busy: string[] = []
  for (const until = performance.now() + PATIENCE_MS; performance.now() < until; await delay(LOOK_MS)) {
    const now = await server.now()
    const histories = await familyOf(server, workflowIds)
    busy = whatIsUnderWay(histories, now, lasting)
    const length = [...histories.values()].reduce((sum, { events }) => sum + (events?.length ?? 0), 0)
    if (busy.length === 0 && length === before) return histories
    before = length
  }
  throw new Error(`no rest within ${PATIENCE_MS / 1000} s: ${busy.join(', ')}`)
}

export function isClosed({ events }: History): boolean {
  const last = events?.at(-1)
  return Boolean(
    last?.workflowExecutionCompletedEventAttributes ??
      last?.workflowExecutionFailedEventAttributes ??
      last?.workflowExecutionContinuedAsNewEventAttributes,
  )
}

async function familyOf(server: Server, workflowIds: readonly string[]): Promise<Map<string, History>> {
  const found = new Map<string, History>()
  const ids = [...workflowIds]
  for (let id = ids.shift(); id !== undefined; id = ids.shift()) {
    const history = await server.history(id)
    found.set(id, history)
    ids.push(...childrenOf(history).keys())
  }
  return found
}

function whatIsUnderWay(histories: Map<string, History>, now: number, lasting: readonly string[]): string[] {
  return [...histories].flatMap(([id, history]) => {
    const unheard = [...childrenOf(history)].filter(([child, known]) => known === 'open' && isClosed(histories.get(child) ?? {}))
    return [...openWork(history, now, lasting), ...unheard.map(([child]) => `end of ${child}`)].map((what) => `${id}: ${what}`)
  })
}

/** The children a history started, by what it knows of them. */
function childrenOf({ events }: History): Map<string, 'open' | 'closed'> {
  const children = new Map<string, 'open' | 'closed'>()
  for (const event of events ?? []) {
    const started = event.childWorkflowExecutionStartedEventAttributes?.workflowExecution?.workflowId
    const ended = event.childWorkflowExecutionCompletedEventAttributes ?? event.childWorkflowExecutionFailedEventAttributes
    const closed = ended?.workflowExecution?.workflowId
    if (started) children.set(started, 'open')
    if (closed) children.set(closed, 'closed')
  }
  return children
}

const TASK = 'task'

/** What goes on without anybody's doing: all but children and timers to come. */
function openWork({ events }: History, now: number, lasting: readonly string[]): string[] {
  const open = new Map<string, string>()
  for (const event of events ?? []) {
    const id = `${event.eventId}`
    const activity = event.activityTaskScheduledEventAttributes
    const child = event.startChildWorkflowExecutionInitiatedEventAttributes
    const signal = event.signalExternalWorkflowExecutionInitiatedEventAttributes
    const timer = event.timerStartedEventAttributes
    if (event.workflowTaskScheduledEventAttributes) open.set(TASK, 'workflow task')
    if (activity && !lasting.includes(activity.activityType?.name ?? '')) open.set(id, `activity ${activity.activityType?.name}`)
    if (child) open.set(id, `start of ${child.workflowId}`)
    if (signal) open.set(id, `signal ${signal.signalName}`)
    if (timer && millisecondsOf(event.eventTime) + millisecondsOf(timer.startToFireTimeout) <= now) open.set(id, 'timer that is due')

    // A workflow task that failed is tried again, in vain where the fault is in the workflow's code.
    const failed = event.workflowTaskFailedEventAttributes
    if (failed) open.set(TASK, `workflow task that failed: ${failed.failure?.message ?? failed.cause}`)
    if (event.workflowTaskCompletedEventAttributes) open.delete(TASK)
    const ended =
      event.activityTaskCompletedEventAttributes?.scheduledEventId ??
      event.activityTaskFailedEventAttributes?.scheduledEventId ??
      event.childWorkflowExecutionStartedEventAttributes?.initiatedEventId ??
      event.externalWorkflowExecutionSignaledEventAttributes?.initiatedEventId ??
      event.signalExternalWorkflowExecutionFailedEventAttributes?.initiatedEventId ??
      event.timerFiredEventAttributes?.startedEventId ??
      event.timerCanceledEventAttributes?.startedEventId
    if (ended) open.delete(`${ended}`)
  }
  return isClosed({ events: events ?? [] }) ? [] : [...open.values()]
}
