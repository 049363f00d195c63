import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import { ChildWorkflowFailure, type ChildWorkflowHandle, patched, startChild } from '@temporalio/workflow'
import type { Booking } from '../../domain/bookings.ts'
import type { CallStart } from '../../domain/calls/calls.ts'
import type { PlanStepName } from '../../domain/plan.ts'
import { call } from '../call.ts'
import { withdraw } from '../messages.ts'
import { onboardingCall } from '../onboarding-call.ts'
import type { SurveyTalk } from '../quarterly-survey.ts'
import { unlessEnded } from '../unless-ended.ts'
import { type EndedTalk, type LifeContext, why } from './context.ts'

/** Starts a call and follows it; returns once it is there to be spoken to. */
export async function holdCall(context: LifeContext, start: CallStart): Promise<void> {
  const starting = startChild(call, { workflowId: `call/${start.callId}`, args: [start], staticSummary: `${start.purpose} call` })
  await follow(context, start.callId, starting, start.purpose === 'welcome' ? 'welcome_call' : undefined)
}

export async function holdBooked(context: LifeContext, booking: Booking, by: string): Promise<void> {
  const { customerId, languages } = context
  const { callId, purpose, start } = booking
  const isOnboarding = purpose === 'onboarding'
  if (!isOnboarding && !patched('consultation-no-show'))
    return holdCall(context, { callId, customerId, purpose, languages, booking, actor: by })
  if (isOnboarding) {
    context.place('onboarding_call', 'planned', why('booked'), callId, start)
    context.details()
  }
  const starting = startChild(onboardingCall, {
    workflowId: `${purpose}/${callId}`,
    args: [{ booking, languages, actor: by }],
    staticSummary: `${purpose} at ${start}`,
  })
  await follow(context, callId, starting, isOnboarding ? 'onboarding_call' : undefined)
}

/** The welcome call of this life: one, whatever happens. One that was withdrawn before it was held goes on where it was. */
export async function welcome(context: LifeContext): Promise<void> {
  const { life, customerId, languages, actor, talks } = context
  const callId = `${customerId}-welcome`
  const known = context.step('welcome_call')
  if ((known && life.unheldWelcome === null) || talks.has(callId) || life.refused.includes('welcome_call')) return
  context.place('welcome_call', 'planned', why(known ? 'cancellation_withdrawn' : 'new_customer'), callId)
  const resumes = life.unheldWelcome === null ? {} : { resumes: life.unheldWelcome }
  life.unheldWelcome = null
  await holdCall(context, { callId, customerId, purpose: 'welcome', languages, actor, ...resumes })
}

/** Returns once the child is there; its result waits in `ended` to be looked at. */
export async function follow<Args extends unknown[]>(
  context: LifeContext,
  callId: string,
  starting: Promise<ChildWorkflowHandle<(...args: Args) => Promise<SurveyTalk>>>,
  step: PlanStepName | undefined,
): Promise<void> {
  const { talks, ended, told } = context
  // A repeated wish: the call that it asks for is there, and followed, already.
  const followed = talks.has(callId)
  const begun = starting.catch((error: unknown) => {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
  })
  // From now on it can be taken back, also before it is there.
  if (!followed)
    talks.set(callId, async (reason) => {
      const talk = await begun
      if (talk) await unlessEnded(talk.signal(withdraw, reason))
    })
  const child = await begun
  if (followed) return
  if (!child) return void talks.delete(callId)
  const state = { heard: false }
  /** Once: it may tell how it ended while its mails still wait, and then ends. */
  const hear = (talk: EndedTalk): void => {
    if (!state.heard) ended.push(talk)
    state.heard = true
  }
  told.set(callId, (result) => {
    hear({ callId, step, result })
    talks.delete(callId) // nothing of it can be taken back any more
  })
  const broken = (error: unknown): void => {
    // An operator ended the call by hand: the life goes on without it.
    if (!(error instanceof ChildWorkflowFailure)) throw error
    hear({ callId, step })
  }
  void child
    .result()
    .then((result) => hear({ callId, step, result }), broken)
    .finally(() => {
      talks.delete(callId)
      told.delete(callId)
    })
}

/** Takes back every call that is not a conversation under way; null lets them stand again. */
export async function withdrawTalks({ talks }: LifeContext, reason: string | null): Promise<void> {
  await Promise.all([...talks.values()].map((withdrawTalk) => withdrawTalk(reason)))
}
