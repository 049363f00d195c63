import { getExternalWorkflowHandle, workflowInfo } from '@temporalio/workflow'
import type { Booking } from '../domain/bookings.ts'
import { type Attempt, type CallResult, type CallState, isOpen } from '../domain/calls/calls.ts'
import { goesOn, outcomeErrors, wasReached } from '../domain/calls/outcomes.ts'
import { type PhoneEvent, unansweredOutcome } from '../domain/calls/phone.ts'
import { type CallOutcome, nextStep, type RetryWait, tryPositions } from '../domain/calls/retry-policy.ts'
import { type Actor, type Coded, LEADS, type NewNotice } from '../domain/codes.ts'
import { USUAL_MINUTES } from '../domain/bookings.ts'
import { FailureType } from '../domain/errors.ts'
import type { RecordedOutcome, Reschedule } from './call.ts'
import { refused } from './failures.ts'
import type { Mails } from './mails.ts'
import { wentOn } from './messages.ts'
import { records } from './records.ts'
import { after, now } from './time.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** An agent is prompted this long before a booked call. */
const PROMPT_MS = 5 * MINUTE
/** While nobody speaks the customer's language the team is looked through again each day, so often. */
const RECHECK_MS = DAY
const MOST_RECHECKS = 14
const WRONG_NUMBER_DAYS = 14

const SYSTEM: Actor = 'system'
const agent = (agentId: string): Actor => `agent/${agentId}`
const coded = (code: string, params: Coded['params'] = {}): Coded => ({ code, params })

const outcomesOf = (attempts: readonly Attempt[]): CallOutcome[] => attempts.map(({ outcome }) => outcome)

