import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Problem } from '../problem.ts'
import type { Message } from './message.ts'
import type { MailStore } from './store.ts'

export interface MailboxDeps {
  readonly store: MailStore
  readonly mail: { accepting: boolean }
}

const Search = Type.Object({ to: Type.Optional(Type.String()), messageId: Type.Optional(Type.String()) }, { additionalProperties: false })
const ById = Type.Object({ id: Type.String() })
const State = Type.Object({ accepting: Type.Boolean() }, { additionalProperties: false })

/** The mailbox for programs. */
export const mailboxRoutes: FastifyPluginAsyncTypebox<MailboxDeps> = async (app, { store, mail }) => {
  app.get('/messages', { schema: { querystring: Search } }, async ({ query: { to, messageId } }) => {
    const items = store
      .list()
      .filter((message) => (to === undefined || isFor(message, to)) && (messageId === undefined || message.messageId === messageId))
    return { items, duplicates: duplicatesIn(items), total: items.length }
  })

  app.get('/messages/:id', { schema: { params: ById } }, async ({ params: { id } }) => found(store, id).message)

  app.get('/messages/:id/raw', { schema: { params: ById } }, async ({ params: { id } }, reply) =>
    // Not message/rfc822, which browsers save instead of showing.
    reply.type('text/plain; charset=utf-8').send(found(store, id).raw),
  )

  app.delete('/messages', async (_request, reply) => {
    await store.clear()
    return reply.code(204).send()
  })

  app.get('/state', async () => ({ accepting: mail.accepting }))

  app.put('/state', { schema: { body: State } }, async ({ body }) => {
    mail.accepting = body.accepting
    return { accepting: mail.accepting }
  })
}

export function found(store: MailStore, id: string) {
  const kept = store.find(id)
  if (!kept) throw new Problem(404, 'no such mail')
  return kept
}

const isFor = (message: Message, address: string): boolean => message.to.toLowerCase().split(', ').includes(address.trim().toLowerCase())

/** Message-IDs that came more than once: a mail that was sent twice. */
export function duplicatesIn(messages: readonly Message[]): { messageId: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { messageId } of messages) if (messageId !== '') counts.set(messageId, (counts.get(messageId) ?? 0) + 1)
  return [...counts].filter(([, count]) => count > 1).map(([messageId, count]) => ({ messageId, count }))
}
