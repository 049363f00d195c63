import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Principal, Role } from '../principal.ts'
import { Problem } from '../problems.ts'

export interface KeyReads {
  /** The principal of a key that is not revoked, by the hex SHA-256 of the key. */
  principalByHash(hash: string): Promise<Principal | undefined>
}

export interface AuthDeps {
  readonly keys: KeyReads
}

type Access = 'agent' | 'lead' | 'admin' | 'customers'

const ALLOWED: Readonly<Record<Access, readonly Role[]>> = {
  agent: ['agent', 'lead', 'admin'],
  lead: ['lead', 'admin'],
  admin: ['admin'],
  customers: ['agent', 'lead', 'admin', 'service'],
}

const bearer = (request: FastifyRequest): string | undefined => /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]

/** Who asks, and whether this key may: before anything of the request is looked at. */
export const authPlugin = fp(async (app: FastifyInstance, { keys }: AuthDeps) => {
  app.decorateRequest('principal', null)
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access ?? 'agent'
    if (access === 'public' || request.routeOptions.url === undefined) return
    const key = bearer(request)
    const principal = key === undefined ? undefined : await keys.principalByHash(createHash('sha256').update(key).digest('hex'))
    if (!principal)
      throw new Problem('unauthorized', 'Send `Authorization: Bearer KEY` with a valid key.', { headers: { 'www-authenticate': 'Bearer' } })
    if (!ALLOWED[access].includes(principal.role))
      throw new Problem('forbidden', `A key of role ${principal.role} may not do this: it needs ${ALLOWED[access].join(' or ')}.`)
    request.principal = principal
  })
})
