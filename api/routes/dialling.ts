import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Client } from '@temporalio/client'
import { type Static, Type } from 'typebox'
import { type CallStatus, isOpen } from '../../domain/calls/calls.ts'
import { type Dial, type DialLease, type DialRequest, LEASE_MS, TALK_MS } from '../../domain/calls/dialling.ts'
import type { Clock } from '../../domain/clock.ts'
import { accept, take } from '../../workflows/call.ts'
import { createCallMessenger, type OpenCalls } from '../call-messenger.ts'
import { updateIdOf } from '../plugins/idempotency.ts'
import { agentOf } from '../principal.ts'
import { found, Problem } from '../problems.ts'
import { IdParams, Instant, Nullable } from '../schemas/values.ts'
import { bodyOrNone } from '../validation.ts'

/** Whom a call would reach, and how it stands. */
export interface DialTarget {
  readonly customerId: string
  readonly status: CallStatus
  readonly agentId: string | null
  readonly accepted: boolean
  /** E.164 */
  readonly phone: string
}

export interface DialWish {
  readonly customerId: string
  readonly callId: string
  readonly agentId: string
  /** Epoch milliseconds */
  readonly now: number
  readonly until: number
}

export interface DialLeases {
  target(callId: string): Promise<DialTarget | undefined>
  /** One statement decides among all who want to dial a seller: whose lease stands now. He who has it already gets it for longer. */
  take(wish: DialWish): Promise<DialLease>
  /** Remembers what the provider called it. */
  rang(customerId: string, agentId: string, providerCallId: string): Promise<void>
  /** Gives back what this agent has, or nobody of us; nothing where it is somebody else's. */
  giveBack(customerId: string, agentId: string): Promise<void>
}

/** How a seller is dialled: a link, or a provider that rings. */
export interface Telephone {
  /** Throws TelephoneFailed where nobody can be rung at the moment. */
  dial(request: DialRequest): Promise<Dial>
}

export interface DiallingRouteDeps {
  readonly leases: DialLeases
  readonly telephone: Telephone
  readonly calls: OpenCalls
  readonly temporal: Client
  readonly clock: Clock
}

const DialBody = Type.Object(
  { extension: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$', description: 'your own, where the provider does not know it' })) },
  { additionalProperties: false },
)
const OnTheLine = Type.Object({ agentId: Type.String(), name: Type.String() })
const DialReply = Type.Object({
  callId: Type.String(),
  by: Nullable(OnTheLine),
  until: Instant,
  dial: Type.Union([
    Type.Object({ kind: Type.Literal('link'), href: Type.String({ description: 'RFC 3966, e.g. `tel:+351912345678`' }) }),
    Type.Object({ kind: Type.Literal('started'), providerCallId: Type.String() }),
  ]),
})

export const diallingRoutes: FastifyPluginAsyncTypebox<DiallingRouteDeps> = async (app, { leases, telephone, calls, temporal, clock }) => {
  const tell = createCallMessenger(temporal, calls)
  const tags = ['calls']
  const known = async (callId: string): Promise<DialTarget> => found(await leases.target(callId), 'call')

  app.post(
    '/v1/calls/:id/dial',
    {
      config: { idempotent: true },
      preValidation: bodyOrNone,
      schema: {
        tags,
        summary: 'I dial the seller now',
        description:
          "Takes the call over where it is somebody else's. 409 `on-the-line`, with `by`, `callId` and `since`, while somebody else dials or talks to this seller, on whichever call. It holds for two minutes, then as long as the telephone says; with a link until the outcome or `DELETE`, at most four hours. A repeat renews it.",
        params: IdParams,
        body: DialBody,
        response: { 200: DialReply },
      },
    },
    async (request): Promise<Static<typeof DialReply>> => {
      const agentId = agentOf(request)
      const { id: callId } = request.params
      const target = await known(callId)
      if (!isOpen(target.status)) throw new Problem('call-not-open', `The call is ${target.status}: nobody is dialled for it.`)
      const now = clock.now()
      const wish = { customerId: target.customerId, callId, agentId, now }
      const lease = await leases.take({ ...wish, until: now + LEASE_MS })
      if (lease.by?.agentId !== agentId) throw onTheLine(lease)
      try {
        if (target.agentId !== agentId) await tell(callId, take, { agentId }, updateIdOf(request))
        // Said anew by whoever dials anew: of a booked call a yes of yesterday does not say that he is there.
        else if (!target.accepted || Date.parse(lease.since) === now) await tell(callId, accept, { agentId }, updateIdOf(request))
        const dial = await rung(request.body, target, lease, callId, agentId)
        // Of what a link opens no telephone may ever tell: the talk is over with its outcome, or when it is given back.
        const { until } = dial.kind === 'link' ? await leases.take({ ...wish, until: now + TALK_MS }) : lease
        return { callId, by: lease.by, until, dial }
      } catch (error) {
        // What this request got nobody keeps; what he had before stays his.
        if (Date.parse(lease.since) === now) await leases.giveBack(target.customerId, agentId)
        throw error
      }
    },
  )

  /** He who asks again on a line that rings is not rung twice. */
  async function rung(
    { extension }: Static<typeof DialBody>,
    { customerId, phone }: DialTarget,
    lease: DialLease,
    callId: string,
    agentId: string,
  ): Promise<Dial> {
    if (lease.providerCallId !== null) return { kind: 'started', providerCallId: lease.providerCallId }
    const key = `${callId}/${agentId}/${lease.since}`
    const dial = await telephone.dial({ key, agentId, ...(extension === undefined ? {} : { extension }), number: phone, callId })
    if (dial.kind === 'started') await leases.rang(customerId, agentId, dial.providerCallId)
    return dial
  }

  app.delete(
    '/v1/calls/:id/dial',
    {
      schema: {
        tags,
        summary: 'I dial no more; or nobody does: a line that none of us holds is given back by anybody',
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { customerId } = await known(request.params.id)
      await leases.giveBack(customerId, agentOf(request))
      return reply.code(204).send(null)
    },
  )
}

function onTheLine({ by, callId, since }: DialLease): Problem {
  const who = by === null ? 'Somebody' : by.name
  return new Problem('on-the-line', `${who} is on the line with this seller.`, { members: { by, callId, since } })
}
