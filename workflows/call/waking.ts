import { LEADS } from '../../domain/codes.ts'
import { after, now } from '../time.ts'
import { type CallContext, SYSTEM } from './context.ts'
import { schedule } from './holding.ts'
import { end } from './outcome.ts'

const MINUTE = 60_000
/** An agent is prompted this long before a booked call. */
const PROMPT_MS = 5 * MINUTE
/** While nobody speaks the customer's language the team is looked through again each day, so often; then a person has to take the call. */
const RECHECK_MS = 24 * 60 * MINUTE
const MOST_RECHECKS = 14

const promptDue = ({ state, memory }: CallContext): boolean => state.booking !== null && !memory.prompted && state.status === 'planned'

/** ISO instant at which the call itself has something to do; undefined while it is somebody else's turn. */
export function wakeAt(context: CallContext): string | undefined {
  const own = ownWakeAt(context)
  const { deadline } = context.memory
  if (deadline === undefined || context.talking()) return own
  return own === undefined || own > deadline ? deadline : own
}

function ownWakeAt(context: CallContext): string | undefined {
  const { status, dueAt } = context.state
  if (status === 'parked') return dueAt ?? (context.memory.rechecks < MOST_RECHECKS ? after(RECHECK_MS) : undefined)
  if (dueAt === null || (status !== 'planned' && status !== 'retry_wait')) return undefined
  return promptDue(context) ? new Date(Date.parse(dueAt) - PROMPT_MS).toISOString() : dueAt
}

/** Its time has come: look for a speaker again, end a rest, prompt the agent, or be due. */
export async function wake(context: CallContext): Promise<void> {
  const { state, memory, save, toAgent } = context
  if (memory.deadline !== undefined && memory.deadline <= now()) await expire(context)
  else if (state.status === 'parked' && state.dueAt === null) {
    memory.rechecks += 1
    await schedule(context, SYSTEM)
  } else if (state.status === 'parked') await end(context, 'call_given_up', state.outcome, SYSTEM)
  else if (promptDue(context)) {
    memory.prompted = true
    await save('call_soon', {}, SYSTEM, [toAgent('call_soon')])
  } else {
    state.status = 'due'
    await save('call_due', {}, SYSTEM, [toAgent('call_due')])
  }
}

/** Too late for another try; that nobody tried at all the leads should know. */
async function expire({ state, memory, save }: CallContext): Promise<void> {
  const { purpose, attempts } = state
  const outcome = attempts.at(-1)?.outcome ?? null
  memory.expired = attempts.length === 0
  Object.assign(state, { status: 'done', outcome, endedAt: now() })
  const { deadline } = memory
  const params = { purpose, outcome, deadline, tries: attempts.length }
  await save('call_given_up', params, SYSTEM, memory.expired ? [{ audience: LEADS, kind: 'call_never_tried', params }] : [])
}
