import type { CallStore } from '../../activities/calls.ts'
import type { CallReads } from '../../api/routes/calls.ts'
import { type CallState, isOpen } from '../../domain/calls/calls.ts'
import { wasReached } from '../../domain/calls/outcomes.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { createCallReads } from './call-reads.ts'
import { readTriedCalls, triedCall } from './clearance.ts'
import { writeOptOut } from './consents.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { hangUpFor } from './dial-leases.ts'
import { closeHotlineOf } from './hotline.ts'
import { lockRouting } from './locks.ts'
import { intentOfCall } from './promises.ts'
import { asAnswered, asStored } from './routing-decisions.ts'
import { readRoutingView } from './team.ts'
import { writeEntries, writeNotices } from './trail.ts'
import { dateOrNull, json, jsonOrNull } from './values.ts'

export const createCallStore = (db: Database, clock = machineClock): CallStore & CallReads => ({
  ...createCallReads(db, clock),

  schedule: (request, decide) =>
    db.client.$transaction(async (tx) => {
      const { callId, customerId, version, purpose, topic, languages, contactId = null, askedBy } = request
      const id = `${callId}/${version}`
      await lockRouting(tx)
      const stored = await tx.assignment.findUnique({ where: { id } })
      if (stored) return asAnswered(stored.decision)

      const now = clock.now()
      const decidedAt = new Date(now)
      const { policiesVersion, ...view } = await readRoutingView(tx, customerId, now, { beside: callId, languages })
      const { scheduled, entry, notices } = decide(view)
      const { agentId, language, dueAt, whyAssignment, whyTiming } = scheduled
      // The decision under this version is not stored yet, so a row of the same version does not know it either.
      const row = {
        ...routed({ agentId, language, dueAt, whyAssignment, whyTiming }),
        ...(await intentOfCall(tx, { customerId, dueAt, whyTiming })),
        purpose,
        topic,
        contactId,
        ...(askedBy === undefined ? {} : { askedBy }),
        status: agentId === null ? 'parked' : 'planned',
        acceptedAt: null,
        endedAt: null, // a call that was withdrawn may go on
      }
      await putCall(tx, { callId, customerId, version }, { lte: version }, row, decidedAt)
      await tx.assignment.create({ data: { id, callId, decidedAt, decision: json(asStored(scheduled, request, policiesVersion)) } })
      if (agentId !== null) await tx.customer.updateMany({ where: { id: customerId, agentId: null }, data: { agentId } })
      await writeEntries(tx, `call/${id}`, decidedAt, { customerId, callId }, [entry])
      await writeNotices(tx, `call/${id}`, decidedAt, { customerId, callId }, notices)
      return scheduled
    }),

  save: (state, entry, notices) =>
    db.client.$transaction(async (tx) => {
      const { callId, customerId, version, status } = state
      const now = new Date(clock.now())
      const row = { ...rowOf(state), ...(await intentOfCall(tx, state)) }
      if (!(await putCall(tx, state, { lt: version }, row, now))) return
      if (await putAttempts(tx, state)) await concludeTelephone(tx, state, now)
      await writeOptOut(tx, state, now)
      if (!isOpen(status)) {
        await hangUpFor(tx, state)
        await closeBookings(tx, callId, status)
      }
      await writeEntries(tx, `call/${callId}/${version}`, now, { customerId, callId }, entry === null ? [] : [entry])
      await writeNotices(tx, `call/${callId}/${version}`, now, { customerId, callId }, notices)
    }),

  routingView: (customerId) => readRoutingView(db.client, customerId, clock.now()),
  triesSince: async (customerId, since) => (await readTriedCalls(db.client, customerId, since)).map(triedCall),
})

type CallColumns = Omit<Prisma.CallUncheckedCreateInput, 'id' | 'customerId' | 'version' | 'createdAt' | 'assignedAt'>

/** Writes the row where it is missing or of a version as demanded; says whether it did. */
async function putCall(
  queries: Queries,
  { callId, customerId, version }: Pick<CallState, 'callId' | 'customerId' | 'version'>,
  replaces: Prisma.IntFilter,
  columns: CallColumns,
  now: Date,
): Promise<boolean> {
  const { agentId = null } = columns
  const known = { id: callId, version: replaces }
  await queries.call.updateMany({ where: { ...known, ...ofAnother(agentId) }, data: { assignedAt: agentId === null ? null : now } })
  const updated = await queries.call.updateMany({ where: known, data: { ...columns, version } })
  if (updated.count > 0) return true
  const assigned = agentId === null ? {} : { assignedAt: now }
  const created = await queries.call.createMany({
    data: [{ ...columns, ...assigned, id: callId, customerId, version, createdAt: now }],
    skipDuplicates: true,
  })
  return created.count > 0
}

/** Calls that are not yet this agent's. */
const ofAnother = (agentId: string | null): Prisma.CallWhereInput =>
  agentId === null ? { agentId: { not: null } } : { OR: [{ agentId: null }, { agentId: { not: agentId } }] }

type Routed = Pick<CallState, 'agentId' | 'language' | 'dueAt' | 'whyAssignment' | 'whyTiming'>

const routed = ({ agentId, language, dueAt, whyAssignment, whyTiming }: Routed) => ({
  agentId,
  language,
  dueAt: dateOrNull(dueAt),
  whyAssignment: jsonOrNull(whyAssignment),
  whyTiming: jsonOrNull(whyTiming),
})

const rowOf = (state: CallState): CallColumns => ({
  ...routed(state),
  purpose: state.purpose,
  status: state.status,
  topic: state.topic,
  contactId: state.contactId ?? null,
  // Calls of before do not know it, their rows do.
  ...(state.askedBy === undefined ? {} : { askedBy: state.askedBy }),
  outcome: state.outcome,
  notes: state.notes,
  data: jsonOrNull(state.data),
  acceptedAt: dateOrNull(state.acceptedAt),
  escalatedAt: dateOrNull(state.escalatedAt ?? null),
  endedAt: dateOrNull(state.endedAt),
})

/** Says whether one is new. Told apart by their instant. One that is gone from the state was the telephone's word, which a person has since said better. */
async function putAttempts(queries: Queries, { callId, attempts }: CallState): Promise<boolean> {
  const data = attempts.map(({ at, outcome, by, pbxCallId }) => ({
    id: `${callId}/${at}`,
    callId,
    at: new Date(at),
    outcome,
    by,
    pbxCallId: pbxCallId ?? null,
  }))
  await queries.callAttempt.deleteMany({ where: { callId, id: { notIn: data.map(({ id }) => id) } } })
  return data.length > 0 && (await queries.callAttempt.createMany({ data, skipDuplicates: true })).count > 0
}

/** A try is over: nobody dials for it any more, unless the talk goes on; and who was spoken to needs no call back. */
async function concludeTelephone(queries: Queries, { callId, customerId, status, attempts }: CallState, now: Date): Promise<void> {
  if (status !== 'in_call') await hangUpFor(queries, { callId, customerId })
  const last = attempts.at(-1)
  if (last !== undefined && wasReached(last.outcome)) await closeHotlineOf(queries, customerId, now)
}

/** What was booked ends with its call. A cancellation counts as a change that the invitation has to tell (iTIP). */
async function closeBookings(queries: Queries, callId: string, status: CallState['status']): Promise<void> {
  const where = { callId, status: { in: ['held', 'confirmed'] } }
  await queries.booking.updateMany({ where, data: status === 'done' ? { status } : { status: 'cancelled', sequence: { increment: 1 } } })
}
