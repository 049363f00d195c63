import type { AgentAway, AgentBack, AwayAnswer, BackAnswer } from '../../domain/absences.ts'
import type { CallState, CallStatus } from '../../domain/calls/calls.ts'
import { type Coded, LEADS } from '../../domain/codes.ts'
import { TAKEN, unlessTaken } from '../failures.ts'
import { records } from '../records.ts'
import { type CallContext, coded, SYSTEM } from './context.ts'
import { moveBooking, schedule, tellCustomer } from './holding.ts'
import { inOtherHands } from './other-hands.ts'

/** How an absence moved the call. */
export interface MovedAway {
  readonly absenceId: string
  readonly from: string
  /** As they were with him. */
  readonly dueAt: string
  readonly language: string | null
  readonly whyTiming: Coded | null
  /** What it was like after the move: another mark means that somebody has touched it. */
  readonly mark: string
}

const WAITING: readonly CallStatus[] = ['planned', 'due', 'retry_wait']

/** Whatever people and telephone change when they do something with a call. */
const markOf = ({ agentId, acceptedAt, attempts, dueAt, booking }: CallState): string =>
  JSON.stringify([agentId, acceptedAt, attempts.length, dueAt, booking?.sequence ?? null])

/** Its agent is away when it is due: others hold it, by the same rules as any other call. A talk under way is left alone. */
export async function giveUp(context: CallContext, { absenceId, agentId, until }: AgentAway): Promise<AwayAnswer> {
  const { state, memory, save } = context
  const { dueAt, language } = state
  if (!WAITING.includes(state.status) || state.agentId !== agentId || dueAt === null || dueAt >= until) return 'left_alone'
  const excluded = [...state.passedBy, agentId]
  if ((await unlessTaken(moveBooking(context, { anyOther: excluded, insteadOf: agentId }, SYSTEM))) === TAKEN) {
    const { purpose } = state
    await save('call_kept', { absenceId }, SYSTEM, [{ audience: LEADS, kind: 'nobody_free_then', params: { purpose, dueAt, agentId } }])
    return 'nobody_free_then'
  }
  await save('call_rerouted', { absenceId, from: agentId }, SYSTEM)
  const { whyTiming } = state
  const because = whyTiming === null ? {} : { because: whyTiming }
  await schedule(context, SYSTEM, state.dueAt, { excluded, insteadOf: agentId, ...because, quiet: true })
  memory.away.push({ absenceId, from: agentId, dueAt, language, whyTiming, mark: markOf(state) })
  return state.agentId === null ? 'nobody' : 'moved'
}

/** He is back, or the move is undone: the call is his again, if nobody has touched it since and he is at work then. */
export async function giveBack(context: CallContext, { absenceId, evenIfAway }: AgentBack): Promise<BackAnswer> {
  const { state, memory, save } = context
  const index = memory.away.findIndex((move) => move.absenceId === absenceId)
  const move = memory.away[index]
  const waits = WAITING.includes(state.status) || state.status === 'parked'
  if (move === undefined || !waits || memory.away.at(-1)?.mark !== markOf(state)) return 'left_alone'
  const { agentId: holder, purpose } = state
  const agentId = move.from
  const dueAt = state.dueAt ?? move.dueAt
  if (!evenIfAway && !(await records.isAtWork({ agentId, at: dueAt }))) return 'left_alone'
  if ((await unlessTaken(moveBooking(context, { agentId, withinShift: !evenIfAway }, SYSTEM))) === TAKEN) return 'left_alone'

  const whyAssignment = coded('handed_back', { from: holder })
  Object.assign(state, { agentId, dueAt, language: move.language, whyAssignment })
  inOtherHands(context)
  if (state.status === 'parked') Object.assign(state, { status: 'planned', whyTiming: move.whyTiming })
  const about = { purpose, dueAt, language: state.language, why: whyAssignment }
  await save('call_handed_back', { absenceId, from: holder, agentId }, SYSTEM, [
    { audience: agentId, kind: 'call_assigned', params: { ...about, timing: state.whyTiming } },
    ...(holder === null ? [] : [{ audience: holder, kind: 'call_handed_back', params: { purpose, dueAt, by: agentId } }]),
  ])
  tellCustomer(context)
  memory.away = memory.away.slice(0, index).map((before) => ({ ...before, mark: markOf(state) }))
  return 'handed_back'
}