/** Everything that can happen to a call. Each change is written down, with its row and its notices, before it is answered. */
export function createCallChanges(state: CallState, mails: Mails) {
  const { callId, customerId } = state
  let prompted = false
  let rechecks = 0
  let booked: Booking | undefined
  /** Tries before this one belong to the purpose the call had before. */
  let countedFrom = 0
  /** Telephone calls that are over: a repeated report of them is no news. */
  const heardOut = new Set<string>()

  async function save(kind: string, params: Coded['params'], actor: Actor, notices: readonly NewNotice[] = []): Promise<void> {
    state.version += 1
    await records.saveCall(state, { kind, params: { callId, purpose: state.purpose, ...params }, actor }, notices)
  }

  const toAgent = (kind: string, params: Coded['params'] = {}): NewNotice => ({
    audience: state.agentId ?? LEADS,
    kind,
    params: { purpose: state.purpose, dueAt: state.dueAt, ...params },
  })

  /** Time, agent and language from the routing rules; `at` keeps a time that was already fixed. */
  async function schedule(actor: Actor, at: string | null = state.dueAt): Promise<void> {
    const scheduled = await records.scheduleCall({
      callId,
      customerId,
      purpose: state.purpose,
      languages: state.languages,
      at,
      topic: state.topic,
      excluded: state.passedBy,
      version: state.version + 1,
      actor,
      ...(state.booking === null ? {} : { bookedWith: state.booking.agentId }),
    })
    state.version += 1
    state.agentId = scheduled.agentId
    state.language = scheduled.language
    state.dueAt = scheduled.dueAt
    state.whyTiming = scheduled.whyTiming
    state.whyAssignment = scheduled.whyAssignment
    state.acceptedAt = null
    state.status = scheduled.agentId === null ? 'parked' : 'planned'
    tellCustomer()
  }

  function tellCustomer(): void {
    const key = `${callId}/planned/${state.version}`
    if (state.booking !== null) return mails.send({ key, template: 'booking_confirmed', customerId, booking: state.booking, ...spoken() })
    if (state.purpose !== 'welcome') return
    if (state.agentId !== null) mails.send({ key, template: 'welcome_call_planned', customerId, agentId: state.agentId, at: state.dueAt, ...spoken() })
    else if (rechecks === 0) mails.send({ key, template: 'welcome_no_speaker', customerId })
  }

  const spoken = () => (state.language === null ? {} : { language: state.language })

  async function moveBooking(change: { start?: string; agentId?: string; anyOther?: readonly string[] }, actor: Actor): Promise<void> {
    if (state.booking === null) return
    state.booking = await records.moveBooking({ booking: state.booking, actor, ...change })
    state.agentId = state.booking.agentId
    state.dueAt = state.booking.start
    prompted = false
    mails.send({ key: `${state.booking.id}/moved/${state.booking.sequence}`, template: 'booking_moved', customerId, booking: state.booking, ...spoken() })
  }

  async function accept(agentId: string): Promise<void> {
    if (state.agentId !== agentId)
      throw refused(FailureType.NotAssignedToYou, state.agentId === null ? 'the call is assigned to nobody: take it' : 'the call is assigned to somebody else: take it instead')
    state.acceptedAt = now()
    await save('call_accepted', {}, agent(agentId))
  }

  async function take(agentId: string): Promise<void> {
    const from = state.agentId
    if (state.booking !== null && from !== agentId) await moveBooking({ agentId }, agent(agentId))
    state.agentId = agentId
    state.acceptedAt = now()
    state.whyAssignment = coded('taken', { from })
    if (state.status === 'parked') {
      state.status = 'due'
      state.dueAt = now()
    }
    const notices = from === null || from === agentId ? [] : [{ audience: from, kind: 'call_taken', params: { purpose: state.purpose, by: agentId } }]
    await save('call_taken', { from }, agent(agentId), notices)
  }

  async function pass(agentId: string, reason: string): Promise<void> {
    if (state.agentId !== agentId) throw refused(FailureType.NotAssignedToYou, 'only the agent it is assigned to can pass it on')
    const passedBy = [...state.passedBy, agentId]
    if (state.booking !== null) await moveBooking({ anyOther: passedBy }, agent(agentId))
    state.passedBy = passedBy
    await save('call_passed', { reason, from: agentId }, agent(agentId))
    await schedule(SYSTEM)
  }

  async function reschedule({ to, reason, actor }: Reschedule): Promise<void> {
    if (['ringing', 'in_call', 'wrap_up'].includes(state.status)) throw refused(FailureType.CallNotOpen, `the call is ${state.status}: record its outcome instead`)
    const from = state.dueAt
    if (state.booking !== null) await moveBooking({ start: to }, actor)
    state.dueAt = to
    state.status = 'planned'
    state.whyTiming = coded('rescheduled', { from, ...(reason === undefined ? {} : { reason }) })
    await save('call_rescheduled', { from, to, ...(reason === undefined ? {} : { reason }) }, actor, [toAgent('call_rescheduled', { from })])
    if (state.agentId === null) await schedule(SYSTEM, to)
  }

  async function cancel(reason: string, actor: Actor): Promise<void> {
    if (state.booking !== null) {
      state.booking = await records.cancelBooking(state.booking, actor)
      mails.send({ key: `${state.booking.id}/cancelled`, template: 'booking_cancelled', customerId, booking: state.booking, ...spoken() })
    }
    state.status = 'cancelled'
    state.endedAt = now()
    await save('call_cancelled', { reason }, actor, [toAgent('call_cancelled', { reason })])
  }

  async function recordOutcome({ report, agentId, actor }: RecordedOutcome): Promise<void> {
    const errors = outcomeErrors(state.purpose, report, Date.now())
    if (errors.length > 0) throw refused(FailureType.InvalidOutcome, errors.map(({ field, message }) => `${field} ${message}`).join('; '), errors)
    const { outcome, notes, data } = report
    // Whatever can be refused comes first: a taken slot leaves the call as it was.
    await bookOnboarding(report.data?.onboarding, actor, agentId)
    if (report.callbackAt !== undefined) await moveBooking({ start: report.callbackAt }, actor)

    refineUnanswered(outcome)
    state.attempts.push({ at: now(), outcome, by: agentId ?? actor })
    if (notes !== undefined) state.notes = notes
    if (data !== undefined) state.data = { ...state.data, ...data }
    if (agentId !== undefined && wasReached(outcome)) state.agentId = agentId
    await concludeAttempt(outcome, report.callbackAt, goesOn(state, report), actor)
  }

  /** The telephone has already counted the try that a person now describes better: one try, not two. */
  function refineUnanswered(outcome: CallOutcome): void {
    const last = state.attempts.at(-1)
    if (last?.by === 'telephony' && state.status === 'retry_wait' && !wasReached(outcome)) state.attempts.pop()
  }

  async function bookOnboarding(wish: 'now' | 'none' | { readonly at: string } | undefined, actor: Actor, agentId: string | undefined): Promise<void> {
    if (typeof wish !== 'object') return
    const bookingId = `${callId}-${state.version}`
    const preferred = agentId ?? state.agentId
    booked = await records.bookSlot({
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

  async function concludeAttempt(outcome: CallOutcome, callbackAt: string | undefined, onward: boolean, actor: Actor): Promise<void> {
    const welcomed = state.purpose === 'welcome' && (outcome === 'completed' || outcome === 'opted_out')
    if (welcomed) await records.recordWelcome(customerId, callId, supportAfter(outcome), actor)
    if (onward) return goOn(actor)
    if (state.purpose === 'onboarding' && outcome === 'completed') await records.recordOnboarding(customerId, callId, state.data ?? {}, actor)
    if (outcome === 'callback_at' && callbackAt !== undefined) {
      state.status = 'planned'
      state.dueAt = callbackAt
      state.whyTiming = coded('customer_asked', { callbackAt })
      return save('call_attempt', { outcome, callbackAt }, actor, [toAgent('callback_planned')])
    }
    const step = nextStep(state.purpose, outcomesOf(state.attempts.slice(countedFrom)))
    if ('done' in step) return end('call_done', outcome, actor)
    if ('reassign' in step) return reassign(outcome, actor)
    if ('retry' in step) return retry(step.retry, outcome, actor)
    return giveUp('giveUp' in step ? step.parkDays : undefined, outcome, actor)
  }

  const supportAfter = (outcome: CallOutcome) => {
    if (outcome === 'completed') return state.data?.support ?? 'unknown'
    return state.data?.scope === 'service' || state.data?.scope === 'all' ? 'declined' : 'unknown'
  }

  /** The welcome was held and the onboarding follows at once, in the same call. */
  async function goOn(actor: Actor): Promise<void> {
    state.purpose = 'onboarding'
    state.status = 'in_call'
    countedFrom = state.attempts.length
    await save('onboarding_begun', {}, actor)
    const parent = workflowInfo().parent
    if (parent) await getExternalWorkflowHandle(parent.workflowId).signal(wentOn, callId)
  }

  async function end(kind: string, outcome: CallOutcome | null, actor: Actor, params: Coded['params'] = {}): Promise<void> {
    state.status = 'done'
    state.outcome = outcome
    state.endedAt = now()
    await save(kind, { outcome, ...params }, actor)
  }

  async function reassign(outcome: CallOutcome, actor: Actor): Promise<void> {
    const language = state.data?.language
    if (language !== undefined) state.languages = [language, ...state.languages.filter((known) => known !== language)]
    await save('call_attempt', { outcome, ...(language === undefined ? {} : { language }) }, actor)
    await schedule(SYSTEM, null)
  }

  async function retry(wait: RetryWait, outcome: CallOutcome, actor: Actor): Promise<void> {
    const tries = state.attempts.slice(countedFrom)
    const failedAt = tryPositions(state.purpose, outcomesOf(tries)).flatMap((position) => tries[position]?.at ?? [])
    const planned = await records.planRetry({ customerId, wait, failedAt, agentId: state.agentId })
    if (planned.at === null) return giveUp(undefined, outcome, actor)
    state.status = 'retry_wait'
    state.dueAt = planned.at
    state.whyTiming = planned.why
    await save('call_attempt', { outcome, retryAt: planned.at }, actor)
  }

  /** Nobody was reached: the seller is told by mail, the leads by a notice, and the call rests or ends. A number that is wrong rests too: somebody can mend it. */
  async function giveUp(days: number | undefined, outcome: CallOutcome, actor: Actor): Promise<void> {
    const parkDays = outcome === 'wrong_number' || outcome === 'invalid_number' ? WRONG_NUMBER_DAYS : days
    if (state.booking === null && !wasReached(outcome)) mails.send({ key: `${callId}/not-reached/${state.version}`, template: 'not_reached', customerId, agentId: state.agentId, purpose: state.purpose })
    if (parkDays === undefined) return end('call_given_up', outcome, actor)
    state.status = 'parked'
    state.outcome = outcome
    state.dueAt = after(parkDays * DAY)
    state.whyTiming = coded('not_reached', { outcome, parkDays })
    await save('call_parked', { outcome, until: state.dueAt }, actor, [{ audience: LEADS, kind: 'call_parked', params: { purpose: state.purpose, outcome } }])
  }

  async function hear(event: PhoneEvent): Promise<void> {
    const { pbxCallId, cause } = event
    if (!isOpen(state.status) || heardOut.has(pbxCallId)) return
    if (event.event === 'newCall' && state.phone?.pbxCallId !== pbxCallId && state.status !== 'in_call') {
      state.phone = { pbxCallId, answered: false, inbound: event.direction === 'in', before: state.status }
      state.status = 'ringing'
      await save('call_ringing', { direction: event.direction }, 'telephony')
    } else if (state.phone?.pbxCallId !== pbxCallId) return
    else if (event.event === 'answer' && !state.phone.answered) {
      state.phone = { ...state.phone, answered: true }
      state.status = 'in_call'
      await save('call_answered', {}, 'telephony')
    } else if (event.event === 'hangup') {
      const { answered, inbound, before } = state.phone
      heardOut.add(pbxCallId)
      state.phone = null
      if (answered) {
        if (state.status !== 'in_call') return
        state.status = 'wrap_up'
        return save('call_hung_up', { cause: cause ?? null }, 'telephony')
      }
      if (state.status !== 'ringing') return
      state.status = before
      if (inbound) return save('call_missed', { cause: cause ?? null }, 'telephony')
      const outcome = unansweredOutcome(cause)
      state.attempts.push({ at: now(), outcome, by: 'telephony', pbxCallId })
      await concludeAttempt(outcome, undefined, false, 'telephony')
    }
  }

  /** When the call itself has something to do; undefined while it is somebody else's turn. */
  function wakeAt(): string | undefined {
    if (state.status === 'parked') return state.dueAt ?? (rechecks < MOST_RECHECKS ? after(RECHECK_MS) : undefined)
    if (state.dueAt === null || (state.status !== 'planned' && state.status !== 'retry_wait')) return undefined
    return promptDue() ? new Date(Date.parse(state.dueAt) - PROMPT_MS).toISOString() : state.dueAt
  }

  const promptDue = (): boolean => state.booking !== null && !prompted && state.status === 'planned'

  async function wake(): Promise<void> {
    if (state.status === 'parked' && state.dueAt === null) {
      rechecks += 1
      return schedule(SYSTEM)
    }
    if (state.status === 'parked') return end('call_given_up', state.outcome, SYSTEM)
    if (promptDue()) {
      prompted = true
      return save('call_soon', {}, SYSTEM, [toAgent('call_soon')])
    }
    state.status = 'due'
    await save('call_due', {}, SYSTEM, [toAgent('call_due')])
  }

  const result = (): CallResult => ({
    callId,
    purpose: state.purpose,
    outcome: state.outcome,
    agentId: state.agentId,
    data: state.data,
    ...(booked === undefined ? {} : { booked }),
  })

  return { schedule, accept, take, pass, reschedule, cancel, recordOutcome, hear, wakeAt, wake, result }
}
