import type { AbsenceBook } from '../../activities/absences.ts'
import type { AbsenceStore } from '../../api/routes/absences.ts'
import { type AbsenceTreatment, HAND_OVER_ALL, type StoredAbsence } from '../../domain/absences.ts'
import type { CallPurpose, CallStatus } from '../../domain/calls/calls.ts'
import { groupedBy } from '../../domain/grouped.ts'
import type { CarriedCall } from '../../domain/routing/preview.ts'
import { type Absent, circleOf } from '../../domain/routing/substitutes.ts'
import type { RoutedCustomer } from '../../domain/routing/team.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { absenceNotFound } from './errors.ts'
import { lockNames } from './locks.ts'
import { readPolicies } from './policies.ts'
import { closeLanguagesIn, readCustomer, readTeam } from './team.ts'
import { writeNotices } from './trail.ts'
import { iso, paramsOf } from './values.ts'

/** Calls that wait for their time; nobody takes a conversation away from those who hold it. */
const WAITING = ['planned', 'due', 'retry_wait'] as const satisfies CallStatus[]

export const createAbsenceStore = ({ client }: Database, clock = machineClock): AbsenceStore & AbsenceBook => ({
  async list(agentId) {
    const absences = await client.absence.findMany({ where: { agentId }, orderBy: [{ from: 'asc' }, { id: 'asc' }] })
    return absences.map(absenceView)
  },

  async find(agentId, id) {
    const absence = await client.absence.findFirst({ where: { id, agentId } })
    return absence ? absenceView(absence) : undefined
  },

  add: (absence) =>
    client.$transaction(async (tx) => {
      const { id, agentId, from, until, substituteId, calls = HAND_OVER_ALL } = absence
      await lockNames(tx, ['substitutes']) // two at once could close a circle that neither of them sees
      const known = await tx.absence.findUnique({ where: { id } })
      if (known) return absenceView(known)
      const circle = await circleWith(tx, absence)
      if (circle !== undefined) return { circle }
      const time = { from: new Date(from), until: new Date(until) }
      const { booked, planned } = calls
      return absenceView(
        await tx.absence.create({ data: { id, agentId, ...time, substituteId, booked, planned, createdAt: new Date(clock.now()) } }),
      )
    }),

  change: (id, until) =>
    client.$transaction(async (tx) => {
      await lockNames(tx, ['substitutes'])
      const known = await tx.absence.findUnique({ where: { id } })
      if (!known) throw absenceNotFound(id)
      const circle = await circleWith(tx, { ...absenceView(known), until })
      if (circle !== undefined) return { circle }
      return absenceView(await tx.absence.update({ where: { id }, data: { until: new Date(until) } }))
    }),

  async remove(agentId, id) {
    const { count } = await client.absence.deleteMany({ where: { id, agentId } })
    return count > 0
  },

  async waiting(agentId, time) {
    const rows = await client.call.findMany({ where: waitingIn(agentId, time), orderBy: BY_TIME, include: WITH_SLOT })
    return rows.map(({ id, bookings }) => ({ callId: id, booked: bookings.length > 0 }))
  },

  async covering(agentId, at, besides) {
    const now = new Date(at)
    const where = { agentId, id: { not: besides }, from: { lte: now }, until: { gt: now } }
    const absence = await client.absence.findFirst({ where, orderBy: [{ until: 'desc' }, { id: 'asc' }] })
    return absence && absenceView(absence)
  },

  team: () => readTeam(client, clock.now()),

  async notify(key, notices) {
    await client.$transaction((tx) => writeNotices(tx, key, new Date(clock.now()), { customerId: null }, notices))
  },

  async carried(agentId, { from, until, limit }) {
    const where = waitingIn(agentId, { from, until, overdue: Date.parse(from) <= clock.now() })
    const rows = await client.call.findMany({ where, orderBy: BY_TIME, take: limit, include: WITH_SLOT })
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

const BY_TIME = [{ dueAt: 'asc' }, { id: 'asc' }] as const satisfies Prisma.CallOrderByWithRelationInput[]

/** What an agent carries that is due in a time, also what should have been held before. */
const waitingIn = (agentId: string, { from, until, overdue }: Parameters<AbsenceBook['waiting']>[1]): Prisma.CallWhereInput => ({
  agentId,
  status: { in: [...WAITING] },
  dueAt: { lt: new Date(until), ...(overdue ? {} : { gte: new Date(from) }) },
})

const WITH_SLOT = { bookings: { where: { status: { in: ['held', 'confirmed'] } } } } as const satisfies Prisma.CallInclude

async function circleWith(queries: Queries, { id, agentId, from, until, substituteId }: StoredAbsence): Promise<string[] | undefined> {
  const absence = { start: Date.parse(from), end: Date.parse(until), substituteId }
  return circleOf(await readAbsent(queries, from, until, id), { agentId, absence })
}

/** Everybody's absences that touch a time, by whose they are. */
async function readAbsent(queries: Queries, from: string, until: string, besides: string): Promise<Absent[]> {
  const rows = await queries.absence.findMany({
    where: { id: { not: besides }, from: { lt: new Date(until) }, until: { gt: new Date(from) } },
  })
  return [...groupedBy(rows, ({ agentId }) => agentId)].map(([agentId, his]) => ({
    agentId,
    absences: his.map(({ from: start, until: end, substituteId }) => ({ start: start.getTime(), end: end.getTime(), substituteId })),
  }))
}

const absenceView = ({ id, agentId, from, until, substituteId, booked, planned }: Prisma.AbsenceModel): StoredAbsence => ({
  id,
  agentId,
  from: iso(from),
  until: iso(until),
  substituteId,
  ...(booked === HAND_OVER_ALL.booked && planned === HAND_OVER_ALL.planned
    ? {}
    : { calls: { booked: booked as AbsenceTreatment, planned: planned as AbsenceTreatment } }),
})
