import { ActivityFailure, patched } from '@temporalio/workflow'
import type { MailRequest } from '../activities/mail.ts'
import { mail } from './records.ts'

/**
 * Mails under way, those to one customer one after the other: an invitation comes before the one that changes it, also from a mail server
 * that was down, and nobody waits for another's full mailbox. Nothing else waits for a mail but the end of its workflow.
 */
export function createMails() {
  const underWay = new Set<Promise<void>>()
  /** Of each customer the last one. */
  const lastTo = new Map<string, Promise<void>>()
  return {
    send(request: MailRequest): void {
      const { customerId } = request
      const last = lastTo.get(customerId)
      const before = last !== undefined && patched('mails-in-order') ? last : undefined
      const sending = (before === undefined ? mail.sendMail(request) : before.then(() => mail.sendMail(request)))
        // An address that is refused for good is on the timeline by then; the story goes on by telephone.
        .catch((error: unknown) => {
          if (!(error instanceof ActivityFailure)) throw error
        })
        .finally(() => {
          underWay.delete(sending)
          if (lastTo.get(customerId) === sending) lastTo.delete(customerId)
        })
      underWay.add(sending)
      lastTo.set(customerId, sending)
    },
    underWay: (): boolean => underWay.size > 0,
  }
}

export type Mails = ReturnType<typeof createMails>
