import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Client } from '@temporalio/client'
import { Type } from 'typebox'
import { isOpen } from '../../domain/calls/calls.ts'
import { takesAgreement } from '../../domain/calls/outcomes.ts'
import { fieldErrorsText } from '../../domain/errors.ts'
import { type AgreementFrame, type AgreementVersion, agreementErrors } from '../../domain/profile/agreement.ts'
import { agreeStrategy } from '../../workflows/call.ts'
import { createCallMessenger } from '../call-messenger.ts'
import { updateIdOf } from '../plugins/idempotency.ts'
import { actorOf, principalOf } from '../principal.ts'
import { found, Problem } from '../problems.ts'
import { AgreementBody, AgreementReply } from '../schemas/agreements.ts'
import type { CallView } from '../schemas/calls.ts'
import type { CustomerView } from '../schemas/customers.ts'
import { IdParams, type Page, PageOf, PageQuery, type PageRequest, pageOf } from '../schemas/values.ts'

export interface AgreementReads {
  /** What agreements are held against; null before the profile has a result. */
  frame(customerId: string): Promise<AgreementFrame | null>
  /** Newest first. */
  list(customerId: string, page: PageRequest): Promise<Page<AgreementVersion>>
}

export interface AgreementRouteDeps {
  readonly agreements: AgreementReads
  readonly calls: { find(callId: string): Promise<CallView | undefined> }
  readonly customers: { find(customerId: string): Promise<CustomerView | undefined> }
  readonly temporal: Client
}

export const agreementRoutes: FastifyPluginAsyncTypebox<AgreementRouteDeps> = async (app, { agreements, calls, customers, temporal }) => {
  const tell = createCallMessenger(temporal, calls)

  app.put(
    '/v1/calls/:id/agreement',
    {
      schema: {
        tags: ['calls'],
        summary: 'What the seller agrees to, while the talk goes on',
        description:
          "The strategy of each group that was talked about, with the seller's own minimum and maximum; groups that are not named keep what was agreed on before. In onboardings and in talks at the end of a trial. Answers the version that stands: a new one only where something changes.",
        params: IdParams,
        body: AgreementBody,
        response: { 200: AgreementReply },
      },
    },
    async (request) => {
      const call = found(await calls.find(request.params.id), 'call')
      const { id, customerId, purpose, status } = call
      if (!isOpen(status)) throw new Problem('call-not-open', `The call is ${status}: it takes no more changes.`)
      if (!takesAgreement(purpose)) throw new Problem('call-not-open', `Nothing is agreed on in a call of purpose ${purpose}.`)
      const { agreed } = request.body
      const errors = agreementErrors(agreed, await agreements.frame(customerId), '/agreed')
      if (errors.length > 0) throw new Problem('invalid-request', `${fieldErrorsText(errors)}.`, { errors })
      return tell(id, agreeStrategy, { agreed, actor: actorOf(principalOf(request)) }, updateIdOf(request))
    },
  )

  app.get(
    '/v1/customers/:id/agreements',
    {
      config: { access: 'customers' },
      schema: {
        tags: ['customers'],
        summary: 'What was agreed on, newest version first',
        params: IdParams,
        querystring: Type.Object(PageQuery),
        response: { 200: PageOf(AgreementReply) },
      },
    },
    async (request) => {
      const customer = found(await customers.find(request.params.id), 'customer')
      return agreements.list(customer.id, pageOf(request.query))
    },
  )
}
