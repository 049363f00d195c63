import { patched } from '@temporalio/workflow'
import { isOpen } from '../../domain/calls/calls.ts'
import type { Actor, Coded } from '../../domain/codes.ts'
import { FailureType } from '../../domain/errors.ts'
import type { MailTemplate } from '../../domain/mail.ts'
import type { ScheduleRequest } from '../../domain/routing/schedule.ts'
import { refused } from '../failures.ts'
import { tellOffered } from '../offers.ts'
import { records } from '../records.ts'
import { now } from '../time.ts'
import { agent, type CallContext, coded, SYSTEM } from './context.ts'
import type { Reschedule } from './wishes.ts'

/** How a call that was planned already goes on. */
interface Onward extends Partial<ScheduleRequest> {
  /** Whom somebody calls now need not know by whom else it might have been. */
  readonly quiet?: boolean
}

/** Time, agent and language from the routing rules; `at` keeps a time that was already fixed. */
export async function schedule(
  context: CallContext,
  actor: Actor,
  at: string | null = context.state.dueAt,
  { quiet = false, ...special }: Onward = {},
): Promise<void> {
  const { state, memory, because } = context
  const { callId, customerId, purpose, languages, topic, passedBy, booking, contactId, askedBy } = state
  const version = state.version + 1
  const bookedWith = booking === null ? {} : { bookedWith: booking.agentId }
  const reason = because === undefined ? {} : { because }
  const asks = { ...(contactId === undefined ? {} : { contactId }), ...(askedBy === undefined ? {} : { askedBy }) }
  const request = {
    callId,
    customerId,
    purpose,
    languages,
    at,
    topic,
    excluded: passedBy,
    version,
    actor,
    ...reason,
    ...bookedWith,
    ...asks,
    ...special,
  }
  const { agentId, language, dueAt, whyTiming, whyAssignment, retry, clears } = await records.scheduleCall(request)
  memory.retry = retry ?? memory.retry
  Object.assign(state, { version, agentId, language, dueAt, whyTiming, whyAssignment, acceptedAt: null })
  state.status = agentId === null ? 'parked' : 'planned'
  memory.clears ||= clears === true
  if (!quiet || dueAt === null || dueAt > now()) tellCustomer(context)
}

/** What the seller is told of a new plan: his invitation, who calls when, or honestly that nobody who speaks his language can yet. */
export function tellCustomer({ state, mails, memory, spoken }: CallContext): void {
  const { callId, customerId, booking, purpose, agentId, dueAt, languages, whyTiming } = state
  const key = `${callId}/planned/${state.version}`
  const waits = booking === null && agentId === null
  // A booking that was moved has been told of where it was moved.
  if (booking?.sequence === 0) mails.send({ key, template: 'booking_confirmed', customerId, booking, ...spoken() })
  if (booking !== null) return
  if (purpose === 'welcome' && agentId !== null)
    mails.send({
      key,
      template: isLate(whyTiming) ? 'welcome_call_late' : 'welcome_call_planned',
      customerId,
      agentId,
      at: dueAt,
      ...spoken(),
    })
  else if (purpose === 'call_me_now' && whyTiming?.params.notNow === true && !(waits && memory.toldToWait))
    mails.send({ key, template: 'call_me_later', customerId, agentId, at: dueAt, ...spoken() })
  else if (purpose === 'welcome' && !memory.toldToWait)
    mails.send({ key, template: 'welcome_no_speaker', customerId, ...(languages[0] === undefined ? {} : { language: languages[0] }) })
  memory.toldToWait = waits
}

/** Later than it should be, for lack of somebody who speaks the language. */
const isLate = (timing: Coded | null): boolean => timing?.params.late === true

interface NewSlot {
  readonly start?: string
  readonly agentId?: string
  /** Any free speaker but these. */
  readonly anyOther?: readonly string[]
  /** Of them first whoever stands in for this one, who is away. */
  readonly insteadOf?: string
  /** The first of these who is free. */
  readonly among?: readonly string[]
  /** Only to a time at which the agent works. */
  readonly withinShift?: boolean
  /** The next free slot where this one is taken. */
  readonly orAfter?: boolean
  /** Without an entry of its own: the change of the call says it. */
  readonly untold?: boolean
}

/** Moves the booking of a booked call; refused with SlotTaken, and nothing changed, where that is not free. Null: the seller gets no mail. */
export async function moveBooking(
  { state, mails, memory, spoken }: CallContext,
  slot: NewSlot,
  actor: Actor,
  template: MailTemplate | null = 'booking_moved',
): Promise<void> {
  if (state.booking === null) return
  const { offer, ...booking } = await records.moveBooking({ booking: state.booking, actor, ...slot })
  Object.assign(state, { booking, agentId: booking.agentId, dueAt: booking.start })
  memory.prompted = false
  if (offer) tellOffered(mails, offer)
  if (template === null) return
  mails.send({ key: `${booking.id}/moved/${booking.sequence}`, template, customerId: state.customerId, booking, ...spoken() })
}

