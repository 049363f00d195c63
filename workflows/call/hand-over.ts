import { FailureType } from '../../domain/errors.ts'
import { refused } from '../failures.ts'
import { records } from '../records.ts'
import { now } from '../time.ts'
import { type CallContext, coded } from './context.ts'
import { moveBooking } from './holding.ts'
import { inOtherHands } from './other-hands.ts'
import type { Extension, GiveWay, HandOver } from './wishes.ts'

/** Somebody else goes on, also in the middle of a talk: calendar, note, and who told the seller, in one change. */
export async function handOver(context: CallContext, { agentId, note, customerTold, actor }: HandOver): Promise<void> {
  const { state, save, talking } = context
  const from = state.agentId
  if (from === agentId) return // a repeat of a wish whose answer was lost
  const isAhead = state.booking !== null && state.booking.start > now()
  await moveBooking(context, { agentId, untold: true }, actor, isAhead ? 'booking_moved' : null)
  const reason = coded('handed_over', { from, by: actor })
  Object.assign(state, { agentId, acceptedAt: talking() ? now() : null, whyAssignment: reason })
  inOtherHands(context)
  if (state.status === 'parked') Object.assign(state, { status: 'due', dueAt: now() })
  state.notes = state.notes === null ? note : `${state.notes}\n\n${note}`
  const toldBy = customerTold ? actor : isAhead ? 'mail' : null
  const { purpose, dueAt } = state
  await save(
    'call_handed_over',
    { from, to: agentId, note, customerTold, toldBy },
    actor,
    toBoth('call_handed_over', from, agentId, { purpose, dueAt, note }),
  )
}

/** The talk before this call takes longer: a colleague takes it, or the seller is told that it begins later. */
export async function giveWay(context: CallContext, wish: GiveWay): Promise<void> {
  if (context.talking()) throw refused(FailureType.CallNotOpen, `the call is ${context.state.status}: nobody takes it away`)
  await ('among' in wish ? giveAway(context, wish) : begin(context, wish))
}

async function giveAway(context: CallContext, { among, forCall, actor }: Extract<GiveWay, { among: unknown }>): Promise<void> {
  const { state, save } = context
  const from = state.agentId
  if (from !== null && among.includes(from)) return
  await moveBooking(context, { among, untold: true }, actor)
  const to = state.booking?.agentId ?? among[0] ?? null
  Object.assign(state, { agentId: to, acceptedAt: null, whyAssignment: coded('gave_way', { from, forCall }) })
  inOtherHands(context)
  const { purpose, dueAt } = state
  await save('call_gave_way', { from, to, forCall }, actor, toBoth('call_gave_way', from, to, { purpose, dueAt, forCall }))
}

async function begin(context: CallContext, { notBefore, forCall, actor }: Extract<GiveWay, { notBefore: string }>): Promise<void> {
  const { state, mails, save, spoken } = context
  const { callId, customerId, purpose, booking, dueAt: from, agentId: before } = state
  if (from !== null && from >= notBefore) return
  await moveBooking(context, { start: notBefore, orAfter: true, untold: true }, actor, 'running_late')
  const to = state.booking?.start ?? notBefore
  Object.assign(state, { dueAt: to, status: 'planned', whyTiming: coded('runs_late', { from, forCall }) })
  if (booking === null)
    mails.send({
      key: `${callId}/late/${state.version}`,
      template: 'running_late',
      customerId,
      agentId: before,
      at: to,
      purpose,
      ...spoken(),
    })
  await save(
    'call_runs_late',
    { from, to, forCall },
    actor,
    toBoth('call_runs_late', before, state.agentId, { purpose, from, to, forCall }),
  )
}

/** They go on talking: the slot grows, so that nobody books into it. Nothing ends by itself when it is over. */
export async function extend({ state, save }: CallContext, { end, actor }: Extension): Promise<void> {
  const { booking } = state
  if (booking !== null && booking.end >= end) return
  if (booking !== null) {
    const { offer: _freesNothing, ...longer } = await records.moveBooking({ booking, end, untold: true, actor })
    state.booking = longer
  }
  await save('call_extended', { from: booking?.end ?? null, until: end }, actor)
}

const toBoth = (kind: string, from: string | null, to: string | null, params: Readonly<Record<string, unknown>>) =>
  [...new Set([from, to])].flatMap((audience) => (audience === null ? [] : [{ audience, kind, params: { ...params, agents: [from, to] } }]))
