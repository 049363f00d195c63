import { defaultPayloadConverter } from '@temporalio/common'
import type proto from '@temporalio/proto'
import type { History, HistoryEvent } from './corpus.ts'

type Payload = proto.temporal.api.common.v1.IPayload
type Failure = proto.temporal.api.failure.v1.IFailure

/**
 * What a workflow asked for or answered, with arguments, and what it waited for in between, in order. Replay compares only the
 * kinds and names of these: not arguments, not whether one wait ended before the next began.
 */
export type Step =
  | { readonly activity: string; readonly args: readonly unknown[] }
  | { readonly done: string }
  | { readonly failed: string; readonly as: unknown }
  | { readonly timer: string }
  | { readonly timerFired: string }
  | { readonly timerCancelled: string }
  | { readonly child: string; readonly id: string; readonly args: readonly unknown[] }
  | { readonly childDone: string }
  | { readonly signal: string; readonly to: string; readonly args: readonly unknown[] }
  | { readonly searchAttributes: Readonly<Record<string, unknown>> }
  | { readonly patch: unknown }
  | { readonly update: string; readonly answer: unknown }
  | { readonly completed: unknown }

/** Nobody waits for these before the end of a workflow: when they are done is chance. */
const NOT_WAITED_FOR = ['sendMail']
const MINUTE = 60_000
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/** The steps of a history; instants are minutes since its start, so that the same story of another day has the same steps. */
export function stepsOf({ events }: History): Step[] {
  const all = events ?? []
  const began = milliseconds(all[0]?.eventTime)
  const at = (id: unknown): HistoryEvent => all.find(({ eventId }) => `${eventId}` === `${id}`) ?? {}

  const value = (payload: Payload): unknown => relative(defaultPayloadConverter.fromPayload(payload as never), began)
  const values = (payloads: { payloads?: Payload[] | null } | null | undefined): unknown[] => (payloads?.payloads ?? []).map(value)
  const answer = (payloads: { payloads?: Payload[] | null } | null | undefined): unknown => values(payloads)[0]
  const fields = (all: Record<string, Payload> | null | undefined) => Object.fromEntries(Object.entries(all ?? {}).map(([name, payload]) => [name, value(payload)]))
  const activityOf = (id: unknown): string => at(id).activityTaskScheduledEventAttributes?.activityType?.name ?? ''
  const timerOf = (id: unknown): string => minutes(seconds(at(id).timerStartedEventAttributes?.startToFireTimeout))
  const childOf = (id: unknown): string => at(id).startChildWorkflowExecutionInitiatedEventAttributes?.workflowId ?? ''
  const failed = (failure: Failure | null | undefined) => ({ type: failure?.applicationFailureInfo?.type ?? null, message: failure?.message ?? null })

  function step(event: HistoryEvent): Step | undefined {
    const {
      activityTaskScheduledEventAttributes: activity,
      activityTaskCompletedEventAttributes: activityDone,
      activityTaskFailedEventAttributes: activityFailed,
      timerStartedEventAttributes: timer,
      timerFiredEventAttributes: timerFired,
      timerCanceledEventAttributes: timerCancelled,
      startChildWorkflowExecutionInitiatedEventAttributes: child,
      childWorkflowExecutionCompletedEventAttributes: childDone,
      childWorkflowExecutionFailedEventAttributes: childFailed,
      signalExternalWorkflowExecutionInitiatedEventAttributes: signal,
      upsertWorkflowSearchAttributesEventAttributes: attributes,
      markerRecordedEventAttributes: marker,
      workflowExecutionUpdateCompletedEventAttributes: updated,
      workflowExecutionCompletedEventAttributes: completed,
    } = event
    if (activity) return { activity: activity.activityType?.name ?? '', args: values(activity.input) }
    if (activityDone) return unlessChance(activityOf(activityDone.scheduledEventId), (name) => ({ done: name }))
    if (activityFailed) return unlessChance(activityOf(activityFailed.scheduledEventId), (name) => ({ failed: name, as: failed(activityFailed.failure?.cause ?? activityFailed.failure) }))
    if (timer) return { timer: timerOf(event.eventId) }
    if (timerFired) return { timerFired: timerOf(timerFired.startedEventId) }
    if (timerCancelled) return { timerCancelled: timerOf(timerCancelled.startedEventId) }
    if (child) return { child: child.workflowType?.name ?? '', id: child.workflowId ?? '', args: values(child.input) }
    if (childDone) return { childDone: childOf(childDone.initiatedEventId) }
    if (childFailed) return { failed: childOf(childFailed.initiatedEventId), as: failed(childFailed.failure) }
    if (signal) return { signal: signal.signalName ?? '', to: signal.workflowExecution?.workflowId ?? '', args: values(signal.input) }
    if (attributes) return { searchAttributes: fields(attributes.searchAttributes?.indexedFields) }
    if (marker) return { patch: [marker.markerName, ...Object.values(marker.details ?? {}).flatMap(values)] }
    if (updated) return { update: updateOf(updated.meta?.updateId), answer: answer(updated.outcome?.success) ?? failed(updated.outcome?.failure) }
    if (completed) return { completed: answer(completed.result) }
    if (!HAPPENS_TO_IT.some((kind) => event[kind])) throw new Error(`commands.ts does not know this event yet: ${JSON.stringify(event).slice(0, 300)}`)
    return undefined
  }

  const updateOf = (updateId: unknown): string => {
    const requests = all.map((event) => event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest)
    return requests.find((request) => request?.meta?.updateId === updateId)?.input?.name ?? ''
  }

  return all.map(step).filter((one) => one !== undefined)
}

/** Events that are no doing of the workflow's own. */
const HAPPENS_TO_IT = [
  'workflowExecutionStartedEventAttributes',
  'workflowTaskScheduledEventAttributes',
  'workflowTaskStartedEventAttributes',
  'workflowTaskCompletedEventAttributes',
  'activityTaskStartedEventAttributes',
  'childWorkflowExecutionStartedEventAttributes',
  'externalWorkflowExecutionSignaledEventAttributes',
  'workflowExecutionSignaledEventAttributes',
  'workflowExecutionUpdateAcceptedEventAttributes',
] as const

const unlessChance = (name: string, step: (name: string) => Step): Step | undefined => (NOT_WAITED_FOR.includes(name) ? undefined : step(name))

/** A scenario lasts a few seconds of real time, which the server's clock counts too: whole minutes leave room for them. */
const minutes = (milliseconds: number): string => `${Math.round(milliseconds / MINUTE)} min`

function relative(value: unknown, began: number): unknown {
  if (typeof value === 'string') return INSTANT.test(value) ? `start + ${minutes(Date.parse(value) - began)}` : value
  if (Array.isArray(value)) return value.map((item) => relative(item, began))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, relative(field, began)]))
}

interface Span {
  readonly seconds?: unknown
  readonly nanos?: number | null
}
const seconds = (span: Span | null | undefined): number => Number(span?.seconds ?? 0) * 1000 + (span?.nanos ?? 0) / 1_000_000
const milliseconds = seconds
