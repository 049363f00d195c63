import { setTimeout as delay } from 'node:timers/promises'
import { type Client, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client'
import type { CallLine } from '../activities/call-line.ts'

/** A call that was just planned has its row a moment before its workflow. */
const LOOKS = 4
const LOOK_MS = 500

/** Asks the workflow of a call by updates: the key is the id of the update, so a repeat gets the first answer. */
export function createCallLine(temporal: Client): CallLine {
  async function ask<Answer, Wish>(update: string, callId: string, wish: Wish, updateId: string): Promise<Answer | 'left_alone'> {
    for (let look = 1; ; look += 1) {
      try {
        return await temporal.workflow.getHandle(`call/${callId}`).executeUpdate<Answer, [Wish]>(update, { args: [wish], updateId })
      } catch (error) {
        if (error instanceof WorkflowUpdateFailedError) return 'left_alone' // it ended before it came to it
        if (!(error instanceof WorkflowNotFoundError)) throw error
        if (look === LOOKS) return 'left_alone'
      }
      await delay(LOOK_MS)
    }
  }
  return {
    agentAway: (callId, away, key) => ask('agentAway', callId, away, key),
    agentBack: (callId, back, key) => ask('agentBack', callId, back, key),
    zoneChanged: (callId, change, key) => ask('zoneChanged', callId, change, key),
  }
}
