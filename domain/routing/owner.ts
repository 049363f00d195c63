import type { AssignmentRequest } from './assign.ts'
import { type StandIn, standInAt } from './substitutes.ts'
import type { RoutingView } from './team.ts'

type Standing = Pick<AssignmentRequest, 'substitute'> & { readonly circle?: { readonly circle: StandIn['of'] } }

/** Who stands in at an instant (epoch milliseconds) for whoever looks after the customer; nothing where he is there himself, or nobody does. */
export function standInFor({ customer, team }: RoutingView, at: number): Standing {
  if (customer.agentId === null) return {}
  const { agentId, of, circle } = standInAt(team, customer.agentId, at)
  if (circle) return { circle: { circle: of } }
  return agentId === undefined || of.length === 0 ? {} : { substitute: { agentId, of } }
}
