import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CallStart } from '../../domain/calls/calls.ts'
import { type RetryRules, USUAL_RETRY } from '../../domain/calls/retry-policy.ts'
import { call, callState, pass, recordOutcome } from '../../workflows/call.ts'
import { type Stand, standIns } from '../support/activities.ts'
import { eventually } from '../support/eventually.ts'
import { startTimeSkipping, type TemporalHarness } from '../support/temporal.ts'

let temporal: TemporalHarness
beforeEach(async () => {
  temporal = await startTimeSkipping()
})
afterEach(async () => {
  await temporal?.close()
})

const TWO_TRIES: RetryRules = {
  welcome: { ...USUAL_RETRY.welcome, waits: [{ kind: 'minutes', minutes: 7, exempt: false }], parkDays: 3 },
  onboarding: { ...USUAL_RETRY.onboarding, waits: [] },
}

/** A welcome call, what it waited for after each try, and what it is after each of these outcomes. */
async function played(stand: Stand, ...outcomes: readonly ('no_answer' | 'completed' | 'pass' | (() => void))[]) {
  const { activities } = standIns(() => temporal.env.currentTimeMs(), stand)
  const waits: unknown[] = []
  const planRetry: typeof activities.planRetry = (request) => {
    waits.push(request.wait)
    return activities.planRetry(request)
  }
  const statuses: string[] = []
  await temporal.withWorker({ ...activities, planRetry }, async (taskQueue) => {
    const callId = randomUUID()
    const start: CallStart = { callId, customerId: 'c1', purpose: 'welcome', languages: ['pt'], actor: 'key/k1' }
    const handle = await temporal.env.client.workflow.start(call, { taskQueue, workflowId: `call/${callId}`, args: [start] })
    try {
      await eventually(async () => (await handle.query(callState)).version > 0)
      for (const outcome of outcomes) {
        if (typeof outcome === 'function') {
          outcome()
          continue
        }
        const data = outcome === 'completed' ? { data: { support: 'wanted', onboarding: 'now' } as const } : {}
        const by = { agentId: 'anna', actor: 'agent/anna' }
        statuses.push(
          outcome === 'pass'
            ? await handle.executeUpdate(pass, { args: [{ agentId: 'anna', reason: 'ill' }] })
            : await handle.executeUpdate(recordOutcome, { args: [{ report: { outcome, ...data }, ...by }] }),
        )
      }
    } finally {
      await handle.terminate().catch(() => {})
    }
  })
  return { waits, statuses }
}

test('a call waits as the policies said when it was routed, and gives up when they say', async () => {
  expect(await played({ retry: TWO_TRIES }, 'no_answer', 'no_answer')).toEqual({
    waits: [{ kind: 'minutes', minutes: 7, exempt: false }],
    statuses: ['retry_wait', 'parked'],
  })
})

test('a call of which no policies were recorded waits as usual', async () => {
  const { waits, statuses } = await played({}, 'no_answer', 'no_answer', 'no_answer')
  expect(waits).toEqual(USUAL_RETRY.welcome.waits)
  expect(statuses).toEqual(['retry_wait', 'retry_wait', 'parked'])
})

test('a call that is routed anew goes by the policies as they are then', async () => {
  const stand: Stand = {}
  const decide = () => {
    stand.retry = TWO_TRIES
  }
  const { waits, statuses } = await played(stand, 'no_answer', decide, 'no_answer', 'pass', 'no_answer')
  expect(waits).toEqual(USUAL_RETRY.welcome.waits)
  expect(statuses).toEqual(['retry_wait', 'retry_wait', 'planned', 'parked'])
})

test('a welcome call that goes on as an onboarding goes on by the rule of that', async () => {
  expect((await played({ retry: TWO_TRIES }, 'no_answer', 'completed', 'no_answer')).statuses).toEqual(['retry_wait', 'in_call', 'done'])
})
