import type { AgentStore } from '../../api/routes/agents.ts'
import type { AgentChange, AgentView, ShiftView } from '../../api/schemas/agents.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { sqlState, UNIQUE_VIOLATION } from './errors.ts'
import { createdPosition, OLDEST_FIRST, oldestFirst, readPage } from './pages.ts'
import { type Deed, noteChange } from './team-trail.ts'
import { fromJson } from './values.ts'

export function createAgentStore({ client }: Database, clock = machineClock): AgentStore {
  const whoAndWhen = (by: string): Deed => ({ by, at: new Date(clock.now()) })
  return {
    create: ({ id, ...fields }) =>
      unlessEmailTaken(async () =>
        agentView(await client.agent.create({ data: { ...columns(fields), id, createdAt: new Date(clock.now()) } })),
      ),

    change: (id, change, by) => unlessEmailTaken(() => client.$transaction((tx) => changeAgent(tx, id, change, whoAndWhen(by)))),

    async find(id) {
      const agent = await client.agent.findUnique({ where: { id } })
      return agent ? agentView(agent) : undefined
    },

    list: (page) =>
      readPage(page, {
        read: (take, behind) => client.agent.findMany({ where: oldestFirst(behind), orderBy: OLDEST_FIRST, take }),
        position: createdPosition,
        view: agentView,
      }),

    shifts: (agentId) => readShifts(client, agentId),

    replaceShifts: (agentId, shifts, by) => client.$transaction((tx) => replaceShifts(tx, agentId, shifts, whoAndWhen(by))),
  }
}

export const lockAgent = (queries: Queries, agentId: string) => queries.$executeRaw`SELECT 1 FROM agents WHERE id = ${agentId} FOR UPDATE`

/** Undefined where there is no such agent. */
export async function changeAgent(queries: Queries, id: string, change: AgentChange, by: Deed): Promise<AgentView | undefined> {
  await lockAgent(queries, id)
  const row = await queries.agent.findUnique({ where: { id } })
  if (!row) return undefined
  const before = agentView(row)
  const after = agentView(await queries.agent.update({ where: { id }, data: columns(change) }))
  const touched = (view: AgentView) => Object.fromEntries(Object.keys(change).map((field) => [field, view[field as keyof AgentView]]))
  await noteChange(queries, { what: 'agent', record: id, agentId: id, before: touched(before), after: touched(after) }, by)
  return after
}

export async function replaceShifts(queries: Queries, agentId: string, shifts: readonly ShiftView[], by: Deed): Promise<ShiftView[]> {
  await lockAgent(queries, agentId) // two who replace at once would leave both weeks
  const before = await readShifts(queries, agentId)
  await queries.shift.deleteMany({ where: { agentId } })
  const data = shifts.map(({ weekday, from, to }) => ({ id: `${agentId}/${weekday}/${from}`, agentId, weekday, from, until: to }))
  await queries.shift.createMany({ data })
  const after = await readShifts(queries, agentId)
  await noteChange(queries, { what: 'shifts', record: agentId, agentId, before, after }, by)
  return after
}

export async function readShifts(queries: Queries, agentId: string): Promise<ShiftView[]> {
  const shifts = await queries.shift.findMany({ where: { agentId }, orderBy: [{ weekday: 'asc' }, { from: 'asc' }] })
  return shifts.map(shiftView)
}

async function unlessEmailTaken<T>(write: () => Promise<T>): Promise<T | 'email-taken'> {
  try {
    return await write()
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) return 'email-taken'
    throw error
  }
}

/** Addresses in lower case, so that one person is not two by the case of a letter. */
const columns = <T extends AgentChange>(fields: T): T =>
  fields.email === undefined ? fields : { ...fields, email: fields.email.toLowerCase() }

export const agentView = ({ id, name, email, languages, timeZone, skills, capacity, role }: Prisma.AgentModel): AgentView => ({
  id,
  name,
  email,
  languages: fromJson(languages),
  timeZone,
  skills: skills as AgentView['skills'],
  capacity,
  role: role as AgentView['role'],
})

const shiftView = ({ weekday, from, until }: Prisma.ShiftModel): ShiftView => ({ weekday, from, to: until })
