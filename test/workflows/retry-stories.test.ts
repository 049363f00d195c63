import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callableWindows, localDate, localTimeOfDay } from '../../domain/calendar/windows.ts'
import type { CallOutcome, CallPurpose, CallState } from '../../domain/calls/calls.ts'
import { tryPositions } from '../../domain/calls/retry-policy.ts'
import { USUAL_POLICIES } from '../../domain/policies.ts'
import { clearanceOf } from '../../domain/routing/clear.ts'
import { retryAt } from '../../domain/routing/retry-at.ts'
import { call, callState, recordOutcome } from '../../workflows/call.ts'
import { member, viewOf } from '../domain/routing/office.ts'
import { standIns } from '../support/activities.ts'
import { eventually } from '../support/eventually.ts'
import { startTimeSkipping, type TemporalHarness } from '../support/temporal.ts'

let temporal: TemporalHarness
beforeAll(async () => {
  temporal = await startTimeSkipping()
})
afterAll(async () => {
  await temporal?.close()
})

const MINUTE = 60_000
const LISBON = 'Europe/Lisbon'
const VIEW = viewOf([member('anna'), member('eva')], { timeZone: LISBON, zones: [LISBON] })

interface Told {
  readonly state: CallState
  readonly mails: readonly string[]
  /** Epoch milliseconds at which it was due, each time. */
  readonly due: readonly number[]
}

/** A call from its first try to its end, with the real rules; each time it is due somebody dials at once, and this is what he says. */
async function story(purpose: CallPurpose, outcomes: readonly CallOutcome[], mails = 0): Promise<Told> {
  const now = () => temporal.env.currentTimeMs()
  const { activities, records } = standIns(now, { clear: () => ({ go: {} }) })
  const own = {
    ...activities,
    clearCall: async (request: Parameters<typeof activities.clearCall>[0]) => {
      const tries = (records.rows.at(-1)?.attempts ?? []).map(({ at, outcome }) => ({ at: Date.parse(at), outcome }))
      // Whoever is watched for not dialling is not in this story: he dials.
      const clearance = clearanceOf(request, { ...VIEW, tries, others: [], stopped: null }, await now())
      return 'go' in clearance ? { go: {} } : clearance
    },
    planRetry: async ({ wait, failedAt, agentId }: Parameters<typeof activities.planRetry>[0]) => {
      const failed = failedAt.map((at) => Date.parse(at))
      const at = retryAt(wait, VIEW, { agentId, failedAt: failed, calls: [] }, await now())
      return {
        at: at === undefined ? null : new Date(at).toISOString(),
        why: { code: `retry_${wait.kind}`, params: { ...wait } },
        clears: true as const,
      }
    },
  }
  const today = new Date(await now())
  const monday = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + ((8 - today.getUTCDay()) % 7 || 7), 10, 47)
  await temporal.env.sleep(monday - today.getTime())
  return temporal.withWorker(own, async (taskQueue) => {
    const callId = randomUUID()
    const start = { callId, customerId: 'c1', purpose, languages: ['pt'], actor: 'key/k1' }
    const handle = await temporal.env.client.workflow.start(call, { taskQueue, workflowId: `call/${callId}`, args: [start] })
    const due: number[] = []
    try {
      await eventually(async () => (await handle.query(callState)).dueAt !== null)
      for (const outcome of outcomes) {
        const { dueAt, status } = await handle.query(callState)
        expect(['planned', 'retry_wait']).toContain(status)
        await temporal.env.sleep(Math.max(0, Date.parse(dueAt ?? '') - (await now())) + 1_000)
        await eventually(async () => (await handle.query(callState)).status === 'due')
        due.push(Date.parse(dueAt ?? ''))
        await handle.executeUpdate(recordOutcome, { args: [{ report: { outcome }, agentId: 'anna', actor: 'agent/anna' }] })
      }
      await eventually(async () => records.mails.length >= mails) // they are on their way when the outcome is answered
      return { state: await handle.query(callState), mails: records.mails, due }
    } finally {
      await handle.terminate().catch(() => {})
    }
  })
}

