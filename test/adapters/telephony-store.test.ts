import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCallStore } from '../../adapters/postgres/calls.ts'
import { createTelephonyLog } from '../../adapters/postgres/telephony.ts'
import { type CallState, openingState } from '../../domain/calls/calls.ts'
import { addCustomer, clock, NOW, openTestDatabase } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let telephony: ReturnType<typeof createTelephonyLog>

beforeAll(async () => {
  database = await openTestDatabase()
  telephony = createTelephonyLog(database.db)
})
afterAll(() => database.drop())

const contact = (phone: string) => ({ name: 'Ida', email: `${randomUUID()}@seller.example`, phone })

async function addCall(customerId: string, fields: Partial<CallState>): Promise<string> {
  const callId = randomUUID()
  const state = openingState({ callId, customerId, purpose: 'welcome', languages: ['de'], actor: 'system' })
  await createCallStore(database.db, clock).save({ ...state, version: 1, ...fields }, { kind: 'k', params: {}, actor: 'system' }, [])
  return callId
}

test('a caller is known by his number, with the call that is due first', async () => {
  const customerId = await addCustomer(database.db, { contact: contact('+49301') })
  await addCall(customerId, { status: 'done', dueAt: '2026-11-20T09:00:00.000Z' })
  await addCall(customerId, { status: 'parked', dueAt: null })
  await addCall(customerId, { status: 'planned', dueAt: '2026-11-24T09:00:00.000Z' })
  const first = await addCall(customerId, { status: 'retry_wait', dueAt: '2026-11-23T09:00:00.000Z' })

  expect(await telephony.caller('+49301')).toEqual({ customerId, agentId: null, openCallId: first })
  const atWork = await addCall(customerId, { status: 'in_call', dueAt: '2026-11-25T09:00:00.000Z' })
  expect(await telephony.caller('+49301')).toEqual({ customerId, agentId: null, openCallId: atWork })
  expect(await telephony.caller('')).toBeUndefined()
})

test('of two sellers with one number it is the one who waits for a call', async () => {
  const first = await addCustomer(database.db, { contact: contact('+49302') })
  const second = await addCustomer(database.db, { contact: contact('+49302') })
  expect(await telephony.caller('+49302')).toMatchObject({ openCallId: null })

  const callId = await addCall(second, {})
  expect(await telephony.caller('+49302')).toEqual({ customerId: second, agentId: null, openCallId: callId })
  expect(first).not.toBe(second)
})

test('an event is worked off once, and later ones find the call', async () => {
  const customerId = await addCustomer(database.db)
  const event = { id: 'w1', pbxCallId: 'p1', event: 'newCall', callId: 'k1', at: Date.parse(NOW) }
  const notice = { audience: 'team', kind: 'customer_calls', params: { pbxCallId: 'p1' }, customerId }
  expect(await telephony.wasWorkedOff('w1')).toBe(false)
  expect(await telephony.callOf('p1')).toBeUndefined()

  await telephony.workedOff(event, notice)
  await telephony.workedOff(event, notice)
  await telephony.workedOff({ ...event, id: 'w2', event: 'hangup', callId: null })

  expect(await telephony.wasWorkedOff('w1')).toBe(true)
  expect(await telephony.callOf('p1')).toBe('k1')
  expect(await database.db.client.notice.findMany({ where: { kind: 'customer_calls' } })).toMatchObject([
    { customerId, callId: 'k1', audience: 'team' },
  ])
})
