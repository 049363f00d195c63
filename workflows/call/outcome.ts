import { getExternalWorkflowHandle, workflowInfo } from '@temporalio/workflow'
import { USUAL_MINUTES } from '../../domain/bookings.ts'
import type { Attempt, OutcomeData } from '../../domain/calls/calls.ts'
import { goesOn, outcomeErrors, supportAfter, wasHeld, wasReached } from '../../domain/calls/outcomes.ts'
import {
  type CallOutcome,
  type CallPurpose,
  nextStep,
  type RetryRule,
  type RetryWait,
  tryPositions,
} from '../../domain/calls/retry-policy.ts'
import { type Actor, type Coded, LEADS } from '../../domain/codes.ts'
import { FailureType, fieldErrorsText } from '../../domain/errors.ts'
import { refused } from '../failures.ts'
import { wentOn } from '../messages.ts'
import { records } from '../records.ts'
import { after, now, nowMs } from '../time.ts'
import { type CallContext, coded, SYSTEM } from './context.ts'
import { moveBooking, schedule, withdrawBooking } from './holding.ts'
import type { RecordedOutcome } from './wishes.ts'

const DAY = 24 * 60 * 60_000
/** A number that is wrong rests as long as a seller who was not reached: somebody can mend it meanwhile. */
const WRONG_NUMBER_DAYS = 14

/** Purposes whose own workflow says what follows when nobody was reached. */
const OWN_MAILS: readonly CallPurpose[] = ['trial_end', 'survey']

const outcomesOf = (attempts: readonly Attempt[]): CallOutcome[] => attempts.map(({ outcome }) => outcome)
/** As the team has decided; as usual where nothing was recorded of it. */
const ruleOf = ({ state, memory }: CallContext): RetryRule | undefined => memory.retry?.[state.purpose]
const triesOf = ({ state, memory }: CallContext): Attempt[] => state.attempts.slice(memory.countedFrom)

/** What a person reports of a try. Whatever can be refused comes first: a taken slot leaves the call as it was. */
export async function recordOutcome(context: CallContext, { report, agentId, actor }: RecordedOutcome): Promise<void> {
  const { state } = context
  const { outcome, notes, data, callbackAt } = report
  const errors = outcomeErrors(state.purpose, report, nowMs())
  if (errors.length > 0) throw refused(FailureType.InvalidRequest, fieldErrorsText(errors), errors)
  await bookOnboarding(context, data?.onboarding, actor, agentId ?? state.agentId)
  if (callbackAt !== undefined) await moveBooking(context, { start: callbackAt }, actor)

  const onward = goesOn(state, report)
  refineUnanswered(context, outcome)
  state.attempts.push({ at: now(), outcome, by: agentId ?? actor })
  if (notes !== undefined) state.notes = notes
  if (data !== undefined) state.data = { ...state.data, ...data }
  if (agentId !== undefined && wasReached(outcome)) state.agentId = agentId
  await recordTalk(context, outcome, actor)
  if (onward) await goOn(context, actor)
  else if (callbackAt !== undefined) await callBack(context, callbackAt, actor)
  else await conclude(context, outcome, actor)
}

/** The telephone has already counted the try that a person now describes better: one try, not two. */
function refineUnanswered({ state }: CallContext, outcome: CallOutcome): void {
  const concluded = state.status === 'retry_wait' || state.status === 'parked'
  if (state.attempts.at(-1)?.by === 'telephony' && concluded && !wasReached(outcome)) state.attempts.pop()
}

async function bookOnboarding(
  { state, memory }: CallContext,
  wish: OutcomeData['onboarding'],
  actor: Actor,
  preferred: string | null,
): Promise<void> {
  if (typeof wish !== 'object') return
  const { callId, customerId, version } = state
  const bookingId = `${callId}-${version}`
  memory.booked = await records.bookSlot({
    bookingId,
    callId: `${bookingId}-onboarding`,
    customerId,
    purpose: 'onboarding',
    start: wish.at,
    minutes: USUAL_MINUTES,
    actor,
    ...(preferred === null ? {} : { preferredAgentId: preferred }),
  })
}

/** What was said in a welcome, an onboarding or at the end of a trial is part of the seller's record. */
async function recordTalk({ state }: CallContext, outcome: CallOutcome, actor: Actor): Promise<void> {
  if (!wasHeld(outcome)) return
  const { callId, customerId, agentId, purpose, data } = state
  const talk = { callId, customerId, agentId, actor }
  if (purpose === 'welcome') await records.recordWelcome(talk, supportAfter(outcome, data ?? {}))
  if (purpose === 'onboarding') await records.recordOnboarding(talk, data ?? {}, outcome === 'completed')
  if (purpose === 'trial_end') await records.recordTrialTalk(talk, data ?? {})
}

/** The welcome was held and the onboarding follows at once, in the same call. */
async function goOn(context: CallContext, actor: Actor): Promise<void> {
  const { state, memory, save } = context
  Object.assign(state, { purpose: 'onboarding', status: 'in_call' })
  memory.countedFrom = state.attempts.length
  await save('onboarding_begun', {}, actor)
  const parent = workflowInfo().parent
  if (parent) await getExternalWorkflowHandle(parent.workflowId).signal(wentOn, state.callId)
}

