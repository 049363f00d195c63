import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import {
  allHandlersFinished,
  ChildWorkflowFailure,
  type ChildWorkflowHandle,
  condition,
  defineQuery,
  defineUpdate,
  setCurrentDetails,
  setHandler,
  startChild,
  upsertSearchAttributes,
} from '@temporalio/workflow'
import type { Booking, BookingRequest } from '../domain/bookings.ts'
import type { CallResult, CallStart, RequestablePurpose } from '../domain/calls/calls.ts'
import { wasHeld } from '../domain/calls/outcomes.ts'
import type { Coded } from '../domain/codes.ts'
import { bringsWelcomeCall, type Registration, type RegistrationAnswer, type Stage } from '../domain/customers.ts'
import { FailureType } from '../domain/errors.ts'
import { type PlanStep, type PlanStepName, placeStep, type StepStatus } from '../domain/plan.ts'
import { call } from './call.ts'
import { refused } from './failures.ts'
import { createMails } from './mails.ts'
import { wentOn } from './messages.ts'
import { onboardingCall } from './onboarding-call.ts'
import { records } from './records.ts'
import { now } from './time.ts'
import { AgentAttribute, StageAttribute } from './visibility.ts'

export interface CallWish {
  readonly callId: string
  readonly purpose: RequestablePurpose
  /** ISO instant */
  readonly at?: string
  readonly topic?: string
  readonly actor: string
}

/** What a life knows of itself. */
interface Life {
  stage: Stage
  readonly steps: PlanStep[]
}

export const registered = defineUpdate<RegistrationAnswer, [bodyHash: string]>('registered')
export const requestCall = defineUpdate<void, [CallWish]>('requestCall')
export const bookCall = defineUpdate<Booking, [BookingRequest]>('bookCall')
export const plan = defineQuery<PlanStep[]>('plan')

const why = (code: string, params: Coded['params'] = {}): Coded => ({ code, params })

/**
 * A seller's life with us: written down and made known to the team, called for a welcome by somebody who speaks his language,
 * onboarded at once, later or not at all, and there for every call he or we ask for, as long as he stays.
 */
export async function customer(registration: Registration): Promise<RegistrationAnswer> {
  const { customerId, languages, products, actor } = registration
  const life: Life = { stage: 'registered', steps: [] }
  const registering = records.registerCustomer(registration)
  const mails = createMails()
  const place = (step: PlanStepName, status: StepStatus, reason: Coded, callId?: string, at: string | null = null) =>
    placeStep(life.steps, { step, status, at, why: reason, ...(callId === undefined ? {} : { callId }) })

  setHandler(plan, () => life.steps)
  setHandler(registered, () => registering, {
    validator: (bodyHash) => {
      if (bodyHash !== registration.bodyHash) throw refused(FailureType.IdempotencyMismatch, 'this key came with another body before')
    },
  })
  setHandler(wentOn, (callId) => {
    reach('welcomed')
    place('welcome_call', 'done', why('held'), callId, now())
    place('onboarding_call', 'running', why('right_after_welcome'), callId)
    details()
  })
  setHandler(requestCall, async ({ callId, purpose, at, topic, actor: by }) => {
    await begun()
    await holdCall({
      callId,
      customerId,
      purpose,
      languages,
      actor: by,
      ...(at === undefined ? {} : { at }),
      ...(topic === undefined ? {} : { topic }),
    })
  })
  setHandler(bookCall, async (request) => {
    await begun()
    const booking = await records.bookSlot(request)
    await holdBooked(booking, request.actor)
    return booking
  })

  const answer = await registering
  if (answer.joined) {
    setCurrentDetails(`already here: joined ${answer.customerId} by ${answer.joined}`)
    await condition(allHandlersFinished)
    return answer
  }

  if (bringsWelcomeCall(products)) await welcome()
  else mails.send({ key: `${customerId}/registered`, template: 'welcome_no_call', customerId })
  details()

  // Nothing ends a life yet: cancellation and erasure come with the years.
  await condition(() => false)
  return answer

  async function begun(): Promise<void> {
    const { joined } = await registering
    if (joined) throw refused(FailureType.CustomerNotFound, 'this registration joined a seller who was already here')
  }

  function reach(stage: Stage, agentId: string | null = null): void {
    life.stage = stage
    upsertSearchAttributes([{ key: StageAttribute, value: stage }, ...(agentId === null ? [] : [{ key: AgentAttribute, value: agentId }])])
  }

  function details(): void {
    setCurrentDetails(`${life.stage}; ${life.steps.map(({ step, status }) => `${step} ${status}`).join(', ') || 'no call planned'}`)
  }

  async function welcome(): Promise<void> {
    const callId = `${customerId}-welcome`
    place('welcome_call', 'planned', why('new_customer'), callId)
    await holdCall({ callId, customerId, purpose: 'welcome', languages, actor })
  }

  /** Starts a call and follows it; returns once it is there to be spoken to. */
  async function holdCall(start: CallStart): Promise<void> {
    const starting = startChild(call, { workflowId: `call/${start.callId}`, args: [start], staticSummary: `${start.purpose} call` })
    await follow(starting, start.purpose === 'welcome' ? 'welcome_call' : undefined)
  }

  async function holdBooked(booking: Booking, by: string): Promise<void> {
    const { callId, purpose, start } = booking
    if (purpose === 'consultation') return holdCall({ callId, customerId, purpose, languages, booking, actor: by })
    place('onboarding_call', 'planned', why('booked'), callId, start)
    details()
    const starting = startChild(onboardingCall, {
      workflowId: `onboarding/${callId}`,
      args: [{ booking, languages, actor: by }],
      staticSummary: `onboarding at ${start}`,
    })
    await follow(starting, 'onboarding_call')
  }

  /** Returns once the child is there; hears its result whenever that comes. */
  async function follow(starting: Promise<ChildWorkflowHandle<typeof call | typeof onboardingCall>>, step: PlanStepName | undefined) {
    const child = await starting.catch((error: unknown) => {
      // A repeated wish: the call that it asks for is there, and followed, already.
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    })
    const broken = (error: unknown): void => {
      // An operator ended the call by hand: the life goes on without it.
      if (!(error instanceof ChildWorkflowFailure)) throw error
      if (step !== undefined) place(step, 'skipped', why('ended_by_operator'))
    }
    void child?.result().then((ended) => (step === undefined ? undefined : concluded(ended, step)), broken)
  }

  async function concluded({ callId, purpose, outcome, agentId, data, booked }: CallResult, step: PlanStepName): Promise<void> {
    const held = wasHeld(outcome)
    const ended = purpose === 'onboarding' ? 'onboarding_call' : step
    const shown = life.steps.find((one) => one.step === ended)
    // An onboarding can be booked anew before the older one is over: the step shows the newer.
    if (shown === undefined || shown.callId === callId)
      place(
        ended,
        held ? 'done' : 'skipped',
        why(held ? 'held' : outcome === null ? 'cancelled' : 'not_reached', { outcome }),
        callId,
        now(),
      )
    if (purpose === 'welcome' && held) reach('welcomed', agentId)
    if (purpose === 'onboarding' && outcome === 'completed') reach('onboarded', agentId)
    if (data?.support === 'declined')
      mails.send({ key: `${customerId}/support-declined`, template: 'support_declined', customerId, agentId })
    if (booked) await holdBooked(booked, agentId === null ? actor : `agent/${agentId}`)
    details()
  }
}
