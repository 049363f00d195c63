import type { AgentStore } from '../../api/routes/agents.ts'
import type { AgentChange, AgentView, ShiftView } from '../../api/schemas/agents.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { type Database, machineClock } from './database.ts'
import { sqlState, UNIQUE_VIOLATION } from './errors.ts'
import { createdPosition, OLDEST_FIRST, oldestFirst, readPage } from './pages.ts'
import { fromJson } from './values.ts'

export const createAgentStore = ({ client }: Database, clock = machineClock): AgentStore => ({
  create: ({ id, ...fields }) =>
    unlessEmailTaken(async () =>
      agentView(await client.agent.create({ data: { ...columns(fields), id, createdAt: new Date(clock.now()) } })),
    ),

  change: (id, change) =>
    unlessEmailTaken(async () => {
      const [agent] = await client.agent.updateManyAndReturn({ where: { id }, data: columns(change) })
      return agent ? agentView(agent) : undefined
    }),

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

  async shifts(agentId) {
    const shifts = await client.shift.findMany({ where: { agentId }, orderBy: [{ weekday: 'asc' }, { from: 'asc' }] })
    return shifts.map(shiftView)
  },

  replaceShifts: (agentId, shifts) =>
    client.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT 1 FROM agents WHERE id = ${agentId} FOR UPDATE` // two who replace at once would leave both weeks
      await tx.shift.deleteMany({ where: { agentId } })
      const data = shifts.map(({ weekday, from, to }) => ({ id: `${agentId}/${weekday}/${from}`, agentId, weekday, from, until: to }))
      await tx.shift.createMany({ data })
      const stored = await tx.shift.findMany({ where: { agentId }, orderBy: [{ weekday: 'asc' }, { from: 'asc' }] })
      return stored.map(shiftView)
    }),
})

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

const agentView = ({ id, name, email, languages, timeZone, skills, capacity, role }: Prisma.AgentModel): AgentView => ({
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
