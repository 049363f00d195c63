import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client'
import { dialledNumber, type PhoneEvent } from '../domain/calls/phone.ts'
import type { Clock } from '../domain/clock.ts'
import { type NewNotice, TEAM } from '../domain/codes.ts'
import { phoneEvent } from '../workflows/call.ts'
import { hotlineCall } from '../workflows/hotline-call.ts'
import { derivedId } from './ids.ts'
import type { HotlineLine, HotlineRing, KnownCaller, PhoneLines, TelephonyLog } from './routes/telephony.ts'

export interface PhoneNewsDeps {
  readonly telephony: TelephonyLog
  readonly leases: PhoneLines
  readonly hotline: HotlineLine
  readonly temporal: Client
  readonly taskQueue: string
  readonly clock: Clock
}

/** What the telephone system reports of one telephone call. */
export interface PhoneReport extends Omit<PhoneEvent, 'at'> {
  readonly from: string
  readonly to: string
}

/** Hears what the telephone reports: who it is, which call it belongs to, what is written down, and who is told. */
export function createPhoneNews({ telephony, leases, hotline, temporal, taskQueue, clock }: PhoneNewsDeps) {
  return async function hear(webhookId: string, report: PhoneReport): Promise<void> {
    if (await telephony.wasWorkedOff(webhookId)) return
    const { event, pbxCallId, direction, cause } = report
    const caller = await callerOf(report)
    const at = clock.now()
    const expected = caller?.openCallId ?? null
    const callId = (await telephony.callOf(pbxCallId)) ?? (event === 'newCall' ? expected : null)

    await leases.heard({ event, pbxCallId, callId, at, ...(caller === undefined ? {} : { customerId: caller.customerId }) })
    const rung = direction === 'in' ? await ring(report, caller, at) : undefined
    const taken = callId !== null && (await tell(callId, report, at))
    const notice = rung && noticeOf(report, caller, rung)
    const news = { id: webhookId, pbxCallId, event, callId: taken ? callId : null, at, ...(cause === undefined ? {} : { cause }) }
    await telephony.workedOff(news, notice)
  }

  /** A hidden number is nobody's, nor is one that is none, nor our own. */
  async function callerOf({ direction, from, to }: PhoneReport): Promise<KnownCaller | undefined> {
    const number = dialledNumber(direction === 'out' ? to : from)
    const ours = dialledNumber(direction === 'out' ? from : to)
    return number === undefined || number === ours ? undefined : telephony.caller(number)
  }

  /** A row at once, and somebody who watches over it. */
  async function ring({ event, pbxCallId, from, to }: PhoneReport, caller: KnownCaller | undefined, at: number): Promise<HotlineRing> {
    const id = derivedId('hotline', pbxCallId)
    const who = { customerId: caller?.customerId, callId: caller?.openCallId ?? null }
    const rung = await hotline.heard({ id, pbxCallId, event, from: dialledNumber(from) ?? null, to, at, ...who })
    try {
      await temporal.workflow.start(hotlineCall, {
        workflowId: `hotline/${id}`,
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        taskQueue,
        args: [{ hotlineId: id }],
        staticSummary: 'somebody rang the hotline',
      })
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    }
    return { id, ...rung }
  }

  /** Reports overtake each other: what came before the first ring is told right behind it. */
  async function tell(callId: string, { event, pbxCallId, direction, cause }: PhoneReport, at: number): Promise<boolean> {
    const call = { pbxCallId, direction, at: new Date(at).toISOString() }
    const earlier = event === 'newCall' ? await telephony.untold(pbxCallId) : []
    for (const news of [{ event, ...(cause === undefined ? {} : { cause }) }, ...earlier])
      if (!(await signalled(callId, { ...call, ...news }))) return false
    return true
  }

  /** The workflow remembers telephone calls it knows, so a repeat after a crash between signal and log does nothing twice. */
  async function signalled(callId: string, event: PhoneEvent): Promise<boolean> {
    try {
      await temporal.workflow.getHandle(`call/${callId}`).signal(phoneEvent, event)
      return true
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false
      throw error
    }
  }
}

type Told = NewNotice & { readonly customerId?: string }

/** Whoever rings is announced; whom nobody answered, to the agent who was about to call him. */
function noticeOf({ event, pbxCallId, from }: PhoneReport, caller: KnownCaller | undefined, rung: HotlineRing): Told | undefined {
  const { id: hotlineId, missed, callId, callAgentId } = rung
  const customerId = rung.customerId ?? undefined
  const about = customerId === undefined ? {} : { customerId }
  if (event === 'hangup' && missed)
    return {
      audience: callAgentId ?? caller?.agentId ?? TEAM,
      kind: 'missed_call',
      params: { hotlineId, pbxCallId, callId, ...(caller ? {} : { from }) },
      ...about,
    }
  if (event !== 'newCall') return undefined
  return caller
    ? { audience: caller.agentId ?? TEAM, kind: 'customer_calls', params: { hotlineId, pbxCallId, callId: caller.openCallId }, ...about }
    : { audience: TEAM, kind: 'unknown_caller', params: { hotlineId, pbxCallId, from }, ...about }
}
