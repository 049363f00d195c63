import { randomUUID } from 'node:crypto'
import { WithStartWorkflowOperation, type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BookingRequest } from '../../domain/bookings.ts'
import type { OutcomeReport } from '../../domain/calls/calls.ts'
import type { Registration } from '../../domain/customers.ts'
import { callState, recordOutcome } from '../../workflows/call.ts'
import { bookCall, customer, plan, registered, requestCall } from '../../workflows/customer.ts'
import { type Records, type Stand, standIns } from '../support/activities.ts'
import { eventually } from '../support/eventually.ts'
import { connectRealTime, startTimeSkipping, type TemporalHarness } from '../support/temporal.ts'

let temporal: TemporalHarness
beforeEach(async () => {
  temporal = await startTimeSkipping()
})
afterEach(async () => {
  await temporal?.close()
})

interface LifeUnderTest {
  readonly id: string
  readonly handle: WorkflowHandle<typeof customer>
  readonly records: Records
  readonly register: (bodyHash?: string) => Promise<unknown>
  readonly say: (callId: string, report: OutcomeReport) => Promise<unknown>
}

async function withLife(fields: Partial<Registration>, stand: Stand, use: (life: LifeUnderTest) => Promise<void>): Promise<void> {
  const { activities, records } = standIns(() => temporal.env.currentTimeMs(), stand)
  await temporal.withWorker(activities, async (taskQueue) => {
    const id = randomUUID()
    const registration: Registration = {
      customerId: id,
      requestId: 'request-1',
      bodyHash: 'hash-1',
      registeredAt: new Date(await temporal.env.currentTimeMs()).toISOString(),
      actor: 'key/k1',
      company: 'Azulejo Lda',
      contact: { name: 'Inês', email: 'ines@seller.example', phone: '+351912345678' },
      languages: ['pt'],
      country: 'PT',
      timeZone: 'Europe/Lisbon',
      zoneAssumed: false,
      products: ['repricer'],
      ...fields,
    }
    const register = (bodyHash = 'hash-1') =>
      temporal.env.client.workflow.executeUpdateWithStart(registered, {
        args: [bodyHash],
        updateId: `${bodyHash}-${randomUUID()}`,
        startWorkflowOperation: new WithStartWorkflowOperation(customer, {
          workflowId: `customer/${id}`,
          workflowIdConflictPolicy: 'USE_EXISTING',
          taskQueue,
          args: [registration],
        }),
      })
    const say = (callId: string, report: OutcomeReport) =>
      temporal.env.client.workflow
        .getHandle(`call/${callId}`)
        .executeUpdate(recordOutcome, { args: [{ report, agentId: 'anna', actor: 'agent/anna' }] })
    const handle = temporal.env.client.workflow.getHandle<typeof customer>(`customer/${id}`)
    await use({ id, handle, records, register, say })
  })
}

const stepOf = async (handle: WorkflowHandle<typeof customer>, name: string) => (await handle.query(plan)).find(({ step }) => step === name)

/** The welcome call, once it can be spoken to. */
async function welcomeCall({ id }: LifeUnderTest): Promise<string> {
  const callId = `${id}-welcome`
  const handle = temporal.env.client.workflow.getHandle(`call/${callId}`)
  await eventually(async () => (await handle.query(callState)).version > 0)
  return callId
}

const slot = async (life: LifeUnderTest, purpose: BookingRequest['purpose']): Promise<BookingRequest> => ({
  bookingId: randomUUID(),
  callId: randomUUID(),
  customerId: life.id,
  purpose,
  start: new Date((await temporal.env.currentTimeMs()) + 2 * 86_400_000).toISOString(),
  minutes: 45,
  actor: 'agent/anna',
})

test('a registration is answered once it is written, and a repeat is told who began it', async () => {
  await withLife({}, {}, async (life) => {
    expect(await life.register()).toEqual({ customerId: life.id, requestId: 'request-1' })
    expect(await life.register()).toEqual({ customerId: life.id, requestId: 'request-1' })
  })
})

test('a repeat with another body is refused and changes nothing', async () => {
  await withLife({}, {}, async (life) => {
    await life.register()
    const error = await life.register('hash-2').then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(WorkflowUpdateFailedError)
    expect((error as WorkflowUpdateFailedError).cause).toMatchObject({ type: 'IdempotencyMismatch' })
    expect((await life.handle.describe()).status.name).toBe('RUNNING')
  })
})

test('a seller who was already here is joined and this life ends', async () => {
  await withLife({}, { join: 'contact' }, async (life) => {
    expect(await life.register()).toMatchObject({ joined: 'contact' })
    expect(await life.handle.result()).toMatchObject({ joined: 'contact' })
    expect(life.records.mails).toEqual([])
  })
})

test('a seller who wants no support is left in peace, with a mail how to reach us', async () => {
  await withLife({}, {}, async (life) => {
    await life.register()
    const callId = await welcomeCall(life)
    expect(await stepOf(life.handle, 'welcome_call')).toMatchObject({ status: 'planned', callId })
    await life.say(callId, { outcome: 'completed', data: { support: 'declined' } })
    await eventually(async () => (await stepOf(life.handle, 'welcome_call'))?.status === 'done')
    await eventually(async () => life.records.mails.includes('support_declined'))
    expect(life.records.welcomes).toEqual(['declined'])
    expect(await stepOf(life.handle, 'onboarding_call')).toBeUndefined()
  })
})

