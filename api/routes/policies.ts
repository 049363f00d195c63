import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { fieldErrorsText } from '../../domain/errors.ts'
import { policyErrors } from '../../domain/policy-rules.ts'
import { actorOf, principalOf } from '../principal.ts'
import { found, Problem } from '../problems.ts'
import {
  type PoliciesView,
  PolicyChange,
  PolicyRestore,
  PolicyVersionHead,
  PolicyVersionReply,
  type PolicyVersionView,
  VersionParams,
} from '../schemas/policies.ts'
import { type Page, PageOf, PageQuery, type PageRequest, pageOf } from '../schemas/values.ts'

export interface NewPolicies {
  readonly policies: PoliciesView
  readonly comment: string
  readonly by: string
  /** The version that has to be the newest; absent: whichever is. */
  readonly basedOn?: number
}

export interface PolicyStore {
  current(): Promise<PolicyVersionView>
  find(version: number): Promise<PolicyVersionView | undefined>
  /** Newest first, without what they say. */
  list(page: PageRequest): Promise<Page<PolicyVersionHead>>
  /** Writes the next version, and nothing where `basedOn` is not the newest: of two at once, one. */
  put(change: NewPolicies): Promise<PolicyVersionView | { readonly newest: number }>
}

export interface PolicyRouteDeps {
  readonly policies: PolicyStore
}

export const policyRoutes: FastifyPluginAsyncTypebox<PolicyRouteDeps> = async (app, { policies: store }) => {
  const docs = (summary: string) => ({ tags: ['policies'], summary })
  const lead = { access: 'lead' as const }
  const write = async (change: NewPolicies): Promise<PolicyVersionView> => {
    const written = await store.put(change)
    if ('version' in written) return written
    const { newest } = written
    throw new Problem('policies-changed', `Version ${newest} is the newest: look at it, then change that one.`, { members: { newest } })
  }

  app.get(
    '/v1/policies',
    { schema: { ...docs('What the team has decided about its calls'), response: { 200: PolicyVersionReply } } },
    async () => store.current(),
  )

  app.get(
    '/v1/policies/versions',
    {
      schema: {
        ...docs('How the policies were changed, newest first'),
        querystring: Type.Object(PageQuery),
        response: { 200: PageOf(PolicyVersionHead) },
      },
    },
    async (request) => store.list(pageOf(request.query)),
  )

  const find = async (version: number): Promise<PolicyVersionView> => found(await store.find(version), 'version')

  app.get(
    '/v1/policies/versions/:version',
    { schema: { ...docs('The policies as they were'), params: VersionParams, response: { 200: PolicyVersionReply } } },
    async (request) => find(request.params.version),
  )

  app.put(
    '/v1/policies',
    {
      config: lead,
      schema: {
        ...docs('Change the policies'),
        description:
          'All of them at once, as a version of their own. They count for every decision from now on; what was decided before stays, ' +
          'and a call keeps the retry rules it was last routed with. `POST /v1/policies/dry-run` tells before what would differ.',
        body: PolicyChange,
        response: { 200: PolicyVersionReply },
      },
    },
    async (request) => {
      const { policies, comment, basedOn } = request.body
      refusePolicies(policies)
      return write({ policies, comment, basedOn, by: actorOf(principalOf(request)) })
    },
  )

  app.post(
    '/v1/policies/restore',
    {
      config: { ...lead, idempotent: true },
      schema: {
        ...docs('Back to an older version'),
        description: 'Its content becomes the newest version; nothing of what was in between is lost.',
        body: PolicyRestore,
        response: { 201: PolicyVersionReply },
      },
    },
    async (request, reply) => {
      const { version, comment } = request.body
      const { policies } = await find(version)
      refusePolicies(policies)
      return reply.code(201).send(await write({ policies, comment, by: actorOf(principalOf(request)) }))
    },
  )
}

/** Refuses what contradicts itself, all of it at once. */
export function refusePolicies(policies: PoliciesView): void {
  const errors = policyErrors(policies).map(({ field, message }) => ({ field: `/policies${field}`, message }))
  if (errors.length > 0) throw new Problem('invalid-request', `${fieldErrorsText(errors)}.`, { errors })
}
