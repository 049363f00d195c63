import type { TelephonyLog } from '../../api/routes/telephony.ts'
import { type CallStatus, CLOSED_STATUSES } from '../../domain/calls/calls.ts'
import type { PhoneEvent } from '../../domain/calls/phone.ts'
import type { Database, Queries } from './database.ts'
import { writeNotices } from './trail.ts'

const AT_WORK: readonly string[] = ['ringing', 'in_call', 'wrap_up'] satisfies CallStatus[]

export const createTelephonyLog = ({ client }: Database): TelephonyLog => ({
  async caller(phone) {
    const sellers = await sellersWithNumber(client, phone)
    const call = await expectedCall(
      client,
      sellers.map(({ id }) => id),
    )
    // Sellers who share a number: the one who is waiting for a call, else the first.
    const customer = sellers.find(({ id }) => id === call?.customerId) ?? sellers[0]
    return customer && { customerId: customer.id, agentId: customer.agentId, openCallId: call?.id ?? null }
  },

  async callOf(pbxCallId) {
    const event = await client.telephonyEvent.findFirst({ where: { pbxCallId, callId: { not: null } }, orderBy: { at: 'asc' } })
    return event?.callId ?? undefined
  },

  async untold(pbxCallId) {
    const events = await client.telephonyEvent.findMany({
      where: { pbxCallId, callId: null, event: { not: 'newCall' } },
      orderBy: { event: 'asc' },
    })
    return events.map(({ event, cause }) => ({ event: event as PhoneEvent['event'], ...(cause === null ? {} : { cause }) }))
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
      // The same news under another id is no news.
      await writeNotices(
        tx,
        `telephony/${event.pbxCallId}/${event.event}`,
        at,
        { customerId, ...(event.callId === null ? {} : { callId: event.callId }) },
        [told],
      )
    }),
})

interface Known {
  readonly id: string
  readonly agentId: string | null
}

/** Whose number this is (E.164), whoever was there first before others: a contact's, or one that a note of the hotline says is his. */
async function sellersWithNumber(queries: Queries, phone: string): Promise<Known[]> {
  const customer = { select: { id: true, agentId: true } }
  const contacts = await queries.contact.findMany({
    where: { OR: [{ phone }, { phones: { some: { phone } } }] },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { customer },
  })
  const noted = await queries.hotlineCall.findMany({
    where: { from: phone, rememberNumber: true },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    distinct: ['customerId'],
    select: { customer },
  })
  return [...contacts, ...noted].flatMap((one) => one.customer ?? [])
}

/** The call that a conversation now belongs to: the one at work, else the one due first. */
async function expectedCall(queries: Queries, customerIds: readonly string[]) {
  if (customerIds.length === 0) return undefined
  const open = await queries.call.findMany({
    where: { customerId: { in: [...customerIds] }, status: { notIn: [...CLOSED_STATUSES] } },
    orderBy: [{ dueAt: { sort: 'asc', nulls: 'last' } }, { createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, customerId: true, status: true },
  })
  return open.find(({ status }) => AT_WORK.includes(status)) ?? open[0]
}