test('an onboarding right after the welcome shows in the plan while it runs and when it is done', async () => {
  await withLife({}, {}, async (life) => {
    await life.register()
    const callId = await welcomeCall(life)
    await life.say(callId, { outcome: 'completed', data: { support: 'wanted', onboarding: 'now' } })
    await eventually(async () => (await stepOf(life.handle, 'onboarding_call'))?.status === 'running')
    expect(await stepOf(life.handle, 'welcome_call')).toMatchObject({ status: 'done' })
    await life.say(callId, { outcome: 'completed', data: { experience: 'experienced' } })
    await eventually(async () => (await stepOf(life.handle, 'onboarding_call'))?.status === 'done')
    expect(life.records.onboardings).toMatchObject([{ experience: 'experienced' }])
  })
})

test('an onboarding booked in the welcome call is held at its time', async () => {
  await withLife({}, {}, async (life) => {
    await life.register()
    const at = new Date((await temporal.env.currentTimeMs()) + 3 * 86_400_000).toISOString()
    await life.say(await welcomeCall(life), { outcome: 'completed', data: { support: 'wanted', onboarding: { at } } })
    await eventually(async () => (await stepOf(life.handle, 'onboarding_call'))?.at === at)
    const { callId } = (await stepOf(life.handle, 'onboarding_call')) ?? {}
    await temporal.env.sleep('73 hours')
    await eventually(async () => life.records.kinds.includes('call_due'))
    await life.say(callId ?? '', { outcome: 'completed', data: {} })
    await eventually(async () => (await stepOf(life.handle, 'onboarding_call'))?.status === 'done')
  })
})

test('a seller who does not come to his onboarding gets a mail to book again an hour later', async () => {
  await withLife({ products: ['lost_and_found'] }, { retryMs: 60_000 }, async (life) => {
    await life.register()
    const booking = await life.handle.executeUpdate(bookCall, { args: [await slot(life, 'onboarding')] })
    await temporal.env.sleep('49 hours')
    for (const _try of [1, 2, 3]) {
      await life.say(booking.callId, { outcome: 'no_answer' })
      await temporal.env.sleep('5 minutes')
    }
    expect(life.records.mails).not.toContain('no_show')
    await temporal.env.sleep('61 minutes')
    await eventually(async () => life.records.mails.includes('no_show'))
    await eventually(async () => (await stepOf(life.handle, 'onboarding_call'))?.status === 'skipped')
  })
})

test('an onboarding is repeatable: a later booking takes its place in the plan', async () => {
  await withLife({ products: ['lost_and_found'] }, {}, async (life) => {
    await life.register()
    for (const _time of [1, 2]) {
      const { callId } = await life.handle.executeUpdate(bookCall, { args: [await slot(life, 'onboarding')] })
      expect(await stepOf(life.handle, 'onboarding_call')).toMatchObject({ status: 'planned', callId })
      const handle = temporal.env.client.workflow.getHandle(`call/${callId}`)
      await eventually(async () => (await handle.query(callState)).version > 0)
      await life.say(callId, { outcome: 'completed' })
      await eventually(async () => (await stepOf(life.handle, 'onboarding_call'))?.status === 'done')
    }
    expect(life.records.onboardings).toHaveLength(2)
  })
})

test('two tries for one booking at once begin one call', async () => {
  await withLife({ products: ['lost_and_found'] }, {}, async (life) => {
    await life.register()
    const wish = await slot(life, 'onboarding')
    const [one, other] = await Promise.all([1, 2].map(() => life.handle.executeUpdate(bookCall, { args: [wish] })))
    expect(other).toEqual(one)
    const { events } = await life.handle.fetchHistory()
    const begun = (events ?? []).map((event) => event.startChildWorkflowExecutionInitiatedEventAttributes?.workflowId)
    expect(begun.filter((id) => id?.startsWith('onboarding/'))).toEqual([`onboarding/${wish.callId}`])
  })
})

test('a taken slot is refused and no call is begun', async () => {
  await withLife({ products: ['lost_and_found'] }, { slotTaken: true }, async (life) => {
    await life.register()
    await expect(life.handle.executeUpdate(bookCall, { args: [await slot(life, 'onboarding')] })).rejects.toThrow(WorkflowUpdateFailedError)
    expect(await life.handle.query(plan)).toEqual([])
  })
})

test('who bought only Lost & Found is not called, but told so by mail', async () => {
  await withLife({ products: ['lost_and_found'] }, {}, async (life) => {
    await life.register()
    await eventually(async () => life.records.mails.includes('welcome_no_call'))
    expect(await life.handle.query(plan)).toEqual([])
    expect(life.records.kinds).toEqual([])
  })
})

test('a call can be asked for at any time', async () => {
  await withLife({ products: ['lost_and_found'] }, {}, async (life) => {
    await life.register()
    const callId = randomUUID()
    await life.handle.executeUpdate(requestCall, { args: [{ callId, purpose: 'setup_help', topic: 'minimum price', actor: 'key/k1' }] })
    const handle = temporal.env.client.workflow.getHandle(`call/${callId}`)
    await eventually(async () => (await handle.query(callState)).version > 0)
    expect(await handle.query(callState)).toMatchObject({ purpose: 'setup_help', topic: 'minimum price', status: 'planned' })
  })
})

test('a call that an operator ends by hand does not end the life', async () => {
  await temporal.close()
  temporal = await connectRealTime() // the time-skipping server tells parents nothing of a terminated child
  await withLife({}, {}, async (life) => {
    await life.register()
    const callId = await welcomeCall(life)
    await temporal.env.client.workflow.getHandle(`call/${callId}`).terminate('by hand')
    await eventually(async () => (await stepOf(life.handle, 'welcome_call'))?.status === 'skipped')
    expect((await life.handle.describe()).status.name).toBe('RUNNING')
  })
})
