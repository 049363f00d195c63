import { randomUUID } from 'node:crypto'
import { type WorkflowHandleWithFirstExecutionRunId, WorkflowUpdateFailedError } from '@temporalio/client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CallStart, OutcomeReport } from '../../domain/calls/calls.ts'
import {
  accept,
  agreeStrategy,
  call,
  callState,
  cancelCall,
  pass,
  phoneEvent,
  recordOutcome,
  reschedule,
  take,
} from '../../workflows/call.ts'
import { withdraw } from '../../workflows/messages.ts'
import { type Records, type Stand, standIns } from '../support/activities.ts'
import { eventually } from '../support/eventually.ts'
import { startTimeSkipping, type TemporalHarness } from '../support/temporal.ts'

/** A server of its own for each test: its clock is global, and a call that a test leaves open would hold it. */
let temporal: TemporalHarness
beforeEach(async () => {
  temporal = await startTimeSkipping()
})
afterEach(async () => {
  await temporal?.close()
})

type CallHandle = WorkflowHandleWithFirstExecutionRunId<typeof call>

/** Starts a call with stand-in activities, waits until it is scheduled, and hands it to the test. */
async function withCall(
  fields: Partial<CallStart>,
  stand: Stand,
  use: (handle: CallHandle, records: Records) => Promise<void>,
): Promise<void> {
  const { activities, records } = standIns(() => temporal.env.currentTimeMs(), stand)
  await temporal.withWorker(activities, async (taskQueue) => {
    const callId = randomUUID()
    const start: CallStart = { callId, customerId: 'c1', purpose: 'welcome', languages: ['pt', 'en'], actor: 'key/k1', ...fields }
    const handle = await temporal.env.client.workflow.start(call, { taskQueue, workflowId: `call/${callId}`, args: [start] })
    try {
      await eventually(async () => records.kinds.includes('call_planned') && (await handle.query(callState)).version > 0)
      await use(handle, records)
    } finally {
      await handle.terminate().catch(() => {})
    }
  })
}

const say = (handle: CallHandle, report: OutcomeReport, agentId = 'anna') =>
  handle.executeUpdate(recordOutcome, { args: [{ report, agentId, actor: `agent/${agentId}` }] })
const statusOf = async (handle: CallHandle) => (await handle.query(callState)).status
const refusal = async (promise: Promise<unknown>): Promise<string | undefined> =>
  promise.then(
    () => undefined,
    (error: unknown) =>
      error instanceof WorkflowUpdateFailedError
        ? ((error.cause as { type?: string; cause?: { type?: string } }).type ?? (error.cause as { cause?: { type?: string } }).cause?.type)
        : String(error),
  )

test('a call becomes due at its time, its agent is prompted, and the outcome ends it', async () => {
  await withCall({}, {}, async (handle, records) => {
    expect(await statusOf(handle)).toBe('planned')
    expect(records.mails).toEqual(['welcome_call_planned'])
    await temporal.env.sleep('31 minutes')
    expect(await statusOf(handle)).toBe('due')
    expect(records.notices.at(-1)).toMatchObject({ audience: 'anna', kind: 'call_due' })
    expect(await handle.executeUpdate(accept, { args: [{ agentId: 'anna' }] })).toBe('due')
    expect(await say(handle, { outcome: 'completed', data: { support: 'wanted', onboarding: 'none' } })).toBe('done')
    const result = await handle.result()
    expect(result).toMatchObject({ purpose: 'welcome', outcome: 'completed', agentId: 'anna', data: { support: 'wanted' } })
    expect(records.welcomes).toEqual(['wanted'])
  })
})

test('an outcome may be recorded before the call is due', async () => {
  await withCall({}, {}, async (handle) => {
    expect(await handle.executeUpdate(take, { args: [{ agentId: 'boris' }] })).toBe('planned')
    expect(await say(handle, { outcome: 'completed', data: { support: 'declined' } }, 'boris')).toBe('done')
    expect(await handle.result()).toMatchObject({ agentId: 'boris', data: { support: 'declined' } })
  })
})

test('an onboarding that follows at once goes on in the same call and a second outcome ends it', async () => {
  await withCall({}, {}, async (handle, records) => {
    expect(await say(handle, { outcome: 'completed', data: { support: 'wanted', onboarding: 'now' } })).toBe('in_call')
    expect((await handle.query(callState)).purpose).toBe('onboarding')
    expect(records.welcomes).toEqual(['wanted'])
    const agreed = [
      { group: 'garden', strategy: 'push' as const, min: { minor: 800, currency: 'EUR' }, max: { minor: 1500, currency: 'EUR' } },
    ]
    expect(await say(handle, { outcome: 'completed', data: { experience: 'newcomer', agreed } })).toBe('done')
    expect(await handle.result()).toMatchObject({ purpose: 'onboarding', outcome: 'completed' })
    expect(records.onboardings).toMatchObject([{ experience: 'newcomer', agreed }])
  })
})

