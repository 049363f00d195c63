import { type Clearance, type ClearanceRequest, isByHand, isChosen } from '../../domain/calls/clearance.ts'
import { tryPositions } from '../../domain/calls/retry-policy.ts'
import { isRedial } from '../../domain/calls/tries.ts'
import type { Coded } from '../../domain/codes.ts'
import { records } from '../records.ts'
import { now } from '../time.ts'
import { type CallContext, SYSTEM } from './context.ts'
import { cancel, schedule } from './holding.ts'
import { comeToTheRescue } from './no-show.ts'

/** The moment has come. Whether the seller may be called now is asked first, in calls that know of it. */
export async function becomeDue(context: CallContext): Promise<void> {
  if (!context.memory.clears) return isDue(context)
  const clearance: Clearance = await records.clearCall(requestOf(context))
  if ('stop' in clearance) return cancel(context, clearance.stop.code, SYSTEM)
  if ('postpone' in clearance) return postpone(context, clearance.postpone)
  if ('reroute' in clearance) {
    const { whyTiming } = context.state
    const because = whyTiming === null ? {} : { because: whyTiming }
    return schedule(context, SYSTEM, now(), { insteadOf: clearance.reroute.from, ...because, quiet: true })
  }
  Object.assign(context.memory, { watch: clearance.go, watchedFrom: context.state.dueAt })
  return isDue(context)
}

async function isDue({ state, memory, save, toAgent }: CallContext): Promise<void> {
  state.status = 'due'
  endPause(memory, state.attempts.at(-1)?.at)
  await save('call_due', {}, SYSTEM, [toAgent('call_due')])
}

/** Said once for one reason, however often it is looked again. */
async function postpone(context: CallContext, { at, why }: { readonly at: string; readonly why: Coded }): Promise<void> {
  const { state, memory, save, saveQuietly } = context
  const known = state.whyTiming?.code === why.code && state.whyTiming.params.callId === why.params.callId
  const from = state.dueAt
  memory.waitsSince ??= now()
  Object.assign(state, { dueAt: at, whyTiming: why })
  if (known) await saveQuietly()
  else await save('call_postponed', { from, to: at, why }, SYSTEM)
  if (state.booking !== null) await comeToTheRescue(context) // who booked it waited in vain
}

/** From a try that nobody answered, or from when it was put off, until it is due again. */
function endPause(memory: CallContext['memory'], lastTry: string | undefined): void {
  const last = memory.pauses.at(-1)
  const from = memory.waitsSince ?? lastTry
  memory.waitsSince = undefined
  if (from !== undefined && (last === undefined || from > last.until)) memory.pauses = [...memory.pauses, { from, until: now() }]
}

function requestOf({ state, memory }: CallContext): ClearanceRequest {
  const { callId, customerId, purpose, agentId, booking, whyTiming, whyAssignment, acceptedAt } = state
  const tries = state.attempts.slice(memory.countedFrom)
  const outcomes = tries.map(({ outcome }) => outcome)
  const rule = memory.retry?.[purpose]
  const dueAt = state.dueAt ?? now()
  const chosen = isChosen(whyTiming)
  return {
    callId,
    customerId,
    purpose,
    agentId,
    dueAt,
    chosen,
    accepted: acceptedAt !== null || isByHand(whyAssignment),
    booked: booking !== null,
    redial: isRedial(purpose, outcomes, rule),
    failedAt: tryPositions(purpose, outcomes, rule).flatMap((position) => tries[position]?.at ?? []),
    wishedAt: chosen ? dueAt : memory.wishedAt,
    pauses: memory.pauses,
    ...(rule === undefined ? {} : { rule }),
  }
}
