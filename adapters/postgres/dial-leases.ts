import type { DialLeases } from '../../api/routes/dialling.ts'
import type { PhoneLines } from '../../api/routes/telephony.ts'
import type { CallState, CallStatus } from '../../domain/calls/calls.ts'
import { type DialLease, LEASE_MS, TALK_MS } from '../../domain/calls/dialling.ts'
import { contactToAsk } from './contact-to-ask.ts'
import type { Database, Queries } from './database.ts'
import { iso } from './values.ts'

/** Who dials a seller: one row a seller, and one statement that decides. */
export const createDialLeases = ({ client }: Database): DialLeases & PhoneLines => ({
  async target(callId) {
    const call = await client.call.findUnique({ where: { id: callId } })
    const contact = call && (await contactToAsk(client, call))
    if (!call || !contact) return undefined
    const { customerId, status, agentId, acceptedAt } = call
    return { customerId, status: status as CallStatus, agentId, accepted: acceptedAt !== null, phone: contact.phone }
  },

  async take({ customerId, callId, agentId, now, until }) {
    for (;;) {
      const [at, end] = [new Date(now), new Date(until)]
      // A talk under way is longer than what somebody who dials gets.
      await client.$executeRaw`
        INSERT INTO dial_leases (customer_id, agent_id, call_id, since, until)
        VALUES (${customerId}, ${agentId}, ${callId}, ${at}, ${end})
        ON CONFLICT (customer_id) DO UPDATE
           SET agent_id = excluded.agent_id,
               call_id = excluded.call_id,
               until = CASE WHEN dial_leases.until > ${at} THEN greatest(dial_leases.until, excluded.until) ELSE excluded.until END,
               since = CASE WHEN dial_leases.until > ${at} AND dial_leases.call_id = excluded.call_id THEN dial_leases.since ELSE excluded.since END,
               pbx_call_id = CASE WHEN dial_leases.until > ${at} THEN dial_leases.pbx_call_id END,
               provider_call_id = CASE WHEN dial_leases.until > ${at} AND dial_leases.call_id = excluded.call_id THEN dial_leases.provider_call_id END
         WHERE dial_leases.until <= ${at} OR dial_leases.agent_id = excluded.agent_id`
      const lease = await readLease(client, customerId)
      if (lease !== undefined) return lease // else it was given back in between
    }
  },

  async rang(customerId, agentId, providerCallId) {
    await client.dialLease.updateMany({ where: { customerId, agentId }, data: { providerCallId } })
  },

  async giveBack(customerId, agentId) {
    await client.dialLease.deleteMany({ where: { customerId, OR: [{ agentId }, { agentId: null }] } })
  },

  async heard({ event, pbxCallId, customerId, callId, at }) {
    if (event === 'newCall' && customerId !== undefined) await rings(client, { pbxCallId, customerId, callId, at })
    else if (event === 'answer') {
      const until = new Date(at + TALK_MS)
      await client.dialLease.updateMany({ where: { pbxCallId, until: { gt: new Date(at) } }, data: { until } })
    } else if (event === 'hangup') await client.dialLease.deleteMany({ where: { pbxCallId } })
  },
})

async function readLease(queries: Queries, customerId: string): Promise<DialLease | undefined> {
  const row = await queries.dialLease.findUnique({ where: { customerId } })
  if (!row) return undefined
  const { agentId, callId, since, until, providerCallId } = row
  const agent = agentId === null ? null : await queries.agent.findUnique({ where: { id: agentId }, select: { name: true } })
  const by = agentId === null ? null : { agentId, name: agent?.name ?? agentId }
  return { customerId, by, callId, since: iso(since), until: iso(until), providerCallId }
}

interface Ringing {
  readonly pbxCallId: string
  readonly customerId: string
  readonly callId: string | null
  /** Epoch milliseconds */
  readonly at: number
}

/** Whoever has the lease keeps it for this telephone call; without one the line itself is taken, by nobody we know. */
async function rings(queries: Queries, { pbxCallId, customerId, callId, at: instant }: Ringing): Promise<void> {
  const [at, until] = [new Date(instant), new Date(instant + LEASE_MS)]
  await queries.$executeRaw`
    INSERT INTO dial_leases (customer_id, call_id, since, until, pbx_call_id)
    SELECT ${customerId}, ${callId}, ${at}, ${until}, ${pbxCallId}
     WHERE NOT EXISTS (SELECT 1 FROM telephony_events WHERE pbx_call_id = ${pbxCallId} AND event = 'hangup')
    ON CONFLICT (customer_id) DO UPDATE
       SET pbx_call_id = excluded.pbx_call_id,
           agent_id = CASE WHEN dial_leases.until > ${at} THEN dial_leases.agent_id END,
           call_id = CASE WHEN dial_leases.until > ${at} THEN dial_leases.call_id ELSE excluded.call_id END,
           since = CASE WHEN dial_leases.until > ${at} THEN dial_leases.since ELSE excluded.since END,
           provider_call_id = CASE WHEN dial_leases.until > ${at} THEN dial_leases.provider_call_id END,
           until = greatest(dial_leases.until, excluded.until)
     WHERE dial_leases.until <= ${at} OR dial_leases.pbx_call_id IS NULL`
}

/**
 * Whoever dialled for this call dials no more; nor is the seller on a line that nobody of us holds, and that rang for no call: its
 * hang-up may never be told.
 */
export async function hangUpFor(queries: Queries, { callId, customerId }: Pick<CallState, 'callId' | 'customerId'>): Promise<void> {
  await queries.dialLease.deleteMany({ where: { customerId, OR: [{ callId }, { agentId: null, callId: null }] } })
}
