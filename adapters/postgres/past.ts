import type { PastReads } from '../../api/routes/dry-run.ts'
import type { CallOutcome, CallPurpose } from '../../domain/calls/calls.ts'
import type { CarriedBefore, PastAttempt, PastCall } from '../../domain/dry-run/past.ts'
import { groupedBy } from '../../domain/grouped.ts'
import { onceEach } from '../../domain/once-each.ts'
import type { ScheduleRequest } from '../../domain/routing/schedule.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { readHolidays } from './holidays.ts'
import { readPolicies } from './policies.ts'
import { closeLanguagesIn, readTeam, routedCustomer } from './team.ts'

const DAY = 86_400_000

export const createPastReads = ({ client }: Database, clock = machineClock): PastReads => ({
  async past({ days, limit }) {
    const now = clock.now()
    const from = new Date(now - days * DAY)
    const { policies } = await readPolicies(client)
    const team = await readTeam(client, from.getTime()) // with the absences, dates and bookings of the time that is replayed
    const decided = await readDecided(client, from, limit + 1)
    const shown = decided.slice(0, limit).reverse()
    const calls = await readCalls(client, shown, { team, policies, from, now })
    const carried = await readCarried(client, shown, from)
    const all = decided.length > limit ? await countDecided(client, from) : decided.length
    return { past: { calls, carried }, today: { policies, team }, further: all - calls.length }
  },
})

interface Decided {
  readonly callId: string
  readonly decidedAt: Date
  /** Null where it was stored before what was asked was kept. */
  readonly request: ScheduleRequest | null
}

/** How calls were first routed since an instant, the newest first. What was looked at beside stays in the database. */
const readDecided = (queries: Queries, from: Date, limit: number): Promise<Decided[]> => queries.$queryRaw<Decided[]>`
  SELECT call_id AS "callId", decided_at AS "decidedAt", decision #> '{decision,asked,request}' AS request
    FROM assignments a
   WHERE decided_at >= ${from}
     AND NOT EXISTS (SELECT 1 FROM assignments b WHERE b.call_id = a.call_id AND (b.decided_at, b.id) < (a.decided_at, a.id))
   ORDER BY decided_at DESC, id DESC
   LIMIT ${limit}`

async function countDecided(queries: Queries, from: Date): Promise<number> {
  const [row] = await queries.$queryRaw<{ readonly count: number }[]>`
    SELECT count(DISTINCT call_id)::int AS count
      FROM assignments a
     WHERE decided_at >= ${from}
       AND NOT EXISTS (SELECT 1 FROM assignments b WHERE b.call_id = a.call_id AND b.decided_at < ${from})`
  return row?.count ?? 0
}

interface Context {
  readonly team: Parameters<typeof closeLanguagesIn>[0]
  readonly policies: Awaited<ReturnType<typeof readPolicies>>['policies']
  readonly from: Date
  readonly now: number
}

async function readCalls(queries: Queries, decided: readonly Decided[], { team, policies, from, now }: Context): Promise<PastCall[]> {
  const ids = decided.map(({ callId }) => callId)
  const rows = await queries.call.findMany({ where: { id: { in: ids } }, include: { customer: true } })
  const byId = new Map(rows.map((row) => [row.id, row]))
  const attempts = await queries.callAttempt.findMany({ where: { callId: { in: ids } }, orderBy: [{ at: 'asc' }, { id: 'asc' }] })
  const attemptsOf = groupedBy(attempts, ({ callId }) => callId)
  const holidaysAt = onceEach(
    (place: Prisma.CustomerModel) => `${place.country} ${place.subdivision}`,
    (place) => readHolidays(queries, place, now),
  )
  const closeTo = onceEach(
    (languages: readonly string[]) => languages.join(' '),
    (languages) => closeLanguagesIn(team, languages),
  )
  const calls: PastCall[] = []
  for (const { callId, decidedAt, request } of decided) {
    const row = byId.get(callId)
    if (request === null || row === undefined) continue
    const customer = routedCustomer(row.customer, await holidaysAt(row.customer), policies.callable)
    calls.push({
      decidedAt: decidedAt.getTime(),
      request,
      // Of who looked after him before, only so much is known: nobody before he was here.
      customer: row.customer.createdAt >= from ? { ...customer, agentId: null } : customer,
      closeLanguages: closeTo(request.languages),
      endedAt: row.endedAt?.getTime() ?? null,
      agentId: row.agentId,
      purpose: row.purpose as CallPurpose,
      attempts: (attemptsOf.get(callId) ?? []).map(attempt),
    })
  }
  return calls
}

/** What was carried in that time beside the calls that are replayed. */
async function readCarried(queries: Queries, decided: readonly Decided[], from: Date): Promise<CarriedBefore[]> {
  const rows = await queries.call.findMany({
    where: { agentId: { not: null }, assignedAt: { not: null }, OR: [{ endedAt: null }, { endedAt: { gt: from } }] },
    select: { id: true, agentId: true, assignedAt: true, endedAt: true },
  })
  const replayed = new Set(decided.flatMap(({ callId, request }) => (request === null ? [] : [callId])))
  return rows.flatMap(({ id, agentId, assignedAt, endedAt }) =>
    agentId === null || assignedAt === null || replayed.has(id)
      ? []
      : [{ agentId, since: assignedAt.getTime(), until: endedAt?.getTime() ?? null }],
  )
}

const attempt = ({ at, outcome }: Prisma.CallAttemptModel): PastAttempt => ({ at: at.getTime(), outcome: outcome as CallOutcome })
