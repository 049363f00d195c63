import type { AbsenceStore, Circle } from '../../api/routes/absences.ts'
import type { AbsenceView } from '../../api/schemas/absences.ts'
import type { CallPurpose, CallStatus } from '../../domain/calls/calls.ts'
import { groupedBy } from '../../domain/grouped.ts'
import type { CarriedCall } from '../../domain/routing/preview.ts'
import { type Absent, circleOf } from '../../domain/routing/substitutes.ts'
import type { RoutedCustomer } from '../../domain/routing/team.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { lockNames } from './locks.ts'
import { readPolicies } from './policies.ts'
import { closeLanguagesIn, readCustomer, readTeam } from './team.ts'
import { type Deed, noteChange } from './team-trail.ts'
import { iso, paramsOf } from './values.ts'

/** Calls that wait for their time; nobody takes a conversation away from those who hold it. */
const WAITING = ['planned', 'due', 'retry_wait'] as const satisfies CallStatus[]

export const createAbsenceStore = ({ client }: Database, clock = machineClock): AbsenceStore => ({
  async list(agentId) {
    const absences = await client.absence.findMany({ where: { agentId }, orderBy: [{ from: 'asc' }, { id: 'asc' }] })
    return absences.map(absenceView)
  },

  add: (absence, by) => client.$transaction((tx) => addAbsence(tx, absence, { by, at: new Date(clock.now()) })),

  remove: (agentId, id, by) => client.$transaction((tx) => removeAbsence(tx, agentId, id, { by, at: new Date(clock.now()) })),

  async carried(agentId, { from, until, limit }) {
    const where = { agentId, status: { in: [...WAITING] }, dueAt: { gte: new Date(from), lt: new Date(until) } }
    const rows = await client.call.findMany({ where, orderBy: [{ dueAt: 'asc' }, { id: 'asc' }], take: limit, include: WITH_SLOT })
    const { policies } = await readPolicies(client)
    const team = await readTeam(client, clock.now())
    const passes = await client.auditEntry.findMany({ where: { kind: 'call_passed', callId: { in: rows.map(({ id }) => id) } } })
    const customers = new Map<string, RoutedCustomer>()
    for (const { customerId } of rows)
      if (!customers.has(customerId)) customers.set(customerId, await readCustomer(client, customerId, clock.now(), policies))
    const calls = rows.flatMap((row): CarriedCall[] => {
      const customer = customers.get(row.customerId)
      if (customer === undefined || row.dueAt === null) return []
      const [slot] = row.bookings
      return [
        {
          callId: row.id,
          purpose: row.purpose as CallPurpose,
          dueAt: iso(row.dueAt),
          customer,
          closeLanguages: closeLanguagesIn(team, customer.languages),
          passedBy: passes.filter(({ callId }) => callId === row.id).map(({ params }) => String(paramsOf(params).from)),
          ...(slot === undefined ? {} : { slot: { start: slot.start.getTime(), end: slot.end.getTime() } }),
        },
      ]
    })
    return { team, policies, calls, further: (await client.call.count({ where })) - rows.length }
  },
})

export async function addAbsence(queries: Queries, view: AbsenceView, deed: Deed): Promise<AbsenceView | Circle> {
  const { id, agentId, from, until, substituteId } = view
  await lockNames(queries, ['substitutes']) // two at once could close a circle that neither of them sees
  const absence = { start: Date.parse(from), end: Date.parse(until), substituteId }
  const circle = circleOf(await readAbsent(queries, from, until), { agentId, absence })
  if (circle !== undefined) return { circle }
  const data = { id, agentId, from: new Date(from), until: new Date(until), substituteId, createdAt: deed.at }
  const after = absenceView(await queries.absence.create({ data }))
  await noteChange(queries, { what: 'absence', record: id, agentId, before: null, after }, deed)
  return after
}

/** Whether there was one. */
export async function removeAbsence(queries: Queries, agentId: string, id: string, deed: Deed): Promise<boolean> {
  await lockNames(queries, ['substitutes'])
  const before = await findAbsence(queries, agentId, id)
  if (before === null) return false
  await queries.absence.delete({ where: { id } })
  await noteChange(queries, { what: 'absence', record: id, agentId, before, after: null }, deed)
  return true
}

export async function findAbsence(queries: Queries, agentId: string, id: string): Promise<AbsenceView | null> {
  const row = await queries.absence.findFirst({ where: { id, agentId } })
  return row ? absenceView(row) : null
}

const WITH_SLOT = { bookings: { where: { status: { in: ['held', 'confirmed'] } } } } as const satisfies Prisma.CallInclude

/** Everybody's absences that touch a time, by whose they are. */
async function readAbsent(queries: Queries, from: string, until: string): Promise<Absent[]> {
  const rows = await queries.absence.findMany({ where: { from: { lt: new Date(until) }, until: { gt: new Date(from) } } })
  return [...groupedBy(rows, ({ agentId }) => agentId)].map(([agentId, his]) => ({
    agentId,
    absences: his.map(({ from: start, until: end, substituteId }) => ({ start: start.getTime(), end: end.getTime(), substituteId })),
  }))
}

const absenceView = ({ id, agentId, from, until, substituteId }: Prisma.AbsenceModel): AbsenceView => ({
  id,
  agentId,
  from: iso(from),
  until: iso(until),
  substituteId,
})
