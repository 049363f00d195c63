import type { EventLog } from '../../api/routes/events.ts'
import type { Database } from './database.ts'

export const createEventLog = ({ client }: Database): EventLog => ({
  async customerOf(subject) {
    const byId = await client.customer.findUnique({ where: { id: subject }, select: { id: true } })
    const customer = byId ?? (await client.customer.findUnique({ where: { externalId: subject }, select: { id: true } }))
    return customer?.id
  },

  async wasPassedOn({ source, eventId }) {
    const event = await client.accountEvent.findUnique({ where: { source_eventId: { source, eventId } } })
    return event !== null && event.passedOnAt !== null
  },

  async take({ at, ...event }) {
    const { source, eventId } = event
    await client.accountEvent.createMany({ data: [{ ...event, receivedAt: new Date(at) }], skipDuplicates: true })
    const { customerId } = await client.accountEvent.findUniqueOrThrow({ where: { source_eventId: { source, eventId } } })
    return customerId
  },

  async passedOn({ source, eventId }, at) {
    const passedOnAt = new Date(at)
    const { count } = await client.accountEvent.updateMany({ where: { source, eventId, passedOnAt: null }, data: { passedOnAt } })
    return count > 0
  },
})
