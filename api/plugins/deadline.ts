import type { Client } from '@temporalio/client'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

/** An update waits for a worker. Where none comes, the caller is told after this long instead of never (CONTRACT.md: 10 s). */
const DEADLINE_MS = 10_000

/** Every call to Temporal within a request ends by the request's deadline. */
export const deadlinePlugin = fp(async (app: FastifyInstance, { temporal }: { temporal: Client }) => {
  app.addHook('onRequest', (_request, _reply, done) => {
    // The deadline travels in async context, which all that follows `done` inherits.
    void temporal.withDeadline(Date.now() + DEADLINE_MS, async () => done())
  })
})
