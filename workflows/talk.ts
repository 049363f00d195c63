import { setHandler, startChild } from '@temporalio/workflow'
import type { CallResult, CallStart } from '../domain/calls/calls.ts'
import { call } from './call.ts'
import { callOver, withdraw } from './messages.ts'
import { unlessEnded } from './unless-ended.ts'

/** A call that was held for a workflow that tells the story around it. */
interface HeldTalk {
  readonly result: CallResult
  /** Mails of it are still on their way: who ends before it takes them with him. */
  open(): boolean
}

/** Holds a call for a story; whoever withdraws that story withdraws its call. */
export async function holdTalk(start: CallStart, staticSummary: string): Promise<HeldTalk> {
  const talk = await startChild(call, { workflowId: `call/${start.callId}`, args: [start], staticSummary })
  const state = { open: true }
  setHandler(withdraw, (reason) => unlessEnded(talk.signal(withdraw, reason)))
  const told = new Promise<CallResult>((resolve) => setHandler(callOver, resolve))
  const ended = talk.result().finally(() => {
    state.open = false
  })
  return { result: await Promise.race([ended, told]), open: () => state.open }
}
