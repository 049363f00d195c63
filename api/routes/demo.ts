import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Client } from '@temporalio/client'
import { Type } from 'typebox'
import { addPeriod, isPeriod } from '../../domain/calendar/periods.ts'
import { type ClockFollower, createClockWalk, type DemoClock } from '../clock-walk.ts'
import { invalidField } from '../problems.ts'
import { Instant } from '../schemas/values.ts'

export interface DemoRouteDeps {
  /** Undefined outside demo mode: then the routes do not exist. */
  readonly demoClock: DemoClock | undefined
  /** Undefined where nobody follows. */
  readonly clockFollower: ClockFollower | undefined
  readonly temporal: Client
  readonly taskQueue: string
}

/** How long an advance may keep the caller waiting; the walk goes on behind a 202. */
const PATIENCE_MS = 30_000
const LONGEST = 'P10Y'

/** Epoch milliseconds; for ever where no calendar reaches. */
function after(instant: string, period: string): number {
  try {
    return Date.parse(addPeriod(instant, period, 'UTC'))
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

const ClockReply = Type.Object({
  now: Instant,
  pending: Type.Optional(Type.Boolean({ description: 'the walk to the wished time goes on' })),
})

export const demoRoutes: FastifyPluginAsyncTypebox<DemoRouteDeps> = async (app, { demoClock, clockFollower, temporal, taskQueue }) => {
  if (!demoClock) return
  const walk = createClockWalk({ temporal, taskQueue, clock: demoClock, follower: clockFollower, log: app.log })
  // A walk that died with its process left some behind: everybody hears the present time once more.
  app.addHook('onReady', async () => {
    await demoClock.look()
    if (demoClock.offset() > 0) walk.remind()
  })
  const tags = ['demo']
  const told = () => ({ now: new Date(demoClock.now()).toISOString(), ...(walk.pending() ? { pending: true } : {}) })

  app.get('/v1/demo/clock', { schema: { tags, summary: "The demo's time", response: { 200: ClockReply } } }, async () => told())

  app.post(
    '/v1/demo/clock',
    {
      schema: {
        tags,
        summary: "Turn the demo's clock forward",
        description:
          'Walks from due instant to due instant, in order, and answers when all work due by then is done; after 30 s with 202 while the walk goes on.',
        body: Type.Object(
          { advance: Type.String({ maxLength: 40, description: 'ISO 8601 duration, e.g. `P14D`' }) },
          { additionalProperties: false },
        ),
        response: { 200: ClockReply, 202: ClockReply },
      },
    },
    async (request, reply) => {
      const { advance } = request.body
      if (!isPeriod(advance)) throw invalidField('/advance', 'must be an ISO 8601 duration that goes forward, e.g. P14D or PT2H')
      const from = new Date(demoClock.now()).toISOString()
      if (after(from, advance) > after(from, LONGEST)) throw invalidField('/advance', `must be at most ${LONGEST} at a time`)
      // Two advances at once add up: each begins where the one before it ended.
      const arrived = await walk.to(() => after(new Date(demoClock.now()).toISOString(), advance), PATIENCE_MS)
      return reply.code(arrived ? 200 : 202).send(arrived ? { now: told().now } : told())
    },
  )
}
