import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Webhook } from 'standardwebhooks'
import { type Static, Type } from 'typebox'
import type { PhoneEvent } from '../../domain/calls/phone.ts'
import type { NewNotice } from '../../domain/codes.ts'
import { createPhoneNews, type PhoneNewsDeps } from '../phone-news.ts'
import { refuseUnkeepable } from '../plugins/text.ts'
import { Problem } from '../problems.ts'
import { OneOf } from '../schemas/values.ts'

export interface KnownCaller {
  readonly customerId: string
  /** The agent who looks after him. */
  readonly agentId: string | null
  /** The open call that a conversation with him now belongs to: the one at work, else the one due first. */
  readonly openCallId: string | null
}

export interface TelephonyLog {
  caller(phone: string): Promise<KnownCaller | undefined>
  /** The call that an earlier event of this telephone call was given to. */
  callOf(pbxCallId: string): Promise<string | undefined>
  /** What was reported of this telephone call before anybody knew which call it belongs to: the answer first, then its end. */
  untold(pbxCallId: string): Promise<Pick<PhoneEvent, 'event' | 'cause'>[]>
  wasWorkedOff(webhookId: string): Promise<boolean>
  /** Remembers the event, with the notice about it, in one transaction; a repeat writes nothing. */
  workedOff(
    event: { id: string; pbxCallId: string; event: string; callId: string | null; cause?: string; at: number },
    notice?: NewNotice & { readonly customerId?: string },
  ): Promise<void>
}

/** Something that the telephone reported. */
interface Heard {
  readonly event: PhoneEvent['event']
  readonly pbxCallId: string
  /** Epoch milliseconds */
  readonly at: number
  readonly customerId?: string | undefined
  readonly callId: string | null
}

/** Who is on the line with whom. */
export interface PhoneLines {
  /** A ring keeps the seller to whoever dials him, an answer for the talk, and a hang-up gives him free. */
  heard(event: Heard): Promise<void>
}

export interface HotlineRing {
  readonly id: string
  readonly missed: boolean
  readonly customerId: string | null
  /** The open call of this seller that it counts for, and whose that is. */
  readonly callId: string | null
  readonly callAgentId: string | null
}

/** Who rings us. */
export interface HotlineLine {
  /** A row at the first report of a call that comes in, whichever it is; later ones say how it went on. */
  heard(event: Heard & { id: string; from: string | null; to: string }): Promise<Omit<HotlineRing, 'id'>>
}

export type TelephonyRouteDeps = PhoneNewsDeps & { readonly telephonySecret: string }

const EventBody = Type.Object(
  {
    event: OneOf(['newCall', 'answer', 'hangup']),
    pbxCallId: Type.String({ minLength: 1, maxLength: 128 }),
    direction: OneOf(['in', 'out']),
    from: Type.String({ maxLength: 64, description: 'number, or empty where it is hidden' }),
    to: Type.String({ maxLength: 64 }),
    cause: Type.Optional(Type.String({ maxLength: 64, description: 'why it was hung up, e.g. `busy`, `noAnswer`, `normalClearing`' })),
  },
  { additionalProperties: false },
)

export const telephonyRoutes: FastifyPluginAsyncTypebox<TelephonyRouteDeps> = async (app, deps) => {
  const webhook = new Webhook(deps.telephonySecret)
  const hear = createPhoneNews(deps)

  // The signature is over the bytes as they came.
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body))

  /** The body, once it is known who sent it. */
  const verified = (request: FastifyRequest): unknown => {
    try {
      return webhook.verify(String(request.body), request.headers as Record<string, string>)
    } catch (error) {
      if (error instanceof SyntaxError) throw new Problem('invalid-request', 'The body is not JSON.') // read only where the signature is right
      throw new Problem(
        'invalid-signature',
        'Sign with the telephony secret: headers webhook-id, webhook-timestamp (at most 5 minutes old) and webhook-signature (standard-webhooks).',
      )
    }
  }

  app.post(
    '/v1/telephony/events',
    {
      config: { access: 'public' },
      preValidation: async (request) => {
        request.body = verified(request) as Static<typeof EventBody> // checked next
        refuseUnkeepable(request.body)
      },
      schema: {
        tags: ['telephony'],
        summary: 'What the telephone system reports',
        description: 'Signed with standard-webhooks headers and a secret of its own. A `webhook-id` counts once.',
        body: EventBody,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await hear(String(request.headers['webhook-id']), request.body)
      return reply.code(204).send(null)
    },
  )
}
