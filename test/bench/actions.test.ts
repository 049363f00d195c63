import { expect, test } from 'vitest'
import { bytesOf, costOf, type HistoryEvent, withoutDemoClock } from '../../bench/actions.ts'

const TASK: HistoryEvent[] = [
  { workflowTaskScheduledEventAttributes: {} },
  { workflowTaskStartedEventAttributes: {} },
  { workflowTaskCompletedEventAttributes: {} },
]
const did = { workflowTaskCompletedEventId: 1 as never }
const START: HistoryEvent = { workflowExecutionStartedEventAttributes: {} }
const TIMER: HistoryEvent = { timerStartedEventAttributes: { ...did, timerId: '1' } }
const CANCELLED: HistoryEvent = { timerCanceledEventAttributes: { ...did, timerId: '1' } }
const ACTIVITY: HistoryEvent = { activityTaskScheduledEventAttributes: { ...did, activityType: { name: 'saveCall' } } }
const TURNED: HistoryEvent = { workflowExecutionSignaledEventAttributes: { signalName: 'clockTurned' } }

const actions = (events: readonly HistoryEvent[]) => events.reduce((sum, event) => sum + (costOf(event)?.actions ?? 0), 0)

test('a start, a timer, an activity and its retry are one each, a child two', () => {
  const child: HistoryEvent = { startChildWorkflowExecutionInitiatedEventAttributes: { ...did, workflowType: { name: 'call' } } }
  const thirdTry: HistoryEvent = { activityTaskStartedEventAttributes: { attempt: 3 } }
  expect(actions([START, ...TASK, TIMER, ACTIVITY, thirdTry, child])).toBe(7)
})

test('a start by a parent or by the run before is paid there', () => {
  const byParent: HistoryEvent = { workflowExecutionStartedEventAttributes: { parentWorkflowExecution: { workflowId: 'customer/1' } } }
  const byRunBefore: HistoryEvent = { workflowExecutionStartedEventAttributes: { continuedExecutionRunId: 'r' } }
  const renewed: HistoryEvent = { workflowExecutionContinuedAsNewEventAttributes: { ...did } }
  expect(actions([byParent, byRunBefore])).toBe(0)
  expect(actions([renewed])).toBe(1)
})

test('a turn of the demo clock in which timers are only wound up again did not happen', () => {
  const quiet = [START, ...TASK, TIMER]
  expect(withoutDemoClock([...quiet, TURNED, ...TASK, CANCELLED, TIMER, TURNED, ...TASK, CANCELLED, TIMER])).toEqual(quiet)
})

test('a turn of the demo clock by which something is due counts like a timer that fired', () => {
  const events = [START, ...TASK, TIMER, TIMER, TURNED, ...TASK, CANCELLED, ACTIVITY, CANCELLED, TIMER]
  const kept = withoutDemoClock(events)
  expect(kept).not.toContain(TURNED)
  expect(actions(kept)).toBe(actions([START, TIMER, TIMER, ACTIVITY]))
  expect(bytesOf(kept)).toBeLessThan(bytesOf(events))
})
