import { defaultPayloadConverter } from '@temporalio/common'
import type proto from '@temporalio/proto'
import { type History, type HistoryEvent, millisecondsOf } from './corpus.ts'

type Payload = proto.temporal.api.common.v1.IPayload
type Payloads = proto.temporal.api.common.v1.IPayloads
type Failure = proto.temporal.api.failure.v1.IFailure

/** What a workflow asked for or answered, with all arguments, or one of the results that it waited for. */
export type Step = Readonly<Record<string, unknown>>

/** Nobody waits for these before the end of a workflow: when they are done is chance. */
const NOT_WAITED_FOR = ['sendMail']
/** So whether one is still under way is chance, too: what is done about that alone. */
const MAILS_UNDER_WAY = /told-before-mails|mails-in-order/
/** For which the end of a call waits for its mails, before it tells its life; no other timer is as long. */
const MOMENT_MS = 10_000
const MINUTE = 60_000
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/**
 * The ordered steps of a history. Replay compares only kinds and names of these: neither arguments, nor whether one result was
 * waited for before the next was asked for. Instants are told as minutes since the start: the same story of another day has the
 * same steps.
 */
export function stepsOf({ events }: History): Step[] {
  const all = events ?? []
  const read = reader(millisecondsOf(all[0]?.eventTime))
  const lookUp = names(all)
  const moments = new Set(all.filter(isMoment).map(({ eventId }) => `${eventId}`))
  const steps = all.flatMap((event) => {
    if (moments.has(`${event.eventId}`) || moments.has(`${timerOf(event)}`)) return []
    const step = commandOf(event, read, lookUp) ?? resultOf(event, read, lookUp)
    if (!step && !HAPPENS_TO_IT.some((kind) => event[kind]))
      throw new Error(`commands.ts does not know this event yet: ${JSON.stringify(event)}`)
    if (step && (step.marker || step.searchAttributes) && MAILS_UNDER_WAY.test(JSON.stringify(step))) return []
    return step && !NOT_WAITED_FOR.includes(`${step.done}`) && !NOT_WAITED_FOR.includes(`${step.failed}`) ? [step] : []
  })
  // One waits for the one before it, so where it stands is chance as well; their own order is not.
  const isMail = ({ activity }: Step): boolean => NOT_WAITED_FOR.includes(`${activity}`)
  return [...steps.filter(isMail), ...steps.filter((step) => !isMail(step))]
}

const isMoment = ({ timerStartedEventAttributes: timer }: HistoryEvent): boolean =>
  Boolean(timer) && millisecondsOf(timer?.startToFireTimeout) === MOMENT_MS

/** The timer that an event ends. */
const timerOf = ({ timerCanceledEventAttributes: cancelled, timerFiredEventAttributes: fired }: HistoryEvent): unknown =>
  cancelled?.startedEventId ?? fired?.startedEventId

function commandOf(event: HistoryEvent, read: Reader, lookUp: Names): Step | undefined {
  const {
    activityTaskScheduledEventAttributes: activity,
    timerStartedEventAttributes: timer,
    timerCanceledEventAttributes: cancelled,
    activityTaskCancelRequestedEventAttributes: activityCancelled,
    startChildWorkflowExecutionInitiatedEventAttributes: child,
    signalExternalWorkflowExecutionInitiatedEventAttributes: signal,
    upsertWorkflowSearchAttributesEventAttributes: attributes,
    markerRecordedEventAttributes: marker,
    workflowExecutionUpdateCompletedEventAttributes: updated,
    workflowExecutionCompletedEventAttributes: completed,
    workflowExecutionFailedEventAttributes: failed,
    workflowExecutionContinuedAsNewEventAttributes: renewed,
  } = event
  if (activity) return { activity: activity.activityType?.name, args: read.list(activity.input) }
  if (timer) return { timer: lookUp.event(event.eventId) }
  if (cancelled) return { timerCancelled: lookUp.event(cancelled.startedEventId) }
  if (activityCancelled) return { activityCancelled: lookUp.event(activityCancelled.scheduledEventId) }
  if (child) return { child: child.workflowType?.name, id: child.workflowId, args: read.list(child.input) }
  if (signal) return { signal: signal.signalName, to: signal.workflowExecution?.workflowId, args: read.list(signal.input) }
  if (attributes) return { searchAttributes: read.fields(attributes.searchAttributes?.indexedFields) }
  if (marker) return { marker: marker.markerName, details: Object.values(marker.details ?? {}).flatMap(read.list) }
  if (updated) return { update: lookUp.update(updated.meta?.updateId), ...read.outcome(updated.outcome?.success, updated.outcome?.failure) }
  if (completed) return { ended: true, ...read.outcome(completed.result, undefined) }
  if (failed) return { ended: true, ...read.outcome(undefined, failed.failure) }
  if (renewed) return { renewed: renewed.workflowType?.name, args: read.list(renewed.input) }
  return undefined
}

