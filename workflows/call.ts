import {
  allHandlersFinished,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow'
import type { AgentAway, AgentBack, AwayAnswer, BackAnswer } from '../domain/absences.ts'
import { type CallResult, type CallStart, type CallState, type CallStatus, isOpen, openingState } from '../domain/calls/calls.ts'
import type { PhoneEvent } from '../domain/calls/phone.ts'
import { FailureType } from '../domain/errors.ts'
import type { AgreementVersion } from '../domain/profile/agreement.ts'
import type { ZoneAnswer, ZoneChange } from '../domain/zone-rules.ts'
import * as agreement from './call/agreement.ts'
import * as away from './call/away.ts'
import { createCallContext } from './call/context.ts'
import * as handing from './call/hand-over.ts'
import * as holding from './call/holding.ts'
import * as outcome from './call/outcome.ts'
import { hear } from './call/phone.ts'
import { nextMoment } from './call/waking.ts'
import type { AgreedStrategies, ByAgent, Extension, GiveWay, HandOver, RecordedOutcome, Reschedule } from './call/wishes.ts'
import { followZone } from './call/zone-rules.ts'
import { refused } from './failures.ts'
import { createMails } from './mails.ts'
import { withdraw } from './messages.ts'
import { part } from './parting.ts'
import { waitUntil } from './time.ts'
import { createTurns } from './turns.ts'

export const accept = defineUpdate<CallStatus, [ByAgent]>('accept')
export const take = defineUpdate<CallStatus, [ByAgent]>('take')
export const pass = defineUpdate<CallStatus, [ByAgent & { readonly reason: string }]>('pass')
export const handOver = defineUpdate<CallStatus, [HandOver]>('handOver')
/** To make room for a talk before it that takes longer. */
export const giveWay = defineUpdate<CallStatus, [GiveWay]>('giveWay')
export const extend = defineUpdate<CallStatus, [Extension]>('extend')
export const reschedule = defineUpdate<CallStatus, [Reschedule]>('reschedule')
export const cancelCall = defineUpdate<CallStatus, [{ readonly reason: string; readonly actor: string }]>('cancelCall')
export const recordOutcome = defineUpdate<CallStatus, [RecordedOutcome]>('recordOutcome')
export const agreeStrategy = defineUpdate<AgreementVersion, [AgreedStrategies]>('agreeStrategy')
export const agentAway = defineUpdate<AwayAnswer, [AgentAway]>('agentAway')
export const agentBack = defineUpdate<BackAnswer, [AgentBack]>('agentBack')
export const zoneChanged = defineUpdate<ZoneAnswer, [ZoneChange]>('zoneChanged')
export const phoneEvent = defineSignal<[PhoneEvent]>('phoneEvent')
export const callState = defineQuery<CallState>('callState')

/**
 * One promise to talk to a seller: finds a time and somebody who speaks his language, prompts that person when it is due, hears
 * from the telephone and from people how each try went, tries again as its purpose demands, and ends with an outcome.
 */
export async function call(start: CallStart): Promise<CallResult> {
  const state = openingState(start)
  const mails = createMails()
  const context = createCallContext(start, state, mails)
  const inTurn = createTurns()

  const refuseAfterTheEnd = (): void => {
    if (!isOpen(state.status)) throw refused(FailureType.CallNotOpen, `the call is ${state.status}`)
  }
  /** One change after the other; whoever comes after the end is told so. */
  const change = (what: () => Promise<void>): Promise<CallStatus> =>
    inTurn(async () => {
      refuseAfterTheEnd()
      await what()
      setCurrentDetails(described(state))
      return state.status
    })

  /** The same for what programs tell all the calls of a time: to one that is over it means nothing. */
  const hearOf = <Answer>(what: () => Promise<Answer | 'left_alone'>): Promise<Answer | 'left_alone'> =>
    inTurn(async () => {
      if (!isOpen(state.status)) return 'left_alone'
      const answer = await what()
      setCurrentDetails(described(state))
      return answer
    })

  // First in turn: who asks something of a call that no worker has begun yet finds it planned.
  const planned = change(() => holding.schedule(context, start.actor))
  setHandler(callState, () => state)
  setHandler(accept, ({ agentId }) => change(() => holding.accept(context, agentId)))
  setHandler(take, ({ agentId }) => change(() => holding.take(context, agentId)))
  setHandler(pass, ({ agentId, reason }) => change(() => holding.pass(context, agentId, reason)))
  setHandler(handOver, (wish) => change(() => handing.handOver(context, wish)))
  setHandler(giveWay, (wish) => change(() => handing.giveWay(context, wish)))
  setHandler(extend, (wish) => change(() => handing.extend(context, wish)))
  setHandler(reschedule, (wish) => change(() => holding.reschedule(context, wish)))
  setHandler(cancelCall, ({ reason, actor }) => change(() => holding.cancel(context, reason, actor)))
  setHandler(recordOutcome, (recorded) => change(() => outcome.recordOutcome(context, recorded)))
  setHandler(agreeStrategy, (wish) =>
    inTurn(async () => {
      refuseAfterTheEnd()
      return agreement.agreeStrategy(context, wish)
    }),
  )
  setHandler(agentAway, (absence) => hearOf(() => away.giveUp(context, absence)))
  setHandler(agentBack, (absence) => hearOf(() => away.giveBack(context, absence)))
  setHandler(zoneChanged, (change) => hearOf(() => followZone(context, change)))
  setHandler(phoneEvent, async (event) => {
    await inTurn(() => hear(context, event))
  })
  setHandler(withdraw, async (reason) => {
    await inTurn(() => holding.withdraw(context, reason))
  })

  await planned
  while (isOpen(state.status)) {
    const { version } = state
    const changed = () => state.version !== version
    const moment = nextMoment(context)
    if (moment === undefined) await condition(changed)
    else if (!(await waitUntil(changed, moment.at))) await inTurn(async () => (changed() ? undefined : moment.act(context)))
    setCurrentDetails(described(state))
  }

  const { callId, purpose, outcome: how, agentId, data } = state
  const result = await part({ callId, purpose, outcome: how, agentId, data, ...context.ending() }, mails.underWay)
  await condition(allHandlersFinished)
  return result
}

const described = ({ purpose, status, dueAt, agentId, attempts }: CallState): string =>
  [
    `${purpose}: ${status}`,
    dueAt === null ? undefined : `due ${dueAt}`,
    agentId === null ? 'nobody assigned' : `agent ${agentId}`,
    `${attempts.length} tries`,
  ]
    .filter((part) => part !== undefined)
    .join(', ')