test('a call that goes on after it was withdrawn counts its agreements on: none answers for another', async () => {
  const resumes = { version: 3, attempts: [], languages: ['pt'], passedBy: [], notes: null, data: null, agreements: 2 }
  await withCall({ purpose: 'trial_end', resumes }, {}, async (handle, records) => {
    const { callId } = await handle.query(callState)
    await handle.executeUpdate(agreeStrategy, { args: [{ agreed: [{ group: 'garden', strategy: 'hold' }], actor: 'agent/anna' }] })
    expect(records.agreements).toEqual([`${callId}/agreed/3`])
    await handle.signal(withdraw, 'trial_moved')
    expect((await handle.result()).withdrawn?.soFar).toMatchObject({ agreements: 3 })
  })
})

test('a slot that is taken refuses the outcome and leaves the call as it was', async () => {
  const stand: Stand = { slotTaken: true }
  await withCall({}, stand, async (handle, records) => {
    const before = await handle.query(callState)
    const wish: OutcomeReport = {
      outcome: 'completed',
      data: { support: 'wanted', onboarding: { at: new Date((await temporal.env.currentTimeMs()) + 4 * 86_400_000).toISOString() } },
    }
    expect(await refusal(say(handle, wish))).toBe('SlotTaken')
    expect(await handle.query(callState)).toEqual(before)
    expect(records.welcomes).toEqual([])
    stand.slotTaken = false
    expect(await say(handle, wish)).toBe('done')
    expect((await handle.result()).booked).toMatchObject({ purpose: 'onboarding', agentId: 'anna' })
  })
})

test('a welcome that nobody answers is tried on three days, then rests for fourteen and ends', async () => {
  await withCall({}, {}, async (handle, records) => {
    for (const expected of ['retry_wait', 'retry_wait', 'parked']) {
      await temporal.env.sleep('25 hours')
      expect(await statusOf(handle)).toBe('due')
      expect(await say(handle, { outcome: 'no_answer' })).toBe(expected)
    }
    expect(records.mails).toEqual(['welcome_call_planned', 'not_reached'])
    expect(records.notices.at(-1)).toMatchObject({ audience: 'leads', kind: 'call_parked' })
    expect(await handle.result()).toMatchObject({ outcome: 'no_answer' })
    expect(records.kinds.at(-1)).toBe('call_given_up')
  })
})

test('a call parked because nobody answered can still be taken and held', async () => {
  await withCall({}, { retryMs: null }, async (handle) => {
    expect(await say(handle, { outcome: 'wrong_number' })).toBe('parked')
    expect(await handle.executeUpdate(take, { args: [{ agentId: 'boris' }] })).toBe('due')
    expect(await say(handle, { outcome: 'completed', data: { support: 'declined' } }, 'boris')).toBe('done')
  })
})

test('while nobody speaks the language the call is parked, the seller told, and the team looked through again each day', async () => {
  const stand: Stand = { nobody: true }
  await withCall({}, stand, async (handle, records) => {
    expect(await statusOf(handle)).toBe('parked')
    await temporal.env.sleep('49 hours')
    expect(await statusOf(handle)).toBe('parked')
    expect(records.mails).toEqual(['welcome_no_speaker'])
    stand.nobody = false
    await temporal.env.sleep('24 hours')
    expect(await handle.query(callState)).toMatchObject({ agentId: 'anna' })
    expect(records.mails).toEqual(['welcome_no_speaker', 'welcome_call_planned'])
  })
})

test('a call that is passed on goes to somebody else, and only its agent can pass it', async () => {
  await withCall({}, {}, async (handle, records) => {
    expect(await refusal(handle.executeUpdate(pass, { args: [{ agentId: 'boris', reason: 'not mine' }] }))).toBe('NotAssignedToYou')
    await handle.executeUpdate(pass, { args: [{ agentId: 'anna', reason: 'dentist' }] })
    expect(await handle.query(callState)).toMatchObject({ agentId: 'boris', status: 'planned' })
    expect(records.kinds).toContain('call_passed')
  })
})

test('a call assigned to another is accepted by nobody else', async () => {
  await withCall({}, {}, async (handle) => {
    expect(await refusal(handle.executeUpdate(accept, { args: [{ agentId: 'boris' }] }))).toBe('NotAssignedToYou')
  })
})

