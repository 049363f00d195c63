import { randomUUID } from 'node:crypto'
import type { WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Booking, type BookingPurpose, remindersOf } from '../../domain/bookings.ts'
import { call, callState, extend, giveWay, handOver, phoneEvent, recordOutcome, reschedule } from '../../workflows/call.ts'
import { onboardingCall } from '../../workflows/onboarding-call.ts'
import { slotHold } from '../../workflows/slot-hold.ts'
import { type Records, type Stand, standIns } from '../support/activities.ts'
import { eventually } from '../support/eventually.ts'
import { startTimeSkipping, type TemporalHarness } from '../support/temporal.ts'

let temporal: TemporalHarness
beforeEach(async () => {
  temporal = await startTimeSkipping()
})
afterEach(async () => {
  await temporal?.close()
})

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const BEFORE = [24 * 60, 60]
const iso = (at: number) => new Date(at).toISOString()
const inMs = async (milliseconds: number) => iso((await temporal.env.currentTimeMs()) + milliseconds)

/** With reminders, as the real activities work them out. */
function booking(start: string, now: number, purpose: BookingPurpose = 'onboarding'): Booking {
  const end = iso(Date.parse(start) + 45 * MINUTE)
  const reminders = remindersOf(start, BEFORE, now)
  return { id: 'b1', callId: 'k1', customerId: 'c1', purpose, start, end, agentId: 'anna', status: 'confirmed', sequence: 0, reminders }
}

type CallHandle = WorkflowHandleWithFirstExecutionRunId<typeof call>

async function withBooked(
  inMilliseconds: number,
  use: (handle: CallHandle, records: Records) => Promise<void>,
  stand: Stand = {},
): Promise<void> {
  const { activities, records } = standIns(() => temporal.env.currentTimeMs(), stand)
  const moveBooking: typeof activities.moveBooking = async (request) => {
    const moved = await activities.moveBooking(request)
    return { ...moved, reminders: remindersOf(moved.start, BEFORE, await temporal.env.currentTimeMs()) }
  }
  await temporal.withWorker({ ...activities, moveBooking }, async (taskQueue) => {
    const now = await temporal.env.currentTimeMs()
    const booked = booking(iso(now + inMilliseconds), now)
    const start = { callId: 'k1', customerId: 'c1', purpose: 'onboarding' as const, languages: ['pt'], booking: booked, actor: 'customer' }
    const handle = await temporal.env.client.workflow.start(call, { taskQueue, workflowId: `call/${randomUUID()}`, args: [start] })
    try {
      await eventually(async () => records.mails.includes('booking_confirmed'))
      await use(handle, records)
    } finally {
      await handle.terminate().catch(() => {})
    }
  })
}

const reminded = ({ mails }: Records) => mails.filter((mail) => mail === 'booking_reminder').length

test('the seller of a booked call is reminded a day and an hour before it, and again where it was moved', async () => {
  await withBooked(3 * DAY, async (handle, records) => {
    await temporal.env.sleep(2 * DAY - MINUTE)
    expect(reminded(records)).toBe(0)
    await temporal.env.sleep(2 * MINUTE)
    expect(reminded(records)).toBe(1)
    await temporal.env.sleep(23 * HOUR)
    expect(reminded(records)).toBe(2)
    await handle.executeUpdate(reschedule, { args: [{ to: await inMs(2 * DAY), actor: 'customer' }] })
    await temporal.env.sleep(2 * DAY - 30 * MINUTE)
    expect(reminded(records)).toBe(4)
  })
})

test('a call that is booked half an hour ahead reminds nobody, and a reminder brings nothing else', async () => {
  await withBooked(30 * MINUTE, async (handle, records) => {
    const before = records.kinds.length
    await temporal.env.sleep(26 * MINUTE)
    expect(reminded(records)).toBe(0)
    expect(records.kinds.slice(before)).toEqual(['call_soon'])
    expect((await handle.query(callState)).status).toBe('planned')
  })
})

test('a talk changes hands while it goes on: who takes it over has the note, and the seller gets no mail', async () => {
  await withBooked(HOUR, async (handle, records) => {
    await temporal.env.sleep(HOUR)
    for (const event of ['newCall', 'answer'] as const)
      await handle.signal(phoneEvent, { event, pbxCallId: 'p1', direction: 'out', at: await inMs(0) })
    const mails = [...records.mails]
    const wish = { agentId: 'boris', note: 'asked about returns', customerTold: true, actor: 'agent/anna' }
    for (const _time of [1, 2]) expect(await handle.executeUpdate(handOver, { args: [wish] })).toBe('in_call')
    expect(await handle.query(callState)).toMatchObject({
      status: 'in_call',
      agentId: 'boris',
      notes: 'asked about returns',
      booking: { agentId: 'boris', sequence: 1 },
    })
    expect(records.kinds.filter((kind) => kind === 'call_handed_over')).toHaveLength(1)
    expect(records.notices.slice(-2)).toMatchObject([{ audience: 'anna' }, { audience: 'boris' }])
    expect(records.mails).toEqual(mails)
  })
})

