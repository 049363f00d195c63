import { setTimeout as delay } from 'node:timers/promises'
import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import type { UpdateDefinition } from '@temporalio/common'
import { type CallStatus, isOpen } from '../domain/calls/calls.ts'
import { randomId } from './ids.ts'
import { Problem } from './problems.ts'

export interface OpenCalls {
  find(callId: string): Promise<{ readonly status: CallStatus } | undefined>
}

const PATIENCE_MS = 5_000
const LOOK_MS = 50

const soon = (): Problem =>
  new Problem('unavailable', 'Nothing was lost, but the call is not there yet. Repeat the request in a moment.', {
    headers: { 'retry-after': '2' },
  })

/** Asks again until there is an answer or patience ends: what a workflow has just begun is written a moment later. */
export async function eventually<T>(read: () => Promise<T | undefined>, patienceMs: number): Promise<T | undefined> {
  for (const until = performance.now() + patienceMs; ; await delay(LOOK_MS)) {
    const found = await read()
    if (found !== undefined || performance.now() > until) return found
  }
}

/** The same for what has to be there: 503 where it is not. */
export async function written<T>(read: () => Promise<T | undefined>): Promise<T> {
  const found = await eventually(read, PATIENCE_MS)
  if (found === undefined) throw soon()
  return found
}

/**
 * Sends updates to a call's workflow. A booked call has its row a moment before its workflow runs, a planned one stands in the plan
 * a moment before it has either: unless the row says that it is over, a missing workflow is one that is about to start. The same
 * update id is answered the same: a repeat after a crash records nothing twice.
 */
export function createCallMessenger(temporal: Client, calls: OpenCalls) {
  return async function tell<Answer, Arg>(
    callId: string,
    update: UpdateDefinition<Answer, [Arg]>,
    arg: Arg,
    updateId: string = randomId(),
  ): Promise<Answer> {
    return written(async () => {
      try {
        return await temporal.workflow.getHandle(`call/${callId}`).executeUpdate(update, { args: [arg], updateId })
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error
        const call = await calls.find(callId)
        if (call && !isOpen(call.status)) throw new Problem('call-not-open', `The call is ${call.status}: it takes no more changes.`)
        return undefined
      }
    })
  }
}
