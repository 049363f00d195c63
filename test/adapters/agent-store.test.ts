import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAbsenceStore } from '../../adapters/postgres/absences.ts'
import { createAgentStore } from '../../adapters/postgres/agents.ts'
import type { AgentView } from '../../api/schemas/agents.ts'
import { addAgent, clock, openTestDatabase } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let agents: ReturnType<typeof createAgentStore>
let absences: ReturnType<typeof createAbsenceStore>

beforeAll(async () => {
  database = await openTestDatabase()
  agents = createAgentStore(database.db, clock)
  absences = createAbsenceStore(database.db, clock)
})
afterAll(() => database.drop())

const marta = (): AgentView => ({
  id: randomUUID(),
  name: 'Marta',
  email: `${randomUUID()}@lotse.example`,
  languages: [{ tag: 'pt', level: 'native' }],
  timeZone: 'Europe/Lisbon',
  skills: ['repricer', 'analytics'],
  capacity: 20,
  role: 'agent',
})

test('an agent is found as she was made and changed', async () => {
  const agent = marta()
  expect(await agents.create(agent)).toEqual(agent)
  const change = {
    languages: [
      { tag: 'pt', level: 'native' as const },
      { tag: 'es', level: 'fluent' as const },
    ],
    capacity: 30,
  }

  expect(await agents.change(agent.id, change, 'agent/lead-1')).toEqual({ ...agent, ...change })
  expect(await agents.find(agent.id)).toEqual({ ...agent, ...change })
  expect(await agents.change('nobody', { capacity: 1 }, 'agent/lead-1')).toBeUndefined()
  expect(await agents.find('nobody')).toBeUndefined()
})

test('one address is one agent, however it is spelt', async () => {
  const [agent, other] = [marta(), marta()]
  await agents.create(agent)
  await agents.create(other)

  expect(await agents.create({ ...marta(), email: agent.email.toUpperCase() })).toBe('email-taken')
  expect(await agents.change(other.id, { email: agent.email }, 'agent/lead-1')).toBe('email-taken')
})

test('shifts are replaced as a whole, also by two at once', async () => {
  const id = await addAgent(database.db)
  const week = (from: string) => [1, 2].map((weekday) => ({ weekday, from, to: '17:00' }))

  const answers = await Promise.all([
    agents.replaceShifts(id, week('08:00'), 'agent/lead-1'),
    agents.replaceShifts(id, week('09:00'), 'agent/lead-1'),
  ])

  expect(answers).toEqual([week('08:00'), week('09:00')])
  expect([week('08:00'), week('09:00')]).toContainEqual(await agents.shifts(id))
  expect(await agents.replaceShifts(id, [], 'agent/lead-1')).toEqual([])
})

test('an absence is taken back once, and only from whose it is', async () => {
  const [id, other] = [await addAgent(database.db), await addAgent(database.db)]
  const absence = {
    id: randomUUID(),
    agentId: id,
    from: '2026-12-01T00:00:00.000Z',
    until: '2026-12-08T00:00:00.000Z',
    substituteId: other,
  }

  expect(await absences.add(absence)).toEqual(absence)
  expect(await absences.list(id)).toEqual([absence])
  expect(await absences.remove(other, absence.id)).toBe(false)
  expect(await absences.remove(id, absence.id)).toBe(true)
  expect(await absences.remove(id, absence.id)).toBe(false)
})

test('of two absences that would send calls in a circle the later one is refused, also where both come at once', async () => {
  const [id, other] = [await addAgent(database.db), await addAgent(database.db)]
  const absence = (agentId: string, substituteId: string, until = '2026-12-08T00:00:00.000Z') => ({
    id: randomUUID(),
    agentId,
    from: '2026-12-01T00:00:00.000Z',
    until,
    substituteId,
  })
  const answers = await Promise.all([absences.add(absence(id, other)), absences.add(absence(other, id))])
  expect(answers.filter((answer) => 'circle' in answer)).toEqual([{ circle: expect.arrayContaining([id, other]) }])
  expect([...(await absences.list(id)), ...(await absences.list(other))]).toHaveLength(1)
})

test('pages of the team go from the oldest on', async () => {
  const ids = (await database.db.client.agent.findMany({ orderBy: { id: 'asc' } })).map(({ id }) => id)
  const first = await agents.list({ limit: 3 })
  const rest = await agents.list({ limit: 200, cursor: first.nextCursor! })
  expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(ids) // all of the same instant
})
