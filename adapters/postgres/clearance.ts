import type { ClearanceStore } from '../../activities/clearance.ts'
import { type CallOutcome, type CallPurpose, type CallStatus, isOpen, REQUESTABLE_PURPOSES } from '../../domain/calls/calls.ts'
import type { OtherCall, PastTry } from '../../domain/calls/clearance.ts'
import type { TriedCall } from '../../domain/calls/tries.ts'
import type { Coded } from '../../domain/codes.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { readRoutingView } from './team.ts'

const DAY = 86_400_000

export const createClearanceStore = ({ client }: Database, clock = machineClock): ClearanceStore => ({
  routingView: (customerId) => readRoutingView(client, customerId, clock.now()),

  async view(callId, customerId) {
    const now = clock.now()
    const view = await readRoutingView(client, customerId, now)
    const calls = await readTriedCalls(client, customerId, now - 2 * DAY)
    const own = calls.find(({ id }) => id === callId)
    return {
      ...view,
      tries: own?.attempts.map(pastTry) ?? [],
      others: calls.filter((call) => call !== own).map(otherCall),
      stopped: own === undefined ? null : await optOut(client, own),
    }
  },
})

const WITH_TRIES = { attempts: { orderBy: [{ at: 'asc' }, { id: 'asc' }] } } as const satisfies Prisma.CallInclude
type Tried = Prisma.CallGetPayload<{ include: typeof WITH_TRIES }>

/** A seller's calls that are open or were tried since an instant (epoch milliseconds), with all their tries. */
export function readTriedCalls(queries: Queries, customerId: string, since: number): Promise<Tried[]> {
  const lately = { attempts: { some: { at: { gte: new Date(since) } } } }
  const open = { status: { notIn: ['done', 'cancelled'] satisfies CallStatus[] } }
  return queries.call.findMany({ where: { customerId, OR: [open, lately] }, orderBy: { id: 'asc' }, include: WITH_TRIES })
}

export const triedCall = ({ purpose, attempts }: Tried): TriedCall => ({ purpose: purpose as CallPurpose, tries: attempts.map(pastTry) })

const pastTry = ({ at, outcome }: Tried['attempts'][number]): PastTry => ({ at: at.getTime(), outcome: outcome as CallOutcome })

const otherCall = (call: Tried): OtherCall => ({
  ...triedCall(call),
  callId: call.id,
  purpose: call.purpose as CallPurpose,
  status: call.status as CallStatus,
  dueAt: call.dueAt?.getTime() ?? null,
  escalated: call.escalatedAt !== null && isOpen(call.status as CallStatus),
})

/** What the seller said in another call: no surveys, or no calls at all but what he asks for afterwards. */
async function optOut(queries: Queries, { id, customerId, purpose, createdAt }: Tried): Promise<Coded | null> {
  const said = await queries.call.findMany({ where: { customerId, id: { not: id }, outcome: 'opted_out' }, orderBy: { endedAt: 'asc' } })
  const askedFor = (REQUESTABLE_PURPOSES as readonly string[]).includes(purpose)
  for (const { id: callId, data, endedAt } of said) {
    const scope = (data as { scope?: string } | null)?.scope
    const later = askedFor && endedAt !== null && endedAt < createdAt
    if ((scope === 'all' && !later) || (scope === 'survey' && purpose === 'survey')) return { code: 'opted_out', params: { scope, callId } }
  }
  return null
}
