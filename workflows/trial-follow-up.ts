import { setCurrentDetails } from '@temporalio/workflow'
import type { CallResult } from '../domain/calls/calls.ts'
import { wasHeld } from '../domain/calls/outcomes.ts'
import type { Coded } from '../domain/codes.ts'
import { createMails } from './mails.ts'
import { part } from './parting.ts'
import { holdTalk } from './talk.ts'

export interface FollowUpStart {
  readonly callId: string
  readonly customerId: string
  /** BCP 47, best first */
  readonly languages: readonly string[]
  /** ISO instant of the trial's end */
  readonly endsAt: string
  /** ISO instant after which nobody tries; the trial's end where it is absent. */
  readonly callUntil?: string
  /** Where a person named the time: ISO instant, and why. */
  readonly moved?: { readonly at: string; readonly because: Coded }
  readonly actor: string
}

/**
 * The talk at the end of a trial: tried on three business days, the last of them the last within the trial, never after it. What
 * the seller says of it and the strategy that goes on are recorded with the call; whom nobody reached is asked by mail. The trial
 * itself ends with or without it.
 */
export async function trialFollowUp({
  callId,
  customerId,
  languages,
  endsAt,
  callUntil = endsAt,
  moved,
  actor,
}: FollowUpStart): Promise<CallResult> {
  const mails = createMails()
  setCurrentDetails(`the trial ends at ${endsAt}`)
  const { result, open } = await holdTalk(
    {
      callId,
      customerId,
      purpose: 'trial_end',
      languages,
      actor,
      ...(moved ?? { because: { code: 'trial_ends', params: { endsAt } }, deadline: callUntil }),
    },
    'trial-end call',
  )
  if (result.withdrawn === undefined && !wasHeld(result.outcome) && (result.outcome !== null || result.expired)) {
    setCurrentDetails('not reached: asked by mail')
    mails.send({ key: `${callId}/questionnaire`, template: 'trial_questionnaire', customerId, agentId: result.agentId, at: endsAt })
  }
  return part(result, () => open() || mails.underWay())
}
