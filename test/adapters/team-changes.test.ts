import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createAgentStore } from '../../adapters/postgres/agents.ts'
import { createCalendarStore } from '../../adapters/postgres/calendar.ts'
import { createTeamChangeStore } from '../../adapters/postgres/team-changes.ts'
import { addAgent, clock, NOW, openTestDatabase } from '../support/records.ts'

const LEAD = 'agent/lead-1'
const WEEK = [1, 2].map((weekday) => ({ weekday, from: '09:00', to: '17:00' }))
const CLOSED = { date: '2026-12-24', agentId: null, intervals: [] }

let database: Awaited<ReturnType<typeof openTestDatabase>>
let agents: ReturnType<typeof createAgentStore>
let calendar: ReturnType<typeof createCalendarStore>
let changes: ReturnType<typeof createTeamChangeStore>
let id: string
beforeAll(async () => {
  database = await openTestDatabase()
  agents = createAgentStore(database.db, clock)
  calendar = createCalendarStore(database.db, clock)
  changes = createTeamChangeStore(database.db, clock)
})
afterAll(() => database.drop())
beforeEach(async () => {
  id = await addAgent(database.db)
})

const listed = async (agentId = id) => (await changes.list({ agentId }, { limit: 200 })).items
const newest = async () => (await changes.list({}, { limit: 1 })).items[0]!

test('each change is kept with who, when, before and after, of fields those alone that were changed', async () => {
  await agents.change(id, { capacity: 5, name: 'Jonas' }, LEAD) // the name is what it was
  await agents.replaceShifts(id, WEEK, LEAD)
  await calendar.put({ ...CLOSED, agentId: id }, LEAD)
  const common = { id: expect.stringMatching(/^\d+$/), at: NOW, by: LEAD, agentId: id, undoes: null }
  expect((await listed()).reverse()).toEqual([
    { ...common, what: 'agent', before: { capacity: 60, name: 'Jonas' }, after: { capacity: 5, name: 'Jonas' } },
    { ...common, what: 'shifts', before: [], after: WEEK },
    { ...common, what: 'override', before: null, after: { ...CLOSED, agentId: id } },
  ])
})

test('what changes nothing, or nobody, is no change', async () => {
  await agents.change(id, { capacity: 60 }, LEAD)
  await agents.replaceShifts(id, [], LEAD)
  expect([await agents.change('nobody', { capacity: 1 }, LEAD), await calendar.remove('2031-01-01', null, LEAD)]).toEqual([
    undefined,
    false,
  ])
  expect(await listed()).toEqual([])
})

test('every kind of change is taken back, and taking back is taken back as well', async () => {
  const { name, email, languages, timeZone } = (await agents.find(id))!
  const states = [
    async () => (await agents.find(id))!.capacity,
    () => agents.shifts(id),
    async () => (await calendar.find('2026-12-24', null)) ?? null,
  ]
  const doings = [
    () => agents.change(id, { capacity: 5, name, email, languages, timeZone }, LEAD),
    () => agents.replaceShifts(id, WEEK, LEAD),
    () => calendar.put(CLOSED, LEAD),
    () => calendar.put({ ...CLOSED, intervals: [{ from: '09:00', to: '12:00' }] }, LEAD),
    () => calendar.remove('2026-12-24', null, LEAD),
  ]
  for (const doing of doings) {
    const before = await Promise.all(states.map((state) => state()))
    await doing()
    const after = await Promise.all(states.map((state) => state()))
    expect(after).not.toEqual(before)
    const change = await newest()
    const undone = await changes.undo(change.id, 'agent/anna')
    expect(undone).toMatchObject({ what: change.what, before: change.after, after: change.before, undoes: change.id, by: 'agent/anna' })
    expect(await Promise.all(states.map((state) => state()))).toEqual(before)
    expect(await changes.undo((undone as typeof change).id, LEAD)).toMatchObject({ before: change.before, after: change.after })
    expect(await Promise.all(states.map((state) => state()))).toEqual(after)
  }
})

test('what has been changed again since is not taken back, other fields may have been', async () => {
  await agents.change(id, { capacity: 5 }, LEAD)
  const capacity = (await newest()).id
  await agents.change(id, { name: 'Jonas the Second' }, LEAD)
  await agents.replaceShifts(id, WEEK, LEAD)
  const week = (await newest()).id
  await agents.replaceShifts(id, WEEK.slice(1), LEAD)
  expect(await changes.undo(week, LEAD)).toBe('changed-since')
  expect(await changes.undo(capacity, LEAD)).toMatchObject({ after: { capacity: 60 } })
  expect(await changes.undo(capacity, LEAD)).toBe('changed-since')
  expect([(await agents.find(id))?.name, await agents.shifts(id)]).toEqual(['Jonas the Second', WEEK.slice(1)])
})

test('of five who take the same change back at once one does', async () => {
  await agents.change(id, { capacity: 5 }, LEAD)
  const change = (await newest()).id
  const answers = await Promise.all(Array.from({ length: 5 }, () => changes.undo(change, LEAD)))
  expect(answers.filter((answer) => answer === 'changed-since')).toHaveLength(4)
  expect((await listed()).filter(({ undoes }) => undoes === change)).toHaveLength(1)
})

test('an address that is somebody else’s by now is not brought back', async () => {
  const { email } = (await agents.find(id))!
  await agents.change(id, { email: `${randomUUID()}@lotse.example` }, LEAD)
  const moved = (await newest()).id
  await addAgent(database.db, { email })
  expect(await changes.undo(moved, LEAD)).toBe('changed-since')
})

test('there is no change of that id, and no page behind what is no position', async () => {
  for (const nothing of ['0', 'x', '', '999999999999999999999', '-1']) expect(await changes.undo(nothing, LEAD)).toBeUndefined()
  const cursor = Buffer.from('2026-11-22T00:00:00.000Z abc').toString('base64url')
  await expect(changes.list({}, { limit: 1, cursor })).rejects.toThrow('/cursor')
})

test('changes are paged, the newest first, and found by whose and what they are', async () => {
  for (const capacity of [1, 2, 3]) await agents.change(id, { capacity }, LEAD)
  await agents.replaceShifts(id, WEEK, LEAD)
  const first = await changes.list({ agentId: id, what: 'agent' }, { limit: 2 })
  const second = await changes.list({ agentId: id, what: 'agent' }, { limit: 2, cursor: first.nextCursor! })
  expect([...first.items, ...second.items].map(({ after }) => after)).toEqual([{ capacity: 3 }, { capacity: 2 }, { capacity: 1 }])
  expect(second.nextCursor).toBeNull()
})
