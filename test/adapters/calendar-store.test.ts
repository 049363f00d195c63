import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCalendarStore } from '../../adapters/postgres/calendar.ts'
import { createCallStore } from '../../adapters/postgres/calls.ts'
import { addAgent, addCustomer, clock, openTestDatabase } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let calendar: ReturnType<typeof createCalendarStore>
let agentId: string
beforeAll(async () => {
  database = await openTestDatabase()
  calendar = createCalendarStore(database.db)
  agentId = await addAgent(database.db)
})
afterAll(() => database.drop())

const closed = (date: string, whose: string | null = null) => ({ date, agentId: whose, intervals: [] })
const MORNING = [{ from: '09:00', to: '13:00' }]

test('a date is put, found, changed and taken away, for the team and for one agent apart', async () => {
  expect(await calendar.put(closed('2026-12-24'), 'agent/lead-1')).toEqual(closed('2026-12-24'))
  expect(await calendar.put({ ...closed('2026-12-24', agentId), intervals: MORNING }, 'agent/lead-1')).toEqual({
    date: '2026-12-24',
    agentId,
    intervals: MORNING,
  })
  expect(await calendar.put({ ...closed('2026-12-24'), intervals: [{ from: '10:00', to: '24:00' }] }, 'agent/lead-1')).toMatchObject({
    agentId: null,
  })
  expect(await calendar.find('2026-12-24', null)).toMatchObject({ intervals: [{ from: '10:00', to: '24:00' }] })
  expect(await calendar.find('2026-12-24', agentId)).toMatchObject({ intervals: MORNING })
  expect([await calendar.remove('2026-12-24', null, 'agent/lead-1'), await calendar.remove('2026-12-24', null, 'agent/lead-1')]).toEqual([
    true,
    false,
  ])
  expect(await calendar.find('2026-12-24', null)).toBeUndefined()
  expect(await calendar.find('2026-12-24', agentId)).toBeDefined()
})

test('the list goes by date, in pages, from one day to another', async () => {
  for (const date of ['2027-03-03', '2027-03-01', '2027-03-02']) await calendar.put(closed(date), 'agent/lead-1')
  await calendar.put(closed('2027-03-02', agentId), 'agent/lead-1')
  const of = async (filter: Parameters<typeof calendar.list>[0]) =>
    (await calendar.list(filter, { limit: 200 })).items.map((one) => [one.date, one.agentId])
  const march = { from: '2027-03-01', to: '2027-03-03' }
  expect(await of(march)).toEqual([
    ['2027-03-01', null],
    ['2027-03-02', agentId],
    ['2027-03-02', null],
    ['2027-03-03', null],
  ])
  expect(await of({ ...march, from: '2027-03-03' })).toEqual([['2027-03-03', null]])
  expect(await of({ ...march, agentId })).toEqual([['2027-03-02', agentId]])
  const first = await calendar.list(march, { limit: 2 })
  const second = await calendar.list(march, { limit: 2, cursor: first.nextCursor! })
  expect([...first.items, ...second.items]).toEqual((await calendar.list(march, { limit: 200 })).items)
  expect(second.nextCursor).toBeNull()
})

test('what holds from yesterday on is part of what routing looks at; what is over is not', async () => {
  await calendar.put(closed('2026-11-01'), 'agent/lead-1')
  await calendar.put(closed('2026-11-22'), 'agent/lead-1')
  await calendar.put({ ...closed('2026-11-23', agentId), intervals: MORNING }, 'agent/lead-1')
  const { team } = await createCallStore(database.db, clock).routingView(await addCustomer(database.db))
  const { ownDays, teamDays } = team.find((member) => member.agentId === agentId)!
  expect(ownDays?.[0]).toEqual({ date: '2026-11-23', hours: [{ from: '09:00', until: '13:00' }] })
  expect(teamDays?.[0]).toEqual({ date: '2026-11-22', hours: [] })
})

test('the dates of somebody who is gone go with him', async () => {
  const id = await addAgent(database.db)
  await calendar.put(closed('2026-12-31', id), 'agent/lead-1')
  await database.db.client.agent.delete({ where: { id } })
  expect(await calendar.find('2026-12-31', id)).toBeUndefined()
})