test('a hand-over to somebody who is booked changes nothing', async () => {
  const stand: Stand = {}
  await withBooked(
    HOUR,
    async (handle) => {
      stand.slotTaken = true
      const before = await handle.query(callState)
      const wish = { agentId: 'boris', note: 'x', customerTold: true, actor: 'agent/anna' }
      await expect(handle.executeUpdate(handOver, { args: [wish] })).rejects.toThrow()
      expect(await handle.query(callState)).toEqual(before)
    },
    stand,
  )
})

test('a call that gives way goes to a colleague, or begins later and says so; one under way gives no way', async () => {
  await withBooked(HOUR, async (handle, records) => {
    await handle.executeUpdate(giveWay, { args: [{ among: ['boris'], forCall: 'k0', actor: 'agent/anna' }] })
    expect(await handle.query(callState)).toMatchObject({ agentId: 'boris', booking: { agentId: 'boris' } })
    const notBefore = await inMs(2 * HOUR)
    await handle.executeUpdate(giveWay, { args: [{ notBefore, forCall: 'k0', actor: 'agent/anna' }] })
    expect(await handle.query(callState)).toMatchObject({ dueAt: notBefore, booking: { start: notBefore, sequence: 2 } })
    await eventually(async () => records.mails.includes('running_late'))
    await handle.signal(phoneEvent, { event: 'newCall', pbxCallId: 'p1', direction: 'out', at: notBefore })
    await expect(handle.executeUpdate(giveWay, { args: [{ among: ['anna'], forCall: 'k0', actor: 'agent/anna' }] })).rejects.toThrow()
  })
})

test('a talk that is extended keeps its slot longer, and is not ended when that is over, either', async () => {
  await withBooked(HOUR, async (handle, records) => {
    await temporal.env.sleep(HOUR)
    for (const event of ['newCall', 'answer'] as const)
      await handle.signal(phoneEvent, { event, pbxCallId: 'p1', direction: 'out', at: await inMs(0) })
    const end = await inMs(2 * HOUR)
    for (const _time of [1, 2]) await handle.executeUpdate(extend, { args: [{ end, actor: 'agent/anna' }] })
    expect((await handle.query(callState)).booking).toMatchObject({ end, sequence: 1 })
    expect(records.kinds.filter((kind) => kind === 'call_extended')).toHaveLength(1)
    await temporal.env.sleep(5 * HOUR)
    expect((await handle.query(callState)).status).toBe('in_call')
  })
})

test('a seller moves his booking as often as the policy lets him; people of the team move it all the same', async () => {
  await withBooked(3 * DAY, async (handle) => {
    const move = async (days: number, wish: { mostMoves?: number } = {}) =>
      handle.executeUpdate(reschedule, { args: [{ to: await inMs(days * DAY), actor: 'customer', ...wish }] })
    await move(4, { mostMoves: 1 })
    await expect(move(5, { mostMoves: 1 })).rejects.toThrow()
    expect(await move(6)).toBe('planned')
  })
})

test('who does not come to a consultation gets a mail to book again an hour later', async () => {
  const { activities, records } = standIns(() => temporal.env.currentTimeMs(), { retryMs: 3 * MINUTE })
  await temporal.withWorker(activities, async (taskQueue) => {
    const now = await temporal.env.currentTimeMs()
    const args = [{ booking: booking(iso(now + HOUR), now, 'consultation'), languages: ['pt'], actor: 'customer' }] as const
    const handle = await temporal.env.client.workflow.start(onboardingCall, { taskQueue, workflowId: 'consultation/k1', args: [...args] })
    await eventually(async () => records.mails.includes('booking_confirmed'))
    await temporal.env.sleep(HOUR)
    const talk = temporal.env.client.workflow.getHandle('call/k1')
    for (const _try of [1, 2, 3]) {
      await temporal.env.sleep(4 * MINUTE)
      await talk.executeUpdate(recordOutcome, { args: [{ report: { outcome: 'no_answer' }, agentId: 'anna', actor: 'agent/anna' }] })
    }
    expect(records.mails).not.toContain('no_show')
    expect(await handle.result()).toMatchObject({ purpose: 'consultation', outcome: 'no_answer' })
    expect(records.mails.at(-1)).toBe('no_show')
  })
})

test('a hold ends by itself, and who waits for the slot hears of it', async () => {
  const slot = { start: '2099-01-05T10:00:00.000Z', end: '2099-01-05T10:45:00.000Z', agentId: 'anna' }
  const offer = { key: 'hold/h1', customerId: 'waits', purpose: 'onboarding' as const, slot }
  const { activities, records } = standIns(() => temporal.env.currentTimeMs(), { offer })
  const request = { holdId: 'h1', customerId: 'c1', purpose: 'onboarding' as const, start: slot.start, minutes: 45 }
  const { workflow } = temporal.env.client
  const begun = await temporal.withWorker(activities, async (taskQueue) => {
    const handle = await workflow.start(slotHold, { taskQueue, workflowId: 'hold/h1', args: [request] })
    await temporal.env.sleep(4 * MINUTE)
    expect(records.mails).toEqual([])
    return handle.result()
  })
  expect(begun).toBeUndefined()
  expect(records.mails).toEqual(['slot_freed'])
})
