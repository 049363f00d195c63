import type { Booking } from '../../domain/bookings.ts'
import { LEADS } from '../../domain/codes.ts'
import { TAKEN, unlessTaken } from '../failures.ts'
import { records } from '../records.ts'
import { now } from '../time.ts'
import { type CallContext, coded, SYSTEM } from './context.ts'

/** Who says so this long before the start, or later, is there. */
const READY_MS = 5 * 60_000

/** The seller waits at the time he booked, and nobody calls: the leads know, he is told that we are sorry, and whoever is free calls. */
export async function comeToTheRescue(context: CallContext): Promise<void> {
  const { state, memory, mails, save } = context
  const { callId, customerId, purpose, booking, agentId } = state
  memory.watch = {}
  if (booking === null || isThere(context, booking)) return
  memory.missedBy = agentId === null ? memory.missedBy : [...memory.missedBy, agentId]
  const excluded = [...state.passedBy, ...memory.missedBy]
  const { agentIds, offer } = await records.findStandIns({ booking, excluded })
  const key = `${booking.id}/agent-no-show`
  // One apology, whoever else does not come.
  if (memory.missedBy.length === 1)
    mails.send({ key, template: 'agent_no_show', customerId, purpose, at: offer?.start ?? null, agentId: offer?.agentId ?? null })
  const told = { audience: LEADS, kind: 'agent_no_show', params: { purpose, agentId, start: booking.start } }
  await save('agent_no_show', { agentId, start: booking.start }, SYSTEM, [told])
  for (const standIn of agentIds) {
    const taken = await unlessTaken(records.moveBooking({ booking, agentId: standIn, actor: SYSTEM }))
    if (taken === TAKEN) continue
    const { offer: _begunAlready, ...moved } = taken
    Object.assign(state, {
      booking: moved,
      agentId: standIn,
      acceptedAt: null,
      status: 'planned',
      dueAt: now(),
      whyAssignment: coded('stands_in', { from: agentId }),
    })
    return save('call_handed_on', { callId, from: agentId, to: standIn }, SYSTEM)
  }
}

/** He said so, or has tried already. */
const isThere = ({ state }: CallContext, { start }: Booking): boolean =>
  [state.acceptedAt, ...state.attempts.map(({ at }) => at)].some((at) => at !== null && Date.parse(at) >= Date.parse(start) - READY_MS)
