import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHotlineActivities } from '../../activities/hotline.ts'
import { createDialLeases } from '../../adapters/postgres/dial-leases.ts'
import { createHotlineStore } from '../../adapters/postgres/hotline.ts'
import { createNoticeReads } from '../../adapters/postgres/notices.ts'
import { LEASE_MS, TALK_MS } from '../../domain/calls/dialling.ts'
import { addAgent, addCustomer, clock, NOW, openTestDatabase } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let leases: ReturnType<typeof createDialLeases>
let hotline: ReturnType<typeof createHotlineStore>
beforeAll(async () => {
  database = await openTestDatabase()
  leases = createDialLeases(database.db)
  hotline = createHotlineStore(database.db, clock)
})
afterAll(() => database.drop())

const now = Date.parse(NOW)
const dial = (customerId: string, agentId: string, at = now) =>
  leases.take({ customerId, callId: `${customerId}-welcome`, agentId, now: at, until: at + LEASE_MS })
const owner = async (...wish: Parameters<typeof dial>) => (await dial(...wish)).by?.agentId

test('of twenty who want one seller at once one has him, whoever asks', async () => {
  const customerId = await addCustomer(database.db)
  const owners = await Promise.all(Array.from({ length: 20 }, (_, n) => owner(customerId, `agent-${n}`)))
  expect(new Set(owners).size).toBe(1)
})

test('a process that died keeps a seller for two minutes, not longer', async () => {
  const customerId = await addCustomer(database.db)
  await dial(customerId, 'ana')
  expect(await owner(customerId, 'bob', now + LEASE_MS - 1)).toBe('ana')
  expect(await owner(customerId, 'bob', now + LEASE_MS)).toBe('bob')
  expect(await owner(customerId, 'ana', now + LEASE_MS)).toBe('bob')
})

test('a talk keeps him as long as it lasts, but not for ever where its end is never told', async () => {
  const customerId = await addCustomer(database.db)
  const callId = `${customerId}-welcome`
  const pbxCallId = randomUUID()
  await dial(customerId, 'ana')
  await leases.heard({ event: 'newCall', pbxCallId, customerId, callId, at: now })
  await leases.heard({ event: 'answer', pbxCallId, callId, at: now })
  await leases.heard({ event: 'hangup', pbxCallId: 'another', callId, at: now })
  expect(await owner(customerId, 'bob', now + TALK_MS - 1)).toBe('ana')
  expect(await owner(customerId, 'bob', now + TALK_MS)).toBe('bob')
})

test('who rang on a Sunday waits an hour of the team’s Monday, then the team is told, once', async () => {
  const agentId = await addAgent(database.db)
  const shifts = [
    { from: '09:00', until: '09:40' },
    { from: '10:00', until: '18:00' },
  ].map((hours, n) => ({ id: `${agentId}/${n}`, agentId, weekday: 1, ...hours }))
  await database.db.client.agent.update({ where: { id: agentId }, data: { timeZone: 'Europe/Berlin' } })
  await database.db.client.shift.createMany({ data: shifts })
  const id = randomUUID()
  await hotline.heard({ id, pbxCallId: id, event: 'newCall', at: now, from: '+49301234567', to: '+49301', callId: null })
  const activities = createHotlineActivities({ hotline })
  expect(await activities.planHotlineWarning(id)).toBe('2026-11-23T09:20:00.000Z')
  await activities.warnOfHotline(id)
  await activities.warnOfHotline(id)
  const told = await database.db.client.notice.findMany({ where: { kind: 'hotline_open' } })
  expect(told.map(({ audience, params }) => [audience, params])).toEqual([
    ['team', { hotlineId: id, from: '+49301234567', at: NOW, missed: false }],
  ])
})

test('of who was seen to nobody is warned', async () => {
  const id = randomUUID()
  await hotline.heard({ id, pbxCallId: id, event: 'newCall', at: now, from: null, to: '+49301', callId: null })
  const activities = createHotlineActivities({ hotline })
  await hotline.close(id, 'agent/ana')
  expect(await activities.planHotlineWarning(id)).toBeNull()
  await activities.warnOfHotline(id)
  expect(await database.db.client.notice.count({ where: { key: { startsWith: `hotline/${id}` } } })).toBe(0)
  expect(await activities.planHotlineWarning('nobody')).toBeNull()
})

test('where nobody works for a month, a call that is still open is told all the same, to the leads with everybody', async () => {
  const id = randomUUID()
  await hotline.heard({ id, pbxCallId: id, event: 'newCall', at: now, from: null, to: '+49301', callId: null })
  const activities = createHotlineActivities({ hotline: { ...hotline, workingTeam: async () => [] } })
  expect(await activities.planHotlineWarning(id)).toBe('2026-12-23T12:00:00.000Z')
  await activities.warnOfHotline(id)
  const leads = await createNoticeReads(database.db).list({ id: 'a-lead', leads: true }, { limit: 200 })
  expect(JSON.stringify(leads.items)).toContain(id)
})
