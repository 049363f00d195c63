import proto from '@temporalio/proto'

export type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent

/** What one step of a history costs. */
export interface Cost {
  /** E.g. `activity saveCall`, `timer`, `update recordOutcome`. */
  readonly what: string
  readonly actions: number
}

const HistoryEvents = proto.temporal.api.history.v1.HistoryEvent
const CLOCK = 'clockTurned'

/**
 * Actions as Temporal Cloud bills them (brief engine 1.3): a start, a child (2), a signal, an update, a timer, an activity and each
 * retry of it, an upsert of search attributes, a continue-as-new. A child's own start is its parent's 2; a further run's is the
 * continue-as-new before it.
 */
export function costOf(event: HistoryEvent): Cost | undefined {
  const {
    workflowExecutionStartedEventAttributes: started,
    startChildWorkflowExecutionInitiatedEventAttributes: child,
    workflowExecutionSignaledEventAttributes: signalled,
    workflowExecutionUpdateAcceptedEventAttributes: updated,
    timerStartedEventAttributes: timer,
    activityTaskScheduledEventAttributes: activity,
    activityTaskStartedEventAttributes: running,
    upsertWorkflowSearchAttributesEventAttributes: attributes,
    workflowPropertiesModifiedEventAttributes: memo,
    workflowExecutionContinuedAsNewEventAttributes: renewed,
  } = event
  if (started && !started.parentWorkflowExecution && !started.continuedExecutionRunId) return { what: 'start', actions: 1 }
  if (child) return { what: `child ${child.workflowType?.name}`, actions: 2 }
  if (signalled) return { what: `signal ${signalled.signalName}`, actions: 1 }
  if (updated) return { what: `update ${updated.acceptedRequest?.input?.name}`, actions: 1 }
  if (timer) return { what: 'timer', actions: 1 }
  if (activity) return { what: `activity ${activity.activityType?.name}`, actions: 1 }
  if (running && (running.attempt ?? 1) > 1) return { what: 'retries of activities', actions: (running.attempt ?? 1) - 1 }
  if (attributes || memo) return { what: 'upsert', actions: 1 }
  if (renewed) return { what: 'continue-as-new', actions: 1 }
  return undefined
}

interface Turn {
  /** What happened to the workflow since its last task. */
  readonly came: HistoryEvent[]
  /** The task in which it heard of it. */
  readonly task: HistoryEvent[]
  /** What it did about it. */
  readonly did: HistoryEvent[]
}

const attributesOf = (event: HistoryEvent): object =>
  Object.entries(event).find(([name, value]) => name.endsWith('Attributes') && value !== null)?.[1] ?? {}

const isTask = ({ workflowTaskScheduledEventAttributes, workflowTaskStartedEventAttributes, ...event }: HistoryEvent): boolean =>
  Boolean(workflowTaskScheduledEventAttributes ?? workflowTaskStartedEventAttributes ?? event.workflowTaskCompletedEventAttributes)

function turnsOf(events: readonly HistoryEvent[]): Turn[] {
  const turns: Turn[] = [{ came: [], task: [], did: [] }]
  for (const event of events) {
    const turn = turns.at(-1) as Turn
    if (isTask(event)) turn.task.push(event)
    else if ('workflowTaskCompletedEventId' in attributesOf(event)) turn.did.push(event)
    else if (turn.task.at(-1)?.workflowTaskCompletedEventAttributes) turns.push({ came: [event], task: [], did: [] })
    else turn.came.push(event)
  }
  return turns
}

const isClock = ({ workflowExecutionSignaledEventAttributes: signal }: HistoryEvent): boolean => signal?.signalName === CLOCK
const isCancelled = (event: HistoryEvent): boolean => Boolean(event.timerCanceledEventAttributes)
const isTimer = (event: HistoryEvent): boolean => Boolean(event.timerStartedEventAttributes) || isCancelled(event)

/**
 * A history as it would be had the time come by itself: without the signals that turn the demo's clock, the turns in which a workflow
 * only winds its timers up again because of one, and the timers wound up again beside other work (all but the one that was due).
 */
export function withoutDemoClock(events: readonly HistoryEvent[]): HistoryEvent[] {
  return turnsOf(events).flatMap(({ came, task, did }) => {
    const turned = came.filter(isClock).length
    if (turned === 0) return [...came, ...task, ...did]
    if (turned === came.length && did.every(isTimer)) return []
    let again = Math.max(0, did.filter(isCancelled).length - 1)
    const wanted = did.filter((event) => !event.timerStartedEventAttributes || again-- <= 0)
    return [...came.filter((event) => !isClock(event)), ...task, ...wanted]
  })
}

export const bytesOf = (events: readonly HistoryEvent[]): number =>
  events.reduce((sum, event) => sum + HistoryEvents.encode(event).finish().length, 0)
