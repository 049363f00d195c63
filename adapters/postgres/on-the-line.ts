import type { Queries } from './database.ts'

/** Who of the team is on the telephone, or dials. `beside`: a call that counts for nobody, because it is being assigned. */
export async function readTalking(queries: Queries, now: number, beside: string | undefined): Promise<ReadonlySet<string>> {
  const calls = await queries.call.findMany({
    where: { status: { in: ['ringing', 'in_call'] }, agentId: { not: null }, ...(beside === undefined ? {} : { id: { not: beside } }) },
    select: { agentId: true },
  })
  const leases = await queries.dialLease.findMany({ where: { until: { gt: new Date(now) } }, select: { agentId: true } })
  return new Set([...calls, ...leases].flatMap(({ agentId }) => agentId ?? []))
}