function resultOf(event: HistoryEvent, read: Reader, lookUp: Names): Step | undefined {
  const {
    activityTaskCompletedEventAttributes: done,
    activityTaskFailedEventAttributes: failed,
    timerFiredEventAttributes: fired,
    childWorkflowExecutionCompletedEventAttributes: childDone,
    childWorkflowExecutionFailedEventAttributes: childFailed,
    signalExternalWorkflowExecutionFailedEventAttributes: unheard,
  } = event
  if (unheard) return { unheard: unheard.cause }
  if (done) return { done: lookUp.event(done.scheduledEventId) }
  if (failed) return { failed: lookUp.event(failed.scheduledEventId), ...read.outcome(undefined, failed.failure) }
  if (fired) return { timerFired: lookUp.event(fired.startedEventId) }
  if (childDone) return { childDone: lookUp.event(childDone.initiatedEventId) }
  if (childFailed) return { childFailed: lookUp.event(childFailed.initiatedEventId), ...read.outcome(undefined, childFailed.failure) }
  return undefined
}

/** Events that are no doing of the workflow's own. */
const HAPPENS_TO_IT = [
  'workflowExecutionStartedEventAttributes',
  'workflowTaskScheduledEventAttributes',
  'workflowTaskStartedEventAttributes',
  'workflowTaskCompletedEventAttributes',
  'workflowTaskFailedEventAttributes',
  'activityTaskStartedEventAttributes',
  'childWorkflowExecutionStartedEventAttributes',
  'externalWorkflowExecutionSignaledEventAttributes',
  'workflowExecutionSignaledEventAttributes',
  'workflowExecutionUpdateAcceptedEventAttributes',
] as const

/** What events that only carry an id are about. */
function names(events: readonly HistoryEvent[]) {
  const asked = events.map((event) => event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest)
  return {
    event(id: unknown): string | undefined {
      const event = events.find(({ eventId }) => `${eventId}` === `${id}`)
      const timer = event?.timerStartedEventAttributes
      if (timer) return minutes(millisecondsOf(timer.startToFireTimeout))
      return (
        event?.activityTaskScheduledEventAttributes?.activityType?.name ??
        event?.startChildWorkflowExecutionInitiatedEventAttributes?.workflowId ??
        undefined
      )
    },
    update: (id: unknown) => asked.find((request) => request?.meta?.updateId === id)?.input?.name,
  }
}
type Names = ReturnType<typeof names>

/** Decodes payloads; `began` is epoch milliseconds. */
function reader(began: number) {
  const one = (payload: Payload): unknown => relative(defaultPayloadConverter.fromPayload(payload as never), began)
  const list = (payloads: Payloads | null | undefined): unknown[] => (payloads?.payloads ?? []).map(one)
  return {
    list,
    fields: (all: Readonly<Record<string, Payload>> | null | undefined) =>
      Object.fromEntries(Object.entries(all ?? {}).map(([name, payload]) => [name, one(payload)])),
    outcome(success: Payloads | null | undefined, failure: Failure | null | undefined): Step {
      if (!failure) return { answer: list(success)[0] }
      const { applicationFailureInfo, message, cause } = failure
      return { failure: applicationFailureInfo?.type, message, ...(cause ? { cause: this.outcome(undefined, cause) } : {}) }
    },
  }
}
type Reader = ReturnType<typeof reader>

/** A scenario lasts some seconds of real time, which the server's clock counts too: whole minutes leave room for them. */
const minutes = (milliseconds: number): string => `${Math.round(milliseconds / MINUTE)} min`

function relative(value: unknown, began: number): unknown {
  if (typeof value === 'string') return INSTANT.test(value) ? `start + ${minutes(Date.parse(value) - began)}` : value
  if (Array.isArray(value)) return value.map((item) => relative(item, began))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, relative(field, began)]))
}
