import { ActivityFailure, allHandlersFinished, condition, defineUpdate, setCurrentDetails, setHandler } from '@temporalio/workflow'
import type { Hold, HoldRequest } from '../domain/bookings.ts'
import { createMails } from './mails.ts'
import { tellOffered } from './offers.ts'
import { records } from './records.ts'
import { waitUntil } from './time.ts'

export const held = defineUpdate<Hold>('held')
export const letGo = defineUpdate<void>('letGo')

/** A slot that is kept while somebody makes up his mind: held at once, let go when he says so or its minutes are over, then offered on. */
export async function slotHold(request: HoldRequest): Promise<void> {
  const state = { unwanted: false, over: false }
  const mails = createMails()
  const holding = records.holdSlot(request)
  setHandler(held, () => holding)
  setHandler(letGo, async () => {
    await holding
    state.unwanted = true
    await condition(() => state.over)
  })

  // Whoever asked is told why it was refused; there is nothing to keep.
  const hold = await holding.catch((error: unknown) => {
    if (!(error instanceof ActivityFailure)) throw error
  })
  if (hold) {
    setCurrentDetails(`holds ${hold.start} with agent ${hold.agentId} until ${hold.expiresAt}`)
    await waitUntil(() => state.unwanted, hold.expiresAt)
    const offer = await records.releaseHold(hold.id)
    state.over = true
    if (offer) tellOffered(mails, offer)
  }
  await condition(() => !mails.underWay() && allHandlersFinished())
}
