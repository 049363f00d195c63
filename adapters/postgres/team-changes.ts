import { isDeepStrictEqual } from 'node:util'
import type { TeamChangeStore } from '../../api/routes/team-changes.ts'
import type { AgentChange, ShiftView } from '../../api/schemas/agents.ts'
import type { OverrideView } from '../../api/schemas/calendar.ts'
import type { TeamChangeView } from '../../api/schemas/team-changes.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { agentView, changeAgent, lockAgent, readShifts, replaceShifts } from './agents.ts'
import { findOverride, putOverride, removeOverride } from './calendar.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { foreignCursor, sqlState, UNIQUE_VIOLATION } from './errors.ts'
import { lockNames } from './locks.ts'
import { type Position, readPage } from './pages.ts'
import type { Deed } from './team-trail.ts'
import { fromJson, iso } from './values.ts'

export const createTeamChangeStore = ({ client }: Database, clock = machineClock): TeamChangeStore => ({
  list: ({ agentId, what }, page) =>
    readPage(page, {
      read(take, behind) {
        const where = {
          ...(agentId === undefined ? {} : { agentId }),
          ...(what === undefined ? {} : { what }),
          ...(behind === undefined ? {} : { id: { lt: idOf(behind) } }),
        }
        return client.teamChange.findMany({ where, orderBy: { id: 'desc' }, take })
      },
      position: ({ id, at }: Prisma.TeamChangeModel) => ({ at, id: String(id) }),
      view,
    }),

  undo: (id, by) =>
    unlessTaken(() =>
      client.$transaction(async (tx) => {
        const change = /^\d{1,18}$/.test(id) ? await tx.teamChange.findUnique({ where: { id: BigInt(id) } }) : null
        if (change === null) return undefined
        await lockLike(tx, change)
        const done = await takeBack(tx, change, { by, at: new Date(clock.now()), undoes: change.id })
        if (!done) return 'changed-since'
        return view(await tx.teamChange.findFirstOrThrow({ where: { undoes: change.id }, orderBy: { id: 'desc' } }))
      }),
    ),
})

/** As whoever changes the same thing does: what stands now stands until it is taken back. */
async function lockLike(queries: Queries, { what, record, agentId }: Prisma.TeamChangeModel): Promise<void> {
  if (what === 'override') await lockNames(queries, [record])
  else if (agentId !== null) await lockAgent(queries, agentId)
}

/** Says whether it could: nothing is taken back that has been changed again. */
async function takeBack(queries: Queries, change: Prisma.TeamChangeModel, deed: Deed): Promise<boolean> {
  const { what, record, agentId, before, after } = change
  const stands = (now: unknown): boolean => isDeepStrictEqual(now, after)
  if (what === 'override') {
    const [date, whose] = [record.slice(-'YYYY-MM-DD'.length), agentId]
    if (!stands(await findOverride(queries, date, whose))) return false
    if (before === null) return removeOverride(queries, date, whose, deed)
    await putOverride(queries, fromJson<OverrideView>(before), deed)
    return true
  }
  if (agentId === null) return false
  if (what === 'shifts') {
    if (!stands(await readShifts(queries, agentId))) return false
    await replaceShifts(queries, agentId, fromJson<ShiftView[]>(before), deed)
    return true
  }
  const row = await queries.agent.findUniqueOrThrow({ where: { id: agentId } })
  const now = agentView(row)
  const touched = Object.fromEntries(Object.keys(fromJson<AgentChange>(after)).map((field) => [field, now[field as keyof typeof now]]))
  if (!stands(touched)) return false
  await changeAgent(queries, agentId, fromJson<AgentChange>(before), deed)
  return true
}

/** An address that meanwhile belongs to somebody else. */
async function unlessTaken<T>(undo: () => Promise<T>): Promise<T | 'changed-since'> {
  try {
    return await undo()
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) return 'changed-since'
    throw error
  }
}

const view = ({ id, at, by, what, agentId, before, after, undoes }: Prisma.TeamChangeModel): TeamChangeView => ({
  id: String(id),
  at: iso(at),
  by,
  what: what as TeamChangeView['what'],
  agentId,
  before,
  after,
  undoes: undoes === null ? null : String(undoes),
})

function idOf({ id }: Position): bigint {
  if (!/^\d{1,18}$/.test(id)) throw foreignCursor()
  return BigInt(id)
}
