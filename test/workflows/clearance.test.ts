import { randomUUID } from 'node:crypto'
import type { WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Booking } from '../../domain/bookings.ts'
import type { CallStart } from '../../domain/calls/calls.ts'
import type { ClearanceRequest, Watch } from '../../domain/calls/clearance.ts'
import { accept, call, callState, phoneEvent, recordOutcome } from '../../workflows/call.ts'
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

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const iso = (at: number): string => new Date(at).toISOString()

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

const stateOf = (handle: CallHandle) => handle.query(callState)
const kindsTo = (records: Records, audience: string) => records.notices.filter((one) => one.audience === audience).map(({ kind }) => kind)
const pass = (time: string) => temporal.env.sleep(time as `${number} minutes`)
const watching =
  (watch: (now: number) => Watch): NonNullable<Stand['clear']> =>
  (_request, now) => ({ go: watch(now) })

test('a call that is put off says so once, is asked about again, and is due when nothing is in its way', async () => {
  let asked = 0
  const clear: NonNullable<Stand['clear']> = (_request, now) => {
    asked += 1
    if (asked > 3) return { go: {} }
    return { postpone: { at: iso(now + HOUR), why: { code: 'joined_call', params: { callId: 'another' } } } }
  }
  await withCall({}, { clear }, async (handle, records) => {
    const { dueAt } = await stateOf(handle)
    await pass('31 minutes')
    const waiting = await stateOf(handle)
    expect(waiting).toMatchObject({ status: 'planned', whyTiming: { code: 'joined_call', params: { callId: 'another' } } })
    expect(Date.parse(waiting.dueAt ?? '') - Date.parse(dueAt ?? '')).toBeGreaterThanOrEqual(HOUR)
    await pass('4 hours')
    expect(await stateOf(handle)).toMatchObject({ status: 'due' })
    expect(asked).toBe(4)
    expect(records.kinds).toEqual(['call_planned', 'call_postponed', 'call_due'])
    expect(kindsTo(records, 'anna')).toEqual(['call_due'])
  })
})

test('a call that may not be held any more ends, and nobody is prompted', async () => {
  const stand: Stand = { clear: () => ({ stop: { code: 'opted_out', params: { scope: 'all' } } }) }
  await withCall({ purpose: 'survey' }, stand, async (handle, records) => {
    await pass('31 minutes')
    expect(await handle.result()).toMatchObject({ outcome: null })
    expect(records.kinds).toEqual(['call_planned', 'call_cancelled'])
    expect(records.notices).not.toContainEqual(expect.objectContaining({ kind: 'call_due' }))
  })
})

test('a call whose agent is away goes to whoever stands in, for the reason it had, and the seller gets no second mail', async () => {
  const clear = ({ agentId }: ClearanceRequest) => (agentId === 'anna' ? { reroute: { from: 'anna' } } : { go: {} })
  await withCall({}, { clear }, async (handle, records) => {
    await pass('31 minutes')
    expect(await stateOf(handle)).toMatchObject({ status: 'due', agentId: 'boris' })
    expect(kindsTo(records, 'anna')).toEqual([])
    expect(kindsTo(records, 'boris')).toEqual(['call_due'])
    expect(records.mails).toEqual(['welcome_call_planned'])
  })
})

test('what nobody takes up moves on to the next agent, each once, and stays with the last while the leads are told', async () => {
  const stand: Stand = { clear: watching((now) => ({ moveOnAt: iso(now + HOUR) })) }
  await withCall({}, stand, async (handle, records) => {
    await pass('31 minutes')
    expect(await stateOf(handle)).toMatchObject({ status: 'due', agentId: 'anna' })
    stand.nextAgent = true
    await pass('61 minutes')
    expect(await stateOf(handle)).toMatchObject({ status: 'due', agentId: 'boris', passedBy: ['anna'] })
    expect(kindsTo(records, 'anna')).toEqual(['call_due', 'call_moved_on'])
    stand.nextAgent = false
    await pass('5 hours')
    expect(await stateOf(handle)).toMatchObject({ status: 'due', agentId: 'boris' })
    expect(kindsTo(records, 'leads')).toEqual(['nobody_takes_up'])
    expect(kindsTo(records, 'boris')).toEqual(['call_due'])
  })
})

test('who has accepted a call keeps it', async () => {
  await withCall({}, { clear: watching((now) => ({ moveOnAt: iso(now + HOUR) })) }, async (handle, records) => {
    await pass('31 minutes')
    await handle.executeUpdate(accept, { args: [{ agentId: 'anna' }] })
    await pass('5 hours')
    expect(await stateOf(handle)).toMatchObject({ status: 'due', agentId: 'anna' })
    expect(records.kinds).not.toContain('call_moved_on')
  })
})

