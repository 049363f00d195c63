import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Client } from '@temporalio/client'
import { Type } from 'typebox'
import type { CallPurpose } from '../../domain/calls/calls.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Verdict } from '../../domain/consent/gate.ts'
import { type LedgerEntry, optOutOf, type Statement, standings } from '../../domain/consent/ledger.ts'
import { sayConsent } from '../../workflows/customer.ts'
import { newIdOf } from '../plugins/idempotency.ts'
import { actorOf, principalOf } from '../principal.ts'
import { found, invalidField, notFound, Problem } from '../problems.ts'
import {
  ConsentBody,
  ConsentParams,
  ConsentReply,
  type ConsentView,
  LedgerReply,
  OptOutBody,
  RevocationBody,
  VerdictQuery,
  VerdictReply,
} from '../schemas/consents.ts'
import type { CustomerView } from '../schemas/customers.ts'
import { IdParams, type Page, PageQuery, type PageRequest, pageOf } from '../schemas/values.ts'

export interface LedgerReads {
  find(customerId: string, consentId: string): Promise<ConsentView | undefined>
  /** By when it was written down, newest first. */
  list(customerId: string, page: PageRequest): Promise<Page<ConsentView>>
  /** All that was said, and who there is to call. */
  company(customerId: string): Promise<{ readonly ledger: readonly LedgerEntry[]; readonly people: readonly { readonly id: string }[] }>
  mayCall(
    customerId: string,
    purpose: CallPurpose,
    about: { readonly contactId?: string | undefined; readonly askedFor?: boolean | undefined },
  ): Promise<Verdict>
}

export interface ConsentRouteDeps {
  readonly customers: { find(customerId: string): Promise<CustomerView | undefined> }
  readonly ledger: LedgerReads
  readonly temporal: Client
  readonly clock: Clock
}

export const consentRoutes: FastifyPluginAsyncTypebox<ConsentRouteDeps> = async (app, { customers, ledger, temporal, clock }) => {
  const known = async (customerId: string): Promise<string> => found(await customers.find(customerId), 'customer').id
  const refuseStranger = async (customerId: string, contactId: string | undefined): Promise<void> => {
    if (contactId === undefined) return
    const { people } = await ledger.company(customerId)
    if (!people.some(({ id }) => id === contactId)) throw invalidField('/contactId', 'is no contact of this customer')
  }
  async function say(customerId: string, statement: Statement): Promise<ConsentView> {
    await temporal.workflow
      .getHandle(`customer/${customerId}`)
      .executeUpdate(sayConsent, { args: [statement], updateId: `consent/${statement.id}` })
    const said = await ledger.find(customerId, statement.id)
    if (!said) throw new Error(`consent ${statement.id} was said and is not written`)
    return said
  }
  const now = (): string => new Date(clock.now()).toISOString()
  const docs = (summary: string) => ({ tags: ['consents'], summary, params: IdParams })
  const access = { access: 'customers' as const }
  const creating = { ...access, idempotent: true }

  app.get(
    '/v1/customers/:id/consents',
    {
      config: access,
      schema: {
        ...docs('What was said about being called: what stands, and all of it, newest first'),
        querystring: Type.Object(PageQuery),
        response: { 200: LedgerReply },
      },
    },
    async (request) => {
      const id = await known(request.params.id)
      const { ledger: entries, people } = await ledger.company(id)
      return { ...(await ledger.list(id, pageOf(request.query))), stands: standings(entries, people) }
    },
  )

  app.post(
    '/v1/customers/:id/consents',
    {
      config: creating,
      schema: { ...docs('Write down a consent'), body: ConsentBody, response: { 201: ConsentReply } },
    },
    async (request, reply) => {
      const id = await known(request.params.id)
      const { scope, channel, contactId, textVersion, how, evidence, at } = request.body
      await refuseStranger(id, contactId)
      if (at !== undefined && Date.parse(at) > clock.now()) throw invalidField('/at', 'is in the future')
      const statement = {
        id: newIdOf(request, 'consent'),
        contactId: contactId ?? null,
        act: 'granted',
        scope,
        channel,
        textVersion,
        how,
        evidence,
        saidAt: at === undefined ? now() : new Date(at).toISOString(),
        by: actorOf(principalOf(request)),
      } as const
      return reply.code(201).send(await say(id, statement))
    },
  )

  app.post(
    '/v1/customers/:id/consents/:consentId/revoke',
    {
      config: creating,
      schema: { ...docs('Revoke a consent'), params: ConsentParams, body: RevocationBody, response: { 201: ConsentReply } },
    },
    async (request, reply) => {
      const id = await known(request.params.id)
      const { how, evidence } = request.body
      const grant = await ledger.find(id, request.params.consentId)
      if (grant?.act !== 'granted') throw notFound('consent')
      const { contactId, scope, channel, id: revokes } = grant
      const by = actorOf(principalOf(request))
      const statement = {
        id: newIdOf(request, 'consent'),
        contactId,
        act: 'revoked',
        scope,
        channel,
        how,
        evidence,
        revokes,
        saidAt: now(),
        by,
      } as const
      return reply.code(201).send(await say(id, statement))
    },
  )

  const optOut = (act: 'opted_out' | 'opt_out_withdrawn', url: string, summary: string) =>
    app.post(
      url,
      { config: creating, schema: { ...docs(summary), body: OptOutBody, response: { 201: ConsentReply } } },
      async (request, reply) => {
        const id = await known(request.params.id)
        const { scope, contactId = null, how, evidence } = request.body
        await refuseStranger(id, contactId ?? undefined)
        if (act === 'opt_out_withdrawn') await refuseVain(id, scope, contactId)
        const by = actorOf(principalOf(request))
        const statement = {
          id: newIdOf(request, 'consent'),
          contactId,
          act,
          scope,
          channel: 'phone',
          how,
          evidence,
          saidAt: now(),
          by,
        } as const
        return reply.code(201).send(await say(id, statement))
      },
    )
  /** What nobody has refused, or another has, cannot be taken back. */
  async function refuseVain(customerId: string, scope: Statement['scope'], contactId: string | null): Promise<void> {
    const { ledger: entries } = await ledger.company(customerId)
    if (optOutOf(entries, scope, contactId) === undefined)
      throw new Problem(
        'no-opt-out',
        `No opt-out from ${scope} stands that could be withdrawn${contactId === null ? '' : ' for this contact'}.`,
      )
  }
  optOut('opted_out', '/v1/customers/:id/opt-outs', 'He wants no more calls of a kind, or none at all')
  optOut('opt_out_withdrawn', '/v1/customers/:id/opt-outs/withdraw', 'He may be called again')

  app.get(
    '/v1/customers/:id/may-call',
    {
      config: access,
      schema: { ...docs('Whether he may be called for a purpose, and why'), querystring: VerdictQuery, response: { 200: VerdictReply } },
    },
    async (request) => {
      const id = await known(request.params.id)
      const { purpose, contactId, askedFor } = request.query
      await refuseStranger(id, contactId)
      const { allowed, why } = await ledger.mayCall(id, purpose, { contactId, askedFor })
      return { allowed, why: { code: why.code, params: { ...why.params } } }
    },
  )
}
