import { LEADS } from '../../domain/codes.ts'
import { records } from '../records.ts'
import { now } from '../time.ts'
import { type CallContext, coded, SYSTEM } from './context.ts'
import { schedule } from './holding.ts'
import type { Moment, Plan } from './moments.ts'
import { comeToTheRescue } from './no-show.ts'

/** What a call does while it is due and nobody dials. The first listed goes first: the leads hear of it before it moves on. */
export const WATCHES: readonly Plan[] = [breach, warn, moveOn, noShow]

/** Only of the time at which it became due: what is taken up later on, at another time, is watched by whoever took it. */
const on = (at: string | undefined, act: Moment['act'], { state, memory }: CallContext): Moment | undefined =>
  at === undefined || state.status !== 'due' || state.dueAt !== memory.watchedFrom ? undefined : { at, act }

/** Nobody tried in the time that its purpose has: the leads are told, and while it is open no survey is held. */
function breach(context: CallContext): Moment | undefined {
  return on(
    context.state.escalatedAt === undefined ? context.memory.watch.breachAt : undefined,
    async ({ state, save }) => {
      state.escalatedAt = now()
      const { purpose, agentId, dueAt } = state
      await save('sla_breached', { agentId, dueAt }, SYSTEM, [
        { audience: LEADS, kind: 'sla_breached', params: { purpose, agentId, dueAt } },
      ])
    },
    context,
  )
}

function warn(context: CallContext): Moment | undefined {
  const { warnAt, breachAt } = context.memory.watch
  return on(
    context.memory.warned ? undefined : warnAt,
    async ({ memory, save, toAgent }) => {
      memory.warned = true
      await save('sla_warning', { breachAt }, SYSTEM, [toAgent('sla_warning', { breachAt })])
    },
    context,
  )
}

/** Nobody has taken it up: somebody else's turn, without prejudice to the one it leaves. */
function moveOn(context: CallContext): Moment | undefined {
  return on(context.state.acceptedAt === null ? context.memory.watch.moveOnAt : undefined, goToTheNext, context)
}

async function goToTheNext(context: CallContext): Promise<void> {
  const { state, memory, save } = context
  const { callId, customerId, purpose, languages, agentId: from, dueAt, whyTiming } = state
  const excluded = from === null ? state.passedBy : [...state.passedBy, from]
  const { moveOnAt: _over, ...watch } = memory.watch
  memory.watch = watch
  if (!(await records.hasNextAgent({ callId, customerId, purpose, languages, excluded }))) {
    const params = { purpose, agentId: from, dueAt }
    return save('nobody_takes_up', { agentId: from }, SYSTEM, [{ audience: LEADS, kind: 'nobody_takes_up', params }])
  }
  state.passedBy = excluded
  await save(
    'call_moved_on',
    { from },
    SYSTEM,
    from === null ? [] : [{ audience: from, kind: 'call_moved_on', params: { purpose, dueAt } }],
  )
  await schedule(context, SYSTEM, now(), { because: whyTiming ?? coded('first_opening'), quiet: true })
}

/** Nobody of ours came to what the seller booked. */
function noShow(context: CallContext): Moment | undefined {
  return on(context.memory.watch.noShowAt, comeToTheRescue, context)
}
