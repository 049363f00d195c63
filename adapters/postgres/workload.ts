import type { TeamMember } from '../../domain/routing/team.ts'
import type { Queries } from './database.ts'

type Workload = Pick<TeamMember, 'load' | 'carriedSince' | 'lastAssignedAt'>

const NOTHING: Workload = { load: 0, carriedSince: [], lastAssignedAt: null }

/** What each agent carries. `beside`: a call that counts for nobody, because it is being assigned. */
export async function readWorkloads(queries: Queries, beside: string | undefined): Promise<(agentId: string) => Workload> {
  const rows = await queries.$queryRaw<(Workload & { readonly agentId: string })[]>`
    SELECT a.id AS "agentId", coalesce(o.load, 0) AS load, coalesce(o.since, '{}') AS "carriedSince", l.at AS "lastAssignedAt"
      FROM agents a
      LEFT JOIN (
        SELECT agent_id, count(*)::int AS load,
               array_agg(round(extract(epoch FROM coalesce(assigned_at, created_at)) * 1000)::float8) AS since
          FROM calls
         WHERE status NOT IN ('done', 'cancelled') AND agent_id IS NOT NULL AND id <> ${beside ?? ''}
         GROUP BY agent_id) o ON o.agent_id = a.id
      LEFT JOIN LATERAL (
        SELECT round(extract(epoch FROM assigned_at) * 1000)::float8 AS at
          FROM calls
         WHERE agent_id = a.id AND assigned_at IS NOT NULL AND id <> ${beside ?? ''}
         ORDER BY assigned_at DESC
         LIMIT 1) l ON true`
  const byAgent = new Map(rows.map(({ agentId, load, carriedSince, lastAssignedAt }) => [agentId, { load, carriedSince, lastAssignedAt }]))
  return (agentId) => byAgent.get(agentId) ?? NOTHING
}
