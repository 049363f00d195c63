import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Client } from '@temporalio/client'
import { Type } from 'typebox'
import { type CallPurpose, type CallStatus, isOpen } from '../../domain/calls/calls.ts'
import { outcomeErrors } from '../../domain/calls/outcomes.ts'
import type { Clock } from '../../domain/clock.ts'
import { fieldErrorsText } from '../../domain/errors.ts'
import { agreementErrors } from '../../domain/profile/agreement.ts'
import { accept, pass, recordOutcome, reschedule, take } from '../../workflows/call.ts'
import { type CallDetails, callCard } from '../call-card.ts'
import { createCallMessenger } from '../call-messenger.ts'
import { refuseGap } from '../gaps.ts'
import { idempotencyKeyOf, updateIdOf } from '../plugins/idempotency.ts'
import { actorOf, agentOf, principalOf } from '../principal.ts'
import { found, invalidField, Problem } from '../problems.ts'
import {
  CallCard,
  CallQuery,
  CallReply,
  type CallView,
  OutcomeBody,
  PassBody,
  RescheduleBody,
  RoutingDecisionReply,
  type RoutingDecisionView,
} from '../schemas/calls.ts'
import { EmptyBody, IdParams, type Page, PageOf, PageQuery, type PageRequest, pageOf } from '../schemas/values.ts'
import { bodyOrNone } from '../validation.ts'
import type { AgreementReads } from './agreements.ts'

export interface CallFilter {
  readonly agentId?: string
  readonly status?: CallStatus
  readonly purpose?: CallPurpose
  readonly customerId?: string
  /** ISO instants around `dueAt`, from inclusive, to exclusive */
  readonly from?: string
  readonly to?: string
}

export interface CallReads {
  find(callId: string): Promise<CallView | undefined>
  details(callId: string): Promise<CallDetails | undefined>
  /** How its time and agent were found, the newest decision first; none where nobody has decided yet, or the call is not known. */
  decisions(callId: string): Promise<RoutingDecisionView[]>
  /** By creation, newest first. */
  list(filter: CallFilter, page: PageRequest): Promise<Page<CallView>>
}

export interface CallRouteDeps {
  readonly calls: CallReads
  readonly agreements: Pick<AgreementReads, 'frame'>
  readonly temporal: Client
  readonly clock: Clock
}

