import type { SlotOffer } from '../domain/waitlist.ts'
import type { Mails } from './mails.ts'

/** Who waits for a slot hears that one is free. */
export const tellOffered = (mails: Mails, { key, customerId, purpose, slot }: SlotOffer): void =>
  mails.send({ key: `${key}/offered`, template: 'slot_freed', customerId, agentId: slot.agentId, at: slot.start, purpose })
