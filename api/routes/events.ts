import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Client } from '@temporalio/client'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { AccountEvent, AccountEventType } from '../../domain/account-events.ts'
import type { Clock } from '../../domain/clock.ts'
import { accountEvent } from '../../workflows/customer.ts'
import { derivedId, randomId, shortHash } from '../ids.ts'
import { actorOf, principalOf } from '../principal.ts'
import { invalidField, Problem, within } from '../problems.ts'
import { type RegistrationDeps, registerCustomer, registrationOf, type Sealer } from '../registration.ts'
import { EventBody, type EventData } from '../schemas/events.ts'

export interface EventKey {
  readonly source: string
  readonly eventId: string
}

export interface EventLog {
  /** The customer behind an id or external id. */
  customerOf(subject: string): Promise<string | undefined>
  /** Whether the life has had the event for sure. */
  wasPassedOn(key: EventKey): Promise<boolean>
  /** Notes that it came; answers the customer whom it was noted for first. */
  take(event: EventKey & { readonly type: string; readonly customerId: string; readonly at: number }): Promise<string>
  /** Notes that the life has it; true for the first who says so. */
  passedOn(key: EventKey, at: number): Promise<boolean>
}

export interface EventRouteDeps extends RegistrationDeps {
  readonly events: EventLog
  readonly temporal: Client
  readonly clock: Clock
  readonly sealer: Sealer
}

type Event = Static<typeof EventBody>

/** Clocks of other machines go wrong by minutes; what is further ahead has not happened. */
const SKEW_MS = 5 * 60_000
/** What the sender tells besides goes into the history of the life: a note, not a document. */
const MOST_DETAILS = 8 * 1024

export const eventRoutes: FastifyPluginAsyncTypebox<EventRouteDeps> = async (app, deps) => {
  const { events, temporal, clock } = deps
  app.addContentTypeParser('application/cloudevents+json', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'))

  app.post(
    '/v1/events',
    {
      config: { access: 'customers' },
      schema: {
        tags: ['events'],
        summary: 'What happened to an account',
        description:
          'A CloudEvent 1.0 in structured JSON (`application/cloudevents+json` or `application/json`). The pair of `source` and `id` counts once for ever; events may come out of order, the newer `time` wins.',
        body: EventBody,
        response: { 202: Type.Object({ duplicate: Type.Boolean({ description: 'this event came before; nothing was done' }) }) },
      },
      preValidation: withoutUnset,
    },
    async (request, reply) => {
      const event = request.body
      const key = { source: event.source, eventId: event.id }
      if (await events.wasPassedOn(key)) return reply.code(202).send({ duplicate: true })
      refuseFuture(event)
      const actor = actorOf(principalOf(request))
      const told = event.type === 'account.signed_up' ? undefined : toldBy(event, event.type, actor)
      const subject = told === undefined ? await signUp(event, actor) : await known(event)
      const customerId = await events.take({ ...key, type: event.type, customerId: subject, at: clock.now() })
      // Deliveries at once all come here, and repeats of one whose process died: the life itself hears it once.
      if (told !== undefined) await temporal.workflow.getHandle(`customer/${customerId}`).signal(accountEvent, told)
      const first = await events.passedOn(key, clock.now())
      return reply.code(202).send({ duplicate: !first })
    },
  )

  function refuseFuture({ time }: Event): void {
    if (time !== undefined && Date.parse(time) > clock.now() + SKEW_MS)
      throw invalidField('/time', 'is in the future: send an event when it has happened')
  }

  async function known({ subject = '' }: Event): Promise<string> {
    const customerId = await events.customerOf(subject)
    if (customerId === undefined)
      throw new Problem('unknown-subject', `No customer has the id or externalId ${subject}. Sign it up first, then send the event again.`)
    return customerId
  }

  async function signUp({ source, id, subject, data }: Event, actor: string): Promise<string> {
    const body = data as EventData['account.signed_up']
    const named = subject === undefined ? body : { externalId: subject, ...body }
    const customerId = derivedId('customer', 'event', source, id)
    return within('/data', async () => {
      const registration = registrationOf(named, { actor, customerId, requestId: randomId() }, deps)
      // Whatever a repeat says: the pair counts once.
      const { answer } = await registerCustomer({ ...registration, bodyHash: shortHash(source, id) }, deps)
      return answer.id
    })
  }

  function toldBy(event: Event, type: AccountEventType, actor: string): AccountEvent {
    const { source, id, time } = event
    return {
      key: shortHash(source, id),
      source,
      eventId: id,
      type,
      actor,
      time: new Date(time ?? clock.now()).toISOString(),
      ...saidBy(event),
    }
  }
}

/** An attribute that is null is as good as absent (CloudEvents JSON format, 2.3). */
async function withoutUnset(request: FastifyRequest): Promise<void> {
  const { body } = request
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return
  request.body = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
}

function saidBy({ type, data }: Event): Pick<AccountEvent, 'trialEndsAt' | 'product' | 'details'> {
  if (type === 'account.trial_ending')
    return { trialEndsAt: new Date((data as EventData['account.trial_ending']).trialEndsAt).toISOString() }
  if (type === 'account.product_added') return { product: (data as EventData['account.product_added']).product }
  if (data === undefined || Object.keys(data).length === 0) return {}
  if (JSON.stringify(data).length > MOST_DETAILS) throw invalidField('/data', `must be at most ${MOST_DETAILS} characters of JSON`)
  return { details: data }
}
