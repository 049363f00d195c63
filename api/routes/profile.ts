import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Client } from '@temporalio/client'
import { Type } from 'typebox'
import type { ProfileView } from '../../domain/profile/profile.ts'
import { analyseProfile, describeSeller } from '../../workflows/customer.ts'
import type { ConsentRequests } from '../amazon-consent.ts'
import { updateIdOf } from '../plugins/idempotency.ts'
import { actorOf, principalOf } from '../principal.ts'
import { found, Problem } from '../problems.ts'
import type { CustomerView } from '../schemas/customers.ts'
import { ProfileBody, ProfileReply } from '../schemas/profile.ts'
import { EmptyBody, IdParams } from '../schemas/values.ts'
import { bodyOrNone } from '../validation.ts'

export interface ProfileRouteDeps {
  readonly customers: { find(customerId: string): Promise<CustomerView | undefined> }
  readonly profiles: {
    view(customerId: string): Promise<ProfileView>
    /** The number of the last analysis, where it is over. */
    ended(customerId: string): Promise<number | undefined>
  }
  readonly consents: Pick<ConsentRequests, 'list'>
  readonly temporal: Client
}

export const profileRoutes: FastifyPluginAsyncTypebox<ProfileRouteDeps> = async (app, { customers, profiles, consents, temporal }) => {
  const known = async (customerId: string): Promise<string> => found(await customers.find(customerId), 'customer').id
  const life = (customerId: string) => temporal.workflow.getHandle(`customer/${customerId}`)

  app.get(
    '/v1/customers/:id/profile',
    {
      config: { access: 'customers' },
      schema: {
        tags: ['profile'],
        summary: 'What a seller sells and where, and the strategy proposed for each group',
        params: IdParams,
        response: { 200: ProfileReply },
      },
    },
    async (request) => profiles.view(await known(request.params.id)),
  )

  app.patch(
    '/v1/customers/:id/profile',
    {
      config: { access: 'customers' },
      schema: {
        tags: ['profile'],
        summary: 'What only the seller can tell: it is part of what is proposed',
        params: IdParams,
        body: ProfileBody,
        response: { 200: ProfileReply },
      },
    },
    async (request) => {
      const id = await known(request.params.id)
      const { experience, areas } = request.body
      const description = {
        ...(experience === undefined ? {} : { experience }),
        ...(areas === undefined ? {} : { areas }),
        actor: actorOf(principalOf(request)),
      }
      await life(id).executeUpdate(describeSeller, { args: [description], updateId: updateIdOf(request) })
      return profiles.view(id)
    },
  )

  app.post(
    '/v1/customers/:id/profile/analysis',
    {
      config: { access: 'customers', idempotent: true },
      preValidation: bodyOrNone,
      schema: {
        tags: ['profile'],
        summary: "Read the seller's Amazon account again",
        description: 'One analysis at a time: while one runs, it is the answer to this wish, too.',
        params: IdParams,
        body: EmptyBody,
        response: { 202: Type.Object({ status: Type.Literal('running') }) },
      },
    },
    async (request, reply) => {
      const id = await known(request.params.id)
      const accounts = await consents.list(id)
      if (!accounts.some(({ status }) => status === 'connected'))
        throw new Problem('no-amazon-account', 'Ask the seller for his consent first: POST /v1/customers/{id}/amazon-accounts.')
      const over = await profiles.ended(id)
      const wish = { actor: actorOf(principalOf(request)), ...(over === undefined ? {} : { over }) }
      await life(id).executeUpdate(analyseProfile, { args: [wish], updateId: updateIdOf(request) })
      return reply.code(202).send({ status: 'running' })
    },
  )
}
