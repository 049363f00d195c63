import type { Coded } from '../../domain/codes.ts'
import type { Experience } from '../../domain/customers.ts'
import { type ProfileResult, type ProfileRun, type ProfileView, profileView } from '../../domain/profile/profile.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import type { Queries } from './database.ts'
import { customerNotFound } from './errors.ts'
import { fromJson } from './values.ts'

/** What a profile is read from, beside the seller's own row; not what a run under way works with, which may be a megabyte. */
export const WITH_PROFILE = {
  profile: { select: { state: true, sampled: true, error: true, result: true } },
} as const satisfies Prisma.CustomerInclude

export async function readView(queries: Queries, customerId: string): Promise<ProfileView> {
  const customer = await queries.customer.findUnique({ where: { id: customerId }, include: WITH_PROFILE })
  if (!customer) throw customerNotFound(customerId)
  return viewOf(customer)
}

/** The profile of a seller who was read with it. */
export function viewOf({ profile, experience, areas }: Prisma.CustomerGetPayload<{ include: typeof WITH_PROFILE }>): ProfileView {
  const run = profile && {
    state: profile.state as ProfileRun['state'],
    sampled: profile.sampled,
    error: fromJson<Coded | null>(profile.error),
  }
  return profileView({
    run,
    result: fromJson<ProfileResult | null>(profile?.result ?? null),
    experience: experience as Experience | null,
    areas,
  })
}
