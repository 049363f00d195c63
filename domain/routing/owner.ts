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

/** The customer as if whoever is away looked after him, so that the substitute comes first; as he is where nobody stands in. */
export function asIfHeldBy(view: RoutingView, agentId: string, at: number): RoutingView {
  const { agentId: standIn, of } = standInAt(view.team, agentId, at)
  return standIn === undefined || of.length === 0 ? view : { ...view, customer: { ...view.customer, agentId } }
}
