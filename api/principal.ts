import type { FastifyRequest } from 'fastify'
import { Problem } from './problems.ts'

export type Role = 'agent' | 'lead' | 'admin' | 'service'

/** Whom an API key stands for. */
export interface Principal {
  readonly keyId: string
  readonly role: Role
  /** The agent row an agent's key is bound to. */
  readonly agentId: string | null
}

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | null
  }
  interface FastifyContextConfig {
    /** Who may call the route; `public` needs no key. Absent: agents, leads and admins. */
    access?: 'public' | 'agent' | 'lead' | 'admin' | 'customers'
    /** A POST that creates and honours Idempotency-Key through the idempotency records. */
    idempotent?: boolean
  }
}

export function principalOf(request: FastifyRequest): Principal {
  if (!request.principal) throw new Problem('unauthorized', 'Send `Authorization: Bearer KEY` with a valid key.')
  return request.principal
}

/** Who did it, for the audit trail. */
export const actorOf = ({ agentId, keyId }: Principal): string => (agentId === null ? `key/${keyId}` : `agent/${agentId}`)

/** A hook: what is an agent's own is for him and the leads. Before anything of the request is looked at. */
export async function ownOrLead(request: FastifyRequest): Promise<void> {
  const { role, agentId } = principalOf(request)
  const { id } = request.params as { id?: string }
  if (role === 'agent' && agentId !== id) throw new Problem('forbidden', 'This belongs to somebody else: only he and the leads may do it.')
}

/** The agent behind the key: some things only a person can do. */
export function agentOf(request: FastifyRequest): string {
  const { agentId } = principalOf(request)
  if (agentId === null) throw new Problem('forbidden', 'This key is bound to no agent: use the key of the person who does it.')
  return agentId
}
