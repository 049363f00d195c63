import { type UpdateDefinition, type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client'
import type { Booking } from '../../../domain/bookings.ts'
import type { CallStart, OutcomeReport } from '../../../domain/calls/calls.ts'
import type { SlotOffer } from '../../../domain/waitlist.ts'
import { call, phoneEvent, recordOutcome } from '../../../workflows/call.ts'
import { withdraw } from '../../../workflows/messages.ts'
import type { Stage } from '../stage.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export const HELD: OutcomeReport = { outcome: 'completed', data: { support: 'wanted', onboarding: 'none' } }
export const DECLINED: OutcomeReport = { outcome: 'completed', data: { support: 'declined' } }

/** Updates of a workflow, and updates that must be refused. */
export function asker(stage: Stage, workflowId: string) {
  const ask = <Answer, Wish>(update: UpdateDefinition<Answer, [Wish]>, wish: Wish): Promise<Answer> =>
    stage.tell(workflowId, (handle: WorkflowHandle) => handle.executeUpdate(update, { args: [wish] }))

  async function askInVain<Answer, Wish>(update: UpdateDefinition<Answer, [Wish]>, wish: Wish): Promise<void> {
    const refusal = await ask(update, wish).catch((error: unknown) => error)
    if (!(refusal instanceof WorkflowUpdateFailedError)) throw new Error(`${update.name} was not refused by ${workflowId}`)
  }
  return { ask, askInVain }
}

/** What people and telephone do to a call. */
export function onCall(stage: Stage, callId: string) {
  const id = `call/${callId}`
  const asking = asker(stage, id)
  return {
    ...asking,
    say: (report: OutcomeReport, agentId = 'anna') => asking.ask(recordOutcome, { report, agentId, actor: `agent/${agentId}` }),
    phone: (event: 'newCall' | 'answer' | 'hangup', fields: { direction?: 'in' | 'out'; cause?: string; pbxCallId?: string } = {}) =>
      stage.tell(id, (handle) => handle.signal(phoneEvent, { event, pbxCallId: 'pbx-1', direction: 'out', at: stage.in(0), ...fields })),
    withdraw: withdrawer(stage, id),
    record: (branch: string) => stage.record(id, branch),
  }
}

/** Takes a call back, or a workflow with its call; null lets it stand again. */
export const withdrawer = (stage: Stage, workflowId: string) => (reason: string | null) =>
  stage.tell(workflowId, (handle) => handle.signal(withdraw, reason))

/** The start of a call without a life around it. */
const startOf = ({ name }: Stage, fields: Partial<CallStart>): [CallStart] => [
  { callId: name, customerId: 'seller', purpose: 'welcome', languages: ['pt', 'en'], actor: 'key/desk', ...fields },
]

export async function startCall(stage: Stage, fields: Partial<CallStart> = {}) {
  await stage.start(call, `call/${stage.name}`, startOf(stage, fields))
  return onCall(stage, stage.name)
}

/** A call that is asked something before it could plan anything. */
export async function startCallAsking<Wish>(stage: Stage, update: UpdateDefinition<unknown, [Wish]>, wish: Wish) {
  await stage.startAsking(call, `call/${stage.name}`, startOf(stage, {}), update, wish)
  return onCall(stage, stage.name)
}

/** A booked slot in two days. */
export const bookingIn = (stage: Stage): Booking => ({
  id: `${stage.name}-booking`,
  callId: stage.name,
  customerId: 'seller',
  purpose: 'onboarding',
  start: stage.in(2 * DAY),
  end: stage.in(2 * DAY + 45 * MINUTE),
  agentId: 'anna',
  status: 'confirmed',
  sequence: 0,
})

/** A freed slot in two days, as it goes to somebody else. */
export const offerOf = (stage: Stage, key: string): SlotOffer => {
  const { start, end, agentId, purpose } = bookingIn(stage)
  return { key, customerId: 'waits', purpose, slot: { start, end, agentId } }
}

export const startBookedCall = (stage: Stage) => startCall(stage, { purpose: 'onboarding', booking: bookingIn(stage) })
