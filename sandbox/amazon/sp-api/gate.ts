import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AmazonRegion } from '../../../domain/customers.ts'
import type { Faults } from '../admin/faults.ts'
import type { Traffic } from '../admin/traffic.ts'
import type { AccessTokens } from '../auth/access-tokens.ts'
import type { Authorisations } from '../auth/authorisations.ts'
import type { Seller } from '../world/world.ts'
import { faultError, quotaExceeded, unauthorized } from './errors.ts'
import type { Operation } from './operations.ts'
import type { Quota } from './quota.ts'

export interface GateDeps {
  readonly accessTokens: AccessTokens
  readonly authorisations: Authorisations
  readonly faults: Faults
  readonly quota: Quota
  readonly traffic: Traffic
  readonly now: () => number
}

/** What every request to a region of the SP-API passes: who asks, whether he may, and how often. */
export function createGate(app: FastifyInstance, region: AmazonRegion, deps: GateDeps) {
  const { accessTokens, authorisations, faults, quota, traffic, now } = deps
  const sellers = new WeakMap<FastifyRequest, Seller>()
  const operations = new WeakMap<FastifyRequest, Operation>()

  const callerOf = (request: FastifyRequest): { seller: Seller; clientId: string } => {
    const header = request.headers['x-amz-access-token']
    if (typeof header !== 'string' || header === '') throw unauthorized('Access token is missing in the request header.')
    const token = accessTokens.read(header)
    const { sellingPartnerId, fingerprint } = token ?? {}
    const authorisation = sellingPartnerId && fingerprint ? authorisations.ofFingerprint(sellingPartnerId, fingerprint) : undefined
    if (!token || authorisation?.status !== 'active') throw unauthorized('The access token you provided is revoked, malformed or invalid.')
    if (token.until <= now()) throw unauthorized('The access token you provided has expired.')
    if (authorisation.seller.account.region !== region) throw unauthorized('The access token is not valid in this region.')
    return { seller: authorisation.seller, clientId: token.clientId }
  }

  app.addHook('onRequest', async (_request, reply) => {
    reply.header('x-amzn-RequestId', randomUUID())
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const operation = operations.get(request)
    if (operation === undefined) return payload
    traffic.count(operation, sellers.get(request)?.account.sellingPartnerId, reply.statusCode)
    // As Amazon gives it: the pair's rate, on success alone.
    if (reply.statusCode < 300) reply.header('x-amzn-RateLimit-Limit', quota.limit(operation))
    return payload
  })

  return {
    /** Route options of an operation. */
    enter: (operation: Operation) => ({
      onRequest: async (request: FastifyRequest, _reply: FastifyReply) => {
        operations.set(request, operation)
        const { seller, clientId } = callerOf(request)
        sellers.set(request, seller)
        const { sellingPartnerId } = seller.account
        const failed = await faults.play(operation, sellingPartnerId)
        if (failed !== undefined) throw faultError(failed)
        if (!quota.take(operation, sellingPartnerId, clientId)) throw quotaExceeded()
      },
    }),
    seller(request: FastifyRequest): Seller {
      const seller = sellers.get(request)
      if (!seller) throw new Error('a route without a gate')
      return seller
    },
  }
}

export type Gate = ReturnType<typeof createGate>
