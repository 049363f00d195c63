import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { found, invalidField } from '../problems.ts'
import { Id, IdParams, Instant, Nullable, OneOf, Text } from '../schemas/values.ts'

const ROLES = ['agent', 'lead', 'admin', 'service'] as const

export interface KeyRecord {
  readonly id: string
  readonly name: string
  readonly role: (typeof ROLES)[number]
  readonly agentId: string | null
  readonly createdAt: string
  readonly revokedAt: string | null
}

export interface KeyStore {
  /** The plain key is in this answer and nowhere else; 'unknown-agent' where there is no such agent. */
  create(key: Pick<KeyRecord, 'name' | 'role' | 'agentId'>): Promise<{ readonly record: KeyRecord; readonly key: string } | 'unknown-agent'>
  list(): Promise<KeyRecord[]>
  revoke(id: string): Promise<boolean>
}

export interface KeyRouteDeps {
  readonly keys: KeyStore
}

const KeyBody = Type.Object({ name: Text(100), role: OneOf(ROLES), agentId: Type.Optional(Id) }, { additionalProperties: false })
const keyFields = {
  id: Type.String(),
  name: Type.String(),
  role: OneOf(ROLES),
  agentId: Nullable(Type.String()),
  createdAt: Instant,
  revokedAt: Nullable(Instant),
}

export const keyRoutes: FastifyPluginAsyncTypebox<KeyRouteDeps> = async (app, { keys }) => {
  const tags = ['keys']
  const config = { access: 'admin' as const }

  app.post(
    '/v1/keys',
    {
      config: { ...config, idempotent: true },
      schema: {
        tags,
        summary: 'Make an API key',
        description: 'The key is shown once.',
        body: KeyBody,
        response: { 201: Type.Object({ ...keyFields, key: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { name, role, agentId } = request.body
      if (role === 'agent' && agentId === undefined) throw invalidField('/agentId', 'is required: an agent key is bound to an agent')
      const made = await keys.create({ name, role, agentId: agentId ?? null })
      if (made === 'unknown-agent') throw invalidField('/agentId', 'is no agent')
      return reply.code(201).send({ ...made.record, key: made.key })
    },
  )

  app.get(
    '/v1/keys',
    {
      config,
      schema: {
        tags,
        summary: 'API keys, without the keys themselves',
        response: { 200: Type.Object({ items: Type.Array(Type.Object(keyFields)) }) },
      },
    },
    async () => ({ items: await keys.list() }),
  )

  app.delete(
    '/v1/keys/:id',
    { config, schema: { tags, summary: 'Revoke an API key', params: IdParams, response: { 204: Type.Null() } } },
    async (request, reply) => {
      found(await keys.revoke(request.params.id), 'key')
      return reply.code(204).send(null)
    },
  )
}