async function callBack(context: CallContext, callbackAt: string, actor: Actor): Promise<void> {
  const { state, memory, save, toAgent } = context
  // What the seller asked for himself goes beyond any plan of ours.
  Object.assign(memory, { deadline: undefined, withdrawn: undefined })
  Object.assign(state, { status: 'planned', dueAt: callbackAt, whyTiming: coded('customer_asked', { callbackAt }) })
  await save('call_attempt', { outcome: 'callback_at', callbackAt }, actor, [toAgent('callback_planned')])
  if (state.agentId === null) await schedule(context, SYSTEM, callbackAt)
}

/** What the retry table of the purpose says after a try. */
export async function conclude(context: CallContext, outcome: CallOutcome, actor: Actor): Promise<void> {
  const step = nextStep(context.state.purpose, outcomesOf(triesOf(context)), ruleOf(context))
  if (context.memory.withdrawn !== undefined && !('done' in step)) await drop(context, context.memory.withdrawn, outcome)
  else if ('retry' in step) await retry(context, step.retry, outcome, actor)
  else if ('giveUp' in step) await giveUp(context, step.parkDays, outcome, actor)
  else if ('reassign' in step) await reassign(context, outcome, actor)
  else await end(context, 'call_done', outcome, actor)
}

/** It was taken back while the telephone rang or they talked, and nothing came of it: no further try. */
async function drop(context: CallContext, reason: string, outcome: CallOutcome): Promise<void> {
  const { state, save } = context
  if (state.booking !== null && state.booking.start > now()) await withdrawBooking(context, SYSTEM)
  Object.assign(state, { status: 'cancelled', outcome, endedAt: now() })
  await save('call_cancelled', { reason, outcome }, SYSTEM)
}

export async function end({ state, save }: CallContext, kind: string, outcome: CallOutcome | null, actor: Actor): Promise<void> {
  Object.assign(state, { status: 'done', outcome, endedAt: now() })
  await save(kind, { outcome }, actor)
}

/** Somebody who speaks the seller's language takes over, never again in the one that did not do; a slot booked with the one who does not is over by now. */
async function reassign(context: CallContext, outcome: CallOutcome, actor: Actor): Promise<void> {
  const { state, save } = context
  const language = state.data?.language
  if (language !== undefined)
    state.languages = [language, ...state.languages.filter((known) => known !== language && known !== state.language)]
  if (state.booking !== null && state.booking.start > now()) await withdrawBooking(context, actor)
  state.booking = null
  await save('call_attempt', { outcome, ...(language === undefined ? {} : { language }) }, actor)
  await schedule(context, SYSTEM, null)
}

async function retry(context: CallContext, wait: RetryWait, outcome: CallOutcome, actor: Actor): Promise<void> {
  const { state, memory, save } = context
  const tries = triesOf(context)
  const failedAt = tryPositions(state.purpose, outcomesOf(tries), ruleOf(context)).flatMap((position) => tries[position]?.at ?? [])
  const plan = (how: RetryWait) => records.planRetry({ customerId: state.customerId, wait: how, failedAt, agentId: state.agentId })
  const tooLate = (at: string | null): boolean => memory.deadline !== undefined && at !== null && at > memory.deadline
  const planned = await plan(wait)
  memory.clears ||= planned.clears === true
  let { at, why } = planned
  // The last day before a deadline may be cut short: better near a time at which nobody answered than not at all.
  if (tooLate(at) && wait.kind === 'other_day') ({ at, why } = await plan({ ...wait, avoidMinutesAround: 0 }))
  if (at === null || tooLate(at)) return giveUp(context, undefined, outcome, actor)
  Object.assign(state, { status: 'retry_wait', dueAt: at, whyTiming: why })
  await save('call_attempt', { outcome, retryAt: at }, actor)
}

/** Nobody was reached: the seller is told by mail, the leads by a notice, and the call rests or ends. */
async function giveUp(context: CallContext, days: number | undefined, outcome: CallOutcome, actor: Actor): Promise<void> {
  const { state, mails, save } = context
  const { callId, customerId, agentId, purpose } = state
  if (state.booking === null && !wasReached(outcome) && !OWN_MAILS.includes(purpose))
    mails.send({ key: `${callId}/not-reached/${state.attempts.length}`, template: 'not_reached', customerId, agentId, purpose })
  const parkDays = outcome === 'wrong_number' || outcome === 'invalid_number' ? WRONG_NUMBER_DAYS : days
  if (parkDays === undefined) return end(context, 'call_given_up', outcome, actor)
  const why: Coded = coded('not_reached', { outcome, parkDays })
  Object.assign(state, { status: 'parked', outcome, dueAt: after(parkDays * DAY), whyTiming: why })
  await save('call_parked', { outcome, until: state.dueAt }, actor, [
    { audience: LEADS, kind: 'call_parked', params: { purpose, outcome } },
  ])
}