const times = (count: number, outcome: CallOutcome): CallOutcome[] => Array.from({ length: count }, () => outcome)
const days = (due: readonly number[]) => new Set(due.map((at) => localDate(at, LISBON)))
const minutesBetween = (due: readonly number[]) => due.slice(1).map((at, n) => Math.round((at - (due[n] ?? 0)) / MINUTE))

/** Statement 12 of the brief, and the limits of a day. */
function expectPolite({ due, state }: Told): void {
  const tried = tryPositions(
    state.purpose,
    state.attempts.map(({ outcome }) => outcome),
  )
  const counted = tried.flatMap((position) => due[position] ?? [])
  for (const at of due) expect(callableWindows(VIEW.customer, at, at + 1)).toHaveLength(1)
  for (const day of days(counted))
    expect(counted.filter((at) => localDate(at, LISBON) === day).length).toBeLessThanOrEqual(USUAL_POLICIES.triesPerDay)
}
/** Minutes between two times of day. */
const apart = (a: number, b: number): number => Math.abs(localTimeOfDay(a, LISBON) - localTimeOfDay(b, LISBON))

test.each<[CallPurpose, CallState['status'], string[]]>([
  ['welcome', 'parked', ['welcome_call_planned', 'not_reached']],
  ['setup_help', 'done', ['not_reached']],
  ['trial_end', 'done', []],
  ['survey', 'done', []],
])('%s: three tries on three business days, never at a time of day that failed, then it is given up', async (purpose, status, mails) => {
  const told = await story(purpose, ['no_answer', 'voicemail_left', 'no_answer'], mails.length)
  expect(told.state).toMatchObject({ status, outcome: 'no_answer' })
  expect(told.mails).toEqual(mails)
  expect(days(told.due).size).toBe(3)
  for (const [n, at] of told.due.entries()) for (const before of told.due.slice(0, n)) expect(apart(at, before)).toBeGreaterThan(120)
  const between = minutesBetween(told.due)
  for (const minutes of between) expect(minutes).toBeGreaterThan((purpose === 'survey' ? 2 : 0) * 24 * 60)
  expectPolite(told)
})

test('anomaly: six tries, two a day at most, in the other half of the day', async () => {
  const told = await story('anomaly', times(6, 'no_answer'))
  expect(told.state).toMatchObject({ status: 'done', outcome: 'no_answer' })
  expect(days(told.due).size).toBeGreaterThanOrEqual(3)
  expectPolite(told)
})

test.each<[CallPurpose, CallOutcome[], number[]]>([
  ['call_me_now', times(4, 'no_answer'), [1, 5, 15]],
  ['onboarding', times(3, 'no_answer'), [3, 10]],
  ['consultation', times(3, 'voicemail_none'), [3, 10]],
])('%s: what the seller asked for is tried again within minutes, then it is given up', async (purpose, outcomes, minutes) => {
  const told = await story(purpose, outcomes)
  expect(told.state.status).toBe('done')
  expect(minutesBetween(told.due)).toEqual(minutes)
})

test.each<[CallPurpose, number]>([
  ['welcome', 15],
  ['setup_help', 15],
  ['trial_end', 15],
  ['survey', 15],
  ['anomaly', 15],
  ['call_me_now', 5],
  ['onboarding', 5],
  ['consultation', 5],
])('%s: a busy line is dialled again three times, and only the fourth counts as a try', async (purpose, minutes) => {
  const told = await story(purpose, times(4, 'busy'))
  // What is ours is brought to a full minute.
  for (const between of minutesBetween(told.due)) expect([minutes, minutes + 1]).toContain(between)
  expect(told.state.status).toBe('retry_wait')
  const { whyTiming, attempts } = told.state
  expect(whyTiming?.code).toBe(`retry_${USUAL_POLICIES.retry[purpose].waits[0]?.kind}`)
  expect(
    tryPositions(
      purpose,
      attempts.map(({ outcome }) => outcome),
    ),
  ).toEqual([3])
})
