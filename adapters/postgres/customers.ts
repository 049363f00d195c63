import type { CustomerChange, CustomerStore } from '../../activities/customers.ts'
import type { CustomerReads } from '../../api/routes/customers.ts'
import type { CustomerView, TimelineItem } from '../../api/schemas/customers.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { customerView, WITH_CONTACT } from './customer-view.ts'
import { type Database, machineClock } from './database.ts'
import { customerNotFound, foreignCursor } from './errors.ts'
import { createdPosition, NEWEST_FIRST, newestFirst, type Position, readPage } from './pages.ts'
import { writeRegistration } from './registrations.ts'
import { writeEntries } from './trail.ts'
import { fromJson, iso, json, paramsOf } from './values.ts'

export const createCustomerStore = ({ client }: Database, clock = machineClock): CustomerStore & CustomerReads => ({
  register: (customer) => client.$transaction((tx) => writeRegistration(tx, customer)),

  change: (customerId, change, entries, key) =>
    client.$transaction(async (tx) => {
      if (!(await tx.customer.findUnique({ where: { id: customerId }, select: { id: true } }))) throw customerNotFound(customerId)
      const written = await writeEntries(tx, `customer/${customerId}/${key}`, new Date(clock.now()), { customerId }, entries)
      if (written === 0 && entries.length > 0) return // a repeat: what came later must not be undone
      await tx.customer.update({ where: { id: customerId }, data: changed(change) })
    }),

  async find(id) {
    const customer = await client.customer.findUnique({ where: { id }, include: WITH_CONTACT })
    return customer ? customerView(customer, clock.now()) : undefined
  },

  list: (page) =>
    readPage(page, {
      read: (take, behind) => client.customer.findMany({ where: newestFirst(behind), orderBy: NEWEST_FIRST, take, include: WITH_CONTACT }),
      position: createdPosition,
      view: (customer: Parameters<typeof customerView>[0]) => customerView(customer, clock.now()),
    }),

  timeline: (customerId, page) =>
    readPage(page, {
      read: (take, behind) =>
        client.auditEntry.findMany({ where: { customerId, ...earlierThan(behind) }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take }),
      position: ({ at, id }) => ({ at, id: String(id) }),
      view: timelineItem,
    }),

  async registration(id) {
    const stored = await client.registration.findUnique({ where: { id } })
    if (!stored) return undefined
    return { bodyHash: stored.bodyHash, answer: fromJson<CustomerView>(stored.answer) }
  },
})

function changed({ agentId, stage, support, experience, areas, agreed }: CustomerChange): Prisma.CustomerUncheckedUpdateInput {
  return {
    ...(agentId === undefined ? {} : { agentId }),
    ...(stage === undefined ? {} : { stage }),
    ...(support === undefined ? {} : { support }),
    ...(experience === undefined ? {} : { experience }),
    ...(areas === undefined ? {} : { areas: [...areas] }),
    ...(agreed === undefined ? {} : { agreed: json(agreed) }),
  }
}

export const timelineItem = ({ at, kind, params, actor }: Prisma.AuditEntryModel): TimelineItem => ({
  at: iso(at),
  kind,
  params: paramsOf(params),
  actor,
})

function earlierThan(behind: Position | undefined): Prisma.AuditEntryWhereInput {
  if (behind === undefined) return {}
  if (!/^\d{1,18}$/.test(behind.id)) throw foreignCursor()
  return { at: { lte: behind.at }, NOT: { at: behind.at, id: { gte: BigInt(behind.id) } } }
}
