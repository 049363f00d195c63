import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Webhook } from 'standardwebhooks'
import { Type } from 'typebox'
import { Problem } from '../problem.ts'
import type { Switchboard } from './switchboard.ts'

interface ClickToCallDeps {
  readonly switchboard: Switchboard
  /** `whsec_…`: what wishes are signed with. */
  readonly secret: string
}

const Wish = Type.Object(
  {
    agentId: Type.String(),
    extension: Type.Optional(Type.String()),
    number: Type.String({ pattern: '^\\+[1-9][0-9]{6,14}$' }),
    callId: Type.String(),
  },
  { additionalProperties: false },
)

/** The number under which agents call, with their extension behind it. */
const OFFICE = '+4930123456'

/** A provider that rings an agent and connects him with a seller, once for each `webhook-id`. */
export const clickToCallRoutes: FastifyPluginAsyncTypebox<ClickToCallDeps> = async (app, { switchboard, secret }) => {
  const webhook = new Webhook(secret)
  const rung = new Map<string, string>()

  // The signature is over the bytes as they came.
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body))

  app.post(
    '/click-to-call',
    {
      schema: { body: Wish },
      preValidation: async (request) => {
        try {
          request.body = webhook.verify(String(request.body), request.headers as Record<string, string>) as typeof request.body
        } catch {
          throw new Problem(401, 'the signature is missing or wrong')
        }
      },
    },
    async ({ headers, body: { extension = '', number } }, reply) => {
      const wishId = String(headers['webhook-id'])
      const providerCallId = rung.get(wishId) ?? switchboard.dial(`${OFFICE}${extension}`.slice(0, 16), number).pbxCallId
      rung.set(wishId, providerCallId)
      return reply.code(201).send({ providerCallId })
    },
  )
}
