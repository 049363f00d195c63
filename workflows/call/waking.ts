import { LEADS } from '../../domain/codes.ts'
import { after, now } from '../time.ts'
import { becomeDue } from './clearing.ts'
import { type CallContext, SYSTEM } from './context.ts'
import { schedule } from './holding.ts'
import type { Moment, Plan } from './moments.ts'
import { end } from './outcome.ts'
import { remind } from './reminders.ts'
import { WATCHES } from './watching.ts'

const MINUTE = 60_000
/** An agent is prompted this long before a booked call. */
const PROMPT_MS = 5 * MINUTE
/** While nobody speaks the customer's language the team is looked through again each day, so often; then a person has to take the call. */
const RECHECK_MS = 24 * 60 * MINUTE
const MOST_RECHECKS = 14

/** All it may have to do, each where it has to at all; of those whose time has come the first one listed. */
const PLANS: readonly Plan[] = [deadline, recheck, restOver, remind, prompt, due, ...WATCHES]

/** What the call has to do next; undefined while it is somebody else's turn. */
export function nextMoment(context: CallContext): Moment | undefined {
  const moments = PLANS.flatMap((plan) => plan(context) ?? [])
  const [first] = [...moments].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  if (first === undefined) return undefined
  return { at: first.at, act: (awake) => (moments.find(({ at }) => at <= now()) ?? first).act(awake) }
}

function deadline(context: CallContext): Moment | undefined {
  const { deadline: at } = context.memory
  return at === undefined || context.talking() ? undefined : { at, act: expire }
}

/** Nobody speaks the seller's language, or nobody could in time. */
function recheck({ state, memory }: CallContext): Moment | undefined {
  if (state.status !== 'parked' || state.dueAt !== null || memory.rechecks >= MOST_RECHECKS) return undefined
  const act = async (context: CallContext): Promise<void> => {
    memory.rechecks += 1
    await schedule(context, SYSTEM)
  }
  return { at: after(RECHECK_MS), act }
}

function restOver({ state }: CallContext): Moment | undefined {
  if (state.status !== 'parked' || state.dueAt === null) return undefined
  return { at: state.dueAt, act: (context) => end(context, 'call_given_up', state.outcome, SYSTEM) }
}

/** The agent of a booked call is told a little before. */
function prompt({ state, memory, save, toAgent }: CallContext): Moment | undefined {
  if (state.booking === null || memory.prompted || state.status !== 'planned' || state.dueAt === null) return undefined
  const act = async (): Promise<void> => {
    memory.prompted = true
    await save('call_soon', {}, SYSTEM, [toAgent('call_soon')])
  }
  return { at: new Date(Date.parse(state.dueAt) - PROMPT_MS).toISOString(), act }
}

function due({ state }: CallContext): Moment | undefined {
  if (state.dueAt === null || (state.status !== 'planned' && state.status !== 'retry_wait')) return undefined
  return { at: state.dueAt, act: becomeDue }
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