export async function accept({ state, save }: CallContext, agentId: string): Promise<void> {
  if (state.agentId !== agentId)
    throw refused(
      FailureType.NotAssignedToYou,
      state.agentId === null ? 'the call is assigned to nobody: take it' : 'the call is assigned to somebody else: take it instead',
    )
  state.acceptedAt = now()
  await save('call_accepted', {}, agent(agentId))
}

/** Anybody may take any call: the rules propose, people decide. */
export async function take(context: CallContext, agentId: string): Promise<void> {
  const { state, save } = context
  const from = state.agentId
  if (from !== agentId) await moveBooking(context, { agentId }, agent(agentId))
  Object.assign(state, { agentId, acceptedAt: now(), whyAssignment: coded('taken', { from }) })
  if (state.status === 'parked') Object.assign(state, { status: 'due', dueAt: now() })
  const told =
    from === null || from === agentId ? [] : [{ audience: from, kind: 'call_taken', params: { purpose: state.purpose, by: agentId } }]
  await save('call_taken', { from }, agent(agentId), told)
}

function refuseWhileTalking({ state, talking }: CallContext): void {
  if (talking()) throw refused(FailureType.CallNotOpen, `the call is ${state.status}: record its outcome instead`)
}

export async function pass(context: CallContext, agentId: string, reason: string): Promise<void> {
  const { state, save } = context
  refuseWhileTalking(context)
  if (state.agentId !== agentId) throw refused(FailureType.NotAssignedToYou, 'only the agent it is assigned to can pass it on')
  const passedBy = [...state.passedBy, agentId]
  await moveBooking(context, { anyOther: passedBy }, agent(agentId))
  state.passedBy = passedBy
  await save('call_passed', { reason, from: agentId }, agent(agentId))
  // Another agent is no other reason for its time: nobody chose it.
  await schedule(context, SYSTEM, state.dueAt, state.whyTiming === null ? {} : { because: state.whyTiming })
}

export async function reschedule(context: CallContext, { to, reason, withinShift, mostMoves, actor }: Reschedule): Promise<void> {
  const { state, memory, save, toAgent } = context
  refuseWhileTalking(context)
  const from = state.dueAt
  // A repeat of a wish whose answer was lost: nobody is told twice of one move.
  const isFixed = state.booking !== null || state.whyTiming?.code === 'rescheduled'
  if (from === to && isFixed && state.status === 'planned' && patched('moved-once')) return
  if (mostMoves !== undefined && memory.movedByCustomer >= mostMoves)
    throw refused(FailureType.TooManyMoves, `it was moved ${mostMoves} times already: call us, and we find a time together`)
  if (memory.deadline !== undefined && to > memory.deadline) memory.deadline = undefined // a person knows better
  const why = reason === undefined ? {} : { reason }
  await moveBooking(context, { start: to, ...(withinShift ? { withinShift } : {}) }, actor)
  if (mostMoves !== undefined) memory.movedByCustomer += 1
  Object.assign(state, { dueAt: to, status: 'planned', whyTiming: coded('rescheduled', { from, ...why }) })
  await save('call_rescheduled', { from, to, ...why }, actor, [toAgent('call_rescheduled', { from })])
  if (state.agentId === null) await schedule(context, SYSTEM, to)
}

/** Frees the slot and withdraws the invitation. */
export async function withdrawBooking({ state, mails, spoken }: CallContext, actor: Actor): Promise<void> {
  if (state.booking === null) return
  const { offer, ...booking } = await records.cancelBooking(state.booking, actor)
  state.booking = booking
  if (offer) tellOffered(mails, offer)
  mails.send({ key: `${booking.id}/cancelled`, template: 'booking_cancelled', customerId: state.customerId, booking, ...spoken() })
}

export async function cancel(context: CallContext, reason: string, actor: Actor): Promise<void> {
  const { state, save, toAgent } = context
  refuseWhileTalking(context)
  await withdrawBooking(context, actor)
  Object.assign(state, { status: 'cancelled', endedAt: now() })
  await save('call_cancelled', { reason }, actor, [toAgent('call_cancelled', { reason })])
}

/** The account is gone, or its trial ends at another time: what is planned ends, a conversation goes on. */
export async function withdraw(context: CallContext, reason: string | null): Promise<void> {
  const { state, memory, talking } = context
  if (!isOpen(state.status)) return
  memory.withdrawn = reason ?? undefined
  if (reason === null || talking()) return
  // A slot that has passed is nothing to tell the seller of any more.
  if (state.booking !== null && state.booking.start <= now()) state.booking = null
  await cancel(context, reason, SYSTEM)
}
