import { TemporalFailure } from '@temporalio/common'
import { setHandler, startChild } from '@temporalio/workflow'
import type { CallResult, CallStart } from '../domain/calls/calls.ts'
import { call } from './call.ts'
import { withdraw } from './messages.ts'

/** Holds a call for a workflow that tells the story around it; whoever withdraws that workflow withdraws its call. */
export async function holdTalk(start: CallStart, staticSummary: string): Promise<CallResult> {
  const talk = await startChild(call, { workflowId: `call/${start.callId}`, args: [start], staticSummary })
  setHandler(withdraw, (reason) => unlessEnded(talk.signal(withdraw, reason)))
  return talk.result()
}

/** A call that has ended hears no signal, and needs none. */
export async function unlessEnded(signalled: Promise<void>): Promise<void> {
  await reached(signalled)
}

/** Whether a signal found somebody. */
export async function reached(signalled: Promise<void>): Promise<boolean> {
  try {
    await signalled
    return true
  } catch (error) {
    if (error instanceof TemporalFailure) return false
    throw error
  }
}
