import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCallStore } from '../../adapters/postgres/calls.ts'
import { createClearanceStore } from '../../adapters/postgres/clearance.ts'
import type { Database } from '../../adapters/postgres/database.ts'
import { type CallState, openingState } from '../../domain/calls/calls.ts'
import { addCustomer, clock, NOW, openTestDatabase } from '../support/records.ts'

let db: Database
let drop: () => Promise<void>
beforeAll(async () => {
  ;({ db, drop } = await openTestDatabase())
})
afterAll(async () => {
  await drop?.()
})

const HOUR = 3_600_000
const ago = (hours: number): string => new Date(Date.parse(NOW) - hours * HOUR).toISOString()

/** Writes a call down and answers its id. */
async function addCall(customerId: string, fields: Partial<CallState>): Promise<string> {
  const callId = randomUUID()
  const start = { callId, customerId, purpose: fields.purpose ?? 'welcome', languages: ['de'], actor: 'system' }
  await createCallStore(db, clock).save({ ...openingState(start), version: 1, ...fields }, null, [])
  return callId
}
const seen = (callId: string, customerId: string) => createClearanceStore(db, clock).view(callId, customerId)

test('a clearance sees the tries of all calls of a seller, and which of them are escalated', async () => {
  const customerId = await addCustomer(db)
  const tries = [3, 1].map((hours) => ({ at: ago(hours), outcome: 'no_answer' as const, by: 'agent/anna' }))
  const own = await addCall(customerId, { attempts: [tries[0]!] })
  const open = await addCall(customerId, { purpose: 'survey', status: 'due', dueAt: NOW, escalatedAt: ago(1) })
  const over = await addCall(customerId, { purpose: 'setup_help', status: 'done', escalatedAt: ago(9), attempts: [tries[1]!] })
  await addCall(customerId, { status: 'done', attempts: [{ ...tries[0]!, at: ago(100) }] })
  await addCall(await addCustomer(db), { status: 'due' })

  const { tries: mine, others } = await seen(own, customerId)
  expect(mine).toEqual([{ at: Date.parse(ago(3)), outcome: 'no_answer' }])
  expect(others.map(({ callId }) => callId).sort()).toEqual([open, over].sort())
  expect(others.find(({ callId }) => callId === open)).toMatchObject({ status: 'due', escalated: true, dueAt: Date.parse(NOW), tries: [] })
  expect(others.find(({ callId }) => callId === over)).toMatchObject({ escalated: false, tries: [{ at: Date.parse(ago(1)) }] })
})

test('what a seller opted out of is not asked for again: surveys alone, or everything but what he asks for afterwards', async () => {
  const customerId = await addCustomer(db)
  const survey = await addCall(customerId, { purpose: 'survey' })
  const trialEnd = await addCall(customerId, { purpose: 'trial_end' })
  const said = (scope: 'survey' | 'all') => addCall(customerId, { status: 'done', outcome: 'opted_out', data: { scope }, endedAt: ago(1) })
  const stopped = async (callId: string) => (await seen(callId, customerId)).stopped

  await said('survey')
  expect(await stopped(survey)).toMatchObject({ code: 'opted_out', params: { scope: 'survey' } })
  expect(await stopped(trialEnd)).toBeNull()
  await said('all')
  expect(await stopped(trialEnd)).toMatchObject({ code: 'opted_out', params: { scope: 'all' } })
  const asked = await addCall(customerId, { purpose: 'setup_help', askedBy: 'customer' })
  expect(await stopped(asked)).toBeNull()
  expect(await stopped(await addCall(customerId, { purpose: 'consultation' }))).toBeNull()
  for (const purpose of ['setup_help', 'consultation', 'call_me_now'] as const)
    expect(await stopped(await addCall(customerId, { purpose, askedBy: 'us' }))).toMatchObject({ code: 'opted_out' })
  expect(await stopped(await addCall(customerId, { purpose: 'setup_help' }))).toMatchObject({ code: 'opted_out' })
})

test('where the one whom a call asks for is gone, the word of whoever is asked instead counts', async () => {
  const customerId = await addCustomer(db)
  const survey = await addCall(customerId, { purpose: 'survey', contactId: 'somebody-gone' })
  expect((await seen(survey, customerId)).stopped).toBeNull()
  await addCall(customerId, { status: 'done', outcome: 'opted_out', data: { scope: 'survey' }, endedAt: ago(1) })
  expect((await seen(survey, customerId)).stopped).toMatchObject({ code: 'opted_out', params: { scope: 'survey' } })
})
