import { isOpen } from '../../domain/calls/calls.ts'
import { type PhoneEvent, unansweredOutcome } from '../../domain/calls/phone.ts'
import { now } from '../time.ts'
import type { CallContext } from './context.ts'
import { conclude } from './outcome.ts'

const TELEPHONY = 'telephony'

/** What the telephone system reports. Reports come more than once and out of order: only what is news moves the call. */
export async function hear(context: CallContext, event: PhoneEvent): Promise<void> {
  const { state, memory, save } = context
  if (!isOpen(state.status) || memory.heardOut.has(event.pbxCallId)) return
  if (event.event === 'newCall') return rings(context, event)
  if (state.phone?.pbxCallId !== event.pbxCallId) return
  if (event.event === 'hangup') return hungUp(context, event)
  if (state.phone.answered) return
  state.phone = { ...state.phone, answered: true }
  state.status = 'in_call'
  await save('call_answered', {}, TELEPHONY)
}

async function rings({ state, save }: CallContext, { pbxCallId, direction }: PhoneEvent): Promise<void> {
  if (state.phone?.pbxCallId === pbxCallId || state.status === 'in_call') return
  const before = state.phone?.before ?? state.status
  Object.assign(state, { phone: { pbxCallId, answered: false, inbound: direction === 'in', before }, status: 'ringing' })
  await save('call_ringing', { direction }, TELEPHONY)
}

async function hungUp(context: CallContext, { pbxCallId, cause: told }: PhoneEvent): Promise<void> {
  const cause = told ?? null
  const { state, memory, save } = context
  const { phone } = state
  memory.heardOut.add(pbxCallId)
  state.phone = null
  if (phone === null) return
  if (phone.answered && state.status === 'in_call') {
    state.status = 'wrap_up'
    return save('call_hung_up', { cause }, TELEPHONY)
  }
  if (state.status !== 'ringing') return
  state.status = phone.before
  // Nobody of ours answered: the seller tried us, not we him.
  if (phone.inbound) return save('call_missed', { cause }, TELEPHONY)
  const outcome = unansweredOutcome(cause)
  state.attempts.push({ at: now(), outcome, by: TELEPHONY, pbxCallId })
  await conclude(context, outcome, TELEPHONY)
}