test('the telephone moves the call: ringing, in the call, wrap-up', async () => {
  await withCall({}, {}, async (handle) => {
    const phone = (event: 'newCall' | 'answer' | 'hangup', cause?: string) =>
      handle.signal(phoneEvent, { event, pbxCallId: 'p1', direction: 'out', at: new Date().toISOString(), ...(cause ? { cause } : {}) })
    await phone('newCall')
    await eventually(async () => (await statusOf(handle)) === 'ringing')
    await phone('answer')
    await phone('answer')
    await eventually(async () => (await statusOf(handle)) === 'in_call')
    expect(
      await refusal(handle.executeUpdate(reschedule, { args: [{ to: new Date(Date.now() + 1e9).toISOString(), actor: 'agent/anna' }] })),
    ).toBe('CallNotOpen')
    await phone('hangup', 'normalClearing')
    await eventually(async () => (await statusOf(handle)) === 'wrap_up')
    expect(await say(handle, { outcome: 'completed', data: { support: 'wanted' } })).toBe('done')
  })
})

test('nobody rips a running conversation away: it is neither passed on nor cancelled', async () => {
  await withCall({}, {}, async (handle) => {
    for (const event of ['newCall', 'answer'] as const)
      await handle.signal(phoneEvent, { event, pbxCallId: 'p9', direction: 'out', at: new Date().toISOString() })
    await eventually(async () => (await statusOf(handle)) === 'in_call')
    expect(await refusal(handle.executeUpdate(pass, { args: [{ agentId: 'anna', reason: 'dentist' }] }))).toBe('CallNotOpen')
    expect(await refusal(handle.executeUpdate(cancelCall, { args: [{ reason: 'skip', actor: 'agent/boris' }] }))).toBe('CallNotOpen')
    expect(await handle.query(callState)).toMatchObject({ status: 'in_call', agentId: 'anna' })
  })
})

test('a better word for the last try of a call that rests by now is no further try', async () => {
  await withCall({}, { retryMs: 60_000 }, async (handle) => {
    for (const pbxCallId of ['q1', 'q2', 'q3'])
      for (const event of ['newCall', 'hangup'] as const)
        await handle.signal(phoneEvent, { event, pbxCallId, direction: 'out', at: new Date().toISOString(), cause: 'noAnswer' })
    await eventually(async () => (await statusOf(handle)) === 'parked')
    expect(await say(handle, { outcome: 'voicemail_left' })).toBe('parked')
    const { attempts } = await handle.query(callState)
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['no_answer', 'no_answer', 'voicemail_left'])
  })
})

test('a time named for a call that nobody holds yet finds somebody for it', async () => {
  const stand: Stand = { nobody: true }
  await withCall({}, stand, async (handle) => {
    stand.nobody = false
    const callbackAt = new Date((await temporal.env.currentTimeMs()) + 86_400_000).toISOString()
    await handle.executeUpdate(recordOutcome, { args: [{ report: { outcome: 'callback_at', callbackAt }, actor: 'key/lead' }] })
    expect(await handle.query(callState)).toMatchObject({ status: 'planned', agentId: 'anna', dueAt: callbackAt })
  })
})

test('a try that the telephone found busy counts once, however often it is reported', async () => {
  await withCall({}, { retryMs: 15 * 60_000 }, async (handle) => {
    for (const event of ['newCall', 'hangup', 'hangup', 'newCall'] as const)
      await handle.signal(phoneEvent, { event, pbxCallId: 'p2', direction: 'out', at: new Date().toISOString(), cause: 'busy' })
    await eventually(async () => (await statusOf(handle)) === 'retry_wait')
    const { attempts } = await handle.query(callState)
    expect(attempts).toMatchObject([{ outcome: 'busy', by: 'telephony', pbxCallId: 'p2' }])
    await say(handle, { outcome: 'voicemail_left' })
    expect((await handle.query(callState)).attempts).toMatchObject([{ outcome: 'voicemail_left', by: 'anna' }])
  })
})

test('a missed call of the seller is no try of ours', async () => {
  await withCall({}, {}, async (handle) => {
    for (const event of ['newCall', 'hangup'] as const)
      await handle.signal(phoneEvent, { event, pbxCallId: 'p3', direction: 'in', at: new Date().toISOString() })
    await eventually(async () => (await handle.query(callState)).version >= 3)
    expect(await handle.query(callState)).toMatchObject({ status: 'planned', attempts: [] })
  })
})

