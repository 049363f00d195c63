import type { CustomerChange, CustomerStore } from '../../activities/customers.ts'
import type { AccountReads } from '../../activities/life.ts'
import type { CallTimeReads } from '../../api/routes/call-times.ts'
import type { CustomerReads } from '../../api/routes/customers.ts'
import type { CustomerView, TimelineItem } from '../../api/schemas/customers.ts'
import { type Product, STAGES, type Stage, type TrialStatus } from '../../domain/customers.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { customerView, WITH_CONTACT } from './customer-view.ts'
import { type Database, machineClock } from './database.ts'
import { customerNotFound, foreignCursor } from './errors.ts'
import { readHolidays } from './holidays.ts'
import { createdPosition, NEWEST_FIRST, newestFirst, type Position, readPage } from './pages.ts'
import { readPolicies } from './policies.ts'
import { writeRegistration } from './registrations.ts'
import { hoursOf, zonesOf } from './team.ts'
import { writeEntries, writeNotices } from './trail.ts'
import { dateOrNull, fromJson, iso, isoOrNull, jsonOrNull, paramsOf } from './values.ts'

export const createCustomerStore = (
  { client }: Database,
  clock = machineClock,
): CustomerStore & AccountReads & CustomerReads & CallTimeReads => ({
  register: (customer) => client.$transaction((tx) => writeRegistration(tx, customer)),

  change: (customerId, change, { key, entries, notices = [] }) =>
    client.$transaction(async (tx) => {
      const before = await tx.customer.findUnique({ where: { id: customerId }, select: { stage: true } })
      if (!before) throw customerNotFound(customerId)
      const now = new Date(clock.now())
      const written = await writeEntries(tx, `customer/${customerId}/${key}`, now, { customerId }, entries)
      if (written === 0 && entries.length > 0) return // a repeat: what came later must not be undone
      await tx.customer.update({ where: { id: customerId }, data: changed(change, before.stage as Stage) })
      await writeNotices(tx, `customer/${customerId}/${key}`, now, { customerId }, notices)
    }),

  async account(customerId) {
    const customer = await client.customer.findUnique({ where: { id: customerId }, include: { amazonAccounts: true } })
    if (!customer) throw customerNotFound(customerId)
    const { agentId, products, timeZone, createdAt, trialStatus, trialEndsAt, amazonAccounts } = customer
    const connected = amazonAccounts.filter(({ status }) => status === 'connected')
    const ends = connected.flatMap((account) => account.authorizedUntil ?? []).sort((a, b) => a.getTime() - b.getTime())
    // The next one to come; where all have passed, the last.
    const authorizedUntil = ends.find((end) => end.getTime() > clock.now()) ?? ends.at(-1) ?? null
    return {
      agentId,
      products: products as Product[],
      timeZone,
      zones: zonesOf(customer),
      holidays: await readHolidays(client, customer, clock.now()),
      hours: hoursOf(customer) ?? (await readPolicies(client)).policies.callable,
      alone: (await client.contact.count({ where: { customerId } })) === 1,
      createdAt: iso(createdAt),
      trial: { status: trialStatus as TrialStatus, endsAt: isoOrNull(trialEndsAt) },
      authorizedUntil: isoOrNull(authorizedUntil),
      revoked: amazonAccounts.some(({ status }) => status === 'revoked'),
    }
  },

  async find(id) {
    const customer = await client.customer.findUnique({ where: { id }, include: WITH_CONTACT })
    return customer ? customerView(customer, clock.now()) : undefined
  },

  async callTimes(id) {
    const customer = await client.customer.findUnique({ where: { id } })
    if (!customer) return undefined
    const { timeZone, zoneAssumed, country } = customer
    const hours = hoursOf(customer)
    return { timeZone, zoneAssumed, country, hours: hours?.map(({ weekday, from, until }) => ({ weekday, from, to: until })) ?? null }
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

/** Who is onboarded already and is welcomed afterwards stays onboarded. */
const isFurther = (stage: Stage, before: Stage): boolean => STAGES.indexOf(stage) > STAGES.indexOf(before)

function changed(change: CustomerChange, before: Stage): Prisma.CustomerUncheckedUpdateInput {
  const { agentId, stage, support, experience, areas, cancelledAt, addProduct, trial, callTimes } = change
  return {
    ...(agentId === undefined ? {} : { agentId }),
    ...(stage === undefined || !isFurther(stage, before) ? {} : { stage }),
    ...(support === undefined ? {} : { support }),
    ...(experience === undefined ? {} : { experience }),
    ...(areas === undefined ? {} : { areas: [...areas] }),
    ...(cancelledAt === undefined ? {} : { cancelledAt: dateOrNull(cancelledAt) }),
    ...(addProduct === undefined ? {} : { products: { push: addProduct } }),
    ...(callTimes?.timeZone === undefined ? {} : { timeZone: callTimes.timeZone, zoneAssumed: false }),
    ...(callTimes?.hours === undefined ? {} : { callHours: jsonOrNull(callTimes.hours) }),
    ...(trial === undefined ? {} : { trialStatus: trial.status, trialEndsAt: new Date(trial.endsAt) }),
    ...(trial?.startedAt === undefined ? {} : { trialStartedAt: new Date(trial.startedAt) }),
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