test('its agent is warned, then the leads are told and the row remembers it: each once, however often it is tried', async () => {
  const clear = watching((now) => ({ warnAt: iso(now + HOUR), breachAt: iso(now + 2 * HOUR) }))
  await withCall({}, { clear, retryMs: 3 * HOUR }, async (handle, records) => {
    await pass('31 minutes')
    await pass('61 minutes')
    expect(kindsTo(records, 'anna')).toEqual(['call_due', 'sla_warning'])
    await pass('61 minutes')
    expect(kindsTo(records, 'leads')).toEqual(['sla_breached'])
    const { escalatedAt } = await stateOf(handle)
    expect(escalatedAt).toEqual(expect.any(String))
    await handle.executeUpdate(recordOutcome, { args: [{ report: { outcome: 'no_answer' }, agentId: 'anna', actor: 'agent/anna' }] })
    await pass('8 hours')
    expect(await stateOf(handle)).toMatchObject({ status: 'due', escalatedAt })
    expect(kindsTo(records, 'anna')).toEqual(['call_due', 'sla_warning', 'call_due'])
    expect(kindsTo(records, 'leads')).toEqual(['sla_breached'])
  })
})

test('a try stops the clock: what the clearance hears of a second try leaves out the time since the first', async () => {
  const heard: ClearanceRequest[] = []
  const clear: NonNullable<Stand['clear']> = (request) => {
    heard.push(request)
    return { go: {} }
  }
  await withCall({}, { clear, retryMs: 3 * HOUR }, async (handle) => {
    await pass('31 minutes')
    await handle.executeUpdate(recordOutcome, { args: [{ report: { outcome: 'busy' }, agentId: 'anna', actor: 'agent/anna' }] })
    await pass('181 minutes')
    await handle.executeUpdate(recordOutcome, { args: [{ report: { outcome: 'no_answer' }, agentId: 'anna', actor: 'agent/anna' }] })
    await pass('181 minutes')
    const { attempts } = await stateOf(handle)
    expect(heard.map(({ redial, failedAt, pauses }) => [redial, failedAt, pauses.length])).toEqual([
      [false, [], 0],
      [true, [], 0],
      [false, [attempts[1]?.at], 1],
    ])
    expect(heard[2]?.pauses[0]?.from).toBe(attempts[0]?.at)
  })
})

const bookingAt = (start: number): Booking => ({
  id: 'booking-1',
  callId: 'booked',
  customerId: 'c1',
  purpose: 'onboarding',
  start: iso(start),
  end: iso(start + 45 * MINUTE),
  agentId: 'anna',
  status: 'confirmed',
  sequence: 0,
})
/** A booked call half an hour from now. */
const booked = async (): Promise<Partial<CallStart>> => ({
  purpose: 'onboarding',
  booking: bookingAt((await temporal.env.currentTimeMs()) + 30 * MINUTE),
})
const noShow = watching((now) => ({ noShowAt: iso(now + 10 * MINUTE) }))

test('an agent who does not come: the leads know, the seller is told that we are sorry, and whoever is free calls', async () => {
  await withCall(await booked(), { clear: noShow }, async (handle, records) => {
    await pass('31 minutes')
    expect(records.kinds).not.toContain('agent_no_show')
    await pass('10 minutes')
    expect(await stateOf(handle)).toMatchObject({ status: 'due', agentId: 'boris', booking: { agentId: 'boris' } })
    expect(records.notices).toContainEqual(expect.objectContaining({ audience: 'leads', kind: 'agent_no_show' }))
    expect(kindsTo(records, 'boris')).toEqual(['call_due'])
    await pass('30 minutes')
    expect(records.mails).toEqual(['booking_confirmed', 'agent_no_show'])
    expect(kindsTo(records, 'leads')).toEqual(['agent_no_show', 'agent_no_show'])
    expect(await stateOf(handle)).toMatchObject({ status: 'due', agentId: 'boris' })
  })
})

test('with nobody free the call stays where it is, and the apology is sent all the same', async () => {
  await withCall(await booked(), { clear: noShow, standIns: [] }, async (handle, records) => {
    await pass('60 minutes')
    expect(await stateOf(handle)).toMatchObject({ status: 'due', agentId: 'anna' })
    expect(kindsTo(records, 'leads')).toEqual(['agent_no_show'])
    expect(records.mails).toEqual(['booking_confirmed', 'agent_no_show'])
  })
})

test.each(['dials', 'takes it up', 'is not answered'])('an agent who %s has come', async (deed) => {
  await withCall(await booked(), { clear: noShow, retryMs: 3 * MINUTE }, async (handle, records) => {
    await pass('31 minutes')
    const at = new Date().toISOString()
    if (deed === 'dials') await handle.signal(phoneEvent, { event: 'newCall', pbxCallId: 'p1', direction: 'out', at })
    else if (deed === 'takes it up') await handle.executeUpdate(accept, { args: [{ agentId: 'anna' }] })
    else await handle.executeUpdate(recordOutcome, { args: [{ report: { outcome: 'no_answer' }, agentId: 'anna', actor: 'agent/anna' }] })
    await pass('60 minutes')
    expect(records.kinds).not.toContain('agent_no_show')
  })
})