test('a seller who names a time is called then', async () => {
  await withCall({}, {}, async (handle) => {
    const callbackAt = new Date((await temporal.env.currentTimeMs()) + 3 * 86_400_000).toISOString()
    expect(await say(handle, { outcome: 'callback_at', callbackAt })).toBe('planned')
    expect((await handle.query(callState)).dueAt).toBe(callbackAt)
    await temporal.env.sleep('73 hours')
    expect(await statusOf(handle)).toBe('due')
  })
})

test('a language barrier finds somebody who speaks the language', async () => {
  await withCall({}, {}, async (handle) => {
    expect(await say(handle, { outcome: 'language_barrier', data: { language: 'lv' } })).toBe('planned')
    expect(await handle.query(callState)).toMatchObject({ languages: ['lv', 'en'], language: 'lv' })
  })
})

test('a cancelled call ends and takes nothing more', async () => {
  await withCall({}, {}, async (handle, records) => {
    expect(await handle.executeUpdate(cancelCall, { args: [{ reason: 'on holiday', actor: 'agent/anna' }] })).toBe('cancelled')
    expect(await handle.result()).toMatchObject({ outcome: null })
    expect(records.kinds.at(-1)).toBe('call_cancelled')
  })
})

test('an outcome that does not fit the purpose is refused with the field', async () => {
  await withCall({}, {}, async (handle) => {
    expect(await refusal(say(handle, { outcome: 'completed', data: { feedback: 'nice' } }))).toBe('InvalidRequest')
    expect(await refusal(say(handle, { outcome: 'completed' }))).toBe('InvalidRequest')
    expect(await refusal(say(handle, { outcome: 'callback_at' }))).toBe('InvalidRequest')
    expect(await statusOf(handle)).toBe('planned')
  })
})

test('a booked call prompts its agent five minutes before, keeps to the booking and moves with it', async () => {
  const start = new Date(Date.now() + 400 * 86_400_000).toISOString()
  const end = new Date(Date.parse(start) + 45 * 60_000).toISOString()
  const booking = {
    id: 'b1',
    callId: 'x',
    customerId: 'c1',
    purpose: 'onboarding' as const,
    start,
    end,
    agentId: 'anna',
    status: 'confirmed' as const,
    sequence: 0,
  }
  await withCall({ purpose: 'onboarding', booking }, { retryMs: 3 * 60_000 }, async (handle, records) => {
    expect(records.mails).toEqual(['booking_confirmed'])
    const earlier = new Date((await temporal.env.currentTimeMs()) + 2 * 3_600_000).toISOString()
    await handle.executeUpdate(reschedule, { args: [{ to: earlier, reason: 'sooner', actor: 'agent/anna' }] })
    // Repeated, its answer being lost: nobody is told twice.
    await handle.executeUpdate(reschedule, { args: [{ to: earlier, reason: 'sooner', actor: 'agent/anna' }] })
    expect(records.mails).toEqual(['booking_confirmed', 'booking_moved'])
    expect(records.kinds.filter((kind) => kind === 'call_rescheduled')).toHaveLength(1)
    await temporal.env.sleep('116 minutes')
    expect(records.notices.at(-1)).toMatchObject({ audience: 'anna', kind: 'call_soon' })
    await temporal.env.sleep('5 minutes')
    expect(await statusOf(handle)).toBe('due')
    expect(await say(handle, { outcome: 'no_answer' })).toBe('retry_wait')
    await temporal.env.sleep('5 minutes')
    expect(await say(handle, { outcome: 'no_answer' })).toBe('retry_wait')
    await temporal.env.sleep('5 minutes')
    expect(await say(handle, { outcome: 'no_answer' })).toBe('done')
    expect(await handle.result()).toMatchObject({ outcome: 'no_answer' })
  })
})

test('a booked call that is passed on tells the seller once: that it moved', async () => {
  const start = new Date((await temporal.env.currentTimeMs()) + 3 * 86_400_000).toISOString()
  const end = new Date(Date.parse(start) + 45 * 60_000).toISOString()
  const slot = { id: 'b2', callId: 'x', customerId: 'c1', purpose: 'onboarding' as const, start, end, agentId: 'anna' }
  await withCall({ purpose: 'onboarding', booking: { ...slot, status: 'confirmed', sequence: 0 } }, {}, async (handle, records) => {
    await handle.executeUpdate(pass, { args: [{ agentId: 'anna', reason: 'dentist' }] })
    await eventually(async () => (await handle.query(callState)).agentId === 'boris')
    expect(records.mails).toEqual(['booking_confirmed', 'booking_moved'])
  })
})
