import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { LONGEST_OFFSET, type SandboxClock } from './clock.ts'

const Turn = Type.Object({ offsetMs: Type.Integer({ minimum: 0, maximum: LONGEST_OFFSET }) }, { additionalProperties: false })

/** The clock for programs. Turning it back, or twice as far, changes nothing: the answer says how it is. */
export const clockRoutes: FastifyPluginAsyncTypebox<{ readonly clock: SandboxClock }> = async (app, { clock }) => {
  const shown = () => ({ now: clock.instant(), offsetMs: clock.offset() })

  app.get('/', async () => shown())

  app.put('/', { schema: { body: Turn } }, async ({ body: { offsetMs } }) => {
    await clock.turn(offsetMs)
    return shown()
  })
}
