import type { CustomerView } from '../../api/schemas/customers.ts'
import type { Product, Stage, Support, TrialStatus } from '../../domain/customers.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { iso, isoOrNull } from './values.ts'

/** Whom we write to and call first stands first. */
export const PRIMARY_FIRST = [
  { primary: 'desc' },
  { createdAt: 'asc' },
  { id: 'asc' },
] as const satisfies Prisma.ContactOrderByWithRelationInput[]

export const WITH_CONTACT = {
  contacts: { orderBy: [...PRIMARY_FIRST], take: 1 },
} as const satisfies Prisma.CustomerInclude

/** `now` is epoch milliseconds: a trial is over when its end has passed, whatever else happens then. */
export function customerView(customer: Prisma.CustomerGetPayload<{ include: typeof WITH_CONTACT }>, now: number): CustomerView {
  const { name = '', email = '', phone = '' } = customer.contacts[0] ?? {}
  return {
    id: customer.id,
    externalId: customer.externalId,
    company: customer.company,
    contact: { name, email, phone },
    languages: customer.languages,
    country: customer.country,
    ...(customer.subdivision === null ? {} : { subdivision: customer.subdivision }),
    timeZone: customer.timeZone,
    products: customer.products as Product[],
    stage: customer.cancelledAt === null ? (customer.stage as Stage) : 'cancelled',
    support: customer.support as Support,
    trial: { status: trialStatus(customer, now), endsAt: isoOrNull(customer.trialEndsAt) },
    agentId: customer.agentId,
    createdAt: iso(customer.createdAt),
  }
}

const trialStatus = ({ trialStatus, trialEndsAt }: { trialStatus: string; trialEndsAt: Date | null }, now: number): TrialStatus =>
  trialStatus === 'running' && trialEndsAt !== null && trialEndsAt.getTime() <= now ? 'over' : (trialStatus as TrialStatus)
