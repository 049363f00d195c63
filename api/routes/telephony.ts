import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Client } from '@temporalio/client'
import { WorkflowNotFoundError } from '@temporalio/client'
import type { FastifyRequest } from 'fastify'
import { Webhook } from 'standardwebhooks'
import { type Static, Type } from 'typebox'
import type { PhoneEvent } from '../../domain/calls/phone.ts'
import type { Clock } from '../../domain/clock.ts'
import { type NewNotice, TEAM } from '../../domain/codes.ts'
import { phoneEvent } from '../../workflows/call.ts'
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
  wasWorkedOff(webhookId: string): Promise<boolean>
  /** Remembers the event, with the notice about it, in one transaction; a repeat writes nothing. */
  workedOff(
    event: { id: string; pbxCallId: string; event: string; callId: string | null; at: number },
    notice?: NewNotice & { readonly customerId?: string },
  ): Promise<void>
}

export interface TelephonyRouteDeps {
  readonly telephony: TelephonyLog
  readonly temporal: Client
  readonly clock: Clock
  readonly telephonySecret: string
}

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

export const telephonyRoutes: FastifyPluginAsyncTypebox<TelephonyRouteDeps> = async (
  app,
  { telephony, temporal, clock, telephonySecret },
) => {
  const webhook = new Webhook(telephonySecret)

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
      const id = String(request.headers['webhook-id'])
      const { event, pbxCallId, direction, from, to, cause } = request.body
      if (await telephony.wasWorkedOff(id)) return reply.code(204).send(null)

      const caller = await telephony.caller(direction === 'out' ? to : from)
      const callId = (await telephony.callOf(pbxCallId)) ?? (event === 'newCall' ? caller?.openCallId : undefined) ?? null
      const at = clock.now()
      const taken =
        callId !== null &&
        (await signalled(callId, {
          event,
          pbxCallId,
          direction,
          at: new Date(at).toISOString(),
          ...(cause === undefined ? {} : { cause }),
        }))

      const rings = event === 'newCall' && direction === 'in'
      const notice: (NewNotice & { customerId?: string }) | undefined = !rings
        ? undefined
        : caller
          ? { audience: caller.agentId ?? TEAM, kind: 'customer_calls', params: { pbxCallId, callId }, customerId: caller.customerId }
          : { audience: TEAM, kind: 'unknown_caller', params: { pbxCallId, from } }
      await telephony.workedOff({ id, pbxCallId, event, callId: taken ? callId : null, at }, notice)
      return reply.code(204).send(null)
    },
  )

  /** The workflow remembers telephone calls it knows, so a repeat after a crash between signal and log does nothing twice. */
  async function signalled(callId: string, event: PhoneEvent): Promise<boolean> {
    try {
      await temporal.workflow.getHandle(`call/${callId}`).signal(phoneEvent, event)
      return true
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false
      throw error
    }
  }
}
