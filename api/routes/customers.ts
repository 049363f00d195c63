import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Client } from '@temporalio/client'
import { Type } from 'typebox'
import type { Clock } from '../../domain/clock.ts'
import { randomId } from '../ids.ts'
import { idempotencyKeyOf } from '../plugins/idempotency.ts'
import { actorOf, principalOf } from '../principal.ts'
import { found } from '../problems.ts'
import { customerIdOf, registerCustomer, registrationOf, type Sealer, type StoredRegistration } from '../registration.ts'
import { CustomerBody, CustomerReply, type CustomerView, TimelineItem } from '../schemas/customers.ts'
import { IdParams, type Page, PageOf, PageQuery, type PageRequest, pageOf } from '../schemas/values.ts'

export interface CustomerReads {
  find(customerId: string): Promise<CustomerView | undefined>
  /** Newest first. */
  list(page: PageRequest): Promise<Page<CustomerView>>
  /** Newest first. */
  timeline(customerId: string, page: PageRequest): Promise<Page<TimelineItem>>
  /** What a registration was answered with, by the id of its workflow; kept when the workflow is long gone. */
  registration(id: string): Promise<StoredRegistration | undefined>
}

export interface CustomerRouteDeps {
  readonly customers: CustomerReads
  readonly temporal: Client
  readonly taskQueue: string
  readonly clock: Clock
  readonly sealer: Sealer
}

export const customerRoutes: FastifyPluginAsyncTypebox<CustomerRouteDeps> = async (app, deps) => {
  const { customers } = deps

  app.post(
    '/v1/customers',
    {
      config: { access: 'customers' },
      schema: {
        tags: ['customers'],
        summary: 'Register a seller',
        description:
          'Starts the life of a seller: 201. Where the seller is already here (Amazon account, contact address or external id): 200 with `joined`.',
        body: CustomerBody,
        response: { 200: CustomerReply, 201: CustomerReply },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const customerId = customerIdOf(principal, idempotencyKeyOf(request))
      const registration = registrationOf(request.body, { actor: actorOf(principal), customerId, requestId: randomId() }, deps)
      const { answer, replayed } = await registerCustomer(registration, deps)
      if (replayed) reply.header('idempotency-replayed', 'true')
      return reply.code(answer.joined ? 200 : 201).send(answer)
    },
  )

  app.get(
    '/v1/customers',
    {
      config: { access: 'customers' },
      schema: {
        tags: ['customers'],
        summary: 'Sellers, newest first',
        querystring: Type.Object(PageQuery),
        response: { 200: PageOf(CustomerReply) },
      },
    },
    async (request) => customers.list(pageOf(request.query)),
  )

  app.get(
    '/v1/customers/:id',
    {
      config: { access: 'customers' },
      schema: { tags: ['customers'], summary: 'One seller', params: IdParams, response: { 200: CustomerReply } },
    },
    async (request) => {
      return found(await customers.find(request.params.id), 'customer')
    },
  )

  app.get(
    '/v1/customers/:id/timeline',
    {
      config: { access: 'customers' },
      schema: {
        tags: ['customers'],
        summary: 'What happened, newest first',
        params: IdParams,
        querystring: Type.Object(PageQuery),
        response: { 200: PageOf(TimelineItem) },
      },
    },
    async (request) => {
      const customer = found(await customers.find(request.params.id), 'customer')
      return customers.timeline(customer.id, pageOf(request.query))
    },
  )
}
