import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { canonicalHash, derivedId, randomId } from '../ids.ts'
import { principalOf } from '../principal.ts'
import { Problem } from '../problems.ts'

export interface StoredAnswer {
  readonly status: number
  readonly body: unknown
}

export interface IdempotencyStore {
  /**
   * Claims the key for this request, or says what is known of it: the hash of the first request and its answer, once there is one.
   * A claim that was left unfinished for more than a minute (its process died) is given to the next who asks with the same hash.
   */
  claim(
    principal: string,
    key: string,
    requestHash: string,
  ): Promise<'claimed' | { readonly requestHash: string; readonly answer?: StoredAnswer }>
  finish(principal: string, key: string, answer: StoredAnswer): Promise<void>
  /** After a failure of ours the next request may try again. */
  release(principal: string, key: string): Promise<void>
  /** Forgets what is older than two days: the contract keeps a key for at least one. */
  forgetOld(): Promise<void>
}

export interface IdempotencyDeps {
  readonly idempotency: IdempotencyStore
}

const WAIT_MS = 10_000
const LOOK_MS = 50
const TIDY_MS = 3_600_000

/** The Idempotency-Key of a request, checked: at most 255 characters. */
export function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || key.length === 0 || key.length > 255)
    throw new Problem('invalid-request', 'Idempotency-Key must have 1 to 255 characters.', {
      errors: [{ field: '/headers/idempotency-key', message: 'must have 1 to 255 characters' }],
    })
  return key
}

/** The id of something new (`kind`, in `parts`): with an Idempotency-Key the same for a repeat, which then makes nothing twice. */
export function newIdOf(request: FastifyRequest, kind: string, ...parts: readonly string[]): string {
  const key = idempotencyKeyOf(request)
  return key === undefined ? randomId() : derivedId(kind, principalOf(request).keyId, ...parts, key)
}

/**
 * The id of the update that a request asks for: with an Idempotency-Key the same for a repeat, which then changes nothing twice. Another
 * request with the same key is no repeat.
 */
export function updateIdOf(request: FastifyRequest): string {
  const key = idempotencyKeyOf(request)
  if (key === undefined) return randomId()
  const { method, url, body } = request
  return derivedId('update', principalOf(request).keyId, key, method, url, canonicalHash(body))
}

/** For POSTs that create: the same key and body get the same answer, whatever happens in between (CONTRACT.md). */
export const idempotencyPlugin = fp(async (app: FastifyInstance, { idempotency }: IdempotencyDeps) => {
  const tidy = () => idempotency.forgetOld().catch((error: unknown) => app.log.warn({ err: error }, 'old idempotency records stay'))
  const hourly = setInterval(() => void tidy(), TIDY_MS).unref()
  app.addHook('onClose', async () => clearInterval(hourly))

  const claims = new WeakMap<FastifyRequest, { principal: string; key: string }>()

  app.addHook('preHandler', async (request, reply) => {
    if (!request.routeOptions.config.idempotent) return
    const key = idempotencyKeyOf(request)
    if (key === undefined) return
    const principal = principalOf(request).keyId
    const hash = canonicalHash([request.method, request.url, request.body])
    const answer = await claimOrWait(idempotency, principal, key, hash)
    if (answer === 'claimed') {
      claims.set(request, { principal, key })
      return
    }
    return reply.header('idempotency-replayed', 'true').code(answer.status).type(mediaType(answer.status)).send(answer.body)
  })

  app.addHook('onSend', async (request, reply: FastifyReply, payload) => {
    const claim = claims.get(request)
    if (!claim) return payload
    claims.delete(request)
    if (reply.statusCode >= 500 || typeof payload !== 'string') await idempotency.release(claim.principal, claim.key)
    else await idempotency.finish(claim.principal, claim.key, { status: reply.statusCode, body: JSON.parse(payload) })
    return payload
  })
})

const mediaType = (status: number): string => (status >= 400 ? 'application/problem+json' : 'application/json; charset=utf-8')

async function claimOrWait(store: IdempotencyStore, principal: string, key: string, hash: string): Promise<'claimed' | StoredAnswer> {
  const until = performance.now() + WAIT_MS
  while (performance.now() < until) {
    const known = await store.claim(principal, key, hash)
    if (known === 'claimed') return known
    if (known.requestHash !== hash) throw mismatch()
    if (known.answer) return known.answer
    await delay(LOOK_MS)
  }
  throw inProgress()
}

export const mismatch = (): Problem =>
  new Problem('idempotency-mismatch', 'This Idempotency-Key came with another body before: use a new key for a new request.')

export const inProgress = (): Problem =>
  new Problem('idempotency-in-progress', 'The first request with this key is still at work: repeat it in a moment.', {
    headers: { 'retry-after': '2' },
  })
