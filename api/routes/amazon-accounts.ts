import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { AMAZON_ACCOUNT_STATUSES } from '../../domain/amazon/accounts.ts'
import { type ConsentDeps, type ConsentRequest, createConsentDesk } from '../amazon-consent.ts'
import { acceptedLanguages, consentPage } from '../pages/consent.ts'
import type { ConsentPageKind } from '../pages/consent-words.ts'
import { sendProblem } from '../plugins/errors.ts'
import { newIdOf } from '../plugins/idempotency.ts'
import { actorOf, principalOf } from '../principal.ts'
import { found, invalidField, Problem } from '../problems.ts'
import type { CustomerView } from '../schemas/customers.ts'
import { IdParams, Instant, Nullable, OneOf, Region } from '../schemas/values.ts'

export interface AmazonAccountRouteDeps extends ConsentDeps {
  readonly customers: { find(customerId: string): Promise<CustomerView | undefined> }
}

const AmazonAccountReply = Type.Object({
  id: Type.String(),
  sellingPartnerId: Nullable(Type.String()),
  region: Region,
  marketplaces: Type.Array(Type.String(), { description: "Amazon's marketplace ids, once they were read" }),
  status: OneOf(AMAZON_ACCOUNT_STATUSES),
  authorizedUntil: Nullable(Instant),
})

/** As Amazon names them; others may come with them. */
const ConsentQuery = Type.Object({
  state: Type.String({ minLength: 1, maxLength: 200 }),
  spapi_oauth_code: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  selling_partner_id: Type.Optional(Type.String({ pattern: '^[A-Z0-9]{5,40}$' })),
  error: Type.Optional(Type.String({ maxLength: 200, description: 'the seller refused' })),
})

const wantsPage = (request: FastifyRequest): boolean => String(request.headers.accept).includes('text/html')

/** A seller's browser gets a page, a program JSON. */
const told = (request: FastifyRequest, reply: FastifyReply, outcome: 'connected' | 'refused', { languages }: ConsentRequest) =>
  wantsPage(request) ? reply.type('text/html; charset=utf-8').send(consentPage(outcome, languages)) : reply.send({ outcome })

function pageOf(error: FastifyError, status: number): ConsentPageKind {
  if (status >= 500) return 'later'
  return error instanceof Problem && error.code === 'consent-mismatch' ? 'mismatch' : 'not_open'
}

/** A seller cannot do much with a problem document: his browser gets a page with the same status. */
function sendFailure(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  sendProblem(
    error,
    request,
    reply,
    wantsPage(request) ? (status) => consentPage(pageOf(error, status), acceptedLanguages(request.headers['accept-language'])) : undefined,
  )
}

export const amazonAccountRoutes: FastifyPluginAsyncTypebox<AmazonAccountRouteDeps> = async (app, deps) => {
  const { customers, consents } = deps
  const desk = createConsentDesk(deps)
  const known = async (customerId: string): Promise<string> => found(await customers.find(customerId), 'customer').id

  app.post(
    '/v1/customers/:id/amazon-accounts',
    {
      config: { access: 'customers', idempotent: true },
      schema: {
        tags: ['amazon'],
        summary: 'Ask a seller for his consent at Amazon',
        description: 'Send the seller to `authorizationUrl`, within seven days. He may have several accounts, in several regions.',
        params: IdParams,
        body: Type.Object({ region: Region }, { additionalProperties: false }),
        response: { 201: Type.Object({ id: Type.String(), authorizationUrl: Type.String() }) },
      },
    },
    async (request, reply) => {
      const customerId = await known(request.params.id)
      const principal = principalOf(request)
      const id = newIdOf(request, 'amazon-account')
      const authorizationUrl = await desk.ask({ accountId: id, customerId, region: request.body.region, actor: actorOf(principal) })
      return reply.code(201).send({ id, authorizationUrl })
    },
  )

  app.get(
    '/v1/customers/:id/amazon-accounts',
    {
      config: { access: 'customers' },
      schema: {
        tags: ['amazon'],
        summary: "A seller's accounts at Amazon",
        params: IdParams,
        response: { 200: Type.Object({ items: Type.Array(AmazonAccountReply), nextCursor: Type.Null() }) },
      },
    },
    async (request) => ({ items: await consents.list(await known(request.params.id)), nextCursor: null }),
  )

  app.get(
    '/v1/amazon/consent',
    {
      config: { access: 'public' },
      errorHandler: sendFailure,
      schema: {
        tags: ['amazon'],
        summary: 'Where Amazon sends the seller back to',
        description: 'Known by its `state`, which works once. Answers a page where one is accepted, JSON otherwise.',
        querystring: ConsentQuery,
        response: { 200: Type.Object({ outcome: OneOf(['connected', 'refused']) }) },
      },
    },
    async (request, reply) => {
      const { state, spapi_oauth_code: code, selling_partner_id: sellingPartnerId, error } = request.query
      if (error !== undefined) return told(request, reply, 'refused', await desk.refused(state))
      if (code === undefined) throw invalidField('/spapi_oauth_code', 'is required')
      if (sellingPartnerId === undefined) throw invalidField('/selling_partner_id', 'is required')
      return told(request, reply, 'connected', await desk.granted({ state, code, sellingPartnerId }))
    },
  )
}
