import type { TelephonyLog } from '../../api/routes/telephony.ts'
import type { CallStatus } from '../../domain/calls/calls.ts'
import type { Database, Queries } from './database.ts'
import { writeNotices } from './trail.ts'

const AT_WORK: readonly string[] = ['ringing', 'in_call', 'wrap_up'] satisfies CallStatus[]

export const createTelephonyLog = ({ client }: Database): TelephonyLog => ({
  async caller(phone) {
    const contacts = await client.contact.findMany({
      where: { OR: [{ phone }, { phones: { some: { phone } } }] },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      include: { customer: true },
    })
    const call = await expectedCall(
      client,
      contacts.map(({ customerId }) => customerId),
    )
    // Sellers who share a number: the one who is waiting for a call, else the first.
    const customer = (contacts.find(({ customerId }) => customerId === call?.customerId) ?? contacts[0])?.customer
    return customer && { customerId: customer.id, agentId: customer.agentId, openCallId: call?.id ?? null }
  },

  async callOf(pbxCallId) {
    const event = await client.telephonyEvent.findFirst({ where: { pbxCallId, callId: { not: null } }, orderBy: { at: 'asc' } })
    return event?.callId ?? undefined
  },

  async wasWorkedOff(id) {
    return (await client.telephonyEvent.findUnique({ where: { id } })) !== null
  },

  workedOff: ({ at: instant, ...event }, notice) =>
    client.$transaction(async (tx) => {
      const at = new Date(instant)
      const { count } = await tx.telephonyEvent.createMany({ data: [{ ...event, at }], skipDuplicates: true })
      if (count === 0 || !notice) return
      const { customerId = null, ...told } = notice
      await writeNotices(tx, `telephony/${event.id}`, at, { customerId, ...(event.callId === null ? {} : { callId: event.callId }) }, [
        told,
      ])
    }),
})

/** The call that a conversation now belongs to: the one at work, else the one due first. */
async function expectedCall(queries: Queries, customerIds: readonly string[]) {
  if (customerIds.length === 0) return undefined
  const open = await queries.call.findMany({
    where: { customerId: { in: [...customerIds] }, status: { notIn: ['done', 'cancelled'] } },
    orderBy: [{ dueAt: { sort: 'asc', nulls: 'last' } }, { createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, customerId: true, status: true },
  })
  return open.find(({ status }) => AT_WORK.includes(status)) ?? open[0]
}
