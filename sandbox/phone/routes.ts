import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Problem } from '../problem.ts'
import type { PhoneCall } from './call.ts'
import { BEHAVIOURS } from './chance.ts'
import type { Switchboard } from './switchboard.ts'

export interface PhoneDeps {
  readonly switchboard: Switchboard
}

const E164 = Type.String({ pattern: '^\\+[1-9][0-9]{6,14}$' })
const Dial = Type.Object({ from: E164, to: E164 }, { additionalProperties: false })
/** `answered: false`: nobody picks up the hotline. */
const Incoming = Type.Object({ from: E164, to: E164, answered: Type.Optional(Type.Boolean()) }, { additionalProperties: false })
const ByCall = Type.Object({ pbxCallId: Type.String() })
const ByNumber = Type.Object({ e164: E164 })
const Script = Type.Object(
  { behaviour: Type.Unsafe<(typeof BEHAVIOURS)[number]>({ type: 'string', enum: [...BEHAVIOURS] }) },
  { additionalProperties: false },
)

/** The telephone for programs: what a softphone and the customers would do. */
export const phoneRoutes: FastifyPluginAsyncTypebox<PhoneDeps> = async (app, { switchboard }) => {
  app.post('/dial', { schema: { body: Dial } }, async ({ body: { from, to } }, reply) => {
    const { pbxCallId } = switchboard.dial(from, to)
    return reply.code(201).send({ pbxCallId })
  })

  app.post('/incoming', { schema: { body: Incoming } }, async ({ body: { from, to, answered = true } }, reply) => {
    const { pbxCallId } = switchboard.incoming(from, to, answered)
    return reply.code(201).send({ pbxCallId })
  })

  app.get('/calls', async () => {
    const items = switchboard.calls()
    return { items, total: items.length }
  })

  app.get('/calls/:pbxCallId', { schema: { params: ByCall } }, async ({ params }) => known(switchboard.call(params.pbxCallId)))

  // Hanging up twice is no mistake: the other side may have been quicker.
  app.post('/calls/:pbxCallId/hangup', { schema: { params: ByCall } }, async ({ params }) => known(switchboard.hangUp(params.pbxCallId)))

  app.get('/lines', async () => ({ items: switchboard.lines() }))

  app.put('/lines/:e164', { schema: { params: ByNumber, body: Script } }, async ({ params, body }) =>
    switchboard.script(params.e164, body.behaviour),
  )

  app.delete('/lines/:e164', { schema: { params: ByNumber } }, async ({ params }, reply) => {
    switchboard.script(params.e164, undefined)
    return reply.code(204).send()
  })
}

function known(call: PhoneCall | undefined): PhoneCall {
  if (!call) throw new Problem(404, 'no such call')
  return call
}
