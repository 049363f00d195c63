import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { DemoClock } from '../clock-walk.ts'

/** In demo mode every request looks at the clock first: it may have been turned by another process. */
export const demoClockPlugin = fp(async (app: FastifyInstance, { demoClock }: { readonly demoClock: DemoClock | undefined }) => {
  if (demoClock) app.addHook('onRequest', () => demoClock.look())
})
