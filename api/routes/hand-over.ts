import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Client } from '@temporalio/client'
import { isOpen } from '../../domain/calls/calls.ts'
import { extend, giveWay, handOver } from '../../workflows/call.ts'
import { createCallMessenger } from '../call-messenger.ts'
import { type ExtensionDeps, lookAhead } from '../extension.ts'
import { derivedId } from '../ids.ts'
import { updateIdOf } from '../plugins/idempotency.ts'
import { actorOf, principalOf } from '../principal.ts'
import { found, invalidField, Problem } from '../problems.ts'
import { CallReply, type CallView } from '../schemas/calls.ts'
import { ExtendBody, ExtendReply, ExtensionQuery, ExtensionReply, HandOverBody } from '../schemas/hand-over.ts'
import { IdParams } from '../schemas/values.ts'

export type HandOverRouteDeps = ExtensionDeps & {
  readonly calls: { find(callId: string): Promise<CallView | undefined> }
  readonly temporal: Client
}

/** Calls that change hands: by a word of their agent, or because the talk before them takes longer. */
export const handOverRoutes: FastifyPluginAsyncTypebox<HandOverRouteDeps> = async (app, { calls, temporal, ...deps }) => {
  const tell = createCallMessenger(temporal, calls)
  const known = async (callId: string): Promise<CallView> => found(await calls.find(callId), 'call')
  const open = async (callId: string): Promise<CallView> => {
    const call = await known(callId)
    if (!isOpen(call.status)) throw new Problem('call-not-open', `The call is ${call.status}: it takes no more changes.`)
    return call
  }
  const config = { idempotent: true }
  const tags = ['calls']

  app.post(
    '/v1/calls/:id/hand-over',
    {
      config,
      schema: {
        tags,
        summary: 'Somebody else goes on, also during the talk',
        description:
          'Moves the booking, keeps the note on the card and says on the timeline who told the seller. 409 `slot-taken` with three `alternatives` where that agent is booked.',
        params: IdParams,
        body: HandOverBody,
        response: { 200: CallReply },
      },
    },
    async (request) => {
      const { id, customerId } = await open(request.params.id)
      const { agentId, note, customerTold } = request.body
      const view = await deps.bookings.routingView(customerId)
      if (!view?.team.some((member) => member.agentId === agentId)) throw invalidField('/agentId', 'is no agent')
      await tell(id, handOver, { agentId, note, customerTold, actor: actorOf(principalOf(request)) }, updateIdOf(request))
      return known(id)
    },
  )

  app.get(
    '/v1/calls/:id/extension',
    {
      schema: {
        tags,
        summary: 'What stands in the way of talking longer, and who could take it',
        params: IdParams,
        querystring: ExtensionQuery,
        response: { 200: ExtensionReply },
      },
    },
    async (request) => lookAhead(deps, await open(request.params.id), request.query.minutes),
  )

  app.post(
    '/v1/calls/:id/extend',
    {
      config,
      schema: {
        tags,
        summary: 'Keep talking: make room for so many minutes more',
        description:
          '`hand_over` (usual) gives what comes next to a colleague who is free and speaks the language; where there is none, 409 `nobody-free` with alternatives, and nothing is changed. `tell` moves it behind the talk and tells its seller. No talk is ever ended.',
        params: IdParams,
        body: ExtendBody,
        response: { 200: ExtendReply },
      },
    },
    async (request) => {
      const call = await open(request.params.id)
      const { minutes, next = 'hand_over' } = request.body
      const actor = actorOf(principalOf(request))
      const updateId = updateIdOf(request)
      const ahead = await lookAhead(deps, call, minutes)
      const [stuck] = ahead.next.filter(({ takers }) => takers.length === 0)
      if (next === 'hand_over' && stuck !== undefined)
        throw new Problem(
          'nobody-free',
          'Nobody who speaks the language is free for the next call: tell its seller that it begins later.',
          {
            members: { alternatives: stuck.alternatives, next: ahead.next },
          },
        )
      for (const { callId, takers } of ahead.next) {
        const how = next === 'hand_over' ? { among: takers } : { notBefore: ahead.until }
        await tell(callId, giveWay, { ...how, forCall: call.id, actor }, derivedId('give-way', updateId, callId))
      }
      await tell(call.id, extend, { end: ahead.until, actor }, updateId)
      const gaveWay = await Promise.all(ahead.next.map(({ callId }) => known(callId)))
      return { until: ahead.until, call: await known(call.id), gaveWay }
    },
  )
}