export const callRoutes: FastifyPluginAsyncTypebox<CallRouteDeps> = async (app, { calls, agreements, temporal, clock }) => {
  const tell = createCallMessenger(temporal, calls)
  const known = async (callId: string): Promise<CallView> => found(await calls.find(callId), 'call')
  /** Of the times that are given, those that the clocks of the seller leave out are refused. */
  const refuseGaps = async (callId: string, times: Readonly<Record<string, string | undefined>>): Promise<void> => {
    const given = Object.entries(times).flatMap(([field, at]) => (at === undefined ? [] : [{ field, at }]))
    const zone = given.length === 0 ? undefined : (await calls.details(callId))?.customer.timeZone
    for (const { field, at } of given) if (zone !== undefined) refuseGap(field, at, zone)
  }
  /** The same Idempotency-Key is the same update: also where the process that took it died before its answer. */
  const config = { idempotent: true }
  const command = (summary: string) => ({ tags: ['calls'], summary, params: IdParams, response: { 200: CallReply } })

  app.get(
    '/v1/calls',
    {
      schema: {
        tags: ['calls'],
        summary: 'Calls, newest first',
        querystring: Type.Object({ ...PageQuery, ...CallQuery }),
        response: { 200: PageOf(CallReply) },
      },
    },
    async (request) => {
      const { limit: _limit, cursor: _cursor, ...filter } = request.query
      return calls.list(filter, pageOf(request.query))
    },
  )

  app.get(
    '/v1/calls/:id',
    { schema: { tags: ['calls'], summary: 'The card: everything to know before talking', params: IdParams, response: { 200: CallCard } } },
    async (request) => {
      const details = found(await calls.details(request.params.id), 'call')
      return callCard(details, clock.now())
    },
  )

  app.get(
    '/v1/calls/:id/why',
    {
      schema: {
        tags: ['calls'],
        summary: 'Why this agent, and why then: every routing decision with everybody who was looked at, newest first',
        params: IdParams,
        response: { 200: Type.Object({ items: Type.Array(RoutingDecisionReply) }) },
      },
    },
    async (request) => ({ items: await calls.decisions((await known(request.params.id)).id) }),
  )

  app.post(
    '/v1/calls/:id/accept',
    { config, preValidation: bodyOrNone, schema: { ...command('I will hold this call'), body: EmptyBody } },
    async (request) => {
      const { id } = await known(request.params.id)
      await tell(id, accept, { agentId: agentOf(request) }, updateIdOf(request))
      return known(id)
    },
  )

  app.post(
    '/v1/calls/:id/take',
    { config, preValidation: bodyOrNone, schema: { ...command("I take this call over, whoever's it was"), body: EmptyBody } },
    async (request) => {
      const { id } = await known(request.params.id)
      await tell(id, take, { agentId: agentOf(request) }, updateIdOf(request))
      return known(id)
    },
  )

  app.post('/v1/calls/:id/pass', { config, schema: { ...command('Somebody else should hold it'), body: PassBody } }, async (request) => {
    const { id } = await known(request.params.id)
    await tell(id, pass, { agentId: agentOf(request), reason: request.body.reason }, updateIdOf(request))
    return known(id)
  })

  app.post('/v1/calls/:id/reschedule', { config, schema: { ...command('Another time'), body: RescheduleBody } }, async (request) => {
    const { id } = await known(request.params.id)
    const { to, reason } = request.body
    await refuseGaps(id, { '/to': to })
    if (Date.parse(to) <= clock.now()) throw invalidField('/to', 'is in the past')
    const change = { to: new Date(to).toISOString(), actor: actorOf(principalOf(request)), ...(reason === undefined ? {} : { reason }) }
    await tell(id, reschedule, change, updateIdOf(request))
    return known(id)
  })

  app.post('/v1/calls/:id/outcome', { config, schema: { ...command('How it went'), body: OutcomeBody } }, async (request) => {
    const { id, customerId, purpose, status } = await known(request.params.id)
    const { callbackAt, data } = request.body
    const onboarding = typeof data?.onboarding === 'object' ? data.onboarding.at : undefined
    await refuseGaps(id, { '/callbackAt': callbackAt, '/data/onboarding/at': onboarding })
    const report = outcomeOf(request.body)
    // Refused here it costs the call no place in its history; the call itself looks again. A repeat with a key may have moved the
    // call on already: then only the call knows. What was agreed only the profile can judge; the outcome it comes with ends the call.
    const errors = isOpen(status) && idempotencyKeyOf(request) === undefined ? outcomeErrors(purpose, report, clock.now()) : []
    const { agreed = [] } = report.data ?? {}
    if (isOpen(status) && agreed.length > 0) errors.push(...agreementErrors(agreed, await agreements.frame(customerId)))
    if (errors.length > 0) throw new Problem('invalid-request', `${fieldErrorsText(errors)}.`, { errors })
    const by = request.principal?.agentId
    await tell(id, recordOutcome, { report, ...(by ? { agentId: by } : {}), actor: actorOf(principalOf(request)) }, updateIdOf(request))
    return known(id)
  })
}

/** Built field by field, instants in UTC: only what the contract knows gets into a history. */
function outcomeOf({ outcome, callbackAt, notes, data }: OutcomeBody) {
  return {
    outcome,
    ...(callbackAt === undefined ? {} : { callbackAt: new Date(callbackAt).toISOString() }),
    ...(notes === undefined ? {} : { notes }),
    ...(data === undefined
      ? {}
      : { data: typeof data.onboarding === 'object' ? { ...data, onboarding: { at: new Date(data.onboarding.at).toISOString() } } : data }),
  }
}
