import { setCurrentDetails, setHandler } from '@temporalio/workflow'
import type { Booking } from '../domain/bookings.ts'
import type { CallResult } from '../domain/calls/calls.ts'
import { wasReached } from '../domain/calls/outcomes.ts'
import { createMails } from './mails.ts'
import { withdraw } from './messages.ts'
import { part } from './parting.ts'
import { holdTalk } from './talk.ts'
import { after, waitUntil } from './time.ts'

export interface OnboardingStart {
  readonly booking: Booking
  /** BCP 47, best first */
  readonly languages: readonly string[]
  readonly actor: string
}

const NUDGE_MS = 60 * 60_000

/** What was booked, an onboarding or a consultation, at its time: the call; a seller who did not come gets a mail to book again an hour later. */
export async function onboardingCall({ booking, languages, actor }: OnboardingStart): Promise<CallResult> {
  const { callId, customerId, purpose } = booking
  const mails = createMails()
  setCurrentDetails(`booked for ${booking.start} with agent ${booking.agentId}`)
  const { result, open } = await holdTalk({ callId, customerId, purpose, languages, booking, actor }, `${purpose} call`)
  const state = { withdrawn: result.withdrawn !== undefined }
  if (!state.withdrawn && result.outcome !== null && !wasReached(result.outcome)) {
    setCurrentDetails('nobody answered: a mail to book again follows')
    setHandler(withdraw, (reason) => {
      state.withdrawn = reason !== null
    })
    if (await waitUntil(() => state.withdrawn, after(NUDGE_MS))) return part(result, open)
    mails.send({ key: `${callId}/no-show`, template: 'no_show', customerId, agentId: result.agentId, purpose })
  }
  return part(result, () => open() || mails.underWay())
}
