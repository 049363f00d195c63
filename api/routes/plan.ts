import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Client, WorkflowUpdateFailedError } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { type Slot, USUAL_MINUTES } from '../../domain/bookings.ts'
import type { CallStatus } from '../../domain/calls/calls.ts'
import type { Clock } from '../../domain/clock.ts'
import { FailureType } from '../../domain/errors.ts'
import type { PlanStep, StepStatus } from '../../domain/plan.ts'
import { alternativesTo } from '../../domain/routing/free.ts'
import { speakersInOrder } from '../../domain/routing/schedule.ts'
import { cancelCall, reschedule } from '../../workflows/call.ts'
import { changeStep, plan, requestCall } from '../../workflows/customer.ts'
import { type BookingReads, utc } from '../booking-desk.ts'
import { createCallMessenger, eventually, written } from '../call-messenger.ts'
import { refuseGap } from '../gaps.ts'
import { newIdOf, updateIdOf } from '../plugins/idempotency.ts'
import { actorOf, principalOf } from '../principal.ts'
import { found, invalidField, Problem } from '../problems.ts'
import { CallRequestBody, type CallView, RequestedCallReply } from '../schemas/calls.ts'
import { type CustomerView, PlanReply, PlanStepBody, PlanStepParams, type PlanView } from '../schemas/customers.ts'
import { IdParams } from '../schemas/values.ts'

export interface PlanRouteDeps {
  readonly customers: { find(customerId: string): Promise<CustomerView | undefined> }
  readonly calls: { find(callId: string): Promise<CallView | undefined> }
  readonly bookings: Pick<BookingReads, 'routingView'>
  readonly temporal: Client
  readonly clock: Clock
}

const STEP_STATUS: Readonly<Record<CallStatus, StepStatus>> = {
  planned: 'planned',
  retry_wait: 'planned',
  due: 'due',
  ringing: 'running',
  in_call: 'running',
  wrap_up: 'running',
  parked: 'parked',
  done: 'done',
  cancelled: 'skipped',
}

/** The life knows which step comes; the call itself knows how it stands. */
function withCall(step: PlanStep, call: CallView | undefined): PlanStep {
  if (!call || isOver(step)) return step
  return { ...step, status: STEP_STATUS[call.status], at: call.dueAt, why: call.why.timing ?? step.why }
}

const isOver = ({ status }: PlanStep): boolean => status === 'done' || status === 'skipped'

/** The call itself, or what its row says of it. */
const saysNotOpen = (error: unknown): boolean =>
  (error instanceof Problem && error.code === 'call-not-open') ||
  (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure && error.cause.type === FailureType.CallNotOpen)

/** A planned call stands in the plan a moment before its row is written: who asks in that moment waits so long. */
const ROW_MS = 2_000

export const planRoutes: FastifyPluginAsyncTypebox<PlanRouteDeps> = async (app, { customers, calls, bookings, temporal, clock }) => {
  const tell = createCallMessenger(temporal, calls)
  const known = async (customerId: string): Promise<CustomerView> => found(await customers.find(customerId), 'customer')
  const life = (customerId: string) => temporal.workflow.getHandle(`customer/${customerId}`)

  const callOf = async (step: PlanStep): Promise<CallView | undefined> => {
    const { callId } = step
    return callId === undefined || isOver(step) ? undefined : eventually(() => calls.find(callId), ROW_MS)
  }

  async function planOf({ id, stage, trial }: CustomerView): Promise<PlanView> {
    const steps = await life(id).query(plan)
    const shown = await Promise.all(steps.map(async (step) => withCall(step, await callOf(step))))
    return { stage, trial, steps: shown.map((step) => ({ ...step, why: { code: step.why.code, params: { ...step.why.params } } })) }
  }

  /** A step that has its call is steered by it. */
  async function steer(
    callId: string,
    { to, reason, actor }: { to?: string; reason: string; actor: string },
    updateId: string,
  ): Promise<void> {
    try {
      if (to === undefined) await tell(callId, cancelCall, { reason, actor }, updateId)
      else await tell(callId, reschedule, { to, reason, actor }, updateId)
    } catch (error) {
      if (!saysNotOpen(error)) throw error
      throw new Problem('step-not-open', 'The call behind the step has just begun or ended: record its outcome, or ask for the plan again.')
    }
  }

  /** What can be had where nobody calls at once. */
  async function slotsInstead(customerId: string): Promise<{ alternatives: Slot[] }> {
    const view = await bookings.routingView(customerId)
    const now = clock.now()
    return { alternatives: view === undefined ? [] : alternativesTo(view, speakersInOrder(view), utc(now), USUAL_MINUTES, now) }
  }

  app.get(
    '/v1/customers/:id/plan',
    {
      config: { access: 'customers' },
      schema: { tags: ['customers'], summary: 'What happens next, when and why', params: IdParams, response: { 200: PlanReply } },
    },
    async (request) => planOf(await known(request.params.id)),
  )

  app.patch(
    '/v1/customers/:id/plan/:step',
    {
      config: { access: 'customers' },
      schema: {
        tags: ['customers'],
        summary: 'Move or skip a step',
        params: PlanStepParams,
        body: PlanStepBody,
        response: { 200: PlanReply },
      },
    },
    async (request) => {
      const { action, to, reason } = request.body
      if (action === 'move' && to === undefined) throw invalidField('/to', 'is required with action move')
      if (action === 'skip' && to !== undefined) throw invalidField('/to', 'does not go with action skip')
      if (to !== undefined && Date.parse(to) <= clock.now()) throw invalidField('/to', 'is in the past')
      const customer = await known(request.params.id)
      if (to !== undefined) refuseGap('/to', to, customer.timeZone)
      const { steps } = await planOf(customer)
      const step = steps.find((one) => one.step === request.params.step)
      if (step?.status === 'running')
        throw new Problem('step-not-open', `The step ${request.params.step} is being worked at: record the outcome of its call instead.`)
      const change = { reason, actor: actorOf(principalOf(request)), ...(to === undefined ? {} : { to: new Date(to).toISOString() }) }
      const updateId = updateIdOf(request)
      if (step?.callId && !isOver(step)) await steer(step.callId, change, updateId)
      else await life(customer.id).executeUpdate(changeStep, { args: [{ step: request.params.step, ...change }], updateId })
      return planOf(await known(customer.id))
    },
  )

  app.post(
    '/v1/customers/:id/calls',
    {
      config: { access: 'customers', idempotent: true },
      schema: {
        tags: ['customers'],
        summary: 'Ask for a call',
        params: IdParams,
        body: CallRequestBody,
        response: { 201: RequestedCallReply },
      },
    },
    async (request, reply) => {
      const { id, timeZone } = await known(request.params.id)
      const { purpose, at, topic, askedBy = 'customer' } = request.body
      if (at !== undefined) refuseGap('/at', at, timeZone)
      if (at !== undefined && Date.parse(at) <= clock.now()) throw invalidField('/at', 'is in the past')
      const principal = principalOf(request)
      const callId = newIdOf(request, 'call')
      const wish = {
        callId,
        purpose,
        askedBy,
        actor: actorOf(principal),
        ...(at === undefined ? {} : { at: new Date(at).toISOString() }),
        ...(topic === undefined ? {} : { topic }),
      }
      await life(id).executeUpdate(requestCall, { args: [wish], updateId: callId })
      const call = await written(() => calls.find(callId))
      return reply.code(201).send({ ...call, ...(call.why.timing?.params.notNow === true ? await slotsInstead(id) : {}) })
    },
  )
}
