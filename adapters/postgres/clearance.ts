import type { ClearanceStore } from '../../activities/clearance.ts'
import { type Asker, type CallOutcome, type CallPurpose, type CallStatus, CLOSED_STATUSES, isOpen } from '../../domain/calls/calls.ts'
import type { OtherCall, PastTry } from '../../domain/calls/clearance.ts'
import type { TriedCall } from '../../domain/calls/tries.ts'
import type { Coded } from '../../domain/codes.ts'
import { isAskedFor } from '../../domain/consent/gate.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { WITH_ATTEMPTS } from './call-reads.ts'
import { gateOf } from './consents.ts'
import { contactToAsk } from './contact-to-ask.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { readRoutingView } from './team.ts'
import { fromJson } from './values.ts'

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
      stopped: own === undefined ? null : await whyStopped(client, own),
    }
  },
})

type Tried = Prisma.CallGetPayload<{ include: typeof WITH_ATTEMPTS }>

/** A seller's calls that are open or were tried since an instant (epoch milliseconds), with all their tries. */
export function readTriedCalls(queries: Queries, customerId: string, since: number): Promise<Tried[]> {
  const lately = { attempts: { some: { at: { gte: new Date(since) } } } }
  const open = { status: { notIn: [...CLOSED_STATUSES] } }
  return queries.call.findMany({ where: { customerId, OR: [open, lately] }, orderBy: { id: 'asc' }, include: WITH_ATTEMPTS })
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

/** What the ledger has against the call; what the seller asked for, booked or named the time of himself stands above it. */
async function whyStopped(queries: Queries, call: Tried): Promise<Coded | null> {
  const { customerId, contactId, askedBy } = call
  const purpose = call.purpose as CallPurpose
  const wanted = askedBy === null ? isAskedFor(purpose) : askedBy === ('customer' satisfies Asker)
  const askedFor = wanted || fromJson<Coded | null>(call.whyTiming)?.code === 'customer_asked'
  const asks = contactId === null ? undefined : (await contactToAsk(queries, call))?.id
  const { allowed, why } = await gateOf(queries, customerId, purpose, { contactId: asks, askedFor })
  return allowed ? null : why
}
