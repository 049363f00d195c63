import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import { Type } from 'typebox'
import { peopleChanged } from '../../workflows/customer.ts'
import { newIdOf } from '../plugins/idempotency.ts'
import { actorOf, principalOf } from '../principal.ts'
import { found, invalidField, notFound, Problem } from '../problems.ts'
import { ContactBody, type ContactChange, ContactPatch, ContactReply, type ContactView } from '../schemas/contacts.ts'
import type { CustomerView } from '../schemas/customers.ts'
import { IdParams, type Page, PageOf, PageQuery, type PageRequest, pageOf } from '../schemas/values.ts'

export interface ContactStore {
  /** Oldest first. */
  list(customerId: string, page: PageRequest): Promise<Page<ContactView>>
  /** 'email-taken' where somebody, of this or another company, has this address. One that is there under the id already is answered. */
  add(contact: { readonly id: string; readonly customerId: string } & ContactBody, actor: string): Promise<ContactView | 'email-taken'>
  change(contactId: string, change: ContactChange, actor: string): Promise<ContactView | 'email-taken' | undefined>
  /** Answers whose contact it was; whoever is the only one stays. */
  remove(contactId: string, actor: string): Promise<{ readonly customerId: string } | 'last' | undefined>
}

export interface ContactRouteDeps {
  readonly customers: { find(customerId: string): Promise<CustomerView | undefined> }
  readonly contacts: ContactStore
  readonly temporal: Client
}

export const contactRoutes: FastifyPluginAsyncTypebox<ContactRouteDeps> = async (app, { customers, contacts, temporal }) => {
  const known = async (customerId: string): Promise<string> => found(await customers.find(customerId), 'customer').id
  const unlessTaken = (contact: ContactView | 'email-taken' | undefined): ContactView => {
    if (contact === 'email-taken') throw invalidField('/email', 'belongs to another contact')
    if (!contact) throw notFound('contact')
    return contact
  }
  /** Whom a survey may ask is looked up when it is due; the life is told, for it may have given up asking. */
  async function tell(customerId: string): Promise<void> {
    await temporal.workflow
      .getHandle(`customer/${customerId}`)
      .signal(peopleChanged)
      .catch((error: unknown) => {
        if (!(error instanceof WorkflowNotFoundError)) throw error // an operator ended it
      })
  }
  const docs = (summary: string) => ({ tags: ['contacts'], summary, params: IdParams })
  const access = { access: 'customers' as const }

  app.get(
    '/v1/customers/:id/contacts',
    {
      config: access,
      schema: { ...docs('The people of a customer'), querystring: Type.Object(PageQuery), response: { 200: PageOf(ContactReply) } },
    },
    async (request) => contacts.list(await known(request.params.id), pageOf(request.query)),
  )

  app.post(
    '/v1/customers/:id/contacts',
    {
      config: { ...access, idempotent: true },
      schema: { ...docs('Add somebody'), body: ContactBody, response: { 201: ContactReply } },
    },
    async (request, reply) => {
      const customerId = await known(request.params.id)
      const principal = principalOf(request)
      const id = newIdOf(request, 'contact')
      const added = unlessTaken(await contacts.add({ ...request.body, id, customerId }, actorOf(principal)))
      await tell(customerId)
      return reply.code(201).send(added)
    },
  )

  app.patch(
    '/v1/contacts/:id',
    {
      config: access,
      schema: {
        ...docs('Change somebody'),
        description: '`phones` replaces all further numbers. `primary: true` makes this one whom we write to and call first.',
        body: ContactPatch,
        response: { 200: ContactReply },
      },
    },
    async (request) => {
      const changed = unlessTaken(await contacts.change(request.params.id, request.body, actorOf(principalOf(request))))
      if (request.body.primary) await tell(changed.customerId)
      return changed
    },
  )

  app.delete(
    '/v1/contacts/:id',
    {
      config: access,
      schema: {
        ...docs('Take somebody out'),
        description:
          'What he said about being called stays in the ledger. The only one stays: a customer without contact cannot be called.',
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const removed = await contacts.remove(request.params.id, actorOf(principalOf(request)))
      if (removed === 'last') throw new Problem('last-contact', 'This is the only contact of the customer: add another one first.')
      if (!removed) throw notFound('contact')
      await tell(removed.customerId)
      return reply.code(204).send(null)
    },
  )
}
